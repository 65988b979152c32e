/** What the buttons of a notice do. */
import * as vscode from 'vscode';
import { originOf } from '../../core/baseUrl';
import { optionOf, withOption } from '../../core/chatOptions';
import { commandId } from '../../core/contributions';
import type { NoticeAction, NoticeButton } from '../../core/conversation';
import { requestParameters } from '../../core/requestParameters';
import { endsWithTools } from '../../core/tools/toolUse';
import { openLink } from '../platform/links';
import { optionSettingShapes } from '../platform/optionSettings';
import { readBaseUrl, readSetting, writeSetting } from '../platform/settings';
import type { ConfiguredModel } from '../platform/configuredModel';
import type { GuardedModel } from '../platform/guardedModel';
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
/** What goes into requests. */
const requestSettings = [
  ...Object.keys(requestParameters).map((tail) => `aceClaude.request.${tail}`),
  ...Object.keys(optionSettingShapes).map((key) => `aceClaude.${key}`),
];

/** What the buttons need. */
export interface NoticeWays {
  readonly tokens: TokenStore;
  readonly parameters: Pick<ConfiguredModel, 'turnOff'>;
  readonly guard: Pick<GuardedModel, 'allow'>;
}

export async function runNoticeAction(
  controller: ChatController,
  ways: NoticeWays,
  answerId: string,
  id: NoticeAction,
): Promise<void> {
  const answer = controller.conversation.messages.find((message) => message.id === answerId);
  if (answer?.role !== 'assistant') {
    return;
  }
  if (id === 'continue') {
    return controller.session.continue(answerId);
  }
  const shown = answer.notice?.action;
  const button = shown?.id === id ? shown : { id, label: '' };
  if (button.id === 'useSuccessor' && button.model !== undefined) {
    await controller.selectModel(button.model);
    return controller.session.retry(answerId);
  }
  const option = id === 'turnOffParameter' ? optionOf(button.parameter ?? '') : undefined;
  if (option !== undefined) {
    // Of this chat, where it is seen and can be turned on again.
    controller.changeOptions(withOption(controller.conversation.options ?? {}, option, false));
    return controller.session.retry(answerId);
  }
  if (id === 'retry') {
    return controller.session.retry(answerId);
  }
  if (await settleNotice(ways, button, answer.model)) {
    // What the tools have given is not asked for again.
    return endsWithTools(answer) ? controller.session.continue(answerId) : controller.session.retry(answerId);
  }
}

/**
 * @param model that was asked
 * @returns whether what failed has waited for this, and may be tried again
 */
export async function settleNotice(
  { tokens, parameters, guard }: NoticeWays,
  { id, parameter, finding, model: successor }: NoticeButton,
  model: string,
): Promise<boolean> {
  switch (id) {
    case 'continue':
    case 'retry':
      return true;
    case 'setToken':
      await vscode.commands.executeCommand(commandId('setToken'));
      return hasToken(tokens);
    case 'useEnvironmentToken':
      await tokens.allowEnvironmentToken(originOf(readBaseUrl()));
      return true;
    case 'selectModel':
      await vscode.commands.executeCommand(commandId('selectModel'));
      return false;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${connectionSettings.join()}`);
      return false;
    case 'openRequestSettings':
      await openRequestSettings(parameter);
      return false;
    case 'turnOffParameter':
      if (parameter !== undefined) {
        await parameters.turnOff(model, parameter);
      }
      return true;
    case 'useSuccessor':
      if (successor !== undefined) {
        await replaceModel(model, successor);
      }
      return true;
    case 'newChat':
      await vscode.commands.executeCommand(commandId('newChat'));
      return false;
    case 'sendAnyway':
      if (finding !== undefined) {
        guard.allow(finding);
      }
      return true;
    case 'openConsole':
      await openLink('console');
      return false;
    case 'openStatusPage':
      await openLink('status');
      return false;
    case 'checkConnection':
      await vscode.commands.executeCommand(commandId('checkConnection'));
      return false;
    case 'showLog':
      await vscode.commands.executeCommand(commandId('showLog'));
      return false;
  }
}

/** @param parameter whose setting it is about; absent: all of them */
async function openRequestSettings(parameter?: string): Promise<void> {
  const tail = Object.entries(requestParameters).find(([, { name }]) => name === parameter)?.[0];
  const ids = tail === undefined ? requestSettings : [`aceClaude.request.${tail}`];
  const set = tail === undefined ? undefined : vscode.workspace.getConfiguration('aceClaude.request').inspect(tail);
  const page = set?.workspaceValue === undefined ? 'openSettings' : 'openWorkspaceSettings';
  await vscode.commands.executeCommand(`workbench.action.${page}`, { query: `@id:${ids.join()}` });
}

/** In every setting that names it. */
async function replaceModel(model: string, successor: string): Promise<void> {
  for (const key of ['chat.model', 'edit.model', 'commit.model'] as const) {
    if (readSetting(key).trim() === model) await writeSetting(key, successor);
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
