/** Up and Down in the input: brings back earlier inputs, and keeps the draft and every change that is made on the way. */
import { InputHistory } from './inputHistory';

/** How many drafts that made room for another are kept. */
const maxAside = 5;

export class InputRecall {
  readonly #history = new InputHistory();
  #aside: readonly string[] = [];
  #inputs: readonly string[] = [];
  /** Where the cursor was put in the text that was brought back: in a single line both keys go on from there at once. */
  #cursor = 0;

  /** @param onShown told after another text has been put into the input */
  constructor(
    private readonly input: HTMLTextAreaElement,
    private readonly onShown: () => void,
  ) {}

  /** Begins anew; what was set aside is found before the earlier inputs. Both newest first. */
  show(inputs: readonly string[], aside: readonly string[]): void {
    this.#inputs = inputs;
    this.#aside = aside;
    this.#history.show([...aside, ...inputs]);
  }

  /** Adds inputs that are older than those that are there. */
  extend(inputs: readonly string[]): void {
    this.#inputs = [...this.#inputs, ...inputs];
    this.#history.extend(inputs);
  }

  /** The draft to keep while the page is gone, and what made room for it. */
  toKeep(): { readonly draft: string; readonly aside: readonly string[] } {
    const { value } = this.input;
    if (!this.#history.isRecalling) {
      return { draft: value, aside: this.#aside };
    }
    const { draft } = this.#history;
    return this.#history.isEdited(value)
      ? { draft: value, aside: withFirst(draft, this.#aside) }
      : { draft, aside: this.#aside };
  }

  /** Another draft comes from outside: what is in the input becomes the first of the earlier inputs. Returns what is aside then. */
  setAside(newDraft: string): readonly string[] {
    const { draft, aside } = this.toKeep();
    this.show(this.#inputs, draft === newDraft ? aside : withFirst(draft, aside));
    return this.#aside;
  }

  /** Returns what belongs into the input after `text` was sent: the draft, where another text was sent. */
  sent(text: string): string {
    this.#aside = this.#aside.filter((other) => other !== text);
    this.#inputs = [text, ...this.#inputs];
    return this.#history.sent(text);
  }

  /** Back to the draft. Whether an earlier input was shown. */
  leave(): boolean {
    const { isRecalling } = this.#history;
    if (isRecalling) {
      this.#show(this.#history.leave(this.input.value), 'end');
    }
    return isRecalling;
  }

  /**
   * Whether the key has been dealt with. Where the cursor could move within the text, it does; that it could not shows only after
   * the browser has tried, since a long line is shown as several.
   */
  takeArrow(key: 'ArrowUp' | 'ArrowDown'): boolean {
    const { value, selectionStart, selectionEnd } = this.input;
    const isUp = key === 'ArrowUp';
    const isWhereItWasPut = selectionStart === this.#cursor && selectionEnd === this.#cursor;
    if (this.#history.isRecalling && isWhereItWasPut && !value.includes('\n')) {
      this.#move(isUp);
      return true;
    }
    const rest = isUp ? value.slice(0, selectionStart) : value.slice(selectionEnd);
    if (selectionStart !== selectionEnd || rest.includes('\n') || (!isUp && !this.#history.isRecalling)) {
      return false;
    }
    if (rest === '') {
      this.#move(isUp);
      return true;
    }
    setTimeout(() => {
      if (this.input.value === value && this.input.selectionStart === selectionStart) {
        this.#move(isUp);
      }
    });
    return false;
  }

  #move(isUp: boolean): void {
    const { value } = this.input;
    const text = isUp ? this.#history.older(value) : this.#history.newer(value);
    if (text !== undefined) {
      this.#show(text, isUp ? 'start' : 'end');
    }
  }

  #show(text: string, cursor: 'start' | 'end'): void {
    this.input.value = text;
    this.#cursor = cursor === 'start' ? 0 : text.length;
    this.input.setSelectionRange(this.#cursor, this.#cursor);
    this.onShown();
  }
}

function withFirst(text: string, texts: readonly string[]): readonly string[] {
  return text.trim() === '' ? texts : [text, ...texts.filter((other) => other !== text)].slice(0, maxAside);
}
