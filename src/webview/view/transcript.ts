/**
 * The conversation as it is read: keeps its own copy of it, shows the messages of the active path, and keeps the reader's place.
 * How a message looks is the views' matter, when it is built the list's.
 */
import {
  activePath,
  applyEvent,
  isUnfinished,
  type Answer,
  type Conversation,
  type ConversationEvent,
  versionsOf,
} from '../../core/conversation';
import type { ScrollPosition, WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import type { MarkdownStream } from '../markdown/markdownStream';
import { AnsweringGate } from './answeringGate';
import { AnswerView } from './answerView';
import { button, element, format } from './dom';
import { FollowScroll } from './followScroll';
import { MessageList } from './messageList';
import { MessageNavigation } from './messageNavigation';
import type { MessageViewDeps } from './messageView';
import { NotSentDivider } from './notSentDivider';
import { NumberFormats } from './numberFormats';
import type { Pictures } from './pictures';
import type { Sounds } from './sounds';
import { ScrollMemory } from './scrollMemory';
import type { VersionStep } from './versionSwitch';

export interface TranscriptDeps {
  readonly strings: UiStrings;
  readonly pictures: Pictures;
  readonly sounds: Sounds;
  /** A stream into this empty container; the transcript disposes it. */
  readonly markdown: (container: HTMLElement, answer: Answer) => MarkdownStream;
  readonly post: (message: WebviewToHost) => void;
  readonly copy: (text: string) => void;
  /** Says a sentence to screen readers. Only of what was done here: what answers do is announced by whoever gets the events. */
  readonly announce: (sentence: string) => void;
  /** Called a moment after the reader has moved; undefined at the end. */
  readonly saveScroll: (position: ScrollPosition | undefined) => void;
  /** Most rounds of tools that an answer runs on its own. */
  readonly toolRounds: () => number;
}

export class Transcript {
  readonly element: HTMLElement;
  readonly #log: HTMLElement;
  /** What is being written instead of questions: a view may be built again before it is sent. */
  #edits = new Map<string, string>();
  readonly #list: MessageList;
  readonly #scroll: FollowScroll;
  readonly #memory: ScrollMemory;
  readonly #gate: AnsweringGate;
  readonly #divider: NotSentDivider;
  #conversation: Conversation | undefined;
  readonly #unfinished = new Set<string>();
  /** The version switch that was used, until the host has switched. */
  #step: VersionStep | undefined;

  constructor(private readonly deps: TranscriptDeps) {
    const { strings } = deps;
    // Live regions would read a stream word by word: the status line announces events instead.
    this.#log = element('div', {
      class: 'transcript',
      role: 'log',
      'aria-live': 'off',
      'aria-label': strings.transcript,
      tabindex: '0',
    });
    const jump = button(strings.jumpToLatest, 'button secondary jump', () => {
      this.#scroll.follow();
    });
    jump.hidden = true;
    this.element = element('div', { class: 'transcript-frame' }, this.#log, jump);
    this.#gate = new AnsweringGate(this.element, strings.waitForAnswer, deps.announce);
    this.#list = new MessageList(this.#viewDeps());
    this.#log.append(this.#list.element);
    this.#divider = new NotSentDivider(strings);
    this.#scroll = new FollowScroll(this.#log, this.#list.element, {
      followed: (isFollowing) => {
        jump.hidden = isFollowing;
      },
      moved: () => {
        this.#memory.touch();
      },
    });
    this.#memory = new ScrollMemory(() => this.#position(), deps.saveScroll);
    // From the input too.
    new MessageNavigation(document.body, this.#log);
  }

  get isEmpty(): boolean {
    return this.#list.size === 0;
  }

  /** Whether an answer of the conversation is coming, shown or not. */
  get isAnswering(): boolean {
    return this.#unfinished.size > 0;
  }

  /**
   * @param scroll where the reader was; absent: at the end
   * @param edits what was being written instead of questions, by their ids
   */
  show(conversation: Conversation, scroll?: ScrollPosition, edits: Readonly<Record<string, string>> = {}): void {
    this.#conversation = conversation;
    this.#edits = new Map(Object.entries(edits));
    this.#unfinished.clear();
    for (const message of conversation.messages) {
      if (isUnfinished(message)) {
        this.#unfinished.add(message.id);
      }
    }
    this.#gate.close(this.isAnswering);
    this.#list.clear();
    this.#list.show(conversation, scroll?.messageId);
    this.#updateDivider();
    this.#memory.reset(scroll);
    const place = this.#list.view(scroll?.messageId ?? '');
    if (scroll !== undefined && place !== undefined) {
      this.#scroll.hold(place.element, scroll.offset);
    } else {
      this.#scroll.follow();
    }
  }

  apply(event: ConversationEvent): void {
    const before = this.#conversation;
    if (before === undefined) {
      return;
    }
    this.#conversation = applyEvent(before, event);
    if (this.#conversation === before) {
      return;
    }
    switch (event.type) {
      case 'messageAdded':
        // Its other versions are not being edited any more: this is what came of it.
        versionsOf(this.#conversation, event.message).forEach(({ id }) => this.#edits.delete(id));
        this.#setUnfinished(event.message.id, isUnfinished(event.message));
        this.#showPath(false);
        if (event.message.role === 'user') {
          this.#scroll.follow();
        }
        break;
      case 'messageRemoved':
        this.#setUnfinished(event.id, false);
        this.#showPath(true);
        break;
      case 'versionSelected':
        // The first of several answers that were just asked for is no move of a reader who follows.
        this.#showPath(this.#step !== undefined || !this.#scroll.isFollowing);
        break;
      case 'answerAppended':
        this.#setUnfinished(event.id, true);
        this.#changeAnswer(event.id, (view, answer) => {
          view.append(event, answer);
        });
        break;
      case 'answerChanged':
        this.#setUnfinished(event.id, event.status === 'waiting' || event.status === 'streaming');
        this.#changeAnswer(event.id, (view, answer) => {
          view.update(answer);
        });
        this.#updateDivider();
        break;
      case 'toolUseChanged':
      case 'toolArgumentsAppended':
        this.#changeAnswer(event.id, (view, answer) => {
          view.updateTools(answer);
        });
        break;
      default:
        break;
    }
  }

  /** The next question would leave out the messages before this one; undefined: none. */
  markFirstSent(id: string | undefined): void {
    this.#divider.announceNext(id);
    this.#updateDivider();
  }

  /** Ends what the messages keep running. */
  dispose(): void {
    this.#list.clear();
    this.#scroll.dispose();
    this.#memory.dispose();
  }

  #viewDeps(): MessageViewDeps {
    const { strings, pictures, sounds, markdown, post, copy, announce, toolRounds } = this.deps;
    return {
      strings,
      pictures,
      sounds,
      markdown,
      post,
      announce,
      toolRounds,
      copy: (text) => {
        copy(text);
        announce(strings.copied);
      },
      gate: this.#gate,
      numbers: new NumberFormats(document.documentElement.lang),
      editOf: (questionId) => this.#edits.get(questionId),
      edited: (questionId, text) => {
        if (text === '') {
          this.#edits.delete(questionId);
        } else {
          this.#edits.set(questionId, text);
        }
        post({ type: 'edit/change', questionId, text });
      },
      isComing: (messageId) => this.#unfinished.has(messageId),
      selectVersion: (messageId, step) => {
        this.#step = step;
        post({ type: 'version/select', messageId });
      },
    };
  }

  /** @param keepsPlace the first message that is another one then begins where the one before began */
  #showPath(keepsPlace: boolean): void {
    const conversation = this.#conversation;
    if (conversation === undefined) {
      return;
    }
    const path = activePath(conversation);
    const index = this.#list.firstDifference(path);
    const top = this.#list.at(index)?.element.getBoundingClientRect().top;
    const hadFocus = this.#list.element.contains(document.activeElement);
    this.#list.show(conversation, keepsPlace ? path[index]?.id : undefined);
    this.#updateDivider();
    const changed = this.#list.at(index);
    if (keepsPlace && changed !== undefined && top !== undefined) {
      this.#scroll.hold(changed.element, this.#log.getBoundingClientRect().top - top);
      if (this.#scroll.isAtEnd) {
        this.#scroll.follow();
      }
    }
    this.#announceVersion(index);
    if (hadFocus && !this.#list.element.contains(document.activeElement)) {
      (changed ?? this.#list.last)?.takeFocus(this.#step);
    }
    this.#step = undefined;
  }

  #announceVersion(index: number): void {
    const position = this.#step === undefined ? undefined : this.#list.at(index)?.versionPosition;
    if (position !== undefined) {
      const { strings, announce } = this.deps;
      announce(format(strings.versionShown, String(position.number), String(position.count)));
    }
  }

  #changeAnswer(id: string, change: (view: AnswerView, answer: Answer) => void): void {
    const view = this.#list.view(id);
    const answer = this.#conversation?.messages.findLast((message) => message.id === id);
    if (view instanceof AnswerView && answer?.role === 'assistant') {
      change(view, answer);
    }
  }

  #setUnfinished(id: string, isComing: boolean): void {
    if (isComing) {
      this.#unfinished.add(id);
    } else {
      this.#unfinished.delete(id);
    }
    this.#gate.close(this.isAnswering);
  }

  #updateDivider(): void {
    if (this.#conversation !== undefined) {
      this.#divider.show(activePath(this.#conversation), (id) => this.#list.view(id)?.element);
    }
  }

  #position(): ScrollPosition | undefined {
    return this.#scroll.isFollowing ? undefined : this.#list.positionAt(this.#log.getBoundingClientRect().top);
  }
}
