/** Deltas put together, whatever order and gaps they come with. That the deltas are right is `sseDeltas.test.ts`'s matter. */
import assert from 'node:assert/strict';
import type { ChatDelta } from '../../../src/core/chatModel';
import { AssistantError } from '../../../src/core/errors';
import { gatherCompletion } from '../../../src/core/gatherCompletion';

const start: ChatDelta = { type: 'start', id: 'm1', model: 'm', created: 7, systemFingerprint: 'fp' };
const call = (ordinal: number, name: string, text: string): ChatDelta => ({
  type: 'toolCall',
  choice: 0,
  call: ordinal,
  id: `c${String(ordinal)}`,
  name,
  arguments: text,
});

suite('gatherCompletion', () => {
  test('joins texts, reasoning and refusals of each choice', () => {
    const completion = gatherCompletion([
      { type: 'retry', attempt: 1, delayMs: 0, error: new AssistantError('server') },
      start,
      { type: 'reasoning', choice: 0, text: 'h' },
      { type: 'text', choice: 1, text: 'b' },
      { type: 'reasoning', choice: 0, text: 'm' },
      { type: 'text', choice: 0, text: 'a' },
      { type: 'text', choice: 0, text: 'A' },
      { type: 'refusal', choice: 1, text: 'no' },
      { type: 'finish', choice: 0, reason: 'length' },
      { type: 'finish', choice: 1, reason: 'content_filter' },
    ]);
    assert.deepEqual(completion, {
      id: 'm1',
      object: 'chat.completion',
      created: 7,
      model: 'm',
      system_fingerprint: 'fp',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'aA', reasoning_content: 'hm' }, finish_reason: 'length' },
        { index: 1, message: { role: 'assistant', content: 'b', refusal: 'no' }, finish_reason: 'content_filter' },
      ],
    });
  });

  test('joins the fragments of tool calls, and gives empty arguments as an empty object', () => {
    const { choices } = gatherCompletion([
      start,
      call(0, 'f', ''),
      call(1, 'g', '{"x"'),
      call(0, 'f', ' '),
      call(1, 'g', ':1}'),
    ]);
    assert.deepEqual(choices[0]?.message, {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'c0', type: 'function', function: { name: 'f', arguments: '{}' } },
        { id: 'c1', type: 'function', function: { name: 'g', arguments: '{"x":1}' } },
      ],
    });
  });

  test('takes the last usage', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    const completion = gatherCompletion([
      start,
      { type: 'usage', usage: { ...usage, total_tokens: 0 } },
      { type: 'usage', usage },
    ]);
    assert.deepEqual(completion.usage, usage);
  });

  test('joins logprobs and the pieces of a sound', () => {
    const { choices } = gatherCompletion([
      start,
      { type: 'logprobs', choice: 0, content: [{ token: 'a', logprob: -1 }] },
      { type: 'logprobs', choice: 0, content: [{ token: 'b', logprob: -2 }] },
      { type: 'audio', choice: 0, audio: { id: 'a1', data: 'QUJD', transcript: 'a' } },
      { type: 'audio', choice: 0, audio: { data: 'REVG', transcript: 'b', expires_at: 9 } },
    ]);
    assert.deepEqual(
      choices[0]?.logprobs?.content.map(({ token }) => token),
      ['a', 'b'],
    );
    assert.deepEqual(choices[0].message.audio, { id: 'a1', data: 'QUJDREVG', transcript: 'ab', expires_at: 9 });
    assert.equal(choices[0].message.content, null);
  });

  test('gives what there is of an answer that broke off, and an empty text for none', () => {
    assert.deepEqual(gatherCompletion([]).choices, []);
    const [choice] = gatherCompletion([start, { type: 'text', choice: 0, text: '' }]).choices;
    assert.deepEqual([choice?.message.content, choice?.finish_reason], ['', 'stop']);
  });
});
