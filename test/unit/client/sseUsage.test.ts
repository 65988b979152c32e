/** What upstreams count, in whatever way they write it. */
import assert from 'node:assert/strict';
import { chunk, finishChunk, frame, usageCounts } from '../../support/frames';
import { afterStart, finish, readStream } from '../../support/sseReading';

suite('sseDeltas: usage', () => {
  test('takes counts that are texts or fractions, and none that can be no count', async () => {
    const { deltas } = await readStream(
      frame(finishChunk()) +
        frame(
          chunk(null, {
            choices: [],
            usage: {
              prompt_tokens: '12',
              completion_tokens: 3.6,
              total_tokens: -1,
              prompt_tokens_details: { cached_tokens: -4, audio_tokens: null, x: 5 },
              completion_tokens_details: [1],
              cost: { amount: '-1', currency: 'USD' },
            },
          }),
        ),
    );
    assert.deepEqual(deltas.at(-1), {
      type: 'usage',
      usage: { prompt_tokens: 12, completion_tokens: 4, total_tokens: 16, prompt_tokens_details: {} },
    });
  });

  test('keeps every count of the usage, and its price', async () => {
    const wire = {
      prompt_tokens: 8,
      completion_tokens: 12,
      total_tokens: 20,
      prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 2, text_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 5 },
      input_tokens: 0,
      output_tokens: 0,
      input_tokens_details: null,
      cost: { amount: '0.25', currency: 'USD', list_amount: 0.5 },
    };
    const result = await readStream(frame(finishChunk()), frame(chunk(null, { choices: [], usage: wire })));
    assert.deepEqual(afterStart(result)[1], {
      type: 'usage',
      usage: {
        ...usageCounts,
        prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 2 },
        completion_tokens_details: { reasoning_tokens: 5 },
        cost: { amount: 0.25, currency: 'USD', list_amount: 0.5 },
      },
    });
  });

  const invalid: readonly (readonly [name: string, wire: unknown, expected: unknown])[] = [
    [
      'counts as text and a price without a unit',
      { prompt_tokens: '8', completion_tokens: '12', cost: { amount: 1 } },
      { ...usageCounts, cost: { amount: 1, currency: '' } },
    ],
    [
      'a count below zero, and a price below zero',
      { prompt_tokens: 20, completion_tokens: -3, cost: { amount: -1, currency: 'USD' } },
      { prompt_tokens: 20, completion_tokens: 0, total_tokens: 20 },
    ],
    [
      'parts of tokens, and a price that no answer has',
      { prompt_tokens: 7.6, completion_tokens: 12, cost: { amount: '1e300' } },
      usageCounts,
    ],
    [
      'a price that is no number',
      { prompt_tokens: 8, completion_tokens: 12, cost: { amount: 'NaN', currency: 'USD' } },
      usageCounts,
    ],
    [
      'more tokens than any answer has',
      { prompt_tokens: 1e15, completion_tokens: 12 },
      { prompt_tokens: 0, completion_tokens: 12, total_tokens: 12 },
    ],
    [
      'a price alone',
      { cost: { amount: '0.1', currency: ' usd ' } },
      { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, cost: { amount: 0.1, currency: 'USD' } },
    ],
  ];
  for (const [name, wire, expected] of invalid) {
    test(`takes a usage with ${name}`, async () => {
      const result = await readStream(frame(finishChunk()), frame(chunk(null, { choices: [], usage: wire })));
      assert.deepEqual(afterStart(result)[1], { type: 'usage', usage: expected });
    });
  }

  test('keeps what was counted where zeroes come after it, and puts parts together', async () => {
    const of = (usage: unknown): string => frame(chunk(null, { choices: [], usage }));
    const result = await readStream(
      of({ prompt_tokens: 8, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 3 } }),
      of({ prompt_tokens: 0, completion_tokens: 12 }),
      of({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }),
      frame(finishChunk()),
    );
    const [, last, ...rest] = afterStart(result);
    assert.deepEqual(last, { type: 'usage', usage: { ...usageCounts, prompt_tokens_details: { cached_tokens: 3 } } });
    assert.deepEqual(rest, [finish('stop')]);
  });
});
