/**
 * Buttons that have to wait while an answer is coming: they stay reachable, look disabled, and say why when they are pressed.
 * A really disabled button would lose the focus that is on it.
 */

const gatedClass = 'gated';

export class AnsweringGate {
  #isClosed = false;
  /** Buttons that need not wait while this is so. */
  readonly #exempt = new WeakMap<HTMLButtonElement, () => boolean>();

  /** @param root holds all the buttons, now or later. @param sentence says why they wait */
  constructor(
    private readonly root: HTMLElement,
    private readonly sentence: string,
    private readonly announce: (sentence: string) => void,
  ) {}

  close(isClosed: boolean): void {
    if (this.#isClosed === isClosed) {
      return;
    }
    this.#isClosed = isClosed;
    for (const button of this.root.querySelectorAll<HTMLButtonElement>(`button.${gatedClass}`)) {
      this.#mark(button);
    }
  }

  /** Runs `action`, or says why not. @param isExempt whether it need not wait */
  run(action: () => void, isExempt = false): void {
    if (this.#isClosed && !isExempt) {
      this.announce(this.sentence);
    } else {
      action();
    }
  }

  /**
   * Shows on the button whether it has to wait; what it does has to go through {@link run}.
   * @param isExempt whether it need not; asked when an answer begins, and when all are over
   */
  guard(button: HTMLButtonElement, isExempt = (): boolean => false): HTMLButtonElement {
    button.classList.add(gatedClass);
    this.#exempt.set(button, isExempt);
    this.#mark(button);
    return button;
  }

  #mark(button: HTMLButtonElement): void {
    if (this.#isClosed && this.#exempt.get(button)?.() !== true) {
      button.setAttribute('aria-disabled', 'true');
      button.title = this.sentence;
    } else {
      button.removeAttribute('aria-disabled');
      button.title = button.getAttribute('aria-label') ?? '';
    }
  }
}
