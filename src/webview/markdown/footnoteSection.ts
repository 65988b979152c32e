/**
 * The notes at the end of an answer, the references to them, and the ways between. Nothing here has an id or an address: a
 * reference is found by its number within its own answer, so that two answers cannot be mixed up.
 */
import { element, format } from '../view/dom';
import type { BlockView, RenderState, ViewContext } from './blockView';
import { disposeView, showBlocks } from './blockView';
import type { Footnote } from './footnotes';

/** `{0}` stands for the number. */
export interface FootnoteStrings {
  readonly footnotes: string;
  readonly footnote: string;
  readonly footnoteBack: string;
}

interface NoteView {
  readonly item: HTMLElement;
  readonly body: HTMLElement;
  readonly back: HTMLElement;
  readonly views: BlockView[];
  /** What it shows, once that is final. */
  shown: Footnote | undefined;
}

/** A reference in the text. */
export function noteReference(strings: FootnoteStrings, number: number): HTMLElement {
  return element('sup', {}, noteLink(strings.footnote, number, String(number), { 'data-note': String(number) }));
}

export class FootnoteSection {
  readonly element: HTMLElement;
  readonly #context: ViewContext;
  readonly #list = element('ol');
  readonly #notes: NoteView[] = [];

  constructor(context: ViewContext) {
    this.#context = context;
    this.element = element('section', { class: 'md-notes', 'aria-label': context.strings.footnotes }, this.#list);
  }

  /** @param notes in the order of their numbers; those that are not known yet are left out */
  show(notes: readonly Footnote[], state: RenderState): void {
    const known = notes.filter(({ blocks }) => blocks !== undefined);
    known.forEach((note, index) => {
      const view = (this.#notes[index] ??= this.#add());
      if (isSame(view.shown, note)) return;
      const isOpen = state.isOpen && index === known.length - 1;
      view.item.setAttribute('value', String(note.number));
      view.item.dataset['noteItem'] = String(note.number);
      const place = { parent: view.body, views: view.views, from: 0 };
      showBlocks(this.#context, { ...state, isOpen }, place, note.blocks ?? []);
      this.#showWaysBack(view, note);
      view.shown = isOpen ? undefined : note;
    });
    for (const { item, views } of this.#notes.splice(known.length)) {
      item.remove();
      views.forEach(disposeView);
    }
  }

  dispose(): void {
    for (const { views } of this.#notes) views.forEach(disposeView);
    this.element.remove();
  }

  #add(): NoteView {
    const body = element('div');
    const back = element('span', { class: 'md-note-back' });
    const item = element('li', { tabindex: '-1' }, body, back);
    this.#list.append(item);
    return { item, body, back, views: [], shown: undefined };
  }

  #showWaysBack({ back }: NoteView, { number, uses }: Footnote): void {
    while (back.childElementCount > uses) back.lastElementChild?.remove();
    for (let use = 0; use < uses; use += 1) {
      const shown = back.children[use];
      if (shown?.getAttribute('data-note-back') === String(number)) continue;
      const marks = { 'data-note-back': String(number), 'data-note-use': String(use) };
      const link = noteLink(this.#context.strings.footnoteBack, number, '↩', marks);
      if (shown === undefined) back.append(link);
      else shown.replaceWith(link);
    }
  }
}

/** Blocks that are parsed again are others, so these are known to be no different. */
function isSame(shown: Footnote | undefined, note: Footnote): boolean {
  return shown?.blocks === note.blocks && shown?.number === note.number && shown.uses === note.uses;
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
