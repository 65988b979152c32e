/** Which of several versions of a message is shown, and the way to its neighbours. Nothing where there is only one. */
import type { UiStrings } from '../../core/uiStrings';
import type { AnsweringGate } from './answeringGate';
import { element, format } from './dom';
import { iconButton } from './iconButton';

export type VersionStep = 'previous' | 'next';

export interface VersionPosition {
  /** From 1 on. */
  readonly number: number;
  readonly count: number;
}

interface Deps {
  readonly strings: UiStrings;
  /** While an answer is coming, the host selects no versions but those that it is one of. */
  readonly gate: AnsweringGate;
  readonly isComing: (messageId: string) => boolean;
  readonly selectVersion: (messageId: string, step: VersionStep) => void;
}

export class VersionSwitch {
  readonly element = element('div', { class: 'versions' });
  #versions: readonly string[] = [];

  constructor(
    private readonly id: string,
    private readonly deps: Deps,
  ) {}

  get position(): VersionPosition {
    return { number: this.#versions.indexOf(this.id) + 1, count: this.#versions.length };
  }

  show(versions: readonly string[]): void {
    if (versions.length === this.#versions.length && versions.every((id, index) => id === this.#versions[index])) {
      return;
    }
    const step = this.#focusedStep();
    this.#versions = versions;
    const { number, count } = this.position;
    const label = format(this.deps.strings.versionOf, String(number), String(count));
    const buttons = [this.#button('previous', versions[number - 2]), this.#button('next', versions[number])] as const;
    const children = [buttons[0], element('span', { class: 'version-label' }, label), buttons[1]];
    this.element.replaceChildren(...(count > 1 ? children : []));
    if (step !== undefined) {
      this.takeFocus(step);
    }
  }

  /** @returns whether there is such a button */
  takeFocus(step: VersionStep): boolean {
    const button = this.element.querySelector<HTMLButtonElement>(`[data-step=${step}]`);
    button?.focus({ preventScroll: true });
    return button !== null;
  }

  #focusedStep(): VersionStep | undefined {
    return (['previous', 'next'] as const).find((step) => this.element.querySelector(`[data-step=${step}]:focus`) !== null);
  }

  /** At either end the button stays, so that it keeps its focus, and does nothing. */
  #button(step: VersionStep, target: string | undefined): HTMLButtonElement {
    const { strings, gate, selectVersion, isComing } = this.deps;
    const isOneComing = (): boolean => this.#versions.some(isComing);
    const label = step === 'previous' ? strings.previousVersion : strings.nextVersion;
    const made = iconButton(step, label, () => {
      if (target !== undefined) {
        gate.run(() => {
          selectVersion(target, step);
        }, isOneComing());
      }
    });
    made.dataset['step'] = step;
    if (target === undefined) {
      made.setAttribute('aria-disabled', 'true');
      return made;
    }
    return gate.guard(made, isOneComing);
  }
}
