/** Opens the list of tools, and says how many are switched on. */
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { element, format } from './dom';
import { iconButton } from './iconButton';

export class ToolsButton {
  readonly element: HTMLButtonElement;
  readonly #count = element('span', { class: 'icon-count', 'aria-hidden': 'true' });

  constructor(
    private readonly strings: UiStrings,
    post: (message: WebviewToHost) => void,
  ) {
    this.element = iconButton('tools', strings.tools, () => {
      post({ type: 'tools/pick' });
    });
    this.element.append(this.#count);
    this.show(0);
  }

  show(count: number): void {
    const label = count === 0 ? this.strings.tools : format(this.strings.toolsOn, String(count));
    this.element.setAttribute('aria-label', label);
    this.element.title = label;
    this.#count.textContent = count === 0 ? '' : String(count);
    this.#count.hidden = count === 0;
  }
}
