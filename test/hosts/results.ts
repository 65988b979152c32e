/** Adds up what the phases of `npm run test:all` leave behind, and says it. Running them is `all/main.ts`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatSeconds } from './progress';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface PhaseResult extends Counts {
  readonly name: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Why it was not run. */
  readonly notRun?: string;
}

/** What the reporter (`resultsReporter.cjs`) has written in the folder, over all of its processes. */
export function readCounts(folder: string): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(folder)) return counts;
  for (const name of readdirSync(folder)) {
    const { passes, failures, pending } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Record<string, number>;
    counts.passed += passes ?? 0;
    counts.failed += failures ?? 0;
    counts.skipped += pending ?? 0;
  }
  return counts;
}

/** A phase that failed without a failed test (a crash, a lint error, no tests at all) counts as one failure. */
export function countCrash(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** One line per phase, and the last line `N passed, N failed`, with `, N skipped` where there are any. */
export function summarize(phases: readonly PhaseResult[]): string {
  const width = Math.max(...phases.map(({ name }) => name.length));
  const lines = phases.map(({ name, duration, notRun, ...counts }) => {
    const result = notRun === undefined ? `${describe(counts)} (${formatSeconds(duration)})` : `not run: ${notRun}`;
    return `${name.padEnd(width)}  ${result}`;
  });
  const sum = (key: keyof Counts): number => phases.reduce((total, phase) => total + phase[key], 0);
  return [...lines, '', describe({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') })].join('\n');
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}
