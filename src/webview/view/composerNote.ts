/** A line above the input about what could not be taken in as it was: it stays until it is read. */
import type { UiStrings } from '../../core/uiStrings';
import { element } from './dom';
import { iconButton } from './iconButton';
import { icon } from './icons';

interface Deps {
  readonly strings: UiStrings;
  readonly announce: (sentence: string) => void;
  /** Where the focus goes when the line goes. */
  readonly leave: () => void;
}

export class ComposerNote {
  readonly element = element('div', { class: 'composer-note' });
  readonly #sentences = element('div', { class: 'composer-note-text' });

  constructor(private readonly deps: Deps) {
    const dismiss = iconButton('close', deps.strings.dismiss, () => {
      this.clear();
      deps.leave();
    });
    this.element.append(icon('info'), this.#sentences, dismiss);
    this.element.hidden = true;
  }

  add(sentence: string): void {
    this.#sentences.append(element('p', {}, sentence));
    this.element.hidden = false;
    this.deps.announce(sentence);
  }

  clear(): void {
    this.#sentences.replaceChildren();
    this.element.hidden = true;
  }
}
