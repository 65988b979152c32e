import assert from 'node:assert/strict';
import type { ChatRequest, Usage } from '../../../../src/core/chatCompletions';
import type { ChatDelta } from '../../../../src/core/chatModel';
import { AssistantError } from '../../../../src/core/errors';
import { estimateTokens } from '../../../../src/core/tokens';
import type { UsageEntry } from '../../../../src/core/usage/usageEntry';
import { promptTokens, UsageMeter } from '../../../../src/core/usage/usageMeter';

const request: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'Why is the sky blue, and not green?' }] };
const text: ChatDelta = { type: 'text', choice: 0, text: 'Because of the way in which air scatters light.' };

const finish: ChatDelta = { type: 'finish', choice: 0, reason: 'stop' };

function usage(prompt: number, completion: number, change: Partial<Usage> = {}): ChatDelta {
  const counted: Usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion, ...change };
  return { type: 'usage', usage: counted };
}

function entryOf(...deltas: readonly ChatDelta[]): UsageEntry | undefined {
  const meter = new UsageMeter({ id: 'one', at: 7, feature: 'chat' }, request);
  for (const delta of deltas) meter.take(delta);
  return meter.entry();
}

suite('The usage of an answer', () => {
  const cost = { amount: 0.5, currency: 'USD' };
  const textTokens = estimateTokens('Because of the way in which air scatters light.');

  test('is what the endpoint counted last', () => {
    assert.deepEqual(entryOf(text, usage(5, 1), finish, usage(9, 12)), {
      id: 'one',
      at: 7,
      feature: 'chat',
      model: 'm',
      promptTokens: 9,
      completionTokens: 12,
    });
  });

  test('is estimated where an answer ended before it was counted', () => {
    const entry = entryOf(text);
    assert.equal(entry?.isEstimated, true);
    assert.equal(entry.promptTokens, promptTokens(request));
    assert.equal(entry.completionTokens, textTokens);
  });

  test('is counted as far as it is known where an answer broke off that was counted with every chunk', () => {
    const entry = entryOf(text, usage(900, 2, { cost }), text, text);
    assert.deepEqual(
      [entry?.promptTokens, entry?.completionTokens, entry?.isEstimated, entry?.cost],
      [900, estimateTokens('Because of the way in which air scatters light.'.repeat(3)), true, undefined],
    );
    const counted = entryOf(text, usage(900, 40, { cost }));
    assert.deepEqual([counted?.completionTokens, counted?.isEstimated, counted?.cost], [40, undefined, cost]);
  });

  test('has the cost that the endpoint said where it counted no tokens', () => {
    const entry = entryOf(text, finish, usage(0, 0, { cost }));
    assert.deepEqual(
      [entry?.promptTokens, entry?.completionTokens, entry?.isEstimated, entry?.cost],
      [promptTokens(request), textTokens, true, cost],
    );
  });

  test('is of the request as it was sent, and of what was said aloud', () => {
    const sent: ChatRequest = {
      model: 'other',
      messages: [{ role: 'user', content: 'A much longer question than that. '.repeat(9) }],
    };
    const said: ChatDelta = {
      type: 'audio',
      choice: 0,
      audio: { transcript: 'Because of the way in which air scatters light.' },
    };
    const entry = entryOf({ type: 'sent', request: sent }, said);
    assert.deepEqual([entry?.model, entry?.promptTokens, entry?.completionTokens], ['other', promptTokens(sent), textTokens]);
  });

  test('is nothing where nothing came', () => {
    assert.equal(entryOf(), undefined);
    const error = new AssistantError('server');
    assert.equal(entryOf({ type: 'sent', request }, { type: 'retry', attempt: 1, delayMs: 1, error }), undefined);
  });

  test('counts images, tools and calls of a prompt, too', () => {
    const bare = promptTokens(request);
    const image = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AAAA' } };
    assert.ok(promptTokens({ ...request, messages: [...request.messages, { role: 'user', content: [image] }] }) > bare + 1000);
    const tools = [{ type: 'function' as const, function: { name: 'read_file', description: 'Reads a file', parameters: {} } }];
    assert.ok(promptTokens({ ...request, tools }) > bare);
  });
});
