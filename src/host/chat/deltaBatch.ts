/**
 * Gathers the pieces of an answer so that the page gets one message per interval instead of one per token. The first piece goes
 * out at once: nothing is faster to read than what is already there.
 */

/** Milliseconds: two frames. Shorter costs the page three times the work and shows nothing sooner. */
const interval = 33;

export class DeltaBatch {
  #text = '';
  #reasoning = '';
  #timer: NodeJS.Timeout | undefined;
  #hasText = false;

  constructor(private readonly emit: (text: string, reasoning: string) => void) {}

  /** Whether any text (not reasoning) was appended. */
  get hasText(): boolean {
    return this.#hasText;
  }

  append(text: string, reasoning: string): void {
    this.#text += text;
    this.#reasoning += reasoning;
    this.#hasText ||= text !== '';
    if (this.#timer === undefined) {
      this.#emitPending();
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        if (this.#text !== '' || this.#reasoning !== '') {
          this.append('', '');
        }
      }, interval);
    }
  }

  /** Emits what is pending now, and nothing later on its own. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#emitPending();
  }

  #emitPending(): void {
    const [text, reasoning] = [this.#text, this.#reasoning];
    this.#text = '';
    this.#reasoning = '';
    if (text !== '' || reasoning !== '') {
      this.emit(text, reasoning);
    }
  }
}
