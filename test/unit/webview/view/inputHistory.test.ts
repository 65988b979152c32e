import assert from 'node:assert/strict';
import { InputHistory } from '../../../../src/webview/view/inputHistory';

function history(...inputs: string[]): InputHistory {
  const made = new InputHistory();
  made.show(inputs);
  return made;
}

suite('InputHistory', () => {
  test('goes back from the draft, newest first, and forward to the draft again', () => {
    const inputs = history('new', 'old');
    assert.equal(inputs.older('draft'), 'new');
    assert.equal(inputs.older('new'), 'old');
    assert.equal(inputs.older('old'), undefined);
    assert.equal(inputs.newer('old'), 'new');
    assert.equal(inputs.newer('new'), 'draft');
    assert.equal(inputs.newer('draft'), undefined);
    assert.equal(inputs.isRecalling, false);
  });

  test('keeps what is changed on the way', () => {
    const inputs = history('new', 'old');
    inputs.older('draft');
    assert.equal(inputs.isEdited('new, changed'), true);
    assert.equal(inputs.older('new, changed'), 'old');
    assert.equal(inputs.isEdited('old'), false);
    assert.equal(inputs.newer('old'), 'new, changed');
    assert.equal(inputs.draft, 'draft');
    assert.equal(inputs.leave('new, changed'), 'draft');
    assert.equal(inputs.older('draft'), 'new, changed');
  });

  test('gives the draft back after another input was sent', () => {
    const inputs = history('old');
    inputs.older('draft');
    assert.equal(inputs.sent('old, changed'), 'draft');
    assert.equal(inputs.isRecalling, false);
    assert.equal(inputs.older('draft'), 'old, changed');
    assert.equal(inputs.older('old, changed'), 'old');
  });

  test('is empty after the draft was sent, which is the newest input then', () => {
    const inputs = history('old');
    assert.equal(inputs.sent('draft'), '');
    assert.equal(inputs.older(''), 'draft');
  });

  test('holds each text once, and none that is blank', () => {
    const inputs = history('a', ' ', 'b', 'a');
    assert.deepEqual([inputs.older(''), inputs.older('a'), inputs.older('b')], ['a', 'b', undefined]);
    inputs.sent('b');
    assert.deepEqual([inputs.older(''), inputs.older('b'), inputs.older('a')], ['b', 'a', undefined]);
  });
});
