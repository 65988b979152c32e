/** What an empty conversation shows: what is needed first, or what can be added to a question. */
import type { Controls } from '../../core/controls';
import type { SuggestionTrigger } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { button, element } from './dom';

export interface WelcomeDeps {
  readonly strings: UiStrings;
  readonly setToken: () => void;
  /** Puts the letter into the input and opens what it offers. */
  readonly offer: (trigger: SuggestionTrigger) => void;
}

export function welcomeView(controls: Controls, { strings, setToken, offer }: WelcomeDeps): HTMLElement {
  const title = element('h2', { class: 'welcome-title' }, strings.welcomeTitle);
  if (!controls.hasToken) {
    return element(
      'div',
      { class: 'welcome' },
      title,
      element('p', {}, strings.welcomeNoToken),
      button(strings.setToken, 'button', setToken),
    );
  }
  const hints = [
    ['@', strings.hintFiles],
    ['#', strings.hintContext],
    ['/', strings.hintPrompts],
  ] as const;
  const items = hints.map(([trigger, what]) => {
    const hint = button('', 'welcome-hint', () => {
      offer(trigger);
    });
    hint.append(element('kbd', {}, trigger), what);
    return element('li', {}, hint);
  });
  return element(
    'div',
    { class: 'welcome' },
    title,
    element('p', {}, strings.welcomeText),
    element('ul', { class: 'welcome-hints' }, ...items),
  );
}
