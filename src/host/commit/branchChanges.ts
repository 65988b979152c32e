/** What a branch has done since it left the one that it is to be merged into: its commits and its changes. Only asks Git. */
import type { ChangedFile } from '../../core/commit/changes';
import { listedEntries } from './changedEntries';
import { CommitError } from './commitError';
import type { GitReader } from './gitReader';
import { commitId, inOrder, readerOf, readFiles, type ReadOptions } from './repositoryChanges';

export interface Branch {
  /** Undefined where no branch is checked out, but a commit. */
  readonly name?: string;
  /** Names of branches that it may have left, the likeliest first. */
  readonly candidates: readonly string[];
}

export interface BranchChanges {
  readonly source: 'branch';
  /** Of its commits without merges, oldest first; none: it has none of its own. */
  readonly messages: readonly string[];
  readonly files: readonly ChangedFile[];
}

const mostCommits = 200;
const usualNames = ['origin/main', 'origin/master', 'upstream/main', 'main', 'master', 'develop'];

/** Git's own word: what VS Code knows of a branch that was switched elsewhere can be old. @throws CommitError; the signal's reason */
export async function readBranch(root: string, signal: AbortSignal, options: Pick<ReadOptions, 'git'> = {}): Promise<Branch> {
  const git = await readerOf(root, signal, options);
  const head = (await git.tryRead(['symbolic-ref', '--quiet', '--short', 'HEAD']))?.trim() ?? '';
  const { text } = await git.read([
    'for-each-ref',
    '--format=%(refname:short)%00%(symref:short)',
    'refs/remotes',
    'refs/heads',
  ]);
  const refs = text.split('\n').flatMap((line) => {
    const [name = '', target = ''] = line.split('\0');
    return name === '' ? [] : [{ name, target }];
  });
  // What a remote calls its HEAD is its main branch.
  const heads = refs.flatMap(({ target }) => (target === '' ? [] : [target]));
  const names = refs.flatMap(({ name, target }) => (target === '' ? [name] : []));
  const isOwn = (name: string): boolean => head !== '' && (name === head || name.slice(name.indexOf('/') + 1) === head);
  const candidates = [...new Set([...heads, ...usualNames.filter((name) => names.includes(name)), ...names])];
  return { ...(head === '' ? {} : { name: head }), candidates: candidates.filter((name) => !isOwn(name)) };
}

/** @param base name or id of a commit. @throws CommitError; the signal's reason */
export async function readBranchChanges(
  root: string,
  base: string,
  signal: AbortSignal,
  options: Pick<ReadOptions, 'git' | 'isExcluded'> = {},
): Promise<BranchChanges> {
  const git = await readerOf(root, signal, options);
  const from = await commitId(git, base);
  if (from === undefined) {
    throw new CommitError('failed', `${base}?`);
  }
  if ((await commitId(git, 'HEAD')) === undefined) {
    return { source: 'branch', messages: [], files: [] };
  }
  const log = ['log', '--no-color', '--encoding=UTF-8', '--reverse', '--no-merges', '--format=%B%x00'];
  const { text } = await git.read([...log, `--max-count=${String(mostCommits)}`, `${from}..HEAD`, '--']);
  const messages = text.split('\0').flatMap((message) => (message.trim() === '' ? [] : [message.trim()]));
  return { source: 'branch', messages, files: inOrder(await changedSince(git, from), options) };
}

/** Of branches without a common beginning everything is compared. */
async function changedSince(git: GitReader, from: string): Promise<readonly ChangedFile[]> {
  const [base = from] = (await git.tryRead(['merge-base', from, 'HEAD']))?.match(/\S+/g) ?? [];
  const comparison = { source: 'branch', base } as const;
  const objects = await git.withoutWorkingTree();
  const { entries, withRenames } = await listedEntries(objects, comparison);
  return (await readFiles(objects, entries, comparison, withRenames)).files;
}
