/** Hands the reader's place on, once the reader has rested there for a moment. */
import type { ScrollPosition } from '../../core/protocol';

/** Milliseconds. */
const restTime = 300;

export class ScrollMemory {
  #saved: ScrollPosition | undefined;
  #timer: number | undefined;

  /** @param position where the reader is now; undefined: at the end */
  constructor(
    private readonly position: () => ScrollPosition | undefined,
    private readonly save: (position: ScrollPosition | undefined) => void,
  ) {}

  /** The reader may have moved. */
  touch(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const position = this.position();
      if (position?.messageId !== this.#saved?.messageId || position?.offset !== this.#saved?.offset) {
        this.#saved = position;
        this.save(position);
      }
    }, restTime);
  }

  /** Another conversation, whose place is known. */
  reset(saved: ScrollPosition | undefined): void {
    this.#saved = saved;
  }

  dispose(): void {
    window.clearTimeout(this.#timer);
  }
}
