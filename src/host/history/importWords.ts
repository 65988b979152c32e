/** What an import came to, in the user's language. */
import * as vscode from 'vscode';
import type { ImportProblem } from '../../core/import/importChats';
import type { LeftOut, LeftOutKind } from '../../core/import/importedChat';
import { wordList } from '../platform/wordList';

export interface SkippedFile {
  readonly name: string;
  readonly problem: ImportProblem | 'tooLarge' | 'unreadable';
  /** It was in a folder: nobody said that there are chats in it. */
  readonly isFound: boolean;
}

export interface ImportOutcome {
  /** The ids of the new conversations. */
  readonly imported: readonly string[];
  /** How many were there already, and how many of them were in the trash. */
  readonly known: number;
  readonly restored: number;
  readonly skipped: readonly SkippedFile[];
  readonly leftOut: LeftOut;
}

/** Files that are named; of more, the number. */
const mostNamed = 3;

/** Sentences in one line. */
export function importWords({ imported, known, restored, skipped, leftOut }: ImportOutcome): string {
  const { l10n } = vscode;
  const isNothing = imported.length === 0 && known === 0 && restored === 0;
  const strange = skipped.filter(({ problem, isFound }) => isFound && problem === 'unknown').length;
  const named = skipped.filter(({ problem, isFound }) => !isFound || problem !== 'unknown');
  const done = imported.length === 1 ? l10n.t('Imported 1 chat.') : l10n.t('Imported {0} chats.', imported.length);
  return [
    isNothing ? l10n.t('No chats were imported.') : done,
    ...some(known, l10n.t('1 was there already.'), l10n.t('{0} were there already.', known)),
    ...some(restored, l10n.t('1 was taken out of the trash.'), l10n.t('{0} were taken out of the trash.', restored)),
    ...skippedWords(named),
    ...some(strange, l10n.t('1 other file holds no chat.'), l10n.t('{0} other files hold no chats.', strange)),
    ...leftOutWords(leftOut),
  ].join(' ');
}

function skippedWords(files: readonly SkippedFile[]): readonly string[] {
  const { l10n } = vscode;
  const names = files.slice(0, mostNamed).map(({ name, problem }) => `${name} (${problemWords(problem)})`);
  const list = wordList([...names, ...(files.length > mostNamed ? ['…'] : [])]);
  return some(
    files.length,
    l10n.t('1 file was skipped: {0}.', list),
    l10n.t('{0} files were skipped: {1}.', files.length, list),
  );
}

function problemWords(problem: SkippedFile['problem']): string {
  const { l10n } = vscode;
  switch (problem) {
    case 'unknown':
      return l10n.t('no chat that can be imported');
    case 'broken':
      return l10n.t('damaged');
    case 'newer':
      return l10n.t('made by a newer version of Ace Claude');
    case 'empty':
      return l10n.t('an empty chat');
    case 'tooLarge':
      return l10n.t('larger than 64 MB');
    case 'unreadable':
      return l10n.t('cannot be read');
  }
}

function leftOutWords(leftOut: LeftOut): readonly string[] {
  const list = (Object.entries(leftOut) as [LeftOutKind, number][]).map(([kind, count]) => kindWords(kind, count));
  return list.length === 0 ? [] : [vscode.l10n.t('Left out: {0}.', wordList(list))];
}

function kindWords(kind: LeftOutKind, count: number): string {
  const { l10n } = vscode;
  switch (kind) {
    case 'image':
      return l10n.t('images ({0})', count);
    case 'sound':
      return l10n.t('sounds ({0})', count);
    case 'file':
      return l10n.t('files whose text is not there ({0})', count);
    case 'output':
      return l10n.t('the ends of long outputs ({0})', count);
    case 'part':
      return l10n.t('parts of unknown kinds ({0})', count);
    case 'message':
      return l10n.t('messages that are hidden or not understood ({0})', count);
    case 'chat':
      return l10n.t('chats that are not understood ({0})', count);
  }
}

function some(count: number, one: string, several: string): readonly string[] {
  return count === 0 ? [] : [count === 1 ? one : several];
}
