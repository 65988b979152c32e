/**
 * The list of all changed files with their counts. One line each; of thousands, files share the line of their folder, and only where
 * that is too much as well, folders say how many files they hold, those that say least of a commit first.
 */
import { estimateTokens } from '../tokens';
import type { ChangedFile, ChangeKind } from './changes';
import { worthOf, worths } from './fileWorth';

const letters: Readonly<Record<ChangeKind, string>> = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
  renamed: 'R',
  copied: 'C',
  typeChanged: 'T',
  unmerged: 'U',
  untracked: '?',
};

/** @param mostTokens to be kept where it is at all possible: it always is, down to some twenty */
export function changeList(files: readonly ChangedFile[], mostTokens: number): string {
  const whole = files.map((file) => `${lineOf(file, shownPath(file.path), true)}\n`).join('');
  if (estimateTokens(whole) <= mostTokens) {
    return whole;
  }
  const folders = foldersOf(files, (path) => path.lastIndexOf('/') + 1);
  const fitting = folded(folders, mostTokens);
  if (estimateTokens(fitting) <= mostTokens) {
    return fitting;
  }
  const text = foldersOf(files, (path) => path.indexOf('/') + 1)
    .map(({ short }) => short)
    .join('');
  return estimateTokens(text) <= mostTokens ? text : '';
}

/** `3 files, +12 -4` */
export function totalOf(files: readonly ChangedFile[]): string {
  const sum = (of: 'added' | 'deleted'): string => String(files.reduce((total, file) => total + (file[of] ?? 0), 0));
  return `${String(files.length)} file${files.length === 1 ? '' : 's'}, +${sum('added')} -${sum('deleted')}`;
}

/** As it is, unless it would not be seen where it ends, or be taken for two. */
export function shownPath(path: string): string {
  return /[\p{C}\p{Zl}\p{Zp}"]|^\s|\s$| -> /u.test(path) ? JSON.stringify(path) : path;
}

function lineOf(file: ChangedFile, name: string, withOld: boolean): string {
  const old =
    file.oldPath === undefined ? '' : withOld ? `${shownPath(file.oldPath)} -> ` : `(from ${shownPath(file.oldPath)}) `;
  return `${letters[file.kind]} ${old}${name}${countsOf(file)}${notesOf(file)}`;
}

function countsOf({ added, deleted }: ChangedFile): string {
  return added === undefined && deleted === undefined ? '' : ` +${String(added ?? 0)} -${String(deleted ?? 0)}`;
}

function notesOf({ kind, isBinary, isSubmodule, isExcluded, isPatchCut, patch, added, oldMode, newMode }: ChangedFile): string {
  const notes = [
    ...(kind === 'unmerged' ? ['not merged yet'] : []),
    ...(isBinary ? ['binary'] : []),
    ...(isSubmodule ? ['submodule'] : []),
    ...(oldMode !== undefined && newMode !== undefined ? [`mode ${oldMode} -> ${newMode}`] : []),
    ...(newMode === '120000' && oldMode === undefined ? ['symbolic link'] : []),
    ...(isPatchCut === true && patch === undefined && added === undefined ? ['too large to be looked at'] : []),
    ...(isExcluded === true ? ['contents are not sent'] : []),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

interface Folder {
  readonly full: string;
  readonly short: string;
  /** Index in {@link worths} of its most telling file. */
  readonly worth: number;
  readonly size: number;
}

function foldersOf(files: readonly ChangedFile[], lengthOfFolder: (path: string) => number): readonly Folder[] {
  const byFolder = new Map<string, ChangedFile[]>();
  for (const file of files) {
    const folder = file.path.slice(0, lengthOfFolder(file.path));
    const others = byFolder.get(folder);
    if (others === undefined) {
      byFolder.set(folder, [file]);
    } else {
      others.push(file);
    }
  }
  return [...byFolder].map(folderOf);
}

function folderOf([folder, files]: readonly [string, readonly ChangedFile[]]): Folder {
  const name = shownPath(folder === '' ? './' : folder);
  const names = files.map((file) => lineOf(file, shownPath(file.path.slice(folder.length)), false));
  return {
    full: `${name} ${names.join('; ')}\n`,
    short: `${name} ${totalOf(files)}\n`,
    worth: files.reduce<number>((least, file) => Math.min(least, worths.indexOf(worthOf(file))), worths.length),
    size: files.length,
  };
}

function folded(folders: readonly Folder[], mostTokens: number): string {
  const costs = new Map(folders.map((folder) => [folder, estimateTokens(folder.full)]));
  let tokens = [...costs.values()].reduce((sum, cost) => sum + cost, 0);
  const short = new Set<Folder>();
  for (const folder of [...folders].sort((one, other) => other.worth - one.worth || other.size - one.size)) {
    if (tokens <= mostTokens) {
      break;
    }
    short.add(folder);
    tokens += estimateTokens(folder.short) - (costs.get(folder) ?? 0);
  }
  return folders.map((folder) => (short.has(folder) ? folder.short : folder.full)).join('');
}
