/** The session files that VS Code keeps of its chats: a session, and what changed in it since, line by line. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Conversation } from '../../../../src/core/conversation';
import { importChats, type ImportFacts, type ImportResult } from '../../../../src/core/import/importChats';
import type { LeftOut } from '../../../../src/core/import/importedChat';

const facts: ImportFacts = { folderName: '', modifiedAt: 1_700_000_000_000, dates: new Map(), model: 'claude-sonnet-4-6' };

function request(id: string, question: string, ...answer: readonly string[]): unknown {
  return {
    requestId: id,
    timestamp: 1_754_000_000_000,
    message: { text: question, parts: [] },
    response: answer.map((value) => ({ value })),
  };
}

const session = {
  version: 3,
  sessionId: 's1',
  creationDate: 1_754_000_000_000,
  responderUsername: 'GitHub Copilot',
  requests: [request('r1', 'Where is the port set?', 'In ')],
};

function logOf(...entries: readonly unknown[]): string {
  return entries.map((entry) => `${typeof entry === 'string' ? entry : JSON.stringify(entry)}\n`).join('');
}

function only(text: string): { readonly chat: Conversation; readonly leftOut: LeftOut } {
  const result = importChats(text, facts);
  assert.ok('conversations' in result, JSON.stringify(result));
  const [chat, ...others] = result.conversations;
  assert.ok(chat !== undefined && others.length === 0);
  return { chat, leftOut: result.leftOut };
}

function texts(log: string): readonly string[] {
  return only(log).chat.messages.map(({ text }) => text);
}

function problemOf(result: ImportResult): string | undefined {
  return 'problem' in result ? result.problem : undefined;
}

const start = { kind: 0, v: session };
const whole = logOf(
  start,
  { kind: 2, k: ['requests', 0, 'response'], v: [{ value: 'main.go' }], i: 0 },
  { kind: 2, k: ['requests', 0, 'response'], v: [{ value: ', line 3: 端口 🎉.' }] },
  { kind: 1, k: ['customTitle'], v: 'The port' },
  { kind: 2, k: ['requests'], v: [request('r2', 'And then?'), request('r3', 'Never sent')] },
  { kind: 1, k: ['requests', 1, 'modelState'], v: { value: 2, completedAt: 1_754_000_009_000 } },
  { kind: 1, k: ['requests', 1, 'response', 0], v: { value: 'Then it is ' } },
  { kind: 2, k: ['requests'], i: 2 },
);

suite('A session file of Copilot', () => {
  test('is read with all that changed since its first line', () => {
    const { chat, leftOut } = only(whole);
    assert.equal(chat.title, 'The port');
    assert.equal(chat.createdAt, 1_754_000_000_000);
    assert.deepEqual(texts(whole), ['Where is the port set?', 'main.go, line 3: 端口 🎉.', 'And then?', 'Then it is']);
    const last = chat.messages[3];
    assert.equal(last?.role === 'assistant' && last.status, 'stopped');
    assert.deepEqual(leftOut, {});
  });

  test('is the same chat as it was at first, and as in the older files', () => {
    const id = only(JSON.stringify(session)).chat.id;
    assert.equal(only(whole).chat.id, id);
    assert.equal(only(logOf(start)).chat.id, id);
  });

  test('is read with other line breaks, blank lines and blanks in its JSON', () => {
    const { chat } = only(whole);
    assert.deepEqual(only(whole.replaceAll('\n', '\r\n')).chat, chat);
    assert.deepEqual(only(`\uFEFF${whole.replaceAll('\n', '\n\n').trimEnd()}`).chat, chat);
    assert.deepEqual(only(whole.replace('{"kind":0,', '{ "kind" : 0 , ')).chat, chat);
  });

  test('may begin again, and lose what is deleted', () => {
    const log = logOf(
      { kind: 0, v: { ...session, customTitle: 'Old', requests: [] } },
      { kind: 3, k: ['customTitle'] },
      { kind: 1, k: ['creationDate'] },
      { kind: 2, k: ['requests'], v: [request('r1', 'Hi', 'Hello', '!')] },
      { kind: 3, k: ['requests', 0, 'response', 1] },
    );
    assert.deepEqual(texts(log), ['Hi', 'Hello']);
    assert.equal(only(log).chat.title, undefined);
    assert.deepEqual(only(log).leftOut, {});
    assert.deepEqual(texts(logOf(start) + log), ['Hi', 'Hello']);
  });

  test('keeps what can be read where lines are damaged, and says how many are not', () => {
    assert.deepEqual(texts(whole.slice(0, -10)), [...texts(whole), 'Never sent']);
    const log = logOf(
      start,
      '{"kind":2,"k":["requests"],"v":[{"message":"half a rec',
      { kind: 1, k: ['requests', 7, 'response', 0], v: { value: 'x' } },
      { kind: 2, k: ['customTitle'], v: 'no list' },
      { kind: 9, k: ['customTitle'], v: 'x' },
      { kind: 2, k: ['requests'], v: [request('r2', 'And then?', 'Then it is 8080.')] },
    );
    assert.deepEqual(texts(log), ['Where is the port set?', 'In', 'And then?', 'Then it is 8080.']);
    assert.deepEqual(only(log).leftOut, { message: 4 });
  });

  test('reaches no prototype, and makes no list that is longer than what is in it', () => {
    const entry = (kind: number, k: unknown, more: object = {}): string => JSON.stringify({ kind, k, v: [{ x: 1 }], ...more });
    const hostile = [
      entry(1, ['__proto__', 'polluted']),
      entry(1, ['requests', '__proto__', 'polluted']),
      entry(1, ['constructor', 'prototype', 'polluted']),
      entry(2, ['__proto__', 'polluted']),
      entry(1, ['__proto__'], { v: { requests: [] } }),
      entry(1, ['requests', 4_294_967_294]),
      entry(1, ['requests', -1]),
      entry(1, ['requests', 0.5]),
      entry(1, ['requests', 'length']),
      entry(2, ['requests'], { i: 4_294_967_295 }),
      entry(2, ['requests'], { i: -1 }),
      entry(1, [{ toString: 1 }, 'requests']),
      entry(1, []),
      entry(1, 'requests'),
      'null',
      '[]',
      '7',
    ];
    for (const line of hostile) {
      assert.deepEqual(texts(logOf(start, line)), ['Where is the port set?', 'In'], line);
      assert.deepEqual(only(logOf(start, line)).leftOut, { message: 1 }, line);
    }
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    assert.equal(([] as { polluted?: unknown }).polluted, undefined);
  });

  test('is said to be empty where nothing was asked, and other lines of JSON to be no chat', () => {
    assert.equal(problemOf(importChats(logOf({ kind: 0, v: { ...session, requests: [] } }), facts)), 'empty');
    assert.equal(problemOf(importChats(logOf({ kind: 0, v: { version: 3, sessionId: 's', requests: [] } }), facts)), 'empty');
    for (const text of [
      '{"kind":0,"v":1}',
      '{"kind":0}',
      '{"kind":0,"v":{"a":1}}\n{"kind":1,"k":["a"],"v":2}',
      '{"a":1}\n{"b":2}',
    ]) {
      assert.equal(problemOf(importChats(text, facts)), 'unknown', text);
    }
    assert.equal(problemOf(importChats('{"kind":0,"v":{"requests":[', facts)), 'broken');
    assert.equal(problemOf(importChats('{\n"kind": 0,\n"v": {', facts)), 'broken');
  });

  test('is read quickly however often it changed', () => {
    const changes = Array.from({ length: 20_000 }, (_, index) => ({
      kind: 2,
      k: ['requests', 0, 'response'],
      v: [{ value: `${String(index)} ` }],
      i: index,
    }));
    const many = { kind: 2, k: ['requests', 0, 'response'], v: Array.from({ length: 300_000 }, () => ({ value: 'x' })) };
    const begun = performance.now();
    const [, answer = ''] = texts(logOf(start, ...changes, many));
    assert.ok(performance.now() - begun < 5_000);
    assert.match(answer, /^0 1 2 .* 19999 x+$/);
  });

  test('survives changes of every kind in every place', () => {
    const key = fc.constantFrom<unknown>('requests', 'response', 'message', 'value', 0, 1, 2, -1, '__proto__', 'length', null, {
      toString: 1,
    });
    const change = fc.record({ kind: fc.nat(4), k: fc.array(key, { maxLength: 5 }), v: fc.jsonValue(), i: fc.integer() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const result = importChats(logOf(start, ...changes), facts);
        return 'conversations' in result || problemOf(result) === 'empty' || problemOf(result) === 'unknown';
      }),
      { numRuns: 1_000 },
    );
  });
});
