/** What is said of stored conversations in the user's language. The only place that words these. */
import * as vscode from 'vscode';
import type { JournalProblem } from '../../core/journalReader';
import type { SummaryProblem } from './conversationSummary';
import type { HistoryError, HistoryErrorKind, StorageTrouble } from './historyError';

/** Why this conversation is not being saved, and what that means. */
export function troubleWords({ kind, code }: StorageTrouble): string {
  return `${reasonWords(kind, code)} ${vscode.l10n.t(
    'This conversation is not being saved. It stays here, and is tried again by itself.',
  )}`;
}

/** What was found to be wrong with a conversation that could be opened all the same. */
export function problemWords(problem: JournalProblem): string {
  const { l10n } = vscode;
  switch (problem.kind) {
    case 'torn':
      return l10n.t('The last piece of this conversation was not saved to its end. Everything before it is here.');
    case 'damaged':
      return problem.records === 1
        ? l10n.t('One piece of this conversation is damaged and was left out. Everything else is here.')
        : l10n.t('{0} pieces of this conversation are damaged and were left out. Everything else is here.', problem.records);
    case 'headerLost':
      return l10n.t('The beginning of this conversation is damaged. Its messages are here; check which model it uses.');
  }
}

/** Beside a conversation in the list that cannot be opened. */
export function summaryProblemWords(problem: SummaryProblem): string {
  return problem === 'newer'
    ? vscode.l10n.t('Made by a newer version of Ace Claude')
    : vscode.l10n.t('Damaged: nothing in it can be read');
}

/** Why something that was asked for could not be done. */
export function historyErrorWords({ kind, code, path }: HistoryError): string {
  const { l10n } = vscode;
  switch (kind) {
    case 'missing':
      return l10n.t('This conversation is not there any more. Look for it in the trash.');
    case 'newer':
      return l10n.t('A newer version of Ace Claude made this conversation. Update the extension to open it.');
    case 'unreadable':
      return code === ''
        ? l10n.t('This conversation is damaged: nothing in its file can be read. The file was left as it is: {0}', path)
        : l10n.t('This conversation cannot be read ({0}): {1}', code, path);
    default:
      return reasonWords(kind, code);
  }
}

function reasonWords(kind: Exclude<HistoryErrorKind, 'missing' | 'newer' | 'unreadable'>, code: string): string {
  const { l10n } = vscode;
  switch (kind) {
    case 'full':
      return l10n.t('The disk is full.');
    case 'readOnly':
      return l10n.t('The disk cannot be written to.');
    case 'denied':
      return l10n.t('The folder of the conversations cannot be used: access is denied.');
    case 'other':
      return code === ''
        ? l10n.t('The folder of the conversations cannot be used.')
        : l10n.t('The folder of the conversations cannot be used ({0}).', code);
  }
}
