/** Shows only the first lines of a long code block, and the rest when asked. Whether the code is complete is the caller's knowledge. */
import { element, format } from '../view/dom';

export interface CodeFoldStrings {
  /** `{0}` stands for the number of lines. */
  readonly showAllLines: string;
  readonly showLess: string;
}

/** A block of at most so many lines is shown whole. The style decides how many are left of a longer one. */
const longestWhole = 25;

export class CodeFold {
  readonly #block: HTMLElement;
  readonly #frame: HTMLElement;
  readonly #strings: CodeFoldStrings;
  #button: HTMLButtonElement | undefined;

  /** @param block gets the class `is-folded`, and a button after its last child; @param frame holds the lines */
  constructor(block: HTMLElement, frame: HTMLElement, strings: CodeFoldStrings) {
    this.#block = block;
    this.#frame = frame;
    this.#strings = strings;
  }

  /** The code is complete: folds it where it is long, unless the reader is in it. */
  fold(lineCount: number): void {
    if (this.#button !== undefined || lineCount <= longestWhole || isReaderIn(this.#frame)) return;
    const button = element('button', { type: 'button', class: 'code-fold' });
    button.addEventListener('click', () => {
      this.#show(button, this.#block.classList.contains('is-folded'), lineCount);
      this.#block.scrollIntoView({ block: 'nearest' });
    });
    this.#button = button;
    this.#show(button, false, lineCount);
    this.#block.append(button);
  }

  /** The code goes on, or is another one. */
  unfold(): void {
    this.#block.classList.remove('is-folded');
    this.#button?.remove();
    this.#button = undefined;
  }

  #show(button: HTMLButtonElement, isWhole: boolean, lineCount: number): void {
    this.#block.classList.toggle('is-folded', !isWhole);
    button.setAttribute('aria-expanded', String(isWhole));
    button.textContent = isWhole ? this.#strings.showLess : format(this.#strings.showAllLines, String(lineCount));
    if (!isWhole) this.#frame.scrollTop = 0;
  }
}

function isReaderIn(frame: HTMLElement): boolean {
  const { activeElement } = frame.ownerDocument;
  const selection = frame.ownerDocument.getSelection();
  if (selection === null || selection.isCollapsed) return frame.contains(activeElement);
  return [selection.anchorNode, selection.focusNode].some((end) => frame.contains(end)) || selection.containsNode(frame);
}
