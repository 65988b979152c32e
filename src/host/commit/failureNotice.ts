/** Says why something about a commit failed, with the button that helps. */
import * as vscode from 'vscode';
import type { NoticeButton } from '../../core/conversation';
import { plainLine, toAssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { errorNotice } from '../platform/errorNotice';
import { CommitError } from './commitError';
import { commitErrorText } from './commitErrorText';
import type { Talk } from './talk';

/** What is said of the reader's or Git's troubles is a sentence already. */
export class CommitFailure extends Error {}

/**
 * Git could not do something.
 * @param root of the repository, as it is shown
 * @throws CommitFailure, but for what the user stopped
 */
export function gitFailure(error: unknown, root = ''): never {
  if (error instanceof CommitError) {
    throw new CommitFailure(commitErrorText(error, root), { cause: error });
  }
  throw toAssistantError(error).kind === 'canceled' || error instanceof CommitFailure
    ? error
    : new CommitFailure(
        vscode.l10n.t('Git could not do it: {0}', plainLine(error instanceof Error ? error.message : String(error))),
        { cause: error },
      );
}

interface FailureDeps {
  readonly log: Logger;
  readonly talk: Talk;
  /** Does what a button says. @returns whether what failed may be tried again */
  readonly act: (button: NoticeButton, model: string) => Promise<boolean>;
}

/** @param model that was asked; @param retry what to do again where that may help */
export async function showFailure(
  error: unknown,
  { log, talk, act }: FailureDeps,
  model: string,
  retry: () => Promise<void>,
): Promise<void> {
  log.error(`Commit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const again: NoticeButton = { id: 'retry', label: vscode.l10n.t('Retry') };
  const isSaid = error instanceof CommitFailure;
  const {
    sentence,
    detail,
    traceId,
    action = again,
  } = isSaid ? { sentence: error.message } : errorNotice(toAssistantError(error), false);
  const more = [detail, traceId === undefined ? undefined : vscode.l10n.t('Trace id: {0}', traceId)];
  const text = [sentence, ...more.filter((part) => part !== undefined)].join(' ');
  const buttons = action.id === 'retry' ? [action.label] : [action.label, again.label];
  const chosen = await talk('error', text, ...buttons);
  if (chosen === again.label && action.id !== 'retry') {
    await retry();
    return;
  }
  if (chosen !== action.label) {
    return;
  }
  if (action.id === 'selectModel') {
    // The command of that name is about the chat.
    await vscode.commands.executeCommand('workbench.action.openSettings', '@id:aceClaude.commit.model');
  } else if (await act(action, model)) {
    await retry();
  }
}
