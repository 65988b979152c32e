/** The list of suggestions above the input: which one is marked, and how they look. When there is one is `suggestions.ts`'s. */
import type { Suggestion } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { element } from './dom';
import { icon } from './icons';

const listId = 'suggestion-list';
/** How far PageUp and PageDown go. */
const pageLength = 8;
/** Pixels. */
const margin = 8;
const minHeight = 60;
const maxHeight = 300;

interface Deps {
  readonly strings: UiStrings;
  /** Keeps the focus, and says which option is marked. */
  readonly input: HTMLElement;
  readonly pick: (suggestion: Suggestion) => void;
}

export class SuggestionList {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #nothing: HTMLElement;
  #suggestions: readonly Suggestion[] = [];
  #marked = 0;

  constructor(private readonly deps: Deps) {
    const { strings, input } = deps;
    // Whatever scrolls must be in the tab order; yet Tab picks, and the list goes when the input loses the focus.
    this.#list = element('div', {
      class: 'suggestion-list',
      id: listId,
      role: 'listbox',
      'aria-label': strings.suggestions,
      tabindex: '0',
    });
    this.#nothing = element('div', { class: 'suggestion-nothing' }, strings.noSuggestions);
    this.element = element('div', { class: 'suggestion-popup' }, this.#list, this.#nothing);
    this.element.hidden = true;
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-haspopup', 'listbox');
    // The input keeps the focus, so that it stays the textbox that it is.
    this.element.addEventListener('mousedown', (event) => {
      event.preventDefault();
    });
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  /** Undefined where nothing is offered. */
  get marked(): Suggestion | undefined {
    return this.isShown ? this.#suggestions[this.#marked] : undefined;
  }

  /** Marks the first one. */
  show(suggestions: readonly Suggestion[]): void {
    this.#suggestions = suggestions;
    this.#list.replaceChildren(...suggestions.map((suggestion, index) => this.#option(suggestion, index)));
    this.#list.hidden = suggestions.length === 0;
    this.#nothing.hidden = suggestions.length > 0;
    this.element.hidden = false;
    // It ends above what it stands over, at the latest at the edge of the page.
    const room = (this.element.offsetParent?.getBoundingClientRect().top ?? 0) - margin;
    this.#list.style.maxHeight = `${String(Math.min(Math.max(room, minHeight), maxHeight))}px`;
    this.#mark(0);
  }

  hide(): void {
    this.element.hidden = true;
    this.#suggestions = [];
    this.#list.replaceChildren();
    this.deps.input.removeAttribute('aria-controls');
    this.deps.input.removeAttribute('aria-activedescendant');
  }

  /** Whether the key moved the mark. Up and Down go round. */
  move(key: string): boolean {
    const count = this.#suggestions.length;
    const last = count - 1;
    const places: Readonly<Record<string, number>> = {
      ArrowDown: (this.#marked + 1) % count,
      ArrowUp: (this.#marked + last) % count,
      PageDown: Math.min(this.#marked + pageLength, last),
      PageUp: Math.max(this.#marked - pageLength, 0),
      Home: 0,
      End: last,
    };
    const place = Object.hasOwn(places, key) ? places[key] : undefined;
    if (place === undefined || this.marked === undefined) {
      return false;
    }
    this.#mark(place);
    return true;
  }

  #mark(place: number): void {
    const options = [...this.#list.children];
    options[this.#marked]?.setAttribute('aria-selected', 'false');
    this.#marked = place;
    const option = options[place];
    if (option === undefined) {
      this.deps.input.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.deps.input.setAttribute('aria-controls', listId);
    this.deps.input.setAttribute('aria-activedescendant', option.id);
  }

  #option(suggestion: Suggestion, index: number): HTMLElement {
    const { kind, label, detail } = suggestion;
    const option = element(
      'div',
      {
        class: 'suggestion',
        id: `suggestion-${String(index)}`,
        role: 'option',
        'aria-selected': 'false',
        title: detail === '' ? label : `${label}\n${detail}`,
      },
      icon(kind),
      element('span', { class: 'suggestion-label' }, label),
      element('span', { class: 'visually-hidden' }, `(${this.deps.strings.kindNames[kind]})`),
      element('span', { class: 'suggestion-detail' }, detail),
    );
    option.addEventListener('click', () => {
      this.deps.pick(suggestion);
    });
    return option;
  }
}
