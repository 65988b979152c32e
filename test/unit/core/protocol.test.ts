import assert from 'node:assert/strict';
import { maxTextLength, parseHostToWebview, parseWebviewToHost, type WebviewToHost } from '../../../src/core/protocol';

function label(message: unknown): string {
  return message === undefined ? 'undefined' : JSON.stringify(message).slice(0, 60);
}

suite('Messages of the page', () => {
  const valid: readonly WebviewToHost[] = [
    { type: 'ready' },
    { type: 'chat/send', text: 'Hello' },
    { type: 'chat/stop' },
    { type: 'chat/retry', answerId: 'a' },
    { type: 'notice/action', answerId: 'a', action: 'showLog' },
    { type: 'model/select', model: 'claude-sonnet-4-6' },
    { type: 'model/pick' },
    { type: 'effort/select', effort: '' },
    { type: 'effort/select', effort: 'high' },
    { type: 'token/set' },
    { type: 'clipboard/write', text: '' },
    { type: 'theme/request', themeId: 'Dark Modern' },
  ];
  for (const message of valid) {
    test(`${message.type} is taken as it is`, () => {
      assert.deepEqual(parseWebviewToHost(structuredClone(message)), message);
    });
  }

  const invalid: readonly unknown[] = [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'unknown' },
    { type: 'constructor' },
    { type: '__proto__' },
    { type: 'ready', extra: 1 },
    { type: 'chat/send' },
    { type: 'chat/send', text: 1 },
    { type: 'chat/send', text: { toString: 1 } },
    { type: 'chat/send', text: 'x'.repeat(maxTextLength + 1) },
    { type: 'chat/retry', answerId: '' },
    { type: 'chat/retry', answerId: 'x'.repeat(501) },
    { type: 'notice/action', answerId: 'a', action: 'deleteEverything' },
    { type: 'effort/select', effort: 'enormous' },
    { type: 'effort/select', effort: 'toString' },
  ];
  for (const message of invalid) {
    test(`${label(message)} is refused`, () => {
      assert.equal(parseWebviewToHost(message), undefined);
    });
  }
});

suite('Messages of the host', () => {
  test('are taken by the page', () => {
    assert.deepEqual(parseHostToWebview({ type: 'input/focus' }), { type: 'input/focus' });
  });

  for (const message of [undefined, null, 'x', {}, { type: 'toString' }, { type: 'state' }, { type: 'conversation' }]) {
    test(`${label(message)} from elsewhere is dropped`, () => {
      assert.equal(parseHostToWebview(message), undefined);
    });
  }
});
