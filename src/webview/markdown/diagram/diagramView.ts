/**
 * The picture of a diagram in place of its source: drawn when it comes near the reader's sight, and again in another colour theme.
 * The library that draws is loaded with the first one. Where source and picture are shown is the code block's business.
 */
import { format } from '../../view/dom';
import type { Drawing } from './drawDiagram';

export type DrawDiagram = (text: string) => Promise<Drawing | 'tooLarge'>;

export interface DiagramStrings {
  readonly diagram: string;
  /** `{0}` stands for the diagram's title. */
  readonly diagramNamed: string;
}

/** A diagram that takes longer is not waited for, in milliseconds. */
const longestWait = 20_000;
/** Of its own size: a wide diagram is made smaller until then, and scrolls from there on. */
const smallestScale = 0.6;

export class DiagramView {
  /** Empty until something is drawn. */
  readonly element = document.createElement('div');
  readonly #strings: DiagramStrings;
  readonly #onResult: (result: 'drawn' | 'invalid' | 'tooLarge') => void;
  readonly #load: () => Promise<DrawDiagram>;
  readonly #picture = document.createElement('div');
  readonly #root: ShadowRoot;
  #text = '';
  #drawing = 0;
  #sight: IntersectionObserver | undefined;
  #theme: MutationObserver | undefined;

  /** @param onResult told after each attempt to draw the text */
  constructor(
    strings: DiagramStrings,
    onResult: (result: 'drawn' | 'invalid' | 'tooLarge') => void,
    load: () => Promise<DrawDiagram> = async () => (await import('./drawDiagram')).drawDiagram,
  ) {
    this.#strings = strings;
    this.#onResult = onResult;
    this.#load = load;
    this.element.className = 'code-diagram';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'img');
    // Its own tree: the diagram's rules reach nothing outside of it, and its ids meet no others.
    this.#root = this.#picture.attachShadow({ mode: 'open' });
    this.element.append(this.#picture);
  }

  /** @param near what comes into sight before the picture is needed */
  show(text: string, near: Element): void {
    this.#text = text;
    if (typeof IntersectionObserver !== 'function') {
      void this.#draw();
      return;
    }
    this.#sight?.disconnect();
    this.#sight = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        this.#sight?.disconnect();
        void this.#draw();
      },
      { scrollMargin: '400px' },
    );
    this.#sight.observe(near);
  }

  /** What is being drawn is not wanted any more. */
  dispose(): void {
    this.#drawing += 1;
    this.#sight?.disconnect();
    this.#theme?.disconnect();
    this.#theme = undefined;
  }

  async #draw(): Promise<void> {
    this.#drawing += 1;
    const turn = this.#drawing;
    let result: Drawing | 'tooLarge' | 'invalid';
    try {
      const draw = await this.#load();
      result = await inTime(draw(this.#text));
    } catch {
      // No diagram, for whatever reason: the reader gets the source and a sentence.
      result = 'invalid';
    }
    if (turn !== this.#drawing) return;
    if (typeof result === 'object') this.#show(result);
    this.#onResult(typeof result === 'object' ? 'drawn' : result);
  }

  #show({ svg, styles, width, title }: Drawing): void {
    this.#root.adoptedStyleSheets = [styles];
    svg.removeAttribute('height');
    svg.setAttribute('width', '100%');
    // The frame says what it is.
    svg.setAttribute('aria-hidden', 'true');
    svg.style.cssText = 'display: block; height: auto; margin: 0 auto;';
    svg.style.maxWidth = `${String(width)}px`;
    svg.style.minWidth = `${String(Math.round(width * smallestScale))}px`;
    this.#root.replaceChildren(svg);
    const { diagram, diagramNamed } = this.#strings;
    this.element.setAttribute('aria-label', title === undefined ? diagram : format(diagramNamed, title));
    this.#watchTheme();
  }

  #watchTheme(): void {
    if (this.#theme !== undefined) return;
    this.#theme = new MutationObserver(() => {
      void this.#draw();
    });
    this.#theme.observe(document.body, { attributeFilter: ['data-vscode-theme-id', 'class'] });
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('Drawing takes too long.'));
    }, longestWait);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
