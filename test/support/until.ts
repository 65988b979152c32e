/** Waits for a condition that no event tells. */
import assert from 'node:assert/strict';

const intervalMs = 20;
const longestMs = 15_000;

/** Fails where `check` does not become true within seconds. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await check())) {
    if (performance.now() - start > longestMs) assert.fail(`Never came true: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
