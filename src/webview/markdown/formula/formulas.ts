/**
 * Formulas on the page: elements that show their source until the formula can be drawn, and then the formula. The library that
 * draws is loaded with the first formula. Which text is a formula is mathRules' business.
 */
import { element } from '../../view/dom';

export type RenderFormula = (source: string, isDisplay: boolean) => Node;

/** Names and sentences for the reader. */
export interface FormulaStrings {
  readonly formula: string;
  readonly formulaInvalid: string;
}

interface Waiting {
  readonly element: HTMLElement;
  readonly source: string;
  readonly written: string;
  readonly isDisplay: boolean;
}

const longestFormula = 3000;
/** Drawn formulas that are kept for their next appearance, which an open paragraph has with each word that arrives. */
const mostKept = 500;

export class Formulas {
  readonly #strings: FormulaStrings;
  readonly #load: () => Promise<RenderFormula>;
  readonly #drawn = new Map<string, Node>();
  #render: RenderFormula | 'loading' | 'failed' | undefined;
  #waiting: Waiting[] = [];

  constructor(strings: FormulaStrings, load: () => Promise<RenderFormula> = loadRenderer) {
    this.#strings = strings;
    this.#load = load;
  }

  /** An element within a text, for {@link fill}. A display formula stands on a line of its own there too. */
  element(source: string, written: string, isDisplay: boolean): HTMLElement {
    const made = isDisplay ? this.frame('span') : element('span', { class: 'md-formula' });
    this.fill(made, source, written, isDisplay);
    return made;
  }

  /** An empty element for a display formula. Wide ones scroll: also for those who have no mouse. */
  frame(tag: 'span' | 'div'): HTMLElement {
    const { formula } = this.#strings;
    return element(tag, { class: 'md-formula md-formula-display', tabindex: '0', role: 'group', 'aria-label': formula });
  }

  /** Makes `place` show the formula as soon as that is possible, and until then `written`, the source with its marks. */
  fill(place: HTMLElement, source: string, written: string, isDisplay: boolean): void {
    const waiting: Waiting = { element: place, source, written, isDisplay };
    if (source.length > longestFormula || this.#render === 'failed') {
      this.#showSource(waiting);
    } else if (typeof this.#render === 'function') {
      this.#draw(this.#render, waiting);
    } else {
      place.textContent = written;
      this.#waiting.push(waiting);
      if (this.#render === undefined) void this.#start();
    }
  }

  async #start(): Promise<void> {
    this.#render = 'loading';
    try {
      this.#render = await this.#load();
    } catch {
      // The source is readable too.
      this.#render = 'failed';
    }
    const render = this.#render;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) {
      // The element may have been given another text meanwhile.
      if (one.element.textContent !== one.written) continue;
      if (typeof render === 'function') this.#draw(render, one);
      else this.#showSource(one);
    }
  }

  #draw(render: RenderFormula, waiting: Waiting): void {
    const key = `${String(waiting.isDisplay)} ${waiting.source}`;
    let drawn = this.#drawn.get(key);
    if (drawn === undefined) {
      try {
        drawn = render(waiting.source, waiting.isDisplay);
      } catch {
        this.#showSource(waiting);
        return;
      }
      if (this.#drawn.size >= mostKept) this.#drawn.clear();
      this.#drawn.set(key, drawn);
    }
    waiting.element.replaceChildren(drawn.cloneNode(true));
  }

  #showSource({ element: place, written }: Waiting): void {
    place.replaceChildren(element('code', { title: this.#strings.formulaInvalid }, written));
  }
}

async function loadRenderer(): Promise<RenderFormula> {
  const { renderFormula, loadStyles } = await import('./renderFormula');
  await loadStyles();
  return renderFormula;
}
