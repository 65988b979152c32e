/** Gives a suite the VS Code and the endpoint that it shares with others; after a failure the next suite gets others. */
import type { Endpoint } from '../endpoint/endpoint';
import type { SharedOptions, SharedParts, SharedWorkbench } from './sharedWorkbench';
import type { Workbench } from './workbench';

/** Where the runner of the tests puts it: each test file is a bundle of its own, with modules of its own. */
const contextKey = 'sharedWorkbench';

/** To be called by the runner before all tests. */
export function provideSharedWorkbench(context: Mocha.Context, shared: SharedWorkbench): void {
  context[contextKey] = shared;
}

/** Called inside `suite(...)`. @returns what the tests call to get them */
export function useSharedWorkbench(options: SharedOptions = {}): {
  readonly workbench: () => Workbench;
  readonly endpoint: () => Endpoint;
} {
  let parts: SharedParts | undefined;
  let isSound = true;

  suiteSetup(async function () {
    this.timeout(120_000);
    isSound = false;
    parts = await sharedIn(this).take(options);
    isSound = true;
  });

  teardown(async function () {
    if (this.currentTest?.state === 'passed' || this.currentTest?.isPending() === true) return;
    isSound = false;
    await parts?.workbench.saveEvidence(this.currentTest?.fullTitle() ?? '');
  });

  suiteTeardown(async function () {
    await sharedIn(this).giveBack(isSound);
    parts = undefined;
  });

  const current = (): SharedParts => {
    if (parts === undefined) throw new Error('The workbench is there from suiteSetup to suiteTeardown.');
    return parts;
  };
  return { workbench: () => current().workbench, endpoint: () => current().endpoint };
}

function sharedIn(context: Mocha.Context): SharedWorkbench {
  return context[contextKey] as SharedWorkbench;
}
