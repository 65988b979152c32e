/**
 * What is wanted of the answers beside model and effort: the switch of the web search, the button that offers everything, and a
 * chip for each option that is on. Which are on, and in what words, the host says.
 */
import type { OptionId } from '../../core/chatOptions';
import type { ActiveOption } from '../../core/controls';
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { element, format } from './dom';
import { iconButton } from './iconButton';
import { icon } from './icons';

interface Deps {
  readonly strings: UiStrings;
  readonly post: (message: WebviewToHost) => void;
  readonly announce: (sentence: string) => void;
  readonly focusInput: () => void;
}

export class AnswerOptions {
  /** For the bar. */
  readonly buttons: readonly HTMLButtonElement[];
  /** Hidden where there are none. */
  readonly chips: HTMLElement;
  readonly #search: HTMLButtonElement;
  #shown: readonly ActiveOption[] | undefined;

  constructor(private readonly deps: Deps) {
    const { strings, post } = deps;
    this.#search = iconButton('search', strings.searchWeb, () => {
      this.#turn('webSearch', !this.#isOn('webSearch'));
    });
    this.#search.classList.add('switch');
    this.#search.setAttribute('aria-pressed', 'false');
    const all = iconButton('options', strings.answerOptions, () => {
      post({ type: 'option/pick', option: '' });
    });
    this.buttons = [this.#search, all];
    this.chips = element('div', { class: 'option-chips', role: 'group', 'aria-label': strings.answerOptions });
    this.chips.hidden = true;
  }

  /** @param isNews whether what was turned on and off is to be announced */
  show(options: readonly ActiveOption[], isNews: boolean): void {
    const before = this.#shown;
    if (JSON.stringify(before) === JSON.stringify(options)) {
      return;
    }
    this.#shown = options;
    this.#search.setAttribute('aria-pressed', String(this.#isOn('webSearch')));
    const search = options.find(({ id }) => id === 'webSearch');
    this.#search.title = search?.detail ?? this.deps.strings.searchWeb;
    const focused = [...this.chips.children].findIndex((chip) => chip.contains(document.activeElement));
    // The search has its switch.
    this.chips.replaceChildren(...options.filter(({ id }) => id !== 'webSearch').map((option) => this.#chip(option)));
    this.chips.hidden = this.chips.childElementCount === 0;
    if (focused >= 0) {
      this.#focusNear(focused);
    }
    if (isNews && before !== undefined) {
      this.#announce(before, options);
    }
  }

  #chip({ id, label, detail }: ActiveOption): HTMLElement {
    const { strings, post } = this.deps;
    const open = element(
      'button',
      { type: 'button', class: 'chip-open', title: detail, 'aria-label': `${label}, ${detail}`, 'aria-keyshortcuts': 'Delete' },
      element('span', { class: 'chip-name' }, label),
    );
    open.addEventListener('click', () => {
      post({ type: 'option/pick', option: id });
    });
    const removeLabel = format(strings.turnOffOption, label);
    // For pointers: keyboards have Delete.
    const remove = element(
      'button',
      { type: 'button', class: 'icon-button chip-remove', tabindex: '-1', 'aria-label': removeLabel, title: removeLabel },
      icon('close'),
    );
    remove.addEventListener('click', () => {
      this.#turn(id, false);
    });
    const chip = element('div', { class: 'chip option-chip' }, open, remove);
    chip.addEventListener('keydown', (event) => {
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      if (isPlain && !event.repeat && (event.key === 'Delete' || event.key === 'Backspace')) {
        event.preventDefault();
        this.#turn(id, false);
      } else if (isPlain && event.key === 'Escape') {
        event.preventDefault();
        this.deps.focusInput();
      }
    });
    return chip;
  }

  #turn(option: OptionId, isOn: boolean): void {
    this.deps.post({ type: 'option/turn', option, isOn });
  }

  #isOn(option: OptionId): boolean {
    return this.#shown?.some(({ id }) => id === option) === true;
  }

  #focusNear(place: number): void {
    const chip = this.chips.children[place] ?? this.chips.lastElementChild;
    const open = chip?.querySelector('button');
    if (open === null || open === undefined) {
      this.deps.focusInput();
    } else {
      open.focus();
    }
  }

  #announce(before: readonly ActiveOption[], now: readonly ActiveOption[]): void {
    const { strings, announce } = this.deps;
    const isIn = (options: readonly ActiveOption[], { label }: ActiveOption): boolean =>
      options.some((option) => option.label === label);
    const on = now.filter((option) => !isIn(before, option));
    const off = before.filter(({ id }) => now.every((option) => option.id !== id));
    const sentences = [
      ...on.map(({ label }) => format(strings.optionOn, label)),
      ...off.map(({ label }) => format(strings.optionOff, label)),
    ];
    if (sentences.length > 0) {
      announce(sentences.join(' '));
    }
  }
}
