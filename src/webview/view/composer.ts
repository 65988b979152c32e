/** Where the question is written: the input, the pickers, and the button that sends or stops. */
import type { ReasoningEffort } from '../../core/chatCompletions';
import type { Controls, ModelChoice, UiStrings } from '../../core/protocol';
import { button, element } from './dom';

interface Deps {
  readonly strings: UiStrings;
  readonly draft: string;
  readonly send: (text: string) => void;
  readonly stop: () => void;
  readonly saveDraft: (draft: string) => void;
  readonly selectModel: (model: string) => void;
  readonly pickModel: () => void;
  readonly selectEffort: (effort: ReasoningEffort | '') => void;
}

/** Stands for "another model" among the ids, which are never empty. */
const otherModel = '';

export class Composer {
  readonly element: HTMLElement;
  readonly #input: HTMLTextAreaElement;
  readonly #model: HTMLSelectElement;
  readonly #effort: HTMLSelectElement;
  readonly #send: HTMLButtonElement;
  #isAnswering = false;

  constructor(private readonly deps: Deps) {
    const { strings } = deps;
    this.#input = element('textarea', {
      class: 'input',
      rows: '1',
      'aria-label': strings.inputLabel,
      placeholder: strings.inputPlaceholder,
    });
    this.#input.value = deps.draft;
    this.#model = element('select', { class: 'picker', 'aria-label': strings.model, title: strings.model });
    this.#effort = element('select', { class: 'picker', 'aria-label': strings.effort, title: strings.effort });
    this.#send = button(strings.send, 'button send', () => {
      this.#sendOrStop();
    });
    this.element = element(
      'div',
      { class: 'composer' },
      element(
        'div',
        { class: 'composer-box' },
        this.#input,
        element('div', { class: 'composer-bar' }, element('div', { class: 'pickers' }, this.#model, this.#effort), this.#send),
      ),
    );
    this.#input.addEventListener('keydown', this.#onKeydown);
    this.#input.addEventListener('input', () => {
      deps.saveDraft(this.#input.value);
      this.#update();
    });
    this.#model.addEventListener('change', () => {
      if (this.#model.value === otherModel) {
        deps.pickModel();
      } else {
        deps.selectModel(this.#model.value);
      }
    });
    this.#effort.addEventListener('change', () => {
      deps.selectEffort(this.#effort.value as ReasoningEffort | '');
    });
    this.#update();
  }

  focus(): void {
    this.#input.focus();
  }

  showControls(controls: Controls): void {
    const { strings } = this.deps;
    const groups: readonly [ModelChoice['group'], string | undefined][] = [
      ['current', undefined],
      ['legacy', strings.legacyModels],
      ['retired', strings.retiredModels],
    ];
    this.#model.replaceChildren();
    for (const [group, label] of groups) {
      const options = controls.models
        .filter((model) => model.group === group)
        .map((model) => element('option', { value: model.id }, model.name));
      if (options.length > 0) {
        this.#model.append(...(label === undefined ? options : [element('optgroup', { label }, ...options)]));
      }
    }
    this.#model.append(element('option', { value: otherModel }, strings.otherModel));
    this.#model.value = controls.model;
    this.#effort.replaceChildren(
      element('option', { value: '' }, strings.effortDefault),
      ...controls.efforts.map((effort) => element('option', { value: effort }, strings.effortNames[effort])),
    );
    this.#effort.value = controls.effort;
    this.#effort.hidden = controls.efforts.length === 0;
  }

  showAnswering(isAnswering: boolean): void {
    this.#isAnswering = isAnswering;
    this.#update();
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter and Escape belong to it. Some report it by the key code alone.
    const isComposing = event.isComposing || event.key === 'Process';
    if (isComposing) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (!this.#isAnswering) {
        this.#sendOrStop();
      }
    } else if (event.key === 'Escape' && this.#isAnswering) {
      event.preventDefault();
      this.deps.stop();
    }
  };

  #sendOrStop(): void {
    if (this.#isAnswering) {
      this.deps.stop();
      return;
    }
    const text = this.#input.value;
    if (text.trim() !== '') {
      this.#input.value = '';
      this.deps.saveDraft('');
      this.deps.send(text);
      this.#update();
    }
  }

  #update(): void {
    const { strings } = this.deps;
    this.#send.textContent = this.#isAnswering ? strings.stop : strings.send;
    this.#send.classList.toggle('stop', this.#isAnswering);
    this.#send.disabled = !this.#isAnswering && this.#input.value.trim() === '';
  }
}
