import assert from 'node:assert/strict';
import type { Usage } from '../../../../src/core/chatCompletions';
import { addUsage } from '../../../../src/core/usage/addUsage';

const first: Usage = {
  prompt_tokens: 10,
  completion_tokens: 5,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 4 },
  cost: { amount: 0.5, currency: 'USD' },
};
const second: Usage = {
  prompt_tokens: 20,
  completion_tokens: 7,
  total_tokens: 27,
  prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 1 },
  completion_tokens_details: { reasoning_tokens: 3 },
  cost: { amount: 0.25, currency: 'USD' },
};

suite('usage', () => {
  test('of two parts of an answer is their sum, with every detail', () => {
    assert.deepEqual(addUsage(first, second), {
      prompt_tokens: 30,
      completion_tokens: 12,
      total_tokens: 42,
      prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 1 },
      completion_tokens_details: { reasoning_tokens: 3 },
      cost: { amount: 0.75, currency: 'USD' },
    });
  });

  test('of one part alone is that part', () => {
    assert.equal(addUsage(undefined, second), second);
    assert.equal(addUsage(first, undefined), first);
  });

  test('has no price where a part has none, or another currency', () => {
    assert.equal(addUsage(first, { ...second, cost: null })?.cost, null);
    assert.equal(addUsage(first, { ...second, cost: { amount: 1, currency: 'EUR' } })?.cost, null);
  });
});
