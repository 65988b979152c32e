/** What the buttons of a notice do. */
import * as vscode from 'vscode';
import { originOf } from '../../core/baseUrl';
import { commandId } from '../../core/contributions';
import type { NoticeAction } from '../../core/conversation';
import { consoleUrl } from '../commands/setToken';
import { readBaseUrl } from '../platform/settings';
import type { ConfiguredModel } from '../platform/configuredModel';
import type { TokenStore } from '../platform/tokenStore';
import type { ChatController } from './chatController';

/** What a user may have to change where the endpoint cannot be reached. */
const connectionSettings = [
  'aceClaude.baseUrl',
  'aceClaude.network.connectTimeout',
  'aceClaude.network.firstByteTimeout',
  'aceClaude.network.idleTimeout',
  'http.proxy',
  'http.noProxy',
  'http.proxyAuthorization',
  'http.proxyStrictSSL',
];
const statusPageUrl = 'https://status.acedata.cloud';

interface Deps {
  readonly controller: ChatController;
  readonly tokens: TokenStore;
  readonly parameters: Pick<ConfiguredModel, 'turnOff'>;
}

export async function runNoticeAction(
  { controller, tokens, parameters }: Deps,
  answerId: string,
  action: NoticeAction,
): Promise<void> {
  switch (action) {
    case 'continue':
      return controller.session.continue(answerId);
    case 'retry':
      return controller.session.retry(answerId);
    case 'setToken':
      await vscode.commands.executeCommand(commandId('setToken'));
      // The question has waited for the token.
      return (await hasToken(tokens)) ? controller.session.retry(answerId) : undefined;
    case 'useEnvironmentToken':
      await tokens.allowEnvironmentToken(originOf(readBaseUrl()));
      return controller.session.retry(answerId);
    case 'selectModel':
      await vscode.commands.executeCommand(commandId('selectModel'));
      return;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${connectionSettings.join()}`);
      return;
    case 'openRequestSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'aceClaude.request');
      return;
    case 'turnOffParameter': {
      const answer = controller.conversation.messages.find(({ id }) => id === answerId);
      const parameter = answer?.role === 'assistant' ? answer.notice?.action?.parameter : undefined;
      if (answer?.role === 'assistant' && parameter !== undefined) {
        await parameters.turnOff(answer.model, parameter);
      }
      return controller.session.retry(answerId);
    }
    case 'openConsole':
      await vscode.env.openExternal(vscode.Uri.parse(consoleUrl));
      return;
    case 'openStatusPage':
      await vscode.env.openExternal(vscode.Uri.parse(statusPageUrl));
      return;
    case 'showLog':
      await vscode.commands.executeCommand(commandId('showLog'));
  }
}

/** Whether there is a token for the endpoint that is set. */
export async function hasToken(tokens: TokenStore): Promise<boolean> {
  try {
    return await tokens.has(originOf(readBaseUrl()));
  } catch {
    // An unusable base URL is said with the first question, where a button helps.
    return false;
  }
}
