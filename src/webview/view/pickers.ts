/** Which model answers, and with how much effort. */
import type { ReasoningEffort } from '../../core/chatCompletions';
import type { Controls, ModelChoice } from '../../core/controls';
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { element } from './dom';

/** Stands for "another model" among the ids, which are never empty. */
const otherModel = '';

export class Pickers {
  readonly element: HTMLElement;
  readonly #model: HTMLSelectElement;
  readonly #effort: HTMLSelectElement;
  #shown: Controls | undefined;
  /** Arrived while the list of models may have been open. */
  #waiting: readonly ModelChoice[] | undefined;

  constructor(
    private readonly strings: UiStrings,
    private readonly post: (message: WebviewToHost) => void,
  ) {
    this.#model = element('select', { class: 'picker', 'aria-label': strings.model });
    this.#effort = element('select', { class: 'picker', 'aria-label': strings.effort, title: strings.effort });
    this.element = element('div', { class: 'pickers' }, this.#model, this.#effort);
    this.#model.addEventListener('change', this.#onModel);
    this.#model.addEventListener('focus', () => {
      post({ type: 'model/look' });
    });
    this.#model.addEventListener('blur', () => {
      this.#showWaiting();
    });
    this.#effort.addEventListener('change', () => {
      post({ type: 'effort/select', effort: this.#effort.value as ReasoningEffort | '' });
    });
  }

  show(controls: Controls): void {
    const before = this.#shown;
    this.#shown = controls;
    if (JSON.stringify(before?.models) !== JSON.stringify(controls.models)) {
      this.#waiting = controls.models;
    }
    // An open list closes when its options are replaced.
    const mayBeOpen = before?.model === controls.model && document.activeElement === this.#model;
    if (!mayBeOpen) {
      this.#showWaiting();
    }
    if (JSON.stringify(before?.efforts) !== JSON.stringify(controls.efforts)) {
      this.#showEfforts(controls.efforts);
    }
    this.#model.value = controls.model;
    this.#showSummaries(controls);
    const detail = controls.models.find(({ id }) => id === controls.model)?.detail ?? '';
    this.#model.title = detail === '' ? this.strings.model : `${this.strings.model}: ${detail}`;
    this.#effort.value = controls.effort;
    this.#effort.hidden = controls.efforts.length === 0;
  }

  #showWaiting(): void {
    const [waiting, shown] = [this.#waiting, this.#shown];
    this.#waiting = undefined;
    if (waiting !== undefined && shown !== undefined) {
      this.#showModels(waiting);
      this.#model.value = shown.model;
      this.#showSummaries(shown);
    }
  }

  #showModels(models: readonly ModelChoice[]): void {
    const { strings } = this;
    const groups: readonly [ModelChoice['group'], string | undefined][] = [
      ['current', undefined],
      ['legacy', strings.legacyModels],
      ['further', strings.furtherModels],
      ['retired', strings.retiredModels],
    ];
    this.#model.replaceChildren();
    for (const [group, label] of groups) {
      const options = models
        .filter((model) => model.group === group)
        .map(({ id, name, detail }) => element('option', { value: id, title: detail }, name));
      if (options.length > 0) {
        this.#model.append(...(label === undefined ? options : [element('optgroup', { label }, ...options)]));
      }
    }
    this.#model.append(element('option', { value: otherModel }, strings.otherModel));
  }

  /** Beside all but the chosen one, whose name alone has to fit under the input. */
  #showSummaries({ model, models }: Controls): void {
    for (const option of this.#model.options) {
      const choice = models.find(({ id }) => id === option.value);
      if (choice !== undefined) {
        const isPlain = choice.id === model || choice.summary === '';
        const text = isPlain ? choice.name : `${choice.name} · ${choice.summary}`;
        // Where nothing changes, nothing is touched: the list may be open.
        if (option.text !== text) {
          option.text = text;
        }
      }
    }
  }

  #showEfforts(efforts: readonly ReasoningEffort[]): void {
    const { strings } = this;
    this.#effort.replaceChildren(
      element('option', { value: '' }, strings.effortDefault),
      ...efforts.map((effort) => element('option', { value: effort }, strings.effortNames[effort])),
    );
  }

  readonly #onModel = (): void => {
    const { value } = this.#model;
    if (value === otherModel) {
      // Until another one is picked, and if none is, the model stays what it was.
      this.#model.value = this.#shown?.model ?? '';
      this.post({ type: 'model/pick' });
    } else {
      this.post({ type: 'model/select', model: value });
    }
  };
}
