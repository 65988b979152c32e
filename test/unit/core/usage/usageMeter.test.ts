import assert from 'node:assert/strict';
import type { ChatRequest, Usage } from '../../../../src/core/chatCompletions';
import type { ChatDelta } from '../../../../src/core/chatModel';
import { AssistantError } from '../../../../src/core/errors';
import { estimateTokens } from '../../../../src/core/tokens';
import type { UsageEntry } from '../../../../src/core/usage/usageEntry';
import { promptTokens, UsageMeter } from '../../../../src/core/usage/usageMeter';

const request: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'Why is the sky blue, and not green?' }] };
const text: ChatDelta = { type: 'text', choice: 0, text: 'Because of the way in which air scatters light.' };

function usage(prompt: number, completion: number): ChatDelta {
  const counted: Usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  return { type: 'usage', usage: counted };
}

function entryOf(...deltas: readonly ChatDelta[]): UsageEntry | undefined {
  const meter = new UsageMeter('chat', request);
  for (const delta of deltas) meter.take(delta);
  return meter.entry(7);
}

suite('The usage of an answer', () => {
  test('is what the endpoint counted last', () => {
    assert.deepEqual(entryOf(text, usage(5, 1), usage(9, 12)), {
      at: 7,
      feature: 'chat',
      model: 'm',
      promptTokens: 9,
      completionTokens: 12,
    });
  });

  test('is estimated where an answer ended before it was counted', () => {
    for (const deltas of [[text], [text, usage(0, 0)]]) {
      const entry = entryOf(...deltas);
      assert.equal(entry?.isEstimated, true);
      assert.equal(entry.promptTokens, promptTokens(request));
      assert.equal(entry.completionTokens, estimateTokens('Because of the way in which air scatters light.'));
    }
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
