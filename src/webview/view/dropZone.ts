/** Lets files be dropped anywhere on the page, and shows that they can be. VS Code lets its own drags through while Shift is held. */
import { element } from './dom';
import { mayHoldAttachments, readTransfer, type TransferData } from './transferData';

export class DropZone {
  /** The hint that covers the page during a drag. */
  readonly element: HTMLElement;
  /** A link or text of the page itself is dragged: that is nothing to attach. */
  #isOwnDrag = false;

  /** Listens to the whole page, for its life. */
  constructor(
    hint: string,
    private readonly take: (data: TransferData) => void,
  ) {
    this.element = element(
      'div',
      { class: 'drop-hint', 'aria-hidden': 'true' },
      element('div', { class: 'drop-hint-text' }, hint),
    );
    this.element.hidden = true;
    document.addEventListener('dragstart', () => {
      this.#isOwnDrag = true;
    });
    document.addEventListener('dragend', () => {
      this.#isOwnDrag = false;
    });
    document.addEventListener('dragenter', this.#onDrag);
    document.addEventListener('dragover', this.#onDrag);
    document.addEventListener('dragleave', (event) => {
      // Between two elements of the page there is always a next one.
      if (event.relatedTarget === null) {
        this.element.hidden = true;
      }
    });
    document.addEventListener('drop', this.#onDrop);
  }

  readonly #onDrag = (event: DragEvent): void => {
    const { dataTransfer } = event;
    if (dataTransfer !== null && this.#isForUs(dataTransfer)) {
      event.preventDefault();
      dataTransfer.dropEffect = 'copy';
      this.element.hidden = false;
    }
  };

  readonly #onDrop = (event: DragEvent): void => {
    this.element.hidden = true;
    const { dataTransfer } = event;
    if (dataTransfer !== null && this.#isForUs(dataTransfer)) {
      event.preventDefault();
      this.take(readTransfer(dataTransfer));
    }
    this.#isOwnDrag = false;
  };

  #isForUs(transfer: DataTransfer): boolean {
    return !this.#isOwnDrag && mayHoldAttachments(transfer);
  }
}
