/** The line above which messages were, or will be, left out of the request for want of room. */
import type { Message } from '../../core/conversation';
import type { UiStrings } from '../../core/uiStrings';
import { element } from './dom';

export class NotSentDivider {
  readonly #element = element('div', { class: 'not-sent', role: 'separator' });
  #nextId: string | undefined;

  constructor(private readonly strings: UiStrings) {}

  /** The oldest message that the coming question will send; it counts more than what answers say. Shown by `show`. */
  announceNext(id: string | undefined): void {
    this.#nextId = id;
  }

  /** @param path the messages that are shown, whose elements are siblings */
  show(path: readonly Message[], elementOf: (id: string) => HTMLElement | undefined): void {
    const next = elementOf(this.#nextId ?? '');
    const place = next ?? elementOf(lastFirstSentId(path) ?? '');
    // Above the first message there is nothing that could be left out.
    if (place === undefined || place === elementOf(path[0]?.id ?? '')) {
      this.#element.remove();
      return;
    }
    const sentence = next === undefined ? this.strings.notSent : this.strings.willNotBeSent;
    this.#element.setAttribute('aria-label', sentence);
    if (this.#element.textContent !== sentence) {
      this.#element.replaceChildren(element('span', {}, sentence));
    }
    if (place.previousElementSibling !== this.#element) {
      place.before(this.#element);
    }
  }
}

/** Of the newest answer that says so. */
function lastFirstSentId(path: readonly Message[]): string | undefined {
  const answer = path.findLast((message) => message.role === 'assistant' && message.firstSentId !== undefined);
  return answer?.role === 'assistant' ? answer.firstSentId : undefined;
}
