/** Calls of tools within an answer: in which pieces it comes, and what of a call is sent. */
import assert from 'node:assert/strict';
import {
  answerParts,
  argumentsOf,
  brokenOffCalls,
  endsWithTools,
  resultOf,
  textAfterTools,
  toolCallOf,
  withArguments,
  withToolUse,
  type ToolUse,
  type WithToolUses,
} from '../../../../src/core/tools/toolUse';
import { toolUsesOf } from '../../../../src/core/tools/toolUseShape';

function use(id: string, round: number, offset: number, more: Partial<ToolUse> = {}): ToolUse {
  return { id, name: 'look', round, offset, arguments: '{}', status: 'done', result: 'seen', ...more };
}

suite('Calls of tools in an answer', () => {
  test('stand between the texts, those of one round together', () => {
    const answer = { text: 'First.\n\nThen.\n\nLast.', toolUses: [use('a', 0, 6), use('b', 0, 6), use('c', 1, 13)] };
    const parts = answerParts(answer).map((part) => (part.type === 'text' ? part.text : part.uses.map(({ id }) => id).join()));
    assert.deepEqual(parts, ['First.', 'a,b', '\n\nThen.', 'c', '\n\nLast.']);
    assert.equal(textAfterTools(answer), '\n\nLast.');
  });

  test('keep the images of their results in a file, and only what is one', () => {
    const image = { mediaType: 'image/png', data: 'AAAA', tokens: 3 } as const;
    const kept = JSON.parse(JSON.stringify([use('a', 0, 0, { images: [image] })])) as unknown;
    assert.deepEqual(toolUsesOf(kept)?.[0]?.images, [image]);
    const forged = [
      { ...use('a', 0, 0), images: [null, 5, { mediaType: 'text/html', data: 'x' }, { mediaType: 'image/gif' }] },
    ];
    assert.equal(toolUsesOf(forged)?.[0]?.images, undefined);
  });

  test('lose no text and repeat none, wherever a damaged file says that they stand', () => {
    for (const offsets of [
      [99, -3],
      [5, 2],
      [0, 0],
      [7, 7],
    ]) {
      const toolUses = offsets.map((offset, round) => use(String(round), round, offset));
      const texts = answerParts({ text: 'A text.', toolUses }).map((part) => (part.type === 'text' ? part.text : ''));
      assert.equal(texts.join(''), 'A text.');
    }
  });

  test('end the answer until something is said after them', () => {
    assert.equal(endsWithTools({ text: 'Look:', toolUses: [use('a', 0, 5)] }), true);
    assert.equal(endsWithTools({ text: 'Look:\n\nSo.', toolUses: [use('a', 0, 5)] }), false);
    assert.equal(endsWithTools({ text: 'Look:' }), false);
  });

  test('take arguments again that came already, as a journal may have them twice', () => {
    const begun = withToolUse<WithToolUses>({ text: '' }, use('a', 0, 0, { arguments: '{"path"', status: 'writing' }));
    const whole = withArguments(withArguments(begun, 'a', 7, ':"x"}'), 'a', 7, ':"x"}');
    assert.equal(whole.toolUses?.[0]?.arguments, '{"path":"x"}');
    assert.equal(withArguments(begun, 'unknown', 0, 'x'), begun);
  });

  test('are sent with arguments that are an object, whatever the model wrote', () => {
    const sent = (text: string): string => toolCallOf(use('a', 0, 0, { arguments: text })).function.arguments;
    assert.deepEqual(
      [sent(''), sent('{"a":'), sent('[1]'), sent('null'), sent(' {"a":1} ')],
      ['{}', '{}', '{}', '{}', '{"a":1}'],
    );
    assert.equal(argumentsOf({ arguments: '"text"' }), undefined);
  });

  test('always have a result to be sent', () => {
    const told = (['writing', 'asking', 'running', 'done', 'failed', 'declined', 'stopped'] as const).map((status) => {
      const { result: _, ...without } = use('a', 0, 0, { status });
      return resultOf(without);
    });
    assert.ok(told.every((text) => text.trim() !== ''));
    assert.match(told[5] ?? '', /declined/);
    assert.equal(resultOf(use('a', 0, 0, { result: '  ' })), '(The tool gave no output.)');
  });

  test('are read from a file without trust', () => {
    assert.equal(toolUsesOf('none'), undefined);
    assert.equal(toolUsesOf([{}, { id: 'x' }, 7]), undefined);
    assert.deepEqual(
      toolUsesOf([
        { id: 'x', name: 'n', status: 'odd', offset: -1, round: 0.5 },
        { id: 'x', name: 'other' },
      ]),
      [{ id: 'x', name: 'n', round: 0, offset: 0, arguments: '', status: 'stopped' }],
    );
  });

  test('that an answer was broken off with are stopped, and the others stay as they are', () => {
    const toolUses = [use('a', 0, 0), use('b', 0, 0, { status: 'asking' }), use('c', 0, 0, { status: 'running' })];
    assert.deepEqual(
      brokenOffCalls({ toolUses }).map(({ id, status }) => [id, status]),
      [
        ['b', 'stopped'],
        ['c', 'stopped'],
      ],
    );
    assert.deepEqual(brokenOffCalls({}), []);
  });

  test('have no arguments that go too deep for what shows, checks and sends them', () => {
    const nested = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    assert.notEqual(argumentsOf({ arguments: nested(20) }), undefined);
    assert.equal(argumentsOf({ arguments: nested(100_000) }), undefined);
    assert.equal(toolCallOf(use('a', 0, 0, { arguments: nested(100_000) })).function.arguments, '{}');
  });
});
