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
    { type: 'chat/continue', answerId: 'a' },
    { type: 'chat/edit', questionId: 'q', text: 'Hello again' },
    { type: 'chat/fork', messageId: 'a' },
    { type: 'version/select', messageId: 'a' },
    { type: 'answer/inspect', answerId: 'a' },
    { type: 'draft/change', draft: '' },
    { type: 'edit/change', questionId: 'q', text: '' },
    { type: 'scroll/change', messageId: '', offset: 0 },
    { type: 'suggestion/query', query: 1, trigger: '@', text: '' },
    { type: 'suggestion/pick', id: 'file:///a' },
    { type: 'attachment/addUris', uris: ['vscode-remote://ssh-remote+host/a%20b.ts'] },
    {
      type: 'attachment/addImage',
      fromWidth: 0,
      fromHeight: 0,
      name: 'image.png',
      mediaType: 'image/png',
      data: 'iVBORw0KGgo=',
    },
    { type: 'attachment/remove', id: 'a' },
    { type: 'attachment/open', id: 'a' },
    { type: 'attachment/openSent', questionId: 'q', index: 0 },
    { type: 'preview/show' },
    { type: 'banner/action', action: 'saveAgain' },
    { type: 'code/run', action: 'insert', code: 'x', language: '', path: '' },
    { type: 'path/check', paths: ['src/a.ts'] },
    { type: 'path/open', path: 'src/a.ts', line: 3, column: 0, endLine: 0 },
    { type: 'history/show' },
    { type: 'notice/action', answerId: 'a', action: 'showLog' },
    { type: 'model/select', model: 'claude-sonnet-4-6' },
    { type: 'model/pick' },
    { type: 'model/look' },
    { type: 'effort/select', effort: '' },
    { type: 'effort/select', effort: 'high' },
    { type: 'option/pick', option: '' },
    { type: 'option/pick', option: 'answerFormat' },
    { type: 'option/turn', option: 'webSearch', isOn: true },
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
    { type: 'option/turn', option: 'webSearch', isOn: 'yes' },
    { type: 'option/turn', option: '__proto__', isOn: true },
    { type: 'suggestion/query', query: 1, trigger: '!', text: '' },
    { type: 'suggestion/query', query: -1, trigger: '@', text: '' },
    { type: 'attachment/addUris', uris: 'file:///a' },
    { type: 'attachment/addUris', uris: Array<string>(201).fill('file:///a') },
    { type: 'attachment/addUris', uris: [`file:///${'x'.repeat(8_000)}`] },
    { type: 'attachment/addImage', name: 'a', mediaType: 'image/svg+xml', data: 'AAAA' },
    { type: 'attachment/addImage', name: 'a', mediaType: 'image/png', data: 'not base64' },
    { type: 'code/run', action: 'execute', code: 'x', language: '', path: '' },
    { type: 'path/open', path: '', line: 1, column: 1, endLine: 1 },
    { type: 'path/open', path: 'a', line: 1.5, column: 1, endLine: 1 },
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
