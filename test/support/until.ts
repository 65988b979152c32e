/** Waits for a condition that no event tells. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

const intervalMs = 20;
const longestMs = 15_000;

/**
 * Fails where `check` does not become true within seconds.
 *
 * @param what is waited for; without it the failure quotes `check`
 */
export async function until(check: () => boolean | Promise<boolean>, what?: string): Promise<void> {
  const start = performance.now();
  while (!(await check())) {
    if (performance.now() - start > longestMs) assert.fail(`waited in vain: ${what ?? check.toString()}`);
    await delay(intervalMs);
  }
}
