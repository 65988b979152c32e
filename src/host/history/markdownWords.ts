/** The words of exported and copied Markdown, in the user's language. */
import * as vscode from 'vscode';
import type { MarkdownWords } from '../../core/export/conversationMarkdown';

export function markdownWords(): MarkdownWords {
  const { l10n } = vscode;
  const dates = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'long', timeStyle: 'short' });
  return {
    question: l10n.t('Question'),
    answer: l10n.t('Answer'),
    model: l10n.t('Model'),
    date: l10n.t('Date'),
    reasoning: l10n.t('Reasoning'),
    tool: l10n.t('Tool'),
    soundLeftOut: l10n.t('The sound of this answer is not in this file. An export as JSON has it.'),
    sources: l10n.t('Sources'),
    endedEarly: l10n.t('This answer ended early.'),
    otherVersions: (count) =>
      count === 1
        ? l10n.t('There is 1 other version of this, which is not shown here.')
        : l10n.t('There are {0} other versions of this, which are not shown here.', count),
    formatDate: (milliseconds) => dates.format(milliseconds),
  };
}
