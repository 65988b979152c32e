/** Says in words why an answer ended, where it did not simply end. */
import * as vscode from 'vscode';
import { plainLine } from '../../core/errors';
import type { Notice } from '../../core/conversation';

/** @param reason the endpoint's `finish_reason`; `stop` needs no words unless nothing came */
export function finishNotice(reason: string | undefined, hasText: boolean): Notice | undefined {
  const { l10n } = vscode;
  switch (reason) {
    case undefined:
    case 'stop':
      return hasText ? undefined : { ...info(l10n.t('The model sent an empty answer.')), ...retry() };
    case 'length':
      return info(l10n.t('The answer reached its length limit and is cut off here.'));
    case 'content_filter':
      return info(l10n.t('The model declined, or the answer was filtered.'));
    case 'tool_calls':
    case 'function_call':
      return { ...info(l10n.t('The model said that it calls a tool, but named none.')), ...retry() };
    case 'pause_turn':
      return info(l10n.t('The model made a pause, and can go on.'));
    default:
      return info(l10n.t('The answer ended for a reason of the endpoint: {0}', plainLine(reason)));
  }
}

function info(sentence: string): Notice {
  return { severity: 'info', sentence };
}

function retry(): Pick<Notice, 'action'> {
  return { action: { id: 'retry', label: vscode.l10n.t('Retry') } };
}
