/** Many small reads of files: with callbacks and a bound, they take half the time that as many promises of `fs` take. */
import { readFile, stat, type Stats } from 'node:fs';

/** The results in the order of the items. @param most how many at once */
export async function inParallel<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}

/** @returns the error, rather than throwing it: most callers go on with the next file */
export function readBytes(file: string): Promise<Buffer | Error> {
  return new Promise((resolve) => {
    readFile(file, (error, data) => {
      resolve(error ?? data);
    });
  });
}

/** @returns the error, rather than throwing it: most callers go on with the next file */
export function readStats(file: string): Promise<Stats | Error> {
  return new Promise((resolve) => {
    stat(file, (error, stats) => {
      resolve(error ?? stats);
    });
  });
}
