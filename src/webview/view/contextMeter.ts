/** How much the next question would send, under the input; a click shows what. Quiet as long as all of it fits. */
import type { ContextMeter as Meter } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { element, format } from './dom';
import { icon } from './icons';
import type { NumberFormats } from './numberFormats';

interface Deps {
  readonly strings: UiStrings;
  readonly numbers: NumberFormats;
  readonly showPreview: () => void;
  readonly announce: (sentence: string) => void;
}

export class ContextMeter {
  readonly element = element('div', { class: 'meter' });
  readonly #count: HTMLButtonElement;
  readonly #sentence = element('p', { class: 'meter-sentence' });
  #state: Meter['state'] = 'fits';

  constructor(private readonly deps: Deps) {
    this.#count = element('button', { type: 'button', class: 'meter-count', title: deps.strings.meterName });
    this.#count.addEventListener('click', deps.showPreview);
    this.element.append(this.#sentence, this.#count);
    this.element.hidden = true;
  }

  /** Until the next figures come. */
  clear(): void {
    this.element.hidden = true;
    this.#state = 'fits';
  }

  show(meter: Meter): void {
    const { strings, numbers } = this.deps;
    const text = format(strings.meter, numbers.short(meter.tokens), numbers.short(meter.limit));
    this.#count.textContent = text;
    this.#count.setAttribute('aria-label', `${strings.meterName}: ${text}`);
    const sentence = meter.state === 'fits' ? undefined : meter.sentence;
    this.#sentence.hidden = sentence === undefined;
    this.#sentence.replaceChildren(icon(meter.state === 'full' ? 'warning' : 'info'), sentence ?? '');
    this.element.classList.toggle('full', meter.state === 'full');
    this.element.hidden = false;
    if (meter.state !== this.#state && sentence !== undefined) {
      this.deps.announce(sentence);
    }
    this.#state = meter.state;
  }
}
