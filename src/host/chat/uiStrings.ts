/** The chat page's texts in the user's language. The page has none of its own. */
import * as vscode from 'vscode';
import type { UiStrings } from '../../core/protocol';

export function uiStrings(): UiStrings {
  const { l10n } = vscode;
  return {
    title: l10n.t('Chat with Claude'),
    inputLabel: l10n.t('Message Claude'),
    inputPlaceholder: l10n.t('Ask Claude…'),
    send: l10n.t('Send'),
    stop: l10n.t('Stop'),
    newChat: l10n.t('New Chat'),
    model: l10n.t('Model'),
    otherModel: l10n.t('Other Model…'),
    legacyModels: l10n.t('Legacy'),
    retiredModels: l10n.t('Retired: may be refused'),
    effort: l10n.t('Reasoning effort'),
    effortDefault: l10n.t('Default effort'),
    effortNames: {
      minimal: l10n.t('Minimal effort'),
      low: l10n.t('Low effort'),
      medium: l10n.t('Medium effort'),
      high: l10n.t('High effort'),
    },
    transcript: l10n.t('Conversation'),
    you: l10n.t('You'),
    claude: 'Claude',
    welcomeTitle: l10n.t('Ask Claude'),
    welcomeText: l10n.t(
      'Questions go to Claude with your own Ace Data Cloud token. Enter sends, Shift+Enter starts a new line.',
    ),
    welcomeNoToken: l10n.t('An Ace Data Cloud API token is needed first. It is kept in the secret storage of this machine.'),
    setToken: l10n.t('Set API Token'),
    waiting: l10n.t('Waiting for the first words…'),
    waitingLong: l10n.t('Waiting for the first words… {0} s'),
    reasoning: l10n.t('Reasoning'),
    copy: l10n.t('Copy'),
    copied: l10n.t('Copied'),
    copyTraceId: l10n.t('Copy Trace ID'),
    traceId: l10n.t('Trace ID'),
    retry: l10n.t('Retry'),
    jumpToLatest: l10n.t('Jump to Latest'),
    answerBegan: l10n.t('Claude is answering.'),
    answerFinished: l10n.t('The answer is complete.'),
    answerStopped: l10n.t('The answer was stopped.'),
    answerFailed: l10n.t('The answer failed: {0}'),
    code: l10n.t('Code'),
    taskDone: l10n.t('Done'),
    taskOpen: l10n.t('Not done'),
    table: l10n.t('Table'),
  };
}
