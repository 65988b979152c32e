/** Where things are, from whichever bundle of `out/test` this is asked. Everything the hosts write is below `testFolder`. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The repository. */
export const projectRoot = findProjectRoot(__dirname);

/** Git-ignored: installed hosts, data folders, evidence of failures. */
export const testFolder = path.join(projectRoot, '.vscode-test');

export const vsixFile = path.join(projectRoot, 'ace-claude.vsix');

export const failuresFolder = path.join(testFolder, 'failures');

/** A program of `test/hosts`, as the build leaves it. */
export function programFile(name: 'integration' | 'server' | 'ui'): string {
  return path.join(projectRoot, 'out', 'test', 'hosts', name, 'main.js');
}

/** The mocha reporter that also writes counts (see there). */
export const resultsReporter = path.join(projectRoot, 'test', 'hosts', 'resultsReporter.cjs');

/**
 * Makes a new empty folder for one run of this process. Whoever asks for it removes it. Its name carries the process id, so that what
 * a killed run left behind is known as such.
 */
export function createRunFolder(name: string): string {
  const runs = path.join(testFolder, 'runs');
  mkdirSync(runs, { recursive: true });
  // Several bundles in one process make them: none can count alone.
  for (let count = 1; ; count += 1) {
    const folder = path.join(runs, `${name}-${String(count)}-${String(process.pid)}`);
    if (existsSync(folder)) continue;
    mkdirSync(folder);
    return folder;
  }
}

/** A process that is just ending may still write there, hence the patience. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Removes the folders of runs whose process has ended. */
export function removeAbandonedRuns(): void {
  const runs = path.join(testFolder, 'runs');
  if (!existsSync(runs)) return;
  for (const name of readdirSync(runs)) {
    const pid = Number(/-(\d+)$/.exec(name)?.[1]);
    if (!isRunning(pid)) removeFolder(path.join(runs, name));
  }
}

/** Whether a process of that id exists. */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, yet alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @returns absolute paths, sorted; none where the folder does not exist */
export function listFiles(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file))
    .sort();
}

function findProjectRoot(start: string): string {
  let folder = start;
  while (!existsSync(path.join(folder, 'esbuild.js'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No esbuild.js in ${start} or above.`);
    folder = parent;
  }
  return folder;
}
