/**
 * The line above a code block: what it is, and small buttons for what can be done with it. A button shows a drawing, and its name
 * as tooltip and to screen readers. What it does is the caller's.
 */
import { element } from '../view/dom';
import { icon, type IconName } from '../view/icons';

export interface CodeBlockAction {
  /** What it is called in the page's markup, and its drawing. */
  readonly id: IconName;
  readonly label: string;
  /** Shown for a moment once the action has been run. */
  readonly doneLabel?: string;
  /** Gets the code as it stands, without the line end after its last line. */
  readonly run: (code: string) => void;
}

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
    const [drawing, done] = [icon(action.id), icon('done')];
    let reset: ReturnType<typeof setTimeout> | undefined;
    button.addEventListener('click', () => {
      action.run(code());
      if (action.doneLabel === undefined) return;
      show(button, done, action.doneLabel);
      clearTimeout(reset);
      reset = setTimeout(() => {
        show(button, drawing, action.label);
      }, doneTime);
    });
    // Copying is always in sight: at the end, it has the same place in every block.
    if (this.#copy === undefined) this.#actions.append(button);
    else this.#copy.before(button);
    if (action.id === 'copy') this.#copy = button;
  }

  /** A button that is pressed or not, before the actions. */
  addToggle(id: IconName, name: string, onToggle: (isPressed: boolean) => void): HTMLButtonElement {
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

function codeButton(id: IconName, name: string): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'code-action', 'data-action': id });
  show(button, icon(id), name);
  return button;
}

function show(button: HTMLButtonElement, drawing: SVGSVGElement, name: string): void {
  button.replaceChildren(drawing);
  button.setAttribute('aria-label', name);
  button.title = name;
}
