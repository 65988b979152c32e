/**
 * Reads what a commit would hold: exactly the index if anything is staged, else the working tree with new files. Only asks Git;
 * takes no lock, writes nothing. What of it is sent is decided in `core/commit/changesText.ts`.
 */
import type { ChangedFile, Changes } from '../../core/commit/changes';
import { listedEntries, submoduleMode, workingTreeEntries, type ChangedEntry, type Comparison } from './changedEntries';
import { CommitError } from './commitError';
import { readGenerated, readSizes } from './fileFacts';
import { GitReader } from './gitReader';
import { readPatches, type FileContents } from './readPatches';
import { readState } from './repositoryState';
import { readUntracked } from './untrackedFiles';

export interface ReadOptions {
  /** What the last commit would hold if what is staged were added to it. */
  readonly amend?: boolean;
  /** The program; `git` where it is not given. */
  readonly git?: string;
  /** Whether the user's settings forbid sending a file, by its path from the repository's root. */
  readonly isExcluded?: (path: string) => boolean;
}

/** Somebody may stage while this reads. */
const mostAttempts = 3;

/**
 * Without files where there is nothing to commit.
 * @param root of the working tree, as the file system names it
 * @throws CommitError; the signal's reason
 */
export async function readChanges(root: string, signal: AbortSignal, options: ReadOptions = {}): Promise<Changes> {
  const git = await readerOf(root, signal, options);
  const head = await commitId(git, 'HEAD');
  const isAmend = options.amend === true && head !== undefined;
  const parent = isAmend ? await parentOf(git) : head;
  const base = parent ?? (await emptyTree(git));
  const [state, content] = await Promise.all([readState(git, parent, isAmend), readContent(git, base, isAmend)]);
  return { source: content.source, files: inOrder(content.files, options), state };
}

/** @throws CommitError where there is no repository; the signal's reason */
export async function readerOf(
  root: string,
  signal: AbortSignal,
  { git = 'git' }: Pick<ReadOptions, 'git'>,
): Promise<GitReader> {
  return new GitReader(git, root, signal).ofRepository();
}

/** Those whose contents are not sent are marked. */
export function inOrder(files: readonly ChangedFile[], { isExcluded = () => false }: ReadOptions): readonly ChangedFile[] {
  return files
    .map((file) =>
      isExcluded(file.path) || (file.oldPath !== undefined && isExcluded(file.oldPath)) ? { ...file, isExcluded: true } : file,
    )
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

type Content = Pick<Changes, 'source' | 'files'>;

async function readContent(git: GitReader, base: string, isAmend: boolean): Promise<Content> {
  const index = await git.withoutWorkingTree();
  for (let attempt = 1; ; attempt += 1) {
    const comparison = { source: 'index', base } as const;
    const { entries, withRenames } = await listedEntries(index, comparison);
    // What is not merged is no staged content.
    if (!isAmend && entries.every(({ kind }) => kind === 'unmerged')) {
      return readWorkingTree(git);
    }
    const { files, isStale } = await readFiles(index, entries, comparison, withRenames);
    if (!isStale || attempt === mostAttempts) {
      return { source: 'index', files };
    }
  }
}

async function readWorkingTree(git: GitReader): Promise<Content> {
  const entries = await workingTreeEntries(git);
  const untracked = entries.filter(({ kind }) => kind === 'untracked');
  const tracked = entries.filter(({ kind }) => kind !== 'untracked');
  const comparison = { source: 'workingTree' } as const;
  const [{ files }, created, generated] = await Promise.all([
    readFiles(git, tracked, comparison, false),
    readUntracked(git.root, untracked, git.signal),
    readGenerated(
      git,
      untracked.map(({ path }) => path),
      comparison,
    ),
  ]);
  return { source: 'workingTree', files: [...files, ...[...created.values()].map((file) => marked(file, generated))] };
}

/** @returns also whether the index changed meanwhile. @throws the signal's reason */
export async function readFiles(
  git: GitReader,
  entries: readonly ChangedEntry[],
  comparison: Comparison,
  withRenames: boolean,
): Promise<{ readonly files: readonly ChangedFile[]; readonly isStale: boolean }> {
  if (entries.length === 0) {
    return { files: [], isStale: false };
  }
  const paths = entries.map(({ path }) => path);
  const [generated, { of: contents, isStale }] = await Promise.all([
    readGenerated(git, paths, comparison),
    readSizes(git, entries, comparison).then((sizeOf) => readPatches(git, entries, { comparison, withRenames, sizeOf })),
  ]);
  const files = entries.map((entry) => marked(fileOf(entry, contents.get(entry)), generated));
  return { files, isStale };
}

function fileOf(entry: ChangedEntry, contents: FileContents | undefined): ChangedFile {
  const { path, oldPath, kind, oldMode, newMode, oldId, newId } = entry;
  const hasSameContents = oldId === newId && !/^0+$/.test(oldId);
  const unread = hasSameContents ? { added: 0, deleted: 0 } : kind === 'unmerged' ? {} : { isPatchCut: true };
  return {
    path,
    ...(oldPath === undefined ? {} : { oldPath }),
    kind,
    isSubmodule: oldMode === submoduleMode || newMode === submoduleMode,
    ...(oldMode === newMode || isNoMode(oldMode) ? {} : { oldMode }),
    ...(oldMode === newMode || isNoMode(newMode) ? {} : { newMode }),
    ...(contents ?? { isBinary: false, ...unread }),
  };
}

function marked(file: ChangedFile, generated: ReadonlyMap<string, boolean>): ChangedFile {
  const isGenerated = generated.get(file.path);
  return isGenerated === undefined ? file : { ...file, isGenerated };
}

function isNoMode(mode: string): boolean {
  return mode === '000000';
}

/** Undefined where there is no such commit. */
export async function commitId(git: GitReader, name: string): Promise<string | undefined> {
  const id = (await git.tryRead(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]))?.trim();
  return id === '' ? undefined : id;
}

/** Of HEAD; undefined: it is the first commit. @throws CommitError */
async function parentOf(git: GitReader): Promise<string | undefined> {
  const parent = await commitId(git, 'HEAD^1');
  if (parent === undefined && /^parent /m.test((await git.read(['cat-file', 'commit', 'HEAD'])).text.split('\n\n')[0] ?? '')) {
    throw new CommitError('shallow');
  }
  return parent;
}

/** Its name depends on the repository's kind of hash. */
async function emptyTree(git: GitReader): Promise<string> {
  return (await git.read(['hash-object', '-t', 'tree', '--stdin'])).text.trim();
}
