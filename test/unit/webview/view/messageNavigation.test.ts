import assert from 'node:assert/strict';
import { longConversation, useTranscript } from '../../../support/transcriptFixture';

suite('MessageNavigation', () => {
  const shown = useTranscript();

  setup(() => {
    shown().transcript.show(longConversation(2));
    document.body.append(document.createElement('textarea'), document.createElement('select'));
  });

  const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset['messageId'];

  function step(key: 'ArrowUp' | 'ArrowDown', more: KeyboardEventInit = {}): boolean {
    const target = document.activeElement ?? document.body;
    return shown().press(target, key, { altKey: true, ...more }).defaultPrevented;
  }

  test('goes from the input to the newest message, up to the first, and back', () => {
    shown().find('textarea').focus();
    const way: (string | undefined)[] = [];
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown'] as const) {
      step(key);
      way.push(focused());
    }
    assert.deepEqual(way, ['a1', 'q1', 'a0', 'q0', 'q0', 'a0']);
  });

  test('steps from within a message', () => {
    shown().button('copyAnswer', shown().article('a0')).focus();
    step('ArrowDown');
    assert.equal(focused(), 'q1');
  });

  test('goes back after the newest message to where it came from', () => {
    shown().article('a1').focus();
    assert.equal(step('ArrowDown'), false);
    shown().find('textarea').focus();
    step('ArrowUp');
    assert.equal(step('ArrowDown'), true);
    assert.equal(document.activeElement, shown().find('textarea'));
  });

  test('begins with what is in sight when the transcript itself has the focus', () => {
    shown().page.layOut(shown().log, { q0: 900 });
    shown().log.scrollTop = 850;
    shown().log.focus();
    step('ArrowDown');
    assert.equal(focused(), 'q0');
    shown().log.scrollTop = 0;
    shown().log.focus();
    step('ArrowUp');
    assert.equal(focused(), 'q0');
  });

  test('leaves other keys, and what an input method composes, alone', () => {
    shown().find('textarea').focus();
    assert.equal(shown().press(shown().find('textarea'), 'ArrowUp').defaultPrevented, false);
    assert.equal(step('ArrowUp', { ctrlKey: true }), false);
    assert.equal(step('ArrowUp', { isComposing: true }), false);
    assert.equal(step('ArrowDown'), false);
    shown().find('select').focus();
    assert.equal(step('ArrowUp'), false);
    assert.equal(focused(), undefined);
  });
});
