/**
 * The life of the chat view: its page, what is posted to it, and where its messages go. A hidden page is gone and hears nothing,
 * so each one that says `ready` gets the whole state, and the events after it.
 */
import * as vscode from 'vscode';
import { originOf } from '../../core/baseUrl';
import { chatViewId, commandId } from '../../core/contributions';
import type { NoticeAction } from '../../core/conversation';
import type { Logger } from '../../core/logger';
import { parseWebviewToHost, type HostToWebview, type WebviewToHost } from '../../core/protocol';
import { consoleUrl } from '../commands/setToken';
import { affectsSetting, readBaseUrl } from '../platform/settings';
import type { TokenStore } from '../platform/tokenStore';
import type { ChatController } from './chatController';
import { loadColorTheme } from './colorTheme';
import { controlsOf } from './controls';
import { uiStrings } from './uiStrings';
import { webviewHtml, webviewResourceRoots } from './webviewHtml';

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
  readonly extensionUri: vscode.Uri;
  readonly controller: ChatController;
  readonly tokens: TokenStore;
  readonly log: Logger;
  /** Called when a page is there: the moment to load what the first question needs. */
  readonly prepare: () => void;
}

type Handlers = { readonly [T in WebviewToHost['type']]: (message: Extract<WebviewToHost, { type: T }>) => unknown };

export class ChatViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | undefined;
  /** The page that is shown has said `ready`; until then nothing is posted, as it gets everything with its state. */
  #isReady = false;
  #shouldFocus = false;

  constructor(private readonly deps: Deps) {
    const { controller, tokens } = deps;
    this.#subscriptions = [
      controller.onDidChangeConversation((event) => {
        this.#post({ type: 'conversation', event });
      }),
      controller.onDidReplaceConversation(() => void this.#postState()),
      controller.onDidChangeChoice(() => void this.#postControls()),
      tokens.onDidChange(() => void this.#postControls()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSetting(event, 'baseUrl')) {
          void this.#postControls();
        }
      }),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri } = this.deps;
    this.#view = view;
    this.#isReady = false;
    const listeners = vscode.Disposable.from(
      view.webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message);
      }),
      view.onDidChangeVisibility(() => {
        // The page is torn down with each hiding and starts anew with each showing.
        this.#isReady = false;
      }),
      view.onDidDispose(() => {
        listeners.dispose();
        if (this.#view === view) {
          this.#view = undefined;
          this.#isReady = false;
        }
      }),
    );
    view.webview.options = { enableScripts: true, localResourceRoots: webviewResourceRoots(extensionUri) };
    view.webview.html = webviewHtml(view.webview, extensionUri);
  }

  /** Shows the view and puts the cursor in its input. */
  async reveal(): Promise<void> {
    this.#shouldFocus = true;
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
    if (this.#isReady) {
      this.#focusInput();
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #receive(message: unknown): void {
    const parsed = parseWebviewToHost(message);
    if (parsed === undefined) {
      this.deps.log.warn('The chat page sent a message that is none.');
      return;
    }
    const handle = this.#handlers[parsed.type] as (message: WebviewToHost) => unknown;
    Promise.resolve(handle(parsed)).catch((error: unknown) => {
      this.deps.log.error(
        `Chat page, ${parsed.type}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    });
  }

  readonly #handlers: Handlers = {
    ready: async () => {
      this.#isReady = true;
      await this.#postState();
      if (this.#shouldFocus) {
        this.#focusInput();
      }
      this.deps.prepare();
    },
    'chat/send': ({ text }) => this.deps.controller.send(text),
    'chat/stop': () => {
      this.deps.controller.stop();
    },
    'chat/retry': ({ answerId }) => this.deps.controller.retry(answerId),
    'notice/action': ({ answerId, action }) => this.#runNoticeAction(answerId, action),
    'model/select': ({ model }) => this.deps.controller.selectModel(model),
    'model/pick': async () => {
      await vscode.commands.executeCommand(commandId('selectModel'));
      // Given up: the picker of the page shows the chosen entry again.
      await this.#postControls();
    },
    'effort/select': ({ effort }) => {
      this.deps.controller.selectEffort(effort);
    },
    'token/set': () => vscode.commands.executeCommand(commandId('setToken')),
    'clipboard/write': ({ text }) => vscode.env.clipboard.writeText(text),
    'theme/request': async ({ themeId }) => {
      const theme = await loadColorTheme(themeId);
      this.#post({ type: 'theme', themeId, ...(theme === undefined ? {} : { theme }) });
    },
  };

  async #runNoticeAction(answerId: string, action: NoticeAction): Promise<void> {
    const { controller, tokens } = this.deps;
    switch (action) {
      case 'retry':
        return controller.retry(answerId);
      case 'setToken':
        await vscode.commands.executeCommand(commandId('setToken'));
        // The question has waited for the token.
        return (await this.#hasToken()) ? controller.retry(answerId) : undefined;
      case 'useEnvironmentToken':
        await tokens.allowEnvironmentToken(originOf(readBaseUrl()));
        return controller.retry(answerId);
      case 'selectModel':
        await vscode.commands.executeCommand(commandId('selectModel'));
        return;
      case 'openSettings':
        await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${connectionSettings.join()}`);
        return;
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

  #focusInput(): void {
    this.#shouldFocus = false;
    this.#post({ type: 'input/focus' });
  }

  async #postState(): Promise<void> {
    const hasToken = await this.#hasToken();
    const { conversation } = this.deps.controller;
    this.#post({ type: 'state', conversation, controls: controlsOf(conversation, hasToken), strings: uiStrings() });
  }

  async #postControls(): Promise<void> {
    const hasToken = await this.#hasToken();
    this.#post({ type: 'controls', controls: controlsOf(this.deps.controller.conversation, hasToken) });
  }

  async #hasToken(): Promise<boolean> {
    try {
      return await this.deps.tokens.has(originOf(readBaseUrl()));
    } catch {
      // An unusable base URL is said with the first question, where a button helps.
      return false;
    }
  }

  #post(message: HostToWebview): void {
    if (this.#isReady) {
      void this.#view?.webview.postMessage(message);
    }
  }
}
