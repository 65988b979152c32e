import assert from 'node:assert/strict';
import { countedEntry, entryLine, listPrice, readEntries, type UsageEntry } from '../../../../src/core/usage/usageEntry';

const about = { at: 1_763_900_000_000, feature: 'chat', model: 'claude-sonnet-4-6' } as const;
const whole: UsageEntry = {
  ...about,
  promptTokens: 1200,
  completionTokens: 30,
  cachedTokens: 1000,
  cost: { amount: 0.0042, currency: 'USD' },
};

suite('A line of the ledger', () => {
  test('comes back as it was written', () => {
    const estimated: UsageEntry = { ...about, feature: 'edit', promptTokens: 1, completionTokens: 0, isEstimated: true };
    assert.deepEqual(readEntries(entryLine(whole) + entryLine(estimated)), { entries: [whole, estimated], unreadable: 0 });
  });

  test('is what the endpoint counted, and its cost where it gives one', () => {
    const usage = { prompt_tokens: 1200, completion_tokens: 30, total_tokens: 1230 };
    assert.deepEqual(
      countedEntry(about, {
        ...usage,
        prompt_tokens_details: { cached_tokens: 1000 },
        cost: { amount: 0.0042, currency: 'USD' },
      }),
      whole,
    );
    assert.deepEqual(countedEntry(about, { ...usage, prompt_tokens_details: null, cost: null }), {
      ...about,
      promptTokens: 1200,
      completionTokens: 30,
    });
  });

  test('that is torn, foreign or of another version is counted, not believed', () => {
    const line = entryLine(whole);
    const bad = [
      line.slice(0, 40),
      '[]',
      'null',
      line.replace('"version":1', '"version":2'),
      line.replace('"chat"', '"other"'),
      line.replace('1200', '-1'),
      line.replace('30', '1.5'),
      line.replace('1763900000000', '9e99'),
    ].map((each) => each.trim());
    assert.deepEqual(readEntries(`${bad.join('\n')}\n\n${line}`), { entries: [whole], unreadable: bad.length });
  });

  test('has a list price where the model has one', () => {
    assert.equal(
      listPrice({ model: 'claude-sonnet-4-6', promptTokens: 1_000_000, completionTokens: 2_000_000 })?.toFixed(3),
      '12.140',
    );
    const cached = { model: 'claude-sonnet-4-6', completionTokens: 0, cachedTokens: 1_000_000, cacheWriteTokens: 1_000_000 };
    assert.equal(listPrice({ ...cached, promptTokens: 3_000_000 })?.toFixed(3), '2.585', 'cached ones cost less, or more');
    assert.equal(
      listPrice({ ...cached, promptTokens: 5 })?.toFixed(3),
      '1.485',
      'and may not be counted as a part of the prompt',
    );
    assert.equal(listPrice({ model: 'some-other', promptTokens: 1, completionTokens: 1 }), undefined);
  });
});
