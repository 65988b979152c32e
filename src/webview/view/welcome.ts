/** What an empty conversation shows. */
import type { Controls, UiStrings } from '../../core/protocol';
import { button, element } from './dom';

export function welcomeView(controls: Controls, strings: UiStrings, setToken: () => void): HTMLElement {
  return element(
    'div',
    { class: 'welcome' },
    element('p', { class: 'welcome-title' }, strings.welcomeTitle),
    element('p', {}, controls.hasToken ? strings.welcomeText : strings.welcomeNoToken),
    ...(controls.hasToken ? [] : [button(strings.setToken, 'button', setToken)]),
  );
}
