/** The pages that an answer cites, as links that say where they lead. Which addresses count is `core/webSources.ts`'s matter. */
import type { UiStrings } from '../../core/uiStrings';
import type { WebSource } from '../../core/webSources';
import { isWebAddress } from '../markdown/links';
import { element } from './dom';

/** Undefined where there is none. */
export function sourceList(sources: readonly WebSource[], strings: UiStrings): HTMLElement | undefined {
  const items = sources.filter(({ url }) => isWebAddress(url)).map(sourceItem);
  return items.length === 0
    ? undefined
    : element(
        'section',
        { class: 'sources', 'aria-label': strings.sources },
        element('div', { class: 'sources-title', 'aria-hidden': 'true' }, strings.sources),
        element('ol', {}, ...items),
      );
}

function sourceItem({ url, title }: WebSource): HTMLElement {
  // A title may claim to be of another host.
  const { host } = new URL(url);
  return title === undefined
    ? element('li', {}, element('a', { href: url, title: url }, url))
    : element(
        'li',
        {},
        element('a', { href: url, title: url }, title),
        element('span', { class: 'source-host' }, ` (${host})`),
      );
}
