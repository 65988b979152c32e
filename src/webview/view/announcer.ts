/** Tells screen readers what happened, one sentence per event: the only live region beside those of single parts. */
import { element } from './dom';

/** Sentences of this many milliseconds are read together: a later one would cut off an earlier one. */
const gatheringTime = 50;

export class Announcer {
  readonly element = element('div', { class: 'visually-hidden', role: 'status' });
  #sentences: string[] = [];

  say(sentence: string): void {
    this.#sentences.push(sentence);
    if (this.#sentences.length === 1) {
      setTimeout(() => {
        // A new element each time: the same sentence twice is to be read twice.
        this.element.replaceChildren(element('p', {}, this.#sentences.join(' ')));
        this.#sentences = [];
      }, gatheringTime);
    }
  }
}
