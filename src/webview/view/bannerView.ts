/** What concerns the whole conversation, above the composer: a sentence, and the button that helps. */
import type { Banner, BannerAction } from '../../core/protocol';
import { button, element } from './dom';
import { icon } from './icons';

interface Deps {
  readonly run: (action: BannerAction) => void;
  readonly announce: (sentence: string) => void;
}

export class BannerView {
  readonly element = element('div', { class: 'banner' });
  #sentence: string | undefined;

  constructor(private readonly deps: Deps) {
    this.element.hidden = true;
  }

  /** @param banner undefined: nothing to say any more */
  show(banner: Banner | undefined): void {
    this.element.hidden = banner === undefined;
    this.element.replaceChildren(...(banner === undefined ? [] : this.#parts(banner)));
    if (banner !== undefined && banner.sentence !== this.#sentence) {
      this.deps.announce(banner.sentence);
    }
    this.#sentence = banner?.sentence;
  }

  #parts({ severity, sentence, action }: Banner): Node[] {
    const text = element('p', { class: 'banner-sentence' }, sentence);
    const sign = icon(severity);
    sign.classList.add(severity);
    if (action === undefined) {
      return [sign, text];
    }
    const act = button(action.label, 'button secondary', () => {
      this.deps.run(action.id);
    });
    return [sign, text, act];
  }
}
