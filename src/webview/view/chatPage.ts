/** The page: the transcript above, the composer below, and a status line that only screen readers see. */
import { isUnfinished, type Conversation, type ConversationEvent } from '../../core/conversation';
import type { Controls, HostToWebview, UiStrings } from '../../core/protocol';
import type { Highlighter } from '../highlight/highlighter';
import type { Host } from '../host';
import { CodeBlock } from '../markdown/codeBlock';
import { MarkdownStream } from '../markdown/markdownStream';
import { Composer } from './composer';
import { element, format } from './dom';
import { Transcript } from './transcript';
import { welcomeView } from './welcome';

export class ChatPage {
  readonly #transcript: Transcript;
  readonly #composer: Composer;
  readonly #status = element('div', { class: 'visually-hidden', role: 'status' });
  readonly #welcome = element('div', { class: 'welcome-slot' });
  /** Answers that are waiting or streaming: while there is one, the button stops. */
  #unfinished = new Set<string>();
  #controls: Controls;

  constructor(
    private readonly host: Host,
    private readonly highlighter: Highlighter,
    private readonly strings: UiStrings,
    controls: Controls,
  ) {
    this.#controls = controls;
    const copy = (text: string): void => {
      host.post({ type: 'clipboard/write', text });
    };
    this.#transcript = new Transcript({
      strings,
      copy,
      markdown: (container) => this.#markdownStream(container, copy),
      run: (answerId, action) => {
        host.post(action === 'retry' ? { type: 'chat/retry', answerId } : { type: 'notice/action', answerId, action });
      },
    });
    this.#composer = new Composer({
      strings,
      draft: host.state.draft,
      send: (text) => {
        host.post({ type: 'chat/send', text });
      },
      stop: () => {
        host.post({ type: 'chat/stop' });
      },
      saveDraft: (draft) => {
        host.saveState({ draft });
      },
      selectModel: (model) => {
        host.post({ type: 'model/select', model });
      },
      pickModel: () => {
        host.post({ type: 'model/pick' });
      },
      selectEffort: (effort) => {
        host.post({ type: 'effort/select', effort });
      },
    });
    document.body.replaceChildren(
      element(
        'main',
        { class: 'page' },
        element('h1', { class: 'visually-hidden' }, strings.title),
        this.#transcript.element,
        this.#welcome,
        this.#composer.element,
        this.#status,
      ),
    );
    this.showControls(controls);
  }

  showConversation(conversation: Conversation): void {
    this.#transcript.show(conversation);
    this.#unfinished = new Set(conversation.messages.filter(isUnfinished).map((message) => message.id));
    this.#update();
  }

  showControls(controls: Controls): void {
    this.#controls = controls;
    this.#composer.showControls(controls);
    this.#update();
  }

  apply(event: ConversationEvent): void {
    this.#transcript.apply(event);
    this.#announce(event);
    this.#update();
  }

  focusInput(): void {
    this.#composer.focus();
  }

  #markdownStream(container: HTMLElement, copy: (text: string) => void): MarkdownStream {
    return new MarkdownStream(container, {
      strings: this.strings,
      codeBlock: (language, path) => {
        const block = new CodeBlock({
          language,
          path,
          strings: this.strings,
          actions: [{ id: 'copy', label: this.strings.copy, doneLabel: this.strings.copied, run: copy }],
        });
        this.highlighter.highlight(block);
        return block;
      },
    });
  }

  /** One sentence per event, never the stream itself. Keeps count of what is unfinished on the way. */
  #announce(event: ConversationEvent): void {
    if (event.type === 'messageAdded') {
      if (isUnfinished(event.message)) {
        this.#unfinished.add(event.message.id);
      }
    } else if (event.type === 'answerAppended') {
      this.#status.textContent = this.strings.answerBegan;
    } else if (event.type === 'answerChanged' && event.status !== 'waiting') {
      this.#unfinished.delete(event.id);
      this.#status.textContent = this.#endSentence(event);
    }
  }

  #endSentence(event: Extract<ConversationEvent, { type: 'answerChanged' }>): string {
    switch (event.status) {
      case 'stopped':
        return this.strings.answerStopped;
      case 'failed':
        return format(this.strings.answerFailed, event.notice?.sentence ?? '');
      default:
        return this.strings.answerFinished;
    }
  }

  #update(): void {
    this.#composer.showAnswering(this.#unfinished.size > 0);
    this.#welcome.replaceChildren(
      ...(this.#transcript.isEmpty
        ? [
            welcomeView(this.#controls, this.strings, () => {
              this.host.post({ type: 'token/set' });
            }),
          ]
        : []),
    );
  }
}

/** What the page does with a message once it is there. */
export function receive(page: ChatPage, message: Exclude<HostToWebview, { type: 'theme' }>): void {
  switch (message.type) {
    case 'state':
      page.showControls(message.controls);
      page.showConversation(message.conversation);
      break;
    case 'conversation':
      page.apply(message.event);
      break;
    case 'controls':
      page.showControls(message.controls);
      break;
    case 'input/focus':
      page.focusInput();
  }
}
