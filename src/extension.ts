/**
 * The composition root: builds every part, wires them, and gives VS Code what to dispose. Activation does no I/O and loads no
 * HTTP client; that comes with the first request, or when the chat is opened.
 */
import * as vscode from 'vscode';
import type { ChatClient } from './client/chatClient';
import type { ChatModel, ModelDirectory } from './core/chatModel';
import { chatViewId } from './core/contributions';
import { ChatController } from './host/chat/chatController';
import { ChatViewProvider } from './host/chat/chatViewProvider';
import { clearToken } from './host/commands/clearToken';
import { registerCommands } from './host/commands/command';
import { newChat } from './host/commands/newChat';
import { openChat } from './host/commands/openChat';
import { selectModel } from './host/commands/selectModel';
import { setToken } from './host/commands/setToken';
import { showLog } from './host/commands/showLog';
import { Log } from './host/platform/log';
import { readConnection } from './host/platform/settings';
import { TokenStore } from './host/platform/tokenStore';

export function activate(context: vscode.ExtensionContext): void {
  const log: Log = new Log(() => tokens.seen);
  const tokens: TokenStore = new TokenStore(context.secrets, context.globalState, log);
  context.subscriptions.push(log, tokens);

  let client: Promise<ChatClient> | undefined;
  const loadClient = (): Promise<ChatClient> =>
    (client ??= import('./client/chatClient').then(
      ({ ChatClient }) =>
        new ChatClient({ source: { connection: readConnection, tokenFor: (origin) => tokens.tokenFor(origin) }, log }),
    ));
  const endpoint: ChatModel & ModelDirectory = {
    async *stream(request, signal) {
      yield* (await loadClient()).stream(request, signal);
    },
    complete: async (request, signal) => (await loadClient()).complete(request, signal),
    listModels: async (signal, token) => (await loadClient()).listModels(signal, token),
  };
  context.subscriptions.push({ dispose: () => void client?.then((loaded) => loaded.dispose()) });

  const controller = new ChatController({ model: endpoint, log });
  const view = new ChatViewProvider({
    extensionUri: context.extensionUri,
    controller,
    tokens,
    log,
    prepare: () => void loadClient(),
  });
  context.subscriptions.push(controller, view, vscode.window.registerWebviewViewProvider(chatViewId, view));

  context.subscriptions.push(
    registerCommands(
      [
        setToken({ tokens, directory: endpoint }),
        clearToken(tokens),
        openChat(view),
        newChat(controller, view),
        selectModel({ controller, directory: endpoint }),
        showLog(log),
      ],
      log,
    ),
  );
}
