/** What the model thought before it answered: folded, plain text, with the time it took once that is known. */
import type { UiStrings } from '../../core/uiStrings';
import { element, format } from './dom';
import type { NumberFormats } from './numberFormats';

interface Deps {
  readonly strings: UiStrings;
  readonly numbers: NumberFormats;
}

export class ReasoningView {
  readonly element: HTMLElement;
  readonly #summary: HTMLElement;
  readonly #text = element('div', { class: 'reasoning-text' });
  #length = 0;
  /** The last line. A block for each: a long text in one would be laid out anew with each piece. */
  #line: Text | undefined;

  constructor(private readonly deps: Deps) {
    this.#summary = element('summary', {}, deps.strings.reasoning);
    this.element = element('details', { class: 'reasoning' }, this.#summary, this.#text);
    this.element.hidden = true;
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.#length;
  }

  get text(): string {
    return this.#text.textContent;
  }

  append(text: string): void {
    this.#length += text.length;
    this.element.hidden = this.#length === 0;
    for (const piece of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
      if (this.#line === undefined) {
        this.#line = document.createTextNode('');
        this.#text.append(element('div', {}, this.#line));
      }
      this.#line.appendData(piece);
      if (piece.endsWith('\n')) {
        this.#line = undefined;
      }
    }
  }

  setText(text: string): void {
    this.#text.replaceChildren();
    this.#line = undefined;
    this.#length = 0;
    this.append(text);
  }

  /** @param reasoningMs undefined while it goes on */
  showTime(reasoningMs: number | undefined): void {
    const { strings, numbers } = this.deps;
    this.#summary.textContent =
      reasoningMs === undefined ? strings.reasoning : format(strings.reasonedFor, numbers.seconds(reasoningMs));
  }
}
