/**
 * The references to footnotes, the ways back from the notes, and where they lead. Nothing here has an id or an address: a reference
 * is found by its number within its own answer, so that two answers cannot be mixed up.
 */
import { element, format } from '../view/dom';

/** `{0}` stands for the number. */
export interface FootnoteStrings {
  readonly footnotes: string;
  readonly footnote: string;
  readonly footnoteBack: string;
}

/** A reference in the text. */
export function noteReference(strings: FootnoteStrings, number: number): HTMLElement {
  return element('sup', {}, noteLink(strings.footnote, number, String(number), { 'data-note': String(number) }));
}

/** In a note, back to one of its references. @param use which of them, counted from 0 */
export function wayBack(strings: FootnoteStrings, number: number, use: number): HTMLElement {
  return noteLink(strings.footnoteBack, number, '↩', { 'data-note-back': String(number), 'data-note-use': String(use) });
}

/** Lets references in `container` lead to their notes and back: scrolls there and moves the focus. For the container's life. */
export function followNotes(container: HTMLElement): void {
  const follow = (event: Event): void => {
    const link = (event.target as Element | null)?.closest<HTMLElement>('[data-note], [data-note-back]');
    if (link === null || link === undefined) return;
    const { note, noteBack, noteUse } = link.dataset;
    const target =
      note === undefined
        ? container.querySelectorAll<HTMLElement>(`[data-note="${noteBack ?? ''}"]`)[Number(noteUse)]
        : container.querySelector<HTMLElement>(`[data-note-item="${note}"]`);
    if (target === null || target === undefined) return;
    event.preventDefault();
    target.scrollIntoView({ block: 'nearest' });
    target.focus({ preventScroll: true });
  };
  container.addEventListener('click', follow);
  container.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') follow(event);
  });
}

/** No address: the page is never left, and a click is ours alone. */
function noteLink(name: string, number: number, text: string, marks: Record<string, string>): HTMLElement {
  const label = format(name, String(number));
  return element('span', { class: 'md-note-link', role: 'link', 'aria-label': label, tabindex: '0', ...marks }, text);
}
