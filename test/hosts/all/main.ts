/**
 * `npm run test:all`: the static checks with the unit tests, the package, then integration and UI tests in every host. Goes on
 * after a failure, and ends with the counts over everything.
 */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from '../browser';
import { findDesktop } from '../desktop';
import {
  createRunFolder,
  failuresFolder,
  programFile,
  projectRoot,
  removeAbandonedRuns,
  resultsReporter,
  vsixFile,
} from '../folders';
import { serverHostIds } from '../hostVersions';
import { runProgram } from '../processes';
import { countCrash, readResults, summarize, type PhaseResult } from '../results';
import { ensureServer } from '../serverInstall';

const mocha = path.join(projectRoot, 'node_modules', 'mocha', 'bin', 'mocha.js');

const phases: PhaseResult[] = [];

async function runPhase(name: string, command: string, args: readonly string[]): Promise<void> {
  console.log(`\n=== ${name} ===\n`);
  const results = createRunFolder('results');
  const startedAt = Date.now();
  const env = {
    ...process.env,
    ACE_TEST_RESULTS: results,
    // For those who start Mocha by its command line.
    MOCHA_OPTIONS: `--reporter ${resultsReporter}`,
  };
  const exitCode = await runProgram(command, args, { env });
  phases.push({ name, duration: Date.now() - startedAt, ...countCrash(readResults(results), exitCode) });
  rmSync(results, { recursive: true, force: true });
}

function skipPhase(name: string, notRun: string): void {
  console.log(`\n=== ${name} ===\n\nNot run: ${notRun}.`);
  phases.push({ name, duration: 0, passed: 0, failed: 0, skipped: 0, failedTests: [], notRun });
}

async function runDesktop(): Promise<void> {
  const name = 'integration, desktop';
  const desktop = await findDesktop();
  if ('missing' in desktop) {
    skipPhase(name, desktop.missing);
    return;
  }
  const [program, ...args] = [...desktop.wrapper, process.execPath, programFile('integration'), 'desktop'];
  await runPhase(name, program, args);
}

/** While the checks run: mostly the network's time. What cannot be installed, the tests that need it say. */
async function installHosts(): Promise<void> {
  const installs = [...serverHostIds.map((host) => () => ensureServer(host)), ensureBrowser];
  for (const install of installs) {
    await install().catch(() => undefined);
  }
}

async function main(): Promise<void> {
  removeAbandonedRuns();
  rmSync(failuresFolder, { recursive: true, force: true });
  const installed = installHosts();
  await runPhase('check', 'npm', ['run', '--silent', 'check']);
  rmSync(vsixFile, { force: true });
  await runPhase('package', 'npm', ['run', '--silent', 'package']);
  await installed;
  if (existsSync(vsixFile)) {
    await runPhase('package contents', process.execPath, [
      mocha,
      '--no-config',
      '--ui',
      'tdd',
      'out/test/package/**/*.test.js',
    ]);
    await runDesktop();
    for (const host of serverHostIds) {
      await runPhase(`integration, ${host}`, process.execPath, [programFile('integration'), host]);
    }
    for (const host of serverHostIds) await runPhase(`UI, ${host}`, process.execPath, [programFile('ui'), host]);
  } else {
    skipPhase('package contents, integration and UI', 'there is no package');
  }
  if (existsSync(failuresFolder)) console.log(`\nEvidence of failures: ${path.relative(process.cwd(), failuresFolder)}`);
  console.log(`\n${summarize(phases)}`);
  process.exitCode = phases.some(({ failed }) => failed > 0) ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  console.log(
    `\n${summarize([...phases, { name: 'test run', duration: 0, passed: 0, failed: 1, skipped: 0, failedTests: [] }])}`,
  );
  process.exitCode = 1;
});
