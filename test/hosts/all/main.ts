/**
 * `npm run test:all`: the static checks with the unit tests, the package, then integration and UI tests in every host. Goes on
 * after a failure, and ends with the counts over everything.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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
import { serverHostIds, type ServerHostId } from '../hostVersions';
import { runProgram } from '../processes';
import { countCrash, readCounts, summarize, type PhaseResult } from '../results';
import { ensureServer } from '../serverInstall';

const mocha = path.join(projectRoot, 'node_modules', 'mocha', 'bin', 'mocha.js');

const phases: PhaseResult[] = [];

interface Phase {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** @param log takes the output until the phase is over; without it the output is the user's at once */
async function runPhase({ name, command, args }: Phase, log?: string): Promise<void> {
  console.log(log === undefined ? `\n=== ${name} ===\n` : `Running: ${name} …`);
  const results = createRunFolder('results');
  const startedAt = Date.now();
  const env = {
    ...process.env,
    ACE_TEST_RESULTS: results,
    // For those who start Mocha by its command line.
    MOCHA_OPTIONS: `--reporter ${resultsReporter}`,
  };
  const exitCode = await runProgram(command, args, { env, ...(log === undefined ? {} : { log }) });
  if (log !== undefined) console.log(`\n=== ${name} ===\n\n${readFileSync(log, 'utf8')}`);
  phases.push({ name, duration: Date.now() - startedAt, ...countCrash(readCounts(results), exitCode) });
  rmSync(results, { recursive: true, force: true });
}

/** One VS Code with its tests leaves a third of two processors idle, where it waits. More than two at a time would be slow. */
const lanes = Math.min(2, availableParallelism());

/** Runs them in their order, as many at a time as there are lanes. */
async function runInLanes(waiting: readonly Phase[]): Promise<void> {
  const logs = createRunFolder('logs');
  const queue = [...waiting];
  const lane = async (): Promise<void> => {
    for (let phase = queue.shift(); phase !== undefined; phase = queue.shift()) {
      await runPhase(phase, path.join(logs, `${phase.name}.log`));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  rmSync(logs, { recursive: true, force: true });
}

function skipPhase(name: string, notRun: string): void {
  console.log(`\n=== ${name} ===\n\nNot run: ${notRun}.`);
  phases.push({ name, duration: 0, passed: 0, failed: 0, skipped: 0, notRun });
}

/** It has the screen for itself. */
async function runDesktop(): Promise<void> {
  const name = 'integration, desktop';
  const desktop = await findDesktop();
  if ('missing' in desktop) {
    skipPhase(name, desktop.missing);
    return;
  }
  const [command, ...args] = [...desktop.wrapper, process.execPath, programFile('integration'), 'desktop'];
  await runPhase({ name, command, args });
}

function hostPhase(kind: 'integration' | 'ui', host: ServerHostId): Phase {
  const name = `${kind === 'ui' ? 'UI' : kind}, ${host}`;
  return { name, command: process.execPath, args: [programFile(kind), host] };
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
  await runPhase({ name: 'check', command: 'npm', args: ['run', '--silent', 'check'] });
  rmSync(vsixFile, { force: true });
  await runPhase({ name: 'package', command: 'npm', args: ['run', '--silent', 'package'] });
  await installed;
  if (existsSync(vsixFile)) {
    const args = [mocha, '--no-config', '--ui', 'tdd', 'out/test/package/**/*.test.js'];
    await runPhase({ name: 'package contents', command: process.execPath, args });
    await runDesktop();
    // The longest first.
    await runInLanes([
      hostPhase('ui', 'latest'),
      hostPhase('ui', 'oldest'),
      hostPhase('integration', 'latest'),
      hostPhase('integration', 'oldest'),
    ]);
  } else {
    skipPhase('package contents, integration and UI', 'there is no package');
  }
  if (existsSync(failuresFolder)) console.log(`\nEvidence of failures: ${path.relative(process.cwd(), failuresFolder)}`);
  console.log(`\n${summarize(phases)}`);
  process.exitCode = phases.some(({ failed }) => failed > 0) ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  console.log(`\n${summarize([...phases, { name: 'test run', duration: 0, passed: 0, failed: 1, skipped: 0 }])}`);
  process.exitCode = 1;
});
