/**
 * Work on what others have written that could take for ever, above all a regular expression of a schema: the extension host has one
 * thread, and all that this window's extensions do would wait for it.
 */
import { runInNewContext } from 'node:vm';
import { objectOf } from '../../core/jsonShape';

/** It was broken off. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * What the work gives, if that takes no longer. One that is broken off gets to no `catch` or `finally` of its own.
 * @param milliseconds a whole number, at least 1
 * @param work does all of it at once
 * @throws OutOfTime; what the work throws
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  try {
    // A script of its own is all that V8 can be told to end, with whatever that calls.
    return runInNewContext('work()', { work }, { timeout: milliseconds }) as T;
  } catch (error) {
    // It belongs to the script's world, so it is none of this one's errors.
    if (objectOf(error)['code'] === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new OutOfTime(`It took longer than ${String(milliseconds)} ms.`);
    }
    throw error;
  }
}
