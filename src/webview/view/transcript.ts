/** The messages of the conversation, in order, following the newest one while the reader is at the end. */
import type { Conversation, ConversationEvent, Message } from '../../core/conversation';
import { AnswerView, type AnswerViewDeps } from './answerView';
import { button, element } from './dom';
import { FollowScroll } from './followScroll';

export class Transcript {
  readonly element: HTMLElement;
  readonly #list = element('div', { class: 'messages' });
  readonly #log: HTMLElement;
  readonly #answers = new Map<string, AnswerView>();
  readonly #elements = new Map<string, HTMLElement>();
  readonly #scroll: FollowScroll;

  constructor(private readonly deps: AnswerViewDeps) {
    const { strings } = deps;
    // Live regions would read a stream word by word: the status line announces events instead.
    this.#log = element(
      'div',
      { class: 'transcript', role: 'log', 'aria-live': 'off', 'aria-label': strings.transcript, tabindex: '0' },
      this.#list,
    );
    const jump = button(strings.jumpToLatest, 'button secondary jump', () => {
      this.#scroll.follow();
    });
    jump.hidden = true;
    this.element = element('div', { class: 'transcript-frame' }, this.#log, jump);
    this.#scroll = new FollowScroll(this.#log, this.#list, (isFollowing) => {
      jump.hidden = isFollowing;
    });
  }

  show(conversation: Conversation): void {
    this.dispose();
    this.#answers.clear();
    this.#elements.clear();
    this.#list.replaceChildren();
    for (const message of conversation.messages) {
      this.#add(message);
    }
    this.#scroll.follow();
  }

  get isEmpty(): boolean {
    return this.#elements.size === 0;
  }

  apply(event: ConversationEvent): void {
    switch (event.type) {
      case 'messageAdded':
        this.#add(event.message);
        if (event.message.role === 'user') {
          this.#scroll.follow();
        }
        break;
      case 'messageRemoved':
        this.#answers.get(event.id)?.dispose();
        this.#answers.delete(event.id);
        this.#elements.get(event.id)?.remove();
        this.#elements.delete(event.id);
        break;
      case 'answerAppended':
        this.#answers.get(event.id)?.append(event.text, event.reasoning);
        break;
      case 'answerChanged':
        this.#answers.get(event.id)?.change(event.status, event.notice);
    }
  }

  /** Ends what the messages keep running. */
  dispose(): void {
    for (const answer of this.#answers.values()) {
      answer.dispose();
    }
  }

  #add(message: Message): void {
    let added: HTMLElement;
    if (message.role === 'assistant') {
      const view = new AnswerView(message, this.deps);
      this.#answers.set(message.id, view);
      added = view.element;
    } else {
      const headingId = `from-${message.id}`;
      added = element(
        'article',
        { class: 'message question', 'aria-labelledby': headingId, tabindex: '-1' },
        element('h2', { class: 'message-author', id: headingId }, this.deps.strings.you),
        element('div', { class: 'question-text' }, message.text),
      );
    }
    this.#elements.set(message.id, added);
    this.#list.append(added);
  }
}
