/** Says why something about a commit failed, with the button that helps. */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { plainLine, toAssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { errorNotice } from '../platform/errorNotice';
import { consoleUrl } from '../commands/setToken';
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

/** @param retry what to do again where that may help */
export async function showFailure(error: unknown, log: Logger, talk: Talk, retry: () => Promise<void>): Promise<void> {
  log.error(`Commit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const again = vscode.l10n.t('Retry');
  if (error instanceof CommitFailure) {
    if ((await talk('error', error.message, again)) === again) {
      await retry();
    }
    return;
  }
  const { sentence, detail, traceId, action } = errorNotice(toAssistantError(error), false);
  const more = [detail, traceId === undefined ? undefined : vscode.l10n.t('Trace id: {0}', traceId)];
  const text = [sentence, ...more.filter((part) => part !== undefined)].join(' ');
  const chosen = await talk('error', text, ...(action === undefined ? [again] : [action.label]));
  if (chosen === undefined) {
    return;
  }
  switch (action?.id) {
    case 'setToken':
    case 'useEnvironmentToken':
      await vscode.commands.executeCommand(commandId('setToken'));
      break;
    case 'selectModel':
      await vscode.commands.executeCommand('workbench.action.openSettings', '@id:aceClaude.commit.model');
      break;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', '@id:aceClaude.baseUrl,http.proxy');
      break;
    case 'openConsole':
    case 'openStatusPage':
      await vscode.env.openExternal(vscode.Uri.parse(consoleUrl));
      break;
    case 'showLog':
      await vscode.commands.executeCommand(commandId('showLog'));
      break;
    default:
      await retry();
  }
}
