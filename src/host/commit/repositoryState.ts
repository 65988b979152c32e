/** What else Git knows that a message should follow: what is under way, the branch, earlier subjects, the template. */
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RepositoryState } from '../../core/commit/changes';
import { issueKeyOf } from '../../core/commit/issueKey';
import type { GitReader } from './gitReader';

const mostCommits = 500;
const mostSubjects = 30;
const mostSubjectLength = 200;
const mostTextBytes = 64_000;
const stateMs = 3_000;

/** @param parent the commit that the new one will have as its parent; undefined: none. @throws CommitError */
export async function readState(git: GitReader, parent: string | undefined, isAmend: boolean): Promise<RepositoryState> {
  const ask = async (...args: string[]): Promise<string | undefined> => git.tryRead(args, { timeoutMs: stateMs });
  const gitFolder = await git.path('--absolute-git-dir');
  const [head, cherryPick, revert, author, log, template, commentChar, message] = await Promise.all([
    ask('symbolic-ref', '--quiet', '--short', 'HEAD'),
    ask('rev-parse', '--verify', '--quiet', 'CHERRY_PICK_HEAD'),
    ask('rev-parse', '--verify', '--quiet', 'REVERT_HEAD'),
    ask('var', 'GIT_AUTHOR_IDENT'),
    ask('log', `--max-count=${String(mostCommits)}`, '--no-merges', '--no-color', '--encoding=UTF-8', '-z', '--format=%ae%n%s'),
    ask('config', '-z', '--type=path', '--get', 'commit.template'),
    // Of the two names the one that comes last counts.
    ask('config', '-z', '--get-regexp', '^core\\.comment(char|string)$'),
    isAmend ? ask('log', '--max-count=1', '--no-color', '--encoding=UTF-8', '--format=%B') : undefined,
  ]);
  const [isRebase, isMerge, rebased, prepared, templateText] = await Promise.all([
    isThere(gitFolder, 'rebase-merge', 'rebase-apply/rebasing'),
    isThere(gitFolder, 'MERGE_HEAD'),
    firstText(path.join(gitFolder, 'rebase-merge/head-name'), path.join(gitFolder, 'rebase-apply/head-name')),
    firstText(path.join(gitFolder, 'MERGE_MSG'), path.join(gitFolder, 'SQUASH_MSG')),
    template === undefined ? undefined : firstText(path.resolve(git.root, template.replace(/\0$/, ''))),
  ]);
  const operation = isRebase ? 'rebase' : isMerge ? 'merge' : cherryPick ? 'cherryPick' : revert ? 'revert' : 'none';
  const branch = (head ?? '').trim() || (rebased ?? '').trim().replace(/^refs\/heads\//, '');
  const issueKey = issueKeyOf(branch);
  const preparedText = prepared ?? message?.trimEnd();
  return {
    operation,
    isFirstCommit: parent === undefined,
    ...(branch === '' ? {} : { branch }),
    ...subjectsOf(log ?? '', /<([^<>]*)>/.exec(author ?? '')?.[1]),
    ...(templateText === undefined ? {} : { template: templateText }),
    ...(preparedText === undefined || preparedText === '' ? {} : { prepared: preparedText }),
    ...(issueKey === undefined ? {} : { issueKey }),
    commentChar: commentCharOf(commentChar),
  };
}

/** Of `<author's address>\n<subject>`, each ended by NUL. */
function subjectsOf(log: string, author: string | undefined): Pick<RepositoryState, 'recentSubjects' | 'ownSubjects'> {
  const commits = log.split('\0').flatMap((record) => {
    const [address = '', ...subject] = record.split('\n');
    const text = subject.join(' ').slice(0, mostSubjectLength);
    return text === '' ? [] : [{ address, text }];
  });
  const own = commits.filter(({ address }) => address.toLowerCase() === author?.toLowerCase());
  const latest = (some: typeof commits): readonly string[] => some.slice(0, mostSubjects).map(({ text }) => text);
  return { recentSubjects: latest(commits), ownSubjects: latest(own) };
}

/**
 * `auto` lets Git choose once the message is there; a longer one only newer versions take.
 * @param settings each a name, a line break and the value, ended by NUL
 */
function commentCharOf(settings = ''): string {
  const value = settings.split('\0').at(-2)?.split('\n')[1] ?? '';
  return value === '' || value === 'auto' ? '#' : value;
}

async function isThere(folder: string, ...names: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/** Of the first of these files that can be read and is not empty; its beginning. */
async function firstText(...files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const text = await readBeginning(file).catch(() => '');
    if (text !== '') {
      return text;
    }
  }
  return undefined;
}

async function readBeginning(file: string): Promise<string> {
  const stats = await stat(file);
  if (!stats.isFile()) {
    return '';
  }
  if (stats.size <= mostTextBytes) {
    return readFile(file, 'utf8');
  }
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostTextBytes), 0, mostTextBytes, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: true });
  } finally {
    await handle.close();
  }
}
