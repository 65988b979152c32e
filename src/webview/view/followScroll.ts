/**
 * Where a scrolling element stands while its content changes: at its end as long as the reader is there; at a held place until
 * the reader scrolls; else where the browser's scroll anchoring keeps it.
 */

/** Pixels from the end that still count as being there. */
const tolerance = 16;
/** While one of these happens, it is the reader who scrolls. */
const readerEvents = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
/** In milliseconds: how long a scroll may come after one of them, also where it is drawn out to look smooth. */
const readerPause = 500;

interface Listeners {
  /** Following the end begins or ends. */
  readonly followed: (isFollowing: boolean) => void;
  /** The place has changed, or may have. */
  readonly moved: () => void;
}

export class FollowScroll {
  #isFollowing = true;
  #held: { readonly element: HTMLElement; readonly offset: number } | undefined;
  #lastTop = 0;
  #lastHeight = 0;
  #readerAt = -Infinity;
  readonly #observer: ResizeObserver;

  constructor(
    private readonly scroller: HTMLElement,
    content: HTMLElement,
    private readonly listeners: Listeners,
  ) {
    scroller.addEventListener('scroll', this.#onScroll, { passive: true });
    for (const type of readerEvents) {
      scroller.addEventListener(type, this.#release, { passive: true });
    }
    scroller.classList.add('following');
    this.#observer = new ResizeObserver(this.#settle);
    this.#observer.observe(content);
    this.#observer.observe(scroller);
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  get isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight <= tolerance;
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.#held = undefined;
    this.#set(true);
    this.#settle();
  }

  /** Keeps `element` so that `offset` pixels of it are above the upper edge, however things grow, until the reader scrolls. */
  hold(element: HTMLElement, offset: number): void {
    this.#held = { element, offset };
    this.#set(false);
    this.#settle();
    this.listeners.moved();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.scroller.removeEventListener('scroll', this.#onScroll);
    for (const type of readerEvents) {
      this.scroller.removeEventListener(type, this.#release);
    }
  }

  readonly #onScroll = (): void => {
    const { scrollTop, scrollHeight } = this.scroller;
    // A move without a change of the content, and not made here: the reader's, or that of a search in the page. Where the content
    // has changed as well, the browser may have moved it, since less content has an earlier end.
    const isMove = scrollHeight === this.#lastHeight && Math.abs(scrollTop - this.#lastTop) > 1;
    const isReader = isMove || performance.now() - this.#readerAt < readerPause;
    if (this.#held !== undefined && isMove) {
      this.#held = undefined;
    }
    if (this.#held === undefined) {
      if (this.isAtEnd) {
        this.#set(true);
      } else if (isReader && scrollTop < this.#lastTop) {
        this.#set(false);
      }
    }
    this.#note();
    this.listeners.moved();
  };

  readonly #release = (): void => {
    this.#readerAt = performance.now();
    this.#held = undefined;
  };

  /** After layout and before paint, where it comes from the observer: nobody sees the content out of place. */
  readonly #settle = (): void => {
    const { scroller } = this;
    if (this.#isFollowing) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (this.#held?.element.isConnected === true) {
      const { element, offset } = this.#held;
      const above = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top;
      scroller.scrollTop += offset - above;
    }
    this.#note();
  };

  #note(): void {
    this.#lastTop = this.scroller.scrollTop;
    this.#lastHeight = this.scroller.scrollHeight;
  }

  #set(isFollowing: boolean): void {
    if (this.#isFollowing !== isFollowing) {
      this.#isFollowing = isFollowing;
      // The browser's own anchoring would work against following.
      this.scroller.classList.toggle('following', isFollowing);
      this.listeners.followed(isFollowing);
    }
  }
}
