/**
 * The life of the chat view: its page, and what is posted to it. A hidden page is gone and hears nothing, so each one that says
 * `ready` gets the whole state, and the events after it. What its messages do is `pageHandlers.ts`.
 */
import * as vscode from 'vscode';
import { chatViewId } from '../../core/contributions';
import type { Logger } from '../../core/logger';
import { parseWebviewToHost, type HostToWebview, type WebviewToHost } from '../../core/protocol';
import type { LargeImage } from '../context/sourceOfUri';
import { failureWords } from '../platform/failureWords';
import { affectsSetting } from '../platform/settings';
import { chatBanner } from './chatBanner';
import { contextMeter } from './contextMeter';
import { controlsOf } from './controls';
import { hasToken } from './noticeActions';
import { pageConversation, pageEvent } from './pageConversation';
import { pageHandlers, type PageHandlers, type PageHandlersDeps } from './pageHandlers';
import { uiStrings } from './uiStrings';
import { webviewHtml, webviewResourceRoots } from './webviewHtml';

interface Deps extends PageHandlersDeps {
  readonly extensionUri: vscode.Uri;
  readonly log: Logger;
  /** Called when a page is there: the moment to load what the first question needs. */
  readonly prepare: () => void;
}

/** Milliseconds between a change of what would be sent and its new estimate. */
const meterDelay = 150;
const attachmentDelay = 30;

export class ChatViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #handlers: PageHandlers;
  #view: vscode.WebviewView | undefined;
  /** The page that is shown has said `ready`; until then nothing is posted, as it gets everything with its state. */
  #isReady = false;
  #shouldFocus = false;
  /** Images that wait for a page that can make them smaller. */
  #largeImages: readonly LargeImage[] = [];
  #isTokenSet = false;
  #meterTimer: NodeJS.Timeout | undefined;
  #attachmentTimer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: Deps) {
    const { controller, store, attachments } = deps;
    this.#handlers = pageHandlers(
      deps,
      (message) => {
        this.#post(message);
      },
      () => this.#postControls(),
    );
    this.#subscriptions = [
      controller.onDidChangeConversation((event) => {
        this.#post({ type: 'conversation', event: pageEvent(event) });
        if (event.type === 'toolUseChanged') {
          this.#showAsking();
        }
        if (event.type === 'choiceChanged' || event.type === 'optionsChanged') {
          void this.#postControls();
        }
      }),
      controller.onDidReplaceConversation(() => {
        this.#postState();
      }),
      controller.onDidChangeInput(() => {
        this.#postMeterSoon();
      }),
      store.onDidChangeTrouble(() => {
        this.#postBanner();
      }),
      controller.asking.onDidChange(() => {
        this.#showAsking();
        this.#postBanner();
      }),
      attachments.onDidChange(() => {
        this.#postAttachmentsSoon();
      }),
      attachments.onDidFindLargeImage((image) => {
        this.#largeImages = [...this.#largeImages, image];
        this.#postLargeImages();
      }),
      deps.ways.tokens.onDidChange(() => void this.#postControls()),
      deps.live.onDidChange(() => void this.#postControls()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSetting(event, 'baseUrl') || affectsSetting(event, 'tools.rounds')) {
          void this.#postControls();
        }
        if (affectsSetting(event, 'chat.instructions')) {
          this.#postMeterSoon();
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
    clearTimeout(this.#meterTimer);
    clearTimeout(this.#attachmentTimer);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #receive(message: unknown): void {
    const parsed = parseWebviewToHost(message);
    if (parsed === undefined) {
      this.deps.log.warn('The chat page sent a message that is none.');
      return;
    }
    this.#handle(parsed).catch((error: unknown) => {
      this.deps.log.error(
        `Chat page, ${parsed.type}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      void vscode.window.showErrorMessage(failureWords(error));
    });
  }

  async #handle(message: WebviewToHost): Promise<void> {
    if (message.type === 'ready') {
      await this.#start();
    } else {
      await (this.#handlers[message.type] as (message: WebviewToHost) => unknown)(message);
    }
  }

  async #start(): Promise<void> {
    const { controller, ways } = this.deps;
    [this.#isTokenSet] = await Promise.all([hasToken(ways.tokens), controller.restore()]);
    this.#isReady = true;
    this.#postState();
    this.#postLargeImages();
    if (this.#shouldFocus) {
      this.#focusInput();
    }
    this.deps.prepare();
  }

  #focusInput(): void {
    this.#shouldFocus = false;
    this.#post({ type: 'input/focus' });
  }

  /** How many tools wait for the user, in any chat, also where the view is hidden behind another one. */
  #showAsking(): void {
    const value = this.deps.controller.asking.chats.reduce((sum, { calls }) => sum + calls, 0);
    if (this.#view !== undefined && (this.#view.badge?.value ?? 0) !== value) {
      // One that is taken away altogether stays, in older versions.
      this.#view.badge = { value, tooltip: value === 0 ? '' : vscode.l10n.t('Claude asks to use tools: {0}', value) };
    }
  }

  /** At once: what the page sends from now on is meant for the conversation that is shown. */
  #postState(): void {
    const { controller, attachments, live } = this.deps;
    const { conversation } = controller;
    const { text, scroll, edits } = controller.draft;
    this.#post({
      type: 'state',
      conversation: pageConversation(conversation),
      controls: controlsOf(conversation, this.#isTokenSet, live.ids),
      strings: uiStrings(),
      draft: text,
      attachments: attachments.chips,
      ...(scroll === undefined ? {} : { scroll }),
      inputs: controller.ownInputs,
      edits,
    });
    this.#postMeterSoon();
    this.#postBanner();
    this.#showAsking();
    void this.#postInputs(conversation.id);
  }

  async #postInputs(conversationId: string): Promise<void> {
    const { controller } = this.deps;
    const inputs = await controller.inputs();
    if (controller.conversation.id === conversationId) {
      this.#post({ type: 'inputs', inputs });
    }
  }

  async #postControls(): Promise<void> {
    this.#isTokenSet = await hasToken(this.deps.ways.tokens);
    const { controller, live } = this.deps;
    this.#post({ type: 'controls', controls: controlsOf(controller.conversation, this.#isTokenSet, live.ids) });
  }

  /** Several may change at once. */
  #postAttachmentsSoon(): void {
    this.#attachmentTimer ??= setTimeout(() => {
      this.#attachmentTimer = undefined;
      this.#post({ type: 'attachments', attachments: this.deps.attachments.chips });
    }, attachmentDelay);
  }

  #postLargeImages(): void {
    if (this.#isReady) {
      for (const { name, bytes } of this.#largeImages) {
        this.#post({ type: 'image/fit', name, data: Buffer.from(bytes).toString('base64') });
      }
      this.#largeImages = [];
    }
  }

  #postMeterSoon(): void {
    this.#meterTimer ??= setTimeout(() => {
      this.#meterTimer = undefined;
      if (this.#isReady) {
        this.#post({ type: 'meter', meter: contextMeter(this.deps.controller.fit()) });
      }
    }, meterDelay);
  }

  #postBanner(): void {
    const { controller, store } = this.deps;
    const banner = chatBanner(controller.session, store.trouble, controller.asking.chats);
    this.#post({ type: 'banner', ...(banner === undefined ? {} : { banner }) });
  }

  #post(message: HostToWebview): void {
    if (this.#isReady) {
      void this.#view?.webview.postMessage(message);
    }
  }
}
