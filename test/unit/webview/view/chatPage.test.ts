import assert from 'node:assert/strict';
import type { Conversation } from '../../../../src/core/conversation';
import type { Controls } from '../../../../src/core/controls';
import { parseWebviewToHost, type HostToWebview } from '../../../../src/core/protocol';
import { Highlighter } from '../../../../src/webview/highlight/highlighter';
import { Host } from '../../../../src/webview/host';
import { ChatPage } from '../../../../src/webview/view/chatPage';
import { enter, find, pageStrings, Posted, until, usePage } from '../../../support/pageFixture';

const controls: Controls = {
  model: 'a',
  models: [{ id: 'a', name: 'A', summary: '', detail: '', group: 'current' }],
  effort: '',
  efforts: ['low'],
  options: [],
  hasToken: true,
  toolCount: 0,
  toolRounds: 25,
};

const answered: Conversation = {
  id: 'c',
  createdAt: 1,
  model: 'a',
  selected: {},
  messages: [
    { id: 'q', role: 'user', at: 1, text: 'question' },
    {
      id: 'r',
      role: 'assistant',
      parentId: 'q',
      at: 2,
      model: 'a',
      text: '```ts src/a.ts\nlet a;\n```\n',
      reasoning: '',
      status: 'complete',
    },
  ],
};

suite('ChatPage', () => {
  usePage();

  let posted: Posted;
  let saved: unknown;

  setup(() => {
    posted = new Posted();
    saved = undefined;
    const api = {
      getState: () => saved,
      setState: (state: unknown) => {
        saved = state;
      },
      postMessage: posted.post,
    };
    Object.defineProperty(globalThis, 'acquireVsCodeApi', { value: () => api, configurable: true });
  });
  teardown(() => {
    Reflect.deleteProperty(globalThis, 'acquireVsCodeApi');
  });

  /** A page as VS Code makes one anew each time that the view is shown. */
  function open(state: Partial<Extract<HostToWebview, { type: 'state' }>> = {}): ChatPage {
    const page = new ChatPage(new Host(), new Highlighter(), pageStrings, controls);
    const conversation = { ...answered, messages: [] };
    const base = {
      type: 'state',
      conversation,
      controls,
      strings: pageStrings,
      draft: '',
      attachments: [],
      inputs: [],
      edits: {},
    } as const;
    page.receive({ ...base, ...state });
    return page;
  }
  const input = (): HTMLTextAreaElement => find(document, 'textarea', '.input');
  const status = (): string => document.querySelector('[role=status]')?.textContent ?? '';

  test('shows what the state says, and of the state before nothing', async () => {
    const page = open({ draft: 'draft', attachments: [{ id: '1', kind: 'file', label: 'a.ts', tokens: 1, state: 'ready' }] });
    page.receive({ type: 'banner', banner: { severity: 'info', sentence: 'Something.' } });
    assert.deepEqual([input().value, document.querySelectorAll('.chip').length], ['draft', 1]);
    assert.ok(document.querySelector('.welcome'));
    page.receive({
      type: 'state',
      conversation: { ...answered, id: 'd' },
      controls,
      strings: pageStrings,
      draft: '',
      attachments: [],
      inputs: [],
      edits: {},
    });
    assert.deepEqual([input().value, document.querySelectorAll('.chip').length], ['', 0]);
    assert.equal(find(document, 'div', '.banner').hidden, true);
    assert.equal(document.querySelector('.welcome'), null);
    assert.equal(document.querySelectorAll('article').length, 2);
    await until(() => status() === 'Something.');
  });

  test('follows the events of the conversation, and says what becomes of an answer', async () => {
    const page = open();
    const send = (): string | null => find(document, 'button', '.send').getAttribute('aria-label');
    page.receive({
      type: 'conversation',
      event: { type: 'messageAdded', message: { id: 'q', role: 'user', at: 1, text: 'hi' } },
    });
    page.receive({
      type: 'conversation',
      event: {
        type: 'messageAdded',
        message: { id: 'r', parentId: 'q', role: 'assistant', at: 2, model: 'a', text: '', reasoning: '', status: 'waiting' },
      },
    });
    assert.equal(send(), 'stop');
    page.receive({
      type: 'conversation',
      event: { type: 'answerAppended', id: 'r', offset: 0, text: 'Hello', reasoningOffset: 0, reasoning: '' },
    });
    await until(() => status() === 'answerBegan');
    page.receive({ type: 'conversation', event: { type: 'answerChanged', id: 'r', status: 'complete' } });
    assert.equal(send(), 'send');
    await until(() => status() === 'answerFinished');
  });

  test('posts nothing that the host would refuse', () => {
    const page = open({ conversation: answered });
    const actions = [...find(document, 'figure').querySelectorAll('button')];
    for (const name of ['copy', 'insertAtCursor', 'apply', 'newFile']) {
      actions.find((action) => (action.getAttribute('aria-label') ?? action.textContent) === name)?.click();
    }
    enter(input(), 'typed');
    page.receive({ type: 'meter', meter: { tokens: 1, limit: 2, state: 'fits' } });
    find(document, 'button', '.meter-count').click();
    page.receive({
      type: 'banner',
      banner: { severity: 'error', sentence: 'Something.', action: { id: 'showLog', label: 'Log' } },
    });
    find(find(document, 'div', '.banner'), 'button').click();
    find(document, 'button', '.send').click();
    assert.deepEqual(
      posted.all.map((message) => parseWebviewToHost(JSON.parse(JSON.stringify(message)))?.type),
      ['clipboard/write', 'code/run', 'code/run', 'code/run', 'preview/show', 'banner/action', 'chat/send'],
    );
    assert.deepEqual(posted.of('code/run')[1], {
      type: 'code/run',
      action: 'apply',
      code: 'let a;',
      language: 'ts',
      path: 'src/a.ts',
    });
  });

  test('says that code was copied', async () => {
    open({ conversation: answered });
    find(document, 'button', '[data-action=copy]').click();
    assert.deepEqual(posted.of('clipboard/write'), [{ type: 'clipboard/write', text: 'let a;' }]);
    await until(() => status() === 'copied');
  });

  test('shows what was typed last when it is opened again, even where the host was not told', () => {
    open();
    enter(input(), 'half a sentence');
    document.body.replaceChildren();
    open({ draft: '' });
    assert.equal(input().value, 'half a sentence');
    assert.deepEqual(posted.of('draft/change'), [{ type: 'draft/change', draft: 'half a sentence' }]);
  });

  test('tells the host of the draft at once when the window loses the focus', () => {
    open();
    enter(input(), 'half a sentence');
    window.dispatchEvent(new Event('blur'));
    assert.deepEqual(posted.of('draft/change'), [{ type: 'draft/change', draft: 'half a sentence' }]);
  });

  test('ignores what another version of the extension saved', () => {
    saved = { draft: 'from long ago' };
    open({ draft: 'now' });
    assert.equal(input().value, 'now');
  });

  test('puts the cursor and texts where the host wants them', () => {
    const page = open({ draft: 'a' });
    page.receive({ type: 'input/focus' });
    assert.equal(document.activeElement, input());
    page.receive({ type: 'draft', draft: 'b' });
    page.receive({ type: 'input/insert', text: 'c' });
    assert.equal(input().value, 'bc');
  });

  test('asks for the token only where there is none', () => {
    const page = open();
    page.receive({ type: 'controls', controls: { ...controls, hasToken: false } });
    find(find(document, 'div', '.welcome'), 'button').click();
    assert.deepEqual(posted.all, [{ type: 'token/set' }]);
  });
});
