/** Calls for an update of something that grows, at once and then no faster than it can be drawn. */
import { commentInterval } from '../../core/explain/commentPace';

export class PacedUpdate {
  #timer: NodeJS.Timeout | undefined;
  #isDue = false;
  #isDisposed = false;

  /** @param update draws it, and returns how many characters that were */
  constructor(private readonly update: () => number) {}

  /** Now, or as soon as the last update was long enough ago; several requests until then are one. */
  request(): void {
    if (this.#timer === undefined) {
      this.now();
    } else {
      this.#isDue = true;
    }
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#isDue = false;
    if (this.#isDisposed) {
      return;
    }
    const length = this.update();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isDue) {
        this.now();
      }
    }, commentInterval(length));
  }

  /** Nothing is drawn afterwards. */
  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }
}
