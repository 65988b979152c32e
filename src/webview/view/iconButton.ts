/** Small buttons that show a drawing instead of their name. */
import { element } from './dom';
import { icon, type IconName } from './icons';

/** How long a button shows that its action is done, in milliseconds. */
const doneTime = 2000;

/** @param label its name, and its tooltip */
export function iconButton(name: IconName, label: string, run: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label }, icon(name));
  made.addEventListener('click', run);
  return made;
}

/** @param copy is expected to tell screen readers; the drawing changes for a moment */
export function copyButton(label: string, copy: () => void): HTMLButtonElement {
  let reset: number | undefined;
  const made = iconButton('copy', label, () => {
    copy();
    made.replaceChildren(icon('done'));
    window.clearTimeout(reset);
    reset = window.setTimeout(() => {
      made.replaceChildren(icon('copy'));
    }, doneTime);
  });
  return made;
}
