/** What Git knows of changed files beside their patches: counts of lines, sizes, and marks in `.gitattributes`. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { inParallel } from '../platform/inParallel';
import { submoduleMode, type ChangedEntry, type Comparison } from './changedEntries';
import { CommitError } from './commitError';
import type { GitReader } from './gitReader';

export type LineCounts = { readonly added: number; readonly deleted: number } | 'binary';

const mostBytes = 64_000_000;
const sizesMs = 3_000;
const attributesMs = 2_000;
const mostStatsAtOnce = 32;
/** Taken for what Git does not say in time. */
const unknownSize = 5_000;

/** Of what `--numstat -z` prints, by path. */
export function parseCounts(text: string): ReadonlyMap<string, LineCounts> {
  const counts = new Map<string, LineCounts>();
  const fields = text.split('\0');
  for (let index = 0; index < fields.length; index += 1) {
    // `1\t2\tpath`, or `1\t2\t` and then the old and the new path of what was renamed.
    const [, added = '', deleted = '', name = ''] = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(fields[index] ?? '') ?? [];
    if (added !== '') {
      const isRename = name === '';
      index += isRename ? 2 : 0;
      counts.set(
        isRename ? (fields[index] ?? '') : name,
        added === '-' ? 'binary' : { added: Number(added), deleted: Number(deleted) },
      );
    }
  }
  return counts;
}

/** Bytes of both sides of each; undefined for what is not here, as in a partial clone. @throws the signal's reason */
export async function readSizes(
  git: GitReader,
  entries: readonly ChangedEntry[],
  { source }: Comparison,
): Promise<(entry: ChangedEntry) => number | undefined> {
  const ids = new Set(entries.flatMap((entry) => objectsOf(entry)));
  const input = [...ids].map((id) => `${id}\n`).join('');
  const answer: Buffer[] = [];
  if (ids.size > 0) {
    // What came in time counts; the others are taken for small.
    const args = ['cat-file', '--batch-check'];
    await git.stream(args, { timeoutMs: sizesMs, input }, (chunk) => answer.push(chunk) > 0).catch(rethrowOthers);
  }
  const sizes = new Map<string, number | undefined>();
  for (const line of Buffer.concat(answer).toString().split('\n').slice(0, -1)) {
    const [id = '', type = '', size] = line.split(' ');
    sizes.set(id, type === 'missing' ? undefined : Number(size));
  }
  const onDisk = new Map<ChangedEntry, number>();
  if (source === 'workingTree') {
    await inParallel(entries, mostStatsAtOnce, async (entry) => {
      const stats = await lstat(path.join(git.root, entry.path)).catch(() => undefined);
      onDisk.set(entry, stats?.size ?? 0);
    });
  }
  return (entry) => {
    let sum = onDisk.get(entry) ?? 0;
    for (const id of objectsOf(entry)) {
      const size = sizes.has(id) ? sizes.get(id) : unknownSize;
      if (size === undefined) {
        return undefined;
      }
      sum += size;
    }
    return sum;
  };
}

function rethrowOthers(error: unknown): void {
  if (!(error instanceof CommitError)) {
    throw error;
  }
}

function objectsOf({ oldMode, newMode, oldId, newId }: ChangedEntry): readonly string[] {
  // Nothing is read of what only got another name or mode.
  return oldId === newId
    ? []
    : [...(oldMode === submoduleMode ? [] : [oldId]), ...(newMode === submoduleMode ? [] : [newId])].filter(
        (id) => !/^0+$/.test(id),
      );
}

/** By path, whether a file is generated; only of those that `.gitattributes` says something of. @throws the signal's reason */
export async function readGenerated(
  git: GitReader,
  paths: readonly string[],
  { source }: Comparison,
): Promise<ReadonlyMap<string, boolean>> {
  const text = await git.tryRead(
    [
      'check-attr',
      ...(source === 'workingTree' ? [] : ['--cached']),
      '-z',
      '--stdin',
      'linguist-generated',
      'linguist-vendored',
    ],
    { maxBytes: mostBytes, timeoutMs: attributesMs, input: paths.map((each) => `${each}\0`).join('') },
  );
  const marks = new Map<string, boolean>();
  const fields = (text ?? '').split('\0');
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [name = '', , value = ''] = fields.slice(index, index + 3);
    if (value === 'set' || value === 'true') {
      marks.set(name, true);
    } else if ((value === 'unset' || value === 'false') && !marks.has(name)) {
      marks.set(name, false);
    }
  }
  return marks;
}
