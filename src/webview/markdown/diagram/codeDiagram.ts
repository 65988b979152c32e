/**
 * Shows the picture of a diagram in its code block, with a button for the source, or a sentence where there is no picture. Loaded
 * with the first diagram.
 */
import type { CodeHeader } from '../codeHeader';
import { DiagramView, type DiagramStrings, type DrawDiagram } from './diagramView';

export interface CodeDiagramStrings extends DiagramStrings {
  readonly showSource: string;
  readonly diagramInvalid: string;
  readonly diagramTooLarge: string;
}

export interface CodeDiagramParts {
  readonly block: HTMLElement;
  readonly header: CodeHeader;
  readonly strings: CodeDiagramStrings;
}

export class CodeDiagram {
  readonly #parts: CodeDiagramParts;
  readonly #view: DiagramView;
  readonly #sentence = document.createElement('p');
  readonly #toggle: HTMLButtonElement;

  constructor(parts: CodeDiagramParts, load?: () => Promise<DrawDiagram>) {
    const { block, header, strings } = parts;
    this.#parts = parts;
    this.#sentence.className = 'code-sentence';
    this.#toggle = header.addToggle('source', strings.showSource, (isSource) => {
      block.classList.toggle('shows-diagram', !isSource);
    });
    this.#toggle.hidden = true;
    this.#view = new DiagramView(
      strings,
      (result) => {
        this.#showResult(result);
      },
      load,
    );
  }

  /** Draws the text, sooner or later. */
  show(text: string): void {
    this.#view.show(text, this.#parts.block);
  }

  /** The source alone, as before it was complete. */
  hide(): void {
    this.#view.dispose();
    this.#view.element.remove();
    this.#sentence.remove();
    this.#toggle.hidden = true;
    this.#parts.block.classList.remove('shows-diagram');
  }

  #showResult(result: 'drawn' | 'invalid' | 'tooLarge'): void {
    const { block, header, strings } = this.#parts;
    if (result === 'drawn') {
      this.#sentence.remove();
      header.element.after(this.#view.element);
      this.#toggle.hidden = false;
      block.classList.toggle('shows-diagram', this.#toggle.getAttribute('aria-pressed') === 'false');
    } else {
      this.hide();
      this.#sentence.textContent = result === 'tooLarge' ? strings.diagramTooLarge : strings.diagramInvalid;
      header.element.after(this.#sentence);
    }
  }
}
