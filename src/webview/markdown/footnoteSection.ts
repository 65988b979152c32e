/** The notes at the end of an answer, in the order of their numbers. The ways to them and back are footnoteLinks'. */
import { element } from '../view/dom';
import { disposeView, showBlocks, type BlockView, type RenderState, type ViewContext } from './blockView';
import { wayBack } from './footnoteLinks';
import type { Footnote } from './footnotes';

interface NoteView {
  readonly item: HTMLElement;
  readonly body: HTMLElement;
  readonly back: HTMLElement;
  readonly views: BlockView[];
  /** What it shows, once that is final. */
  shown: Footnote | undefined;
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
      const link = wayBack(this.#context.strings, number, use);
      if (shown === undefined) back.append(link);
      else shown.replaceWith(link);
    }
  }
}

/** Blocks that are parsed again are others, so these are known to be no different. */
function isSame(shown: Footnote | undefined, note: Footnote): boolean {
  return shown?.blocks === note.blocks && shown?.number === note.number && shown.uses === note.uses;
}
