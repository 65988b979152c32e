/** A sign of life from the first moment of waiting; the seconds, once it takes some. */
import type { UiStrings } from '../../core/uiStrings';
import { element, format } from './dom';

const secondsShownFrom = 3;

export class WaitingView {
  readonly element: HTMLElement;
  readonly #clock: number;

  constructor(strings: UiStrings) {
    const text = element('span', {}, strings.waiting);
    this.element = element('div', { class: 'waiting' }, element('span', { class: 'pulse', 'aria-hidden': 'true' }), text);
    const since = Date.now();
    this.#clock = window.setInterval(() => {
      const seconds = Math.round((Date.now() - since) / 1000);
      if (seconds >= secondsShownFrom) {
        text.textContent = format(strings.waitingLong, String(seconds));
      }
    }, 1000);
  }

  dispose(): void {
    window.clearInterval(this.#clock);
  }
}
