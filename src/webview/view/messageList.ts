/**
 * The views of the messages that are shown, in order. All are there at once, so that the scroll bar and the reader's place are
 * right; what is below their headings is built first where the reader is, and then, when the page has time, from the end upwards.
 */
import { activePath, type Conversation, type Message } from '../../core/conversation';
import type { ScrollPosition } from '../../core/protocol';
import { AnswerView } from './answerView';
import { element } from './dom';
import { estimatedHeight, type MessageView, type MessageViewDeps } from './messageView';
import { QuestionView } from './questionView';

/** Messages are built at once until they are together as high as this many pixels: more than a window shows. */
const heightBuiltAtOnce = 2500;
/** Milliseconds of an idle period that are left to others. */
const idleReserve = 4;

export class MessageList {
  readonly element = element('div', { class: 'messages' });
  #views: MessageView[] = [];
  readonly #byId = new Map<string, MessageView>();
  /** Not built yet, oldest first. May hold some that are built meanwhile. */
  #unfilled: MessageView[] = [];
  #idle: number | undefined;

  constructor(private readonly deps: MessageViewDeps) {
    // A message that comes near the visible part before its turn.
    this.element.addEventListener('contentvisibilityautostatechange', (event) => {
      if (event.target instanceof HTMLElement && !(event as ContentVisibilityAutoStateChangeEvent).skipped) {
        this.view(event.target.dataset['messageId'] ?? '')?.fill();
      }
    });
  }

  get size(): number {
    return this.#views.length;
  }

  get last(): MessageView | undefined {
    return this.#views.at(-1);
  }

  at(index: number): MessageView | undefined {
    return this.#views[index];
  }

  view(id: string): MessageView | undefined {
    return this.#byId.get(id);
  }

  /** Index of the first message of `path` that is not shown there; its length, if all are. */
  firstDifference(path: readonly Message[]): number {
    const index = path.findIndex((message, place) => this.#views[place]?.id !== message.id);
    return index < 0 ? path.length : index;
  }

  /**
   * Shows the active path. Messages that stay keep their nodes; the order of two messages never changes.
   *
   * @param placeId of the message to be read first; absent: the new ones, from the end
   */
  show(conversation: Conversation, placeId?: string): void {
    const path = activePath(conversation);
    const kept = this.firstDifference(path);
    for (const view of this.#views.splice(kept)) {
      this.#byId.delete(view.id);
      view.element.remove();
      view.dispose();
    }
    this.#unfilled = this.#unfilled.filter(({ id }) => this.#byId.has(id));
    const added = path.slice(kept).map((message) => this.#add(message));
    this.element.append(...added.map((view) => view.element));
    this.#showVersions(conversation, path);
    this.#fill(added, path.slice(kept), placeId);
  }

  clear(): void {
    for (const view of this.#views) {
      view.dispose();
    }
    this.#views = [];
    this.#unfilled = [];
    this.#byId.clear();
    this.element.replaceChildren();
  }

  /** The message that is there, and how much of it is above; undefined without messages. */
  positionAt(top: number): ScrollPosition | undefined {
    let [low, high] = [0, this.#views.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const isAbove = (this.#views[middle]?.element.getBoundingClientRect().top ?? 0) <= top + 0.5;
      [low, high] = isAbove ? [middle, high] : [low, middle - 1];
    }
    const view = this.#views[low];
    return view === undefined
      ? undefined
      : { messageId: view.id, offset: Math.max(0, Math.round(top - view.element.getBoundingClientRect().top)) };
  }

  #add(message: Message): MessageView {
    const view = message.role === 'assistant' ? new AnswerView(message, this.deps) : new QuestionView(message, this.deps);
    view.element.style.containIntrinsicBlockSize = `auto ${String(estimatedHeight(message))}px`;
    this.#views.push(view);
    this.#byId.set(view.id, view);
    return view;
  }

  #showVersions(conversation: Conversation, path: readonly Message[]): void {
    const versions = new Map<string, string[]>();
    for (const { id, parentId = '' } of conversation.messages) {
      const siblings = versions.get(parentId);
      if (siblings === undefined) {
        versions.set(parentId, [id]);
      } else {
        siblings.push(id);
      }
    }
    for (const [index, { parentId = '' }] of path.entries()) {
      this.#views[index]?.showVersions(versions.get(parentId) ?? []);
    }
  }

  /** Builds from the place on downwards, or, without one, from the end upwards, as much as can be seen. */
  #fill(added: readonly MessageView[], messages: readonly Message[], placeId: string | undefined): void {
    const place = messages.findIndex(({ id }) => id === placeId);
    const order = place < 0 ? [...added.keys()].reverse() : [...added.keys()].slice(place);
    let height = 0;
    for (const index of order) {
      const message = messages[index];
      if (message === undefined || height > heightBuiltAtOnce) {
        break;
      }
      added[index]?.fill();
      height += estimatedHeight(message);
    }
    this.#unfilled.push(...added);
    this.#fillLater();
  }

  #fillLater(): void {
    if (this.#idle !== undefined || this.#unfilled.length === 0) {
      return;
    }
    this.#idle = requestIdleCallback((deadline) => {
      this.#idle = undefined;
      do {
        this.#unfilled.pop()?.fill();
      } while (this.#unfilled.length > 0 && deadline.timeRemaining() > idleReserve);
      this.#fillLater();
    });
  }
}
