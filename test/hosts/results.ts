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
  /** The full titles of the tests that failed, as far as they are known. */
  readonly failedTests: readonly string[];
  /** Why it was not run. */
  readonly notRun?: string;
}

/** What one process writes. */
interface Written {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  /** Full titles. */
  readonly failedTests: readonly string[];
}

/** What the reporter (`resultsReporter.cjs`) has written in the folder, over all of its processes. */
export function readResults(folder: string): Counts & Pick<PhaseResult, 'failedTests'> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const written = names.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Written);
  const sum = (key: 'passes' | 'failures' | 'pending'): number => written.reduce((total, each) => total + each[key], 0);
  return {
    passed: sum('passes'),
    failed: sum('failures'),
    skipped: sum('pending'),
    failedTests: written.flatMap(({ failedTests }) => failedTests),
  };
}

/** A phase that failed without a failed test (a crash, a lint error, no tests at all) counts as one failure. */
export function countCrash<T extends Counts>(counts: T, exitCode: number): T {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * One line per phase, one per failed test (so that its name is also in the end of a long output), and the last line `N passed, N
 * failed`, with `, N skipped` where there are any.
 */
export function summarize(phases: readonly PhaseResult[]): string {
  const width = Math.max(...phases.map(({ name }) => name.length));
  const lines = phases.map(({ name, duration, notRun, ...counts }) => {
    const result = notRun === undefined ? `${describe(counts)} (${formatSeconds(duration)})` : `not run: ${notRun}`;
    return `${name.padEnd(width)}  ${result}`;
  });
  const sum = (key: keyof Counts): number => phases.reduce((total, phase) => total + phase[key], 0);
  const failures = phases.flatMap(({ name, failedTests }) => failedTests.map((title) => `failed in ${name}: ${title}`));
  return [
    ...lines,
    '',
    ...failures,
    ...(failures.length > 0 ? [''] : []),
    describe({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }),
  ].join('\n');
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}
