/** A formula in a code fence of the language `math`: its source while it arrives, the formula when the fence is closed. */
import type { CodeBlockView } from '../codeBlockView';
import type { Formulas } from './formulas';

export class FormulaFence implements CodeBlockView {
  readonly element: HTMLElement;
  readonly #formulas: Formulas;
  #text = '';
  #isClosed = false;

  constructor(formulas: Formulas) {
    this.#formulas = formulas;
    this.element = formulas.frame('div');
  }

  append(text: string): void {
    this.setText(this.#text + text);
  }

  setText(text: string): void {
    this.#text = text;
    this.#isClosed = false;
    this.element.textContent = text;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#text.trim() !== '') this.#formulas.fill(this.element, this.#text, this.#text, true);
  }

  dispose(): void {
    // It holds nothing but its element.
  }
}
