/** A lock between processes: a folder, since making one is atomic everywhere, with the owner's process id in it. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from './folders';
import type { Say } from './progress';

/** Milliseconds between two looks at a lock that someone else holds. */
const pollInterval = 300;

/** Runs the task while no other process runs one under the same lock. A lock whose owner has ended is taken over. */
export async function withLock<T>(lock: string, task: () => Promise<T>, say: Say = console.log): Promise<T> {
  mkdirSync(path.dirname(lock), { recursive: true });
  let hasSaid = false;
  while (!tryLock(lock)) {
    if (isAbandoned(lock)) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!hasSaid) say(`Waiting for another process that works on ${path.basename(lock, '.lock')}…`);
    hasSaid = true;
    await delay(pollInterval);
  }
  try {
    return await task();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function tryLock(lock: string): boolean {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(path.join(lock, 'pid'), String(process.pid));
  return true;
}

function isAbandoned(lock: string): boolean {
  try {
    const pid = readFileSync(path.join(lock, 'pid'), 'utf8');
    if (pid !== '') return !isRunning(Number(pid));
  } catch {
    // Its owner is between the folder and the file, or died there.
  }
  const madeAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  return madeAt !== undefined && Date.now() - madeAt > 5000;
}
