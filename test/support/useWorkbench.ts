/** Gives a suite a workbench of its own: started before its tests, kept as evidence where one fails, ended after them. */
import { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench';

/**
 * Called inside `suite(...)`.
 *
 * @param options asked when the suite starts, so that it may use what earlier `suiteSetup`s have made (an endpoint's port)
 * @returns what the tests call to get it
 */
export function useWorkbench(options: () => WorkbenchOptions = () => ({})): () => Workbench {
  let workbench: Workbench | undefined;

  suiteSetup(async function () {
    this.timeout(120_000);
    workbench = await startWorkbench(options());
  });

  teardown(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.saveEvidence(this.currentTest.fullTitle());
  });

  suiteTeardown(async () => {
    await workbench?.dispose();
    workbench = undefined;
  });

  return () => {
    if (workbench === undefined) throw new Error('The workbench is there from suiteSetup to suiteTeardown.');
    return workbench;
  };
}
