/** The calls of tools that an answer made together. */
import { isUnfinished, type Answer } from '../../core/conversation';
import type { ToolUse } from '../../core/tools/toolUse';
import { element, format } from './dom';
import type { MessageViewDeps } from './messageView';
import { ToolUseView } from './toolUseView';

export class ToolRoundView {
  readonly element: HTMLElement;
  readonly #views = new Map<string, ToolUseView>();
  readonly #head = element('p', { class: 'tool-round-head' });

  constructor(
    /** From 0. */
    readonly round: number,
    private readonly deps: MessageViewDeps,
  ) {
    this.#head.textContent = this.#label;
    this.element = element('div', { class: 'tool-round', role: 'group', 'aria-label': this.#label }, this.#head);
  }

  show(uses: readonly ToolUse[], answer: Answer): void {
    for (const use of uses) {
      let view = this.#views.get(use.id);
      if (view === undefined) {
        view = new ToolUseView(answer.id, use.id, this.deps);
        this.#views.set(use.id, view);
        this.element.append(view.element);
      }
      view.show(use, isUnfinished(answer));
    }
  }

  /** Nothing of it runs on its own. */
  dispose(): void {
    this.#views.clear();
  }

  get #label(): string {
    const { strings, toolRounds } = this.deps;
    return format(strings.toolRound, String((this.round % toolRounds()) + 1), String(toolRounds()));
  }
}
