/** One line when something long starts, a tick while it lasts, one when it is done, so that nobody wonders whether it hangs. */

export type Say = (line: string) => void;

/** @param label what happens, e.g. `Installing VS Code 1.104.0 for tests (about 40 s, once)` */
export async function withProgress<T>(label: string, task: () => Promise<T>, say: Say = console.log): Promise<T> {
  say(`${label}…`);
  const startedAt = Date.now();
  const timer = setInterval(() => {
    say(`  … ${formatSeconds(Date.now() - startedAt)}`);
  }, 10_000);
  try {
    const result = await task();
    say(`  done in ${formatSeconds(Date.now() - startedAt)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** `0.4 s`, `12 s`, `3 min 20 s` */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${String(whole)} s` : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}
