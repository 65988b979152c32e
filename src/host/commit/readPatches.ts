/**
 * Reads the contents of changed files: small files together, giant ones each for itself and only their beginning, those first that
 * say most, until the time or the memory is used up. So no giant file hides those after it, and no unreadable one those beside it.
 */
import { worthOf, worths } from '../../core/commit/fileWorth';
import { inParallel } from '../platform/inParallel';
import { diffBase, diffCommand, submoduleMode, type ChangedEntry, type Comparison } from './changedEntries';
import { CommitError } from './commitError';
import { parseCounts, type LineCounts } from './fileFacts';
import type { GitReader } from './gitReader';
import { PatchParser, type FilePatch } from './patchParser';
import { TextHead } from './textHead';

export interface PatchQuestion {
  readonly comparison: Comparison;
  readonly withRenames: boolean;
  /** Bytes of both sides; undefined: not here, as in a partial clone. */
  readonly sizeOf: (entry: ChangedEntry) => number | undefined;
}

/** What is known of the contents of one file: as the fields of `ChangedFile`. */
export type FileContents = ReturnType<TextHead['facts']>;

export interface Patches {
  /** Without those that nothing could be read of. */
  readonly of: ReadonlyMap<ChangedEntry, FileContents>;
  /** The index is no longer what was listed. */
  readonly isStale: boolean;
}

const asPatch = ['--patch', '--full-index', '--unified=3', '--inter-hunk-context=0'];
const giantBytes = 1_000_000;
const mostGiants = 60;
const mostGiantsAtOnce = 2;
const mostGiantMs = 5_000;
/** Of both sides of small files; their patches are at most about as much. */
const mostSmallBytes = 48_000_000;
const mostKeptBytes = 12_000_000;
const mostMs = 8_000;
const mostCountsBytes = 64_000_000;
/** A command line of Windows takes 32,767 units. */
const mostArgumentLength = 24_000;

/** @throws the signal's reason */
export async function readPatches(git: GitReader, entries: readonly ChangedEntry[], question: PatchQuestion): Promise<Patches> {
  const reading = new PatchReading(git, question);
  const { small, giant } = planned(entries, question.sizeOf);
  // Without paths Git is quicker, and names that are no UTF-8 are read as well.
  if (small.length === entries.length && question.comparison.source !== 'workingTree') {
    await reading.readTogether(small, false);
  } else {
    for (const batch of batches(small)) {
      await reading.readTogether(batch, true);
    }
  }
  await inParallel(giant, mostGiantsAtOnce, (entry) => reading.readGiant(entry));
  await reading.countOthers(entries, giant);
  return { of: reading.found, isStale: reading.isStale };
}

class PatchReading {
  readonly found = new Map<ChangedEntry, FileContents>();
  isStale = false;
  readonly #end = performance.now() + mostMs;
  #room = mostKeptBytes;

  constructor(
    private readonly git: GitReader,
    private readonly question: PatchQuestion,
  ) {}

  async readTogether(some: readonly ChangedEntry[], withPaths: boolean, longestMs = mostMs): Promise<void> {
    const { comparison, withRenames } = this.question;
    const timeoutMs = Math.min(longestMs, this.#remaining());
    if (timeoutMs <= 0 || this.#room <= 0 || some.length === 0) {
      return;
    }
    const parser = new PatchParser(some, this.#room);
    const args = [...diffCommand(comparison, withRenames), ...asPatch, ...diffBase(comparison)];
    try {
      const paths = withPaths ? some.flatMap(pathspecs) : [];
      if ((await this.git.stream([...args, ...paths], { timeoutMs }, (chunk) => parser.take(chunk))) !== 'ended') {
        parser.cut();
      }
    } catch (error) {
      if (!(error instanceof CommitError)) {
        throw error;
      }
      // One that cannot be read, as its filter fails or it is missing, is no reason to show none.
      if (some.length > 1) {
        const half = Math.ceil(some.length / 2);
        await this.readTogether(some.slice(0, half), true);
        await this.readTogether(some.slice(half), true);
      }
      return;
    }
    for (const [entry, patch] of parser.patches) {
      if (comparison.source !== 'workingTree' && !isOf(entry, patch.ids)) {
        this.isStale = true;
      } else {
        this.#add(entry, patch.facts());
      }
    }
  }

  /** What is all new or all gone need not be compared, which takes Git many times as long as reading it. */
  async readGiant(entry: ChangedEntry): Promise<void> {
    const { kind, oldMode, newMode, oldId, newId } = entry;
    const isOneSided = kind === 'deleted' || (kind === 'added' && this.question.comparison.source !== 'workingTree');
    if (!isOneSided || (kind === 'added' ? newMode : oldMode) === submoduleMode) {
      await this.readTogether([entry], true, mostGiantMs);
      return;
    }
    const timeoutMs = Math.min(mostGiantMs, this.#remaining());
    const head = new TextHead();
    if (timeoutMs > 0 && this.#room > 0) {
      const args = ['cat-file', 'blob', kind === 'added' ? newId : oldId];
      const end = await this.git
        .stream(args, { timeoutMs }, (chunk) => head.take(chunk))
        .catch((error: unknown) => {
          if (error instanceof CommitError) {
            return 'timedOut';
          }
          throw error;
        });
      head.isInterrupted = end === 'timedOut';
      this.#add(entry, head.facts(kind === 'added' ? '+' : '-'));
    }
  }

  /** Of small files whose contents were not read; giant ones would take as long as reading them did. */
  async countOthers(entries: readonly ChangedEntry[], giant: readonly ChangedEntry[]): Promise<void> {
    const { comparison, withRenames, sizeOf } = this.question;
    const isCounted = (entry: ChangedEntry): boolean => {
      const facts = this.found.get(entry);
      return facts !== undefined && (facts.isBinary || facts.added !== undefined);
    };
    const others = entries.filter(
      (entry) => !isCounted(entry) && !giant.includes(entry) && (sizeOf(entry) ?? Infinity) <= giantBytes,
    );
    if (others.length === 0) {
      return;
    }
    const args = [...diffCommand(comparison, withRenames), '--numstat', '-z', ...diffBase(comparison)];
    const isAll = giant.length === 0 && comparison.source !== 'workingTree';
    for (const batch of isAll ? [others] : batches(others)) {
      const timeoutMs = this.#remaining();
      if (timeoutMs <= 0) {
        return;
      }
      const limits = { maxBytes: mostCountsBytes, timeoutMs };
      const counts = parseCounts((await this.git.tryRead([...args, ...(isAll ? [] : batch.flatMap(pathspecs))], limits)) ?? '');
      for (const entry of batch) {
        this.#count(entry, counts.get(entry.path));
      }
    }
  }

  #count(entry: ChangedEntry, counts: LineCounts | undefined): void {
    if (counts === 'binary') {
      this.found.set(entry, { isBinary: true });
    } else if (counts !== undefined) {
      const facts = this.found.get(entry) ?? { isBinary: false, isPatchCut: true };
      this.found.set(entry, { ...facts, added: counts.added, deleted: counts.deleted });
    }
  }

  #add(entry: ChangedEntry, facts: FileContents): void {
    this.found.set(entry, facts);
    this.#room -= facts.patch?.length ?? 0;
  }

  /** Milliseconds; 0 or less: no more. */
  #remaining(): number {
    return this.#end - performance.now();
  }
}

function planned(
  entries: readonly ChangedEntry[],
  sizeOf: PatchQuestion['sizeOf'],
): { readonly small: readonly ChangedEntry[]; readonly giant: readonly ChangedEntry[] } {
  const sized = entries
    .map((entry) => ({ entry, size: sizeOf(entry), worth: worths.indexOf(worthOf({ path: entry.path })) }))
    .filter((each): each is typeof each & { size: number } => each.size !== undefined)
    .sort((one, other) => one.worth - other.worth || one.size - other.size);
  const small: ChangedEntry[] = [];
  let room = mostSmallBytes;
  for (const { entry, size } of sized) {
    if (size <= giantBytes && size <= room) {
      small.push(entry);
      room -= size;
    }
  }
  const giant = sized.filter(({ size }) => size > giantBytes).map(({ entry }) => entry);
  return { small, giant: giant.slice(0, mostGiants) };
}

function batches(entries: readonly ChangedEntry[]): readonly (readonly ChangedEntry[])[] {
  const all: ChangedEntry[][] = [];
  let length = Infinity;
  for (const entry of entries) {
    const own = pathspecs(entry).reduce((sum, path) => sum + path.length + 3, 0);
    if (length + own > mostArgumentLength) {
      all.push([]);
      length = 0;
    }
    all.at(-1)?.push(entry);
    length += own;
  }
  return all;
}

function pathspecs({ path, oldPath }: ChangedEntry): readonly string[] {
  return [...(oldPath === undefined ? [] : [oldPath]), path].map((each) => `:(top,literal)${each}`);
}

/** Whether the patch is of the objects that were listed: the index may have changed in between. */
function isOf({ oldId, newId }: ChangedEntry, ids: FilePatch['ids']): boolean {
  return ids.every(([old, now]) => (old === oldId || isNoId(old)) && (now === newId || isNoId(now)));
}

function isNoId(id: string): boolean {
  return /^0+$/.test(id);
}
