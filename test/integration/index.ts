/**
 * What VS Code calls in its extension host to run the integration tests, the same in every host. It finds the tests; starting a
 * host and reading the results is `test/hosts`.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { openReport } from './report';

/** @throws where a test fails, or there is none */
export async function run(): Promise<void> {
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.js'));
  if (files.length === 0) throw new Error(`No *.test.js in ${__dirname}.`);
  const { ACE_TEST_GREP: grep, ACE_TEST_REPORTER: reporter, ACE_TEST_WITNESS_PORT: port } = process.env;
  const report = await openReport(port);
  if (report !== undefined) Mocha.reporters.Base.consoleLog = report.say;
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 30_000,
    color: true,
    forbidOnly: true,
    reporter: reporter ?? 'spec',
    rootHooks: {
      async afterEach(this: Mocha.Context) {
        if (this.currentTest?.state !== 'failed') return;
        this.timeout(20_000);
        await report?.testFailed(this.currentTest.fullTitle());
      },
    },
    ...(grep === undefined ? {} : { grep }),
  });
  for (const file of files.sort()) mocha.addFile(path.join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  await report?.end();
  if (failures > 0) throw new Error(`${String(failures)} integration tests failed.`);
}
