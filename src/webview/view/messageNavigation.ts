/**
 * Steps from message to message with Alt+Up and Alt+Down. VS Code binds these keys in editors, lists and terminals only, so that
 * in a webview they are free. Reaching a message is told by its focus alone.
 */

export class MessageNavigation {
  /** What had the focus before the messages: there one gets back after the newest. */
  #origin: HTMLElement | undefined;

  /**
   * Listens for the life of `keys`.
   *
   * @param keys where the keys work
   * @param messages holds the articles, and scrolls
   */
  constructor(
    keys: HTMLElement,
    private readonly messages: HTMLElement,
  ) {
    keys.addEventListener('keydown', (event) => {
      const isStep = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      const isDown = event.key === 'ArrowDown';
      if (
        !isStep ||
        event.isComposing ||
        event.defaultPrevented ||
        !(isDown || event.key === 'ArrowUp') ||
        isForControl(event)
      ) {
        return;
      }
      if (this.#step(isDown)) {
        event.preventDefault();
      }
    });
  }

  #step(isDown: boolean): boolean {
    const articles = [...this.messages.querySelectorAll<HTMLElement>('article')];
    const focused = document.activeElement;
    const index = articles.findIndex((article) => article.contains(focused));
    if (index < 0) {
      return this.#enter(articles, isDown, focused);
    }
    const target = articles[index + (isDown ? 1 : -1)];
    if (target !== undefined) {
      revealMessage(target);
      return true;
    }
    if (isDown && this.#origin?.isConnected === true) {
      this.#origin.focus();
      return true;
    }
    return false;
  }

  /** From the transcript itself to what is in sight; from outside it upwards only, to the newest message. */
  #enter(articles: readonly HTMLElement[], isDown: boolean, focused: Element | null): boolean {
    const isInside = this.messages.contains(focused);
    if (isDown && !isInside) {
      return false;
    }
    if (!isInside && focused instanceof HTMLElement) {
      this.#origin = focused;
    }
    const edges = this.messages.getBoundingClientRect();
    const inSight = isDown
      ? articles.find((article) => article.getBoundingClientRect().bottom > edges.top + 1)
      : articles.findLast((article) => article.getBoundingClientRect().top < edges.bottom - 1);
    const target = (isInside ? inSight : undefined) ?? articles.at(-1);
    if (target !== undefined) {
      revealMessage(target);
    }
    return target !== undefined;
  }
}

/** A picker opens with these keys; on a Mac they move by paragraphs in a text. */
function isForControl({ target }: KeyboardEvent): boolean {
  const isMac = navigator.userAgent.includes('Mac');
  return target instanceof HTMLSelectElement || (isMac && target instanceof HTMLTextAreaElement && target.value !== '');
}

/** Puts the focus on a message and brings it into view; one that is taller than the view begins at its upper edge. */
function revealMessage(message: HTMLElement): void {
  message.focus({ preventScroll: true });
  const room = message.closest('[role=log]')?.clientHeight ?? 0;
  message.scrollIntoView({ block: message.offsetHeight > room ? 'start' : 'nearest' });
}
