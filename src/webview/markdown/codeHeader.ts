/**
 * The line above a code block: what it is, and small buttons for what can be done with it. A button shows a drawing where there is
 * one for it, and its name as tooltip and to screen readers. What it does is the caller's.
 */
import { element } from '../view/dom';
import type { CodeBlockAction } from './codeBlock';
import { codeIcon, setIcon } from './codeIcons';

/** How long a button says that its action is done, in milliseconds. */
const doneTime = 2000;

export class CodeHeader {
  readonly element: HTMLElement;
  #copy: HTMLElement | undefined;
  readonly #actions = element('div', { class: 'code-actions' });

  constructor(title: string) {
    this.element = element(
      'div',
      { class: 'code-header' },
      element('span', { class: 'code-title', title }, title),
      this.#actions,
    );
  }

  addAction(action: CodeBlockAction, code: () => string): void {
    const button = codeButton(action.id, action.label);
    let reset: ReturnType<typeof setTimeout> | undefined;
    button.addEventListener('click', () => {
      action.run(code());
      if (action.doneLabel === undefined) return;
      setLabel(button, 'done', action.doneLabel);
      clearTimeout(reset);
      reset = setTimeout(() => {
        setLabel(button, action.id, action.label);
      }, doneTime);
    });
    // Copying is always in sight: at the end, it has the same place in every block.
    if (this.#copy === undefined) this.#actions.append(button);
    else this.#copy.before(button);
    if (action.id === 'copy') this.#copy = button;
  }

  /** A button that is pressed or not, before the actions. */
  addToggle(id: string, name: string, onToggle: (isPressed: boolean) => void): HTMLButtonElement {
    const button = codeButton(id, name);
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      const isPressed = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(isPressed));
      onToggle(isPressed);
    });
    this.#actions.prepend(button);
    return button;
  }
}

function codeButton(id: string, name: string): HTMLButtonElement {
  const drawing = codeIcon(id);
  const button = element('button', { type: 'button', class: 'code-action', 'data-action': id });
  if (drawing !== undefined) button.append(drawing);
  setLabel(button, id, name);
  return button;
}

function setLabel(button: HTMLButtonElement, icon: string, name: string): void {
  const drawing = button.querySelector('path');
  if (drawing === null) {
    button.textContent = name;
    return;
  }
  setIcon(drawing, icon);
  button.setAttribute('aria-label', name);
  button.title = name;
}
