/**
 * Buttons that have to wait while an answer is coming: they stay reachable, look disabled, and say why when they are pressed.
 * A really disabled button would lose the focus that is on it.
 */

const gatedClass = 'gated';

export class AnsweringGate {
  #isClosed = false;

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

  /** Runs `action`, or says why not. */
  run(action: () => void): void {
    if (this.#isClosed) {
      this.announce(this.sentence);
    } else {
      action();
    }
  }

  /** Shows on the button whether it has to wait; what it does has to go through {@link run}. */
  guard(button: HTMLButtonElement): HTMLButtonElement {
    button.classList.add(gatedClass);
    this.#mark(button);
    return button;
  }

  #mark(button: HTMLButtonElement): void {
    if (this.#isClosed) {
      button.setAttribute('aria-disabled', 'true');
      button.title = this.sentence;
    } else {
      button.removeAttribute('aria-disabled');
      button.title = button.getAttribute('aria-label') ?? '';
    }
  }
}
