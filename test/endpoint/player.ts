/** Plays a scenario into one HTTP response in real time, and stops as soon as the other side is gone. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { streamHeaders, type Scenario } from './scenario';

/** Waits below this many milliseconds lend to each other, so that a pace of many short ones is kept on average. */
const shortWait = 20;

/**
 * Resolves when the response has ended (`ended`), the client is gone (`gone`), or the scenario wants the socket destroyed
 * (`drop`), which is left to the caller.
 * @param gone aborted when the response's socket has closed
 * @throws whatever a gate of the scenario was rejected with
 */
export async function play(
  scenario: Scenario,
  response: ServerResponse,
  gone: AbortSignal,
): Promise<'ended' | 'gone' | 'drop'> {
  response.writeHead(scenario.status ?? 200, scenario.headers ?? streamHeaders);
  let overdue = 0;
  try {
    for (const step of scenario.steps) {
      gone.throwIfAborted();
      if (step === 'drop') {
        return 'drop';
      }
      if (step === 'stall') {
        await once(gone, 'abort');
        return 'gone';
      }
      if ('until' in step) {
        await orGone(step.until, gone);
      } else if ('wait' in step) {
        overdue = await pause(step.wait, overdue, gone);
      } else {
        await orGone(write(response, step.send), gone);
      }
    }
    response.end();
    return 'ended';
  } catch (error) {
    if (gone.aborted) {
      return 'gone';
    }
    throw error;
  }
}

/** @returns how many milliseconds too long the short waits have taken so far (negative: too short) */
async function pause(milliseconds: number, overdue: number, gone: AbortSignal): Promise<number> {
  if (milliseconds >= shortWait) {
    await sleep(milliseconds, undefined, { signal: gone });
    return 0;
  }
  const due = milliseconds - overdue;
  if (due < 1) {
    return -due;
  }
  const start = performance.now();
  await sleep(due, undefined, { signal: gone });
  // What a busy machine has cost is made up for only up to a point: a burst would not be a pace.
  return Math.min(performance.now() - start - due, shortWait);
}

/** Waits until the chunk has left the process: Node joins what is written in one turn. */
function write(response: ServerResponse, data: string | Uint8Array): Promise<void> {
  if (data.length === 0) {
    response.flushHeaders();
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    response.write(data, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function orGone<T>(promise: Promise<T>, gone: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onGone = () => {
      reject(new Error('The client is gone.'));
    };
    gone.addEventListener('abort', onGone, { once: true });
    void promise.then(resolve, reject).finally(() => {
      gone.removeEventListener('abort', onGone);
    });
  });
}
