/**
 * Keeps a scrolling element at its end while the reader is there, and leaves it alone once the reader has scrolled up. Growing
 * content never moves the scroll position up, so an upward move is always the reader's.
 */

/** Pixels from the end that still count as being there. */
const tolerance = 16;

export class FollowScroll {
  #isFollowing = true;
  #lastTop = 0;
  #isScheduled = false;
  readonly #observer: ResizeObserver;

  /** @param onChange told when following starts or ends */
  constructor(
    private readonly scroller: HTMLElement,
    content: HTMLElement,
    private readonly onChange: (isFollowing: boolean) => void,
  ) {
    scroller.addEventListener('scroll', this.#onScroll, { passive: true });
    this.#observer = new ResizeObserver(() => {
      this.#schedule();
    });
    this.#observer.observe(content);
    this.#observer.observe(scroller);
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.#set(true);
    this.#schedule();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.scroller.removeEventListener('scroll', this.#onScroll);
  }

  readonly #onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const isAtEnd = scrollHeight - scrollTop - clientHeight <= tolerance;
    if (isAtEnd) {
      this.#set(true);
    } else if (scrollTop < this.#lastTop) {
      this.#set(false);
    }
    this.#lastTop = scrollTop;
  };

  #schedule(): void {
    if (!this.#isFollowing || this.#isScheduled) {
      return;
    }
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      if (this.#isFollowing) {
        this.scroller.scrollTop = this.scroller.scrollHeight;
        this.#lastTop = this.scroller.scrollTop;
      }
    });
  }

  #set(isFollowing: boolean): void {
    if (this.#isFollowing !== isFollowing) {
      this.#isFollowing = isFollowing;
      this.onChange(isFollowing);
    }
  }
}
