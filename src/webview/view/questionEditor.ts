/** A question's text to be changed where it stands. Enter sends, Shift+Enter starts a new line, Escape leaves it as it was. */
import type { UiStrings } from '../../core/uiStrings';
import type { AnsweringGate } from './answeringGate';
import { button, element } from './dom';

interface Deps {
  readonly strings: UiStrings;
  readonly gate: AnsweringGate;
  /** Told of each change. */
  readonly typed: (text: string) => void;
  /** Never blank. */
  readonly send: (text: string) => void;
  readonly cancel: () => void;
}

export function questionEditor(text: string, deps: Deps): { readonly element: HTMLElement; readonly focus: () => void } {
  const { strings, gate, typed, send, cancel } = deps;
  const input = element('textarea', { class: 'edit-input', rows: '1', 'aria-label': strings.editQuestion });
  input.value = text;
  const submit = (): void => {
    if (input.value.trim() !== '') {
      gate.run(() => {
        send(input.value);
      });
    }
  };
  input.addEventListener('keydown', (event) => {
    // While an input method composes, Enter and Escape belong to it. Some report it by the key code alone.
    if (event.isComposing || event.key === 'Process') {
      return;
    }
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isPlain && (event.key === 'Enter' || event.key === 'Escape')) {
      event.preventDefault();
      (event.key === 'Enter' ? submit : cancel)();
    }
  });
  const sendButton = gate.guard(button(strings.send, 'button', submit));
  input.addEventListener('input', () => {
    sendButton.disabled = input.value.trim() === '';
    typed(input.value);
  });
  return {
    element: element(
      'div',
      { class: 'question-editor' },
      input,
      element('div', { class: 'edit-buttons' }, sendButton, button(strings.cancel, 'button secondary', cancel)),
    ),
    focus: () => {
      input.focus();
      input.setSelectionRange(text.length, text.length);
    },
  };
}
