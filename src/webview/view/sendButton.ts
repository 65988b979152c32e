/** The button that sends, and stops while an answer is coming. It can always be reached, also to hear why nothing can be sent. */
import type { UiStrings } from '../../core/uiStrings';
import { element } from './dom';
import { icon } from './icons';

export class SendButton {
  readonly element = element('button', { type: 'button', class: 'button send' });
  #isStop: boolean | undefined;

  constructor(
    private readonly strings: UiStrings,
    press: () => void,
  ) {
    this.element.addEventListener('click', press);
  }

  /** @param obstacle why nothing can be sent, if so */
  show(isStop: boolean, obstacle: string | undefined): void {
    const name = isStop ? this.strings.stop : this.strings.send;
    if (this.#isStop !== isStop) {
      this.#isStop = isStop;
      this.element.classList.toggle('stop', isStop);
      this.element.setAttribute('aria-label', name);
      this.element.replaceChildren(icon(isStop ? 'stop' : 'send'));
    }
    const reason = isStop ? undefined : obstacle;
    this.element.setAttribute('aria-disabled', String(reason !== undefined));
    this.element.title = reason === undefined ? name : `${name}: ${reason}`;
  }
}
