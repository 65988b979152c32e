import assert from 'node:assert/strict';
import type { ChatDelta } from '../../../../src/core/chatModel';
import { NativeAnswer } from '../../../../src/core/nativeChat/nativeAnswer';
import { ToolNames } from '../../../../src/core/nativeChat/toolNames';

function text(value: string): ChatDelta {
  return { type: 'text', choice: 0, text: value };
}

function call(number: number, fragment: string, name = 'read'): ChatDelta {
  return { type: 'toolCall', choice: 0, call: number, id: `id${String(number)}`, name, arguments: fragment };
}

function finish(reason: string): ChatDelta {
  return { type: 'finish', choice: 0, reason };
}

function read(...deltas: readonly ChatDelta[]) {
  const answer = new NativeAnswer(new ToolNames());
  const parts = deltas.map((delta) => answer.take(delta));
  return { parts, problem: answer.problem };
}

suite('An answer for native chat', () => {
  test('gives text at once, and nothing for what has no part there', () => {
    const { parts, problem } = read(
      { type: 'reasoning', choice: 0, text: 'Hm.' },
      text('He'),
      text('llo'),
      { type: 'text', choice: 1, text: 'Other' },
      finish('stop'),
      { type: 'usage', usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } },
    );
    assert.deepEqual(parts.flat(), [
      { type: 'text', text: 'He' },
      { type: 'text', text: 'llo' },
    ]);
    assert.equal(problem, undefined);
  });

  test('gives parallel calls whole and in order, though their pieces took turns', () => {
    const { parts, problem } = read(call(0, '{"a"'), call(1, ''), call(0, ':1}'), call(1, '{"b":2}'), finish('tool_calls'));
    assert.deepEqual(parts.slice(0, 4).flat(), []);
    assert.deepEqual(parts[4], [
      { type: 'toolCall', callId: 'id0', name: 'read', input: { a: 1 } },
      { type: 'toolCall', callId: 'id1', name: 'read', input: { b: 2 } },
    ]);
    assert.equal(problem, undefined);
  });

  test('reads a call without arguments as one with none, and names the tool as the caller does', () => {
    const names = new ToolNames();
    names.wireName('my.tool');
    const answer = new NativeAnswer(names);
    answer.take(call(0, '', 'my_tool'));
    assert.deepEqual(answer.take(finish('tool_calls')), [{ type: 'toolCall', callId: 'id0', name: 'my.tool', input: {} }]);
  });

  test('never gives a call whose arguments are no JSON object, and tells why', () => {
    for (const broken of ['{"a": "b', '[1]', 'null', '7']) {
      const { parts, problem } = read(call(0, '{}'), call(1, broken), finish('tool_calls'));
      assert.deepEqual(parts.flat(), [{ type: 'toolCall', callId: 'id0', name: 'read', input: {} }], broken);
      assert.equal(problem, 'brokenCall', broken);
    }
    assert.equal(read(call(0, '{"a"'), finish('length')).problem, 'cutCall');
    assert.equal(read(call(0, '{}', ''), finish('tool_calls')).problem, 'brokenCall');
  });

  test('tells of an answer that says nothing, and why', () => {
    assert.equal(read(finish('stop')).problem, 'empty');
    assert.equal(read(text(' \n'), finish('stop')).problem, 'empty');
    assert.equal(read(finish('content_filter')).problem, 'declined');
    assert.equal(read(text('I look.'), finish('tool_calls')).problem, 'noCall');
    assert.equal(read({ type: 'refusal', choice: 0, text: 'No.' }, finish('content_filter')).problem, undefined);
  });
});
