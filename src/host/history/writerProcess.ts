/** Whether the process that was writing an answer still does: its id, told apart from a later process with the same id. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { JournalWriterProcess } from '../../core/journal';
import { errorCode } from './historyError';

/** How often a window that writes an answer touches the file while nothing comes. */
export const heartbeatMs = 5_000;
/** Several heartbeats: a process that is alive but does not write is one that was suspended, or another one with its id. */
const longestSilenceMs = 60_000;
/** The same for processes that cannot be looked at: on another machine with the same home folder, or in a container. */
const longestDistantSilenceMs = 15_000;

export function thisProcess(): JournalWriterProcess {
  return { pid: process.pid, host: hostname(), stamp: stampOf(process.pid) };
}

/**
 * @param writer undefined where it is not known
 * @param silenceMs since the file last changed
 */
export function isAlive(writer: JournalWriterProcess | undefined, silenceMs: number): boolean {
  if (writer?.host !== hostname()) {
    return silenceMs < longestDistantSilenceMs;
  }
  return silenceMs < longestSilenceMs && isRunning(writer.pid) && stampOf(writer.pid) === writer.stamp;
}

function isRunning(pid: number): boolean {
  if (pid === 0) {
    // To send a signal to 0 means the own group.
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** When the process started, as Linux counts it; elsewhere ids of processes are not soon used again. */
function stampOf(pid: number): string {
  if (process.platform !== 'linux') {
    return '';
  }
  try {
    const status = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // The name before it, in brackets, may hold anything.
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
