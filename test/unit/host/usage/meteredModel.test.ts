/** Every answer of a feature is entered into the ledger: while it comes, and at its end, whatever that is. */
import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../../src/core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../../../src/core/chatModel';
import { AssistantError } from '../../../../src/core/errors';
import { gatherCompletion } from '../../../../src/core/gatherCompletion';
import type { UsageEntry } from '../../../../src/core/usage/usageEntry';
import { MeteredModel } from '../../../../src/host/usage/meteredModel';
import { until } from '../../../support/until';

const request: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'Why?' }] };
const text: ChatDelta = { type: 'text', choice: 0, text: 'Because of the way in which air scatters light. ' };
const finish: ChatDelta = { type: 'finish', choice: 0, reason: 'stop' };
const usage: ChatDelta = { type: 'usage', usage: { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 } };

/** What is a promise is waited for, and what is an error thrown. */
class ScriptedModel implements ChatModel {
  constructor(private readonly steps: readonly (ChatDelta | Promise<void> | AssistantError)[]) {}

  async *stream(): AsyncGenerator<ChatDelta> {
    for (const step of this.steps) {
      if (step instanceof AssistantError) throw step;
      if (step instanceof Promise) await step;
      else yield step;
    }
  }

  complete(): ReturnType<ChatModel['complete']> {
    return Promise.resolve(gatherCompletion([]));
  }
}

suite('A metered model', () => {
  let recorded: UsageEntry[];
  let ended: number;

  setup(() => {
    recorded = [];
    ended = 0;
  });

  function metered(...steps: ConstructorParameters<typeof ScriptedModel>[0]): MeteredModel {
    return new MeteredModel(new ScriptedModel(steps), 'commit', {
      expect: () => undefined,
      record: (entry) => void recorded.push(entry),
      ended: () => void (ended += 1),
    });
  }

  async function read(model: MeteredModel): Promise<void> {
    for await (const delta of model.stream(request, new AbortController().signal)) assert.ok(delta);
  }

  test('enters an answer that is not over yet, as far as it has come, and the end instead of it', async function () {
    this.timeout(10_000);
    let end: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      end = resolve;
    });
    const reading = read(metered(text, gate, finish, usage));
    await until(() => recorded.length > 0, 'what a crash would leave');
    assert.equal(recorded[0]?.isEstimated, true);
    assert.ok(recorded[0].promptTokens > 0 && recorded[0].completionTokens > 0);
    end();
    await reading;
    assert.deepEqual(
      recorded.map(({ id, at }) => [id, at]),
      recorded.map(() => [recorded[0]?.id, recorded[0]?.at]),
    );
    assert.deepEqual([recorded.length, recorded[1]?.promptTokens, recorded[1]?.isEstimated, ended], [2, 9, undefined, 1]);
  });

  test('enters what had come of a whole answer that was asked for and broke off', async () => {
    const model = metered(text, new AssistantError('interrupted'));
    await assert.rejects(model.complete(request, new AbortController().signal));
    assert.deepEqual([recorded.length, recorded[0]?.isEstimated], [1, true]);
    const whole = await metered(text, finish, usage).complete(request, new AbortController().signal);
    assert.equal(whole.choices[0]?.message.content, text.text);
    assert.deepEqual([recorded.length, recorded[1]?.completionTokens], [2, 12]);
  });

  test('enters nothing of a request that was refused, or only tried again', async () => {
    const error = new AssistantError('rateLimit', { status: 429 });
    const steps = [{ type: 'sent', request } as const, { type: 'retry', attempt: 1, delayMs: 1, error } as const];
    await assert.rejects(read(metered(...steps, error)));
    assert.deepEqual([recorded, ended], [[], 0]);
    await read(metered(...steps, text, finish, usage));
    assert.equal(recorded.length, 1);
  });
});
