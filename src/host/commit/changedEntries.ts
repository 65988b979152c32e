/** Which files are changed, as Git lists them: in the index or a branch against a commit, or in the working tree. Contents are read elsewhere. */
import type { ChangeKind } from '../../core/commit/changes';
import { CommitError } from './commitError';
import type { GitReader } from './gitReader';

export interface ChangedEntry {
  readonly path: string;
  readonly oldPath?: string;
  readonly kind: ChangeKind;
  /** `000000` where there is no such side. */
  readonly oldMode: string;
  readonly newMode: string;
  /** Of the objects; zeros where there is none, or it is not known. */
  readonly oldId: string;
  readonly newId: string;
}

/** What compares: the index with a commit (its name or id), a branch with the commit where it began, the working tree with the index. */
export type Comparison = { readonly source: 'index' | 'branch'; readonly base: string } | { readonly source: 'workingTree' };

export const submoduleMode = '160000';

const mostBytes = 64_000_000;
const renamesMs = 4_000;
const listMs = 20_000;
const noMode = '000000';
const noId = '0'.repeat(40);

/** The command and its options, up to where the format is named. */
export function diffCommand(comparison: Comparison, withRenames: boolean): readonly string[] {
  const common = [
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-relative',
    '--submodule=short',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    '--diff-algorithm=myers',
    '--ita-invisible-in-index',
    // Renames of thousands of files are found only where the contents are the same.
    ...(withRenames ? ['-M50%', '-l500'] : ['--no-renames']),
  ];
  switch (comparison.source) {
    case 'index':
      return ['diff-index', '--cached', ...common, '--ignore-submodules=none'];
    case 'branch':
      return ['diff-tree', '-r', ...common, '--ignore-submodules=none'];
    case 'workingTree':
      return ['diff-files', '--ours', ...common, '--ignore-submodules=dirty'];
  }
}

/** What comes after the format and before the paths. */
export function diffBase(comparison: Comparison): readonly string[] {
  switch (comparison.source) {
    case 'index':
      return [comparison.base, '--'];
    case 'branch':
      return [comparison.base, 'HEAD', '--'];
    case 'workingTree':
      return ['--'];
  }
}

/** @returns also whether renames were looked for: contents must be asked for in the same way. @throws CommitError */
export async function listedEntries(
  git: GitReader,
  comparison: Comparison,
): Promise<{ readonly entries: readonly ChangedEntry[]; readonly withRenames: boolean }> {
  const list = async (withRenames: boolean, timeoutMs: number): Promise<readonly ChangedEntry[]> => {
    const args = [...diffCommand(comparison, withRenames), '--raw', '-z', '--no-abbrev', ...diffBase(comparison)];
    const { text, isCut } = await git.read(args, { maxBytes: mostBytes, timeoutMs });
    if (isCut) {
      throw new CommitError('tooManyFiles');
    }
    return rawEntries(text);
  };
  try {
    return { entries: await list(true, renamesMs), withRenames: true };
  } catch (error) {
    // Renames are found by contents, which may be hundreds of megabytes, or missing in a partial clone.
    if (error instanceof CommitError && (error.kind === 'tooSlow' || error.kind === 'failed')) {
      return { entries: await list(false, listMs), withRenames: false };
    }
    throw error;
  }
}

/** With new files that are not ignored. Meant for an index in which nothing is staged. @throws CommitError */
export async function workingTreeEntries(git: GitReader): Promise<readonly ChangedEntry[]> {
  const args = ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--ignore-submodules=dirty', '--no-renames'];
  const { text, isCut } = await git.read([...args, '--no-ahead-behind'], { maxBytes: mostBytes, timeoutMs: listMs });
  if (isCut) {
    throw new CommitError('tooManyFiles');
  }
  return text.split('\0').flatMap(statusEntry);
}

/** `:100644 100755 <id> <id> R100`, then one path, or two of what was renamed or copied. */
function rawEntries(text: string): readonly ChangedEntry[] {
  const fields = text.split('\0');
  const entries = new Map<string, ChangedEntry>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [oldMode = noMode, newMode = noMode, oldId = noId, newId = noId, status = ''] = (fields[index] ?? '')
      .slice(1)
      .split(' ');
    const kind = kinds[status.charAt(0)] ?? 'modified';
    const hasTwo = kind === 'renamed' || kind === 'copied';
    const first = fields[index + 1] ?? '';
    index += hasTwo ? 1 : 0;
    const path = hasTwo ? (fields[index + 1] ?? '') : first;
    // Of what is not merged there may be a second record for the same path.
    if (entries.get(path)?.kind !== 'unmerged') {
      entries.set(path, { path, ...(hasTwo ? { oldPath: first } : {}), kind, oldMode, newMode, oldId, newId });
    }
  }
  return [...entries.values()];
}

const kinds: Readonly<Record<string, ChangeKind>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'typeChanged',
  U: 'unmerged',
};

/** `1 .M N... <modes of HEAD, index, working tree> <ids of HEAD, index> path`, `u …` of what is not merged, `? path`. */
function statusEntry(record: string): readonly ChangedEntry[] {
  const nothing = { oldMode: noMode, newMode: noMode, oldId: noId, newId: noId };
  switch (record.charAt(0)) {
    case '1': {
      const [, states = '', , , oldMode = noMode, newMode = noMode, , oldId = noId, ...path] = record.split(' ');
      const kind = kinds[states.charAt(1)];
      // Its place in the index is empty while a file is only announced (`git add --intent-to-add`).
      const old = kind === 'added' ? { oldMode: noMode, oldId: noId } : { oldMode, oldId };
      return kind === undefined ? [] : [{ path: path.join(' '), kind, ...old, newMode, newId: noId }];
    }
    case 'u':
      return [{ path: record.split(' ').slice(10).join(' '), kind: 'unmerged', ...nothing }];
    case '?': {
      // With a slash at its end: the folder of another repository, which would be added as a submodule.
      const path = record.slice(2);
      const isRepository = path.endsWith('/');
      return [
        {
          path: isRepository ? path.slice(0, -1) : path,
          kind: 'untracked',
          ...nothing,
          newMode: isRepository ? submoduleMode : noMode,
        },
      ];
    }
    default:
      return [];
  }
}
