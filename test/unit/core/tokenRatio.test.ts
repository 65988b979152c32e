import assert from 'node:assert/strict';
import { LearnedRatios } from '../../../src/core/tokenRatio';

suite('Ratios of counted to estimated tokens', () => {
  test('are 1 before anything was counted, and then what was counted, for each model', () => {
    const ratios = new LearnedRatios();
    assert.equal(ratios.ratio('a'), 1);
    ratios.learn('a', 1300, 1000);
    assert.equal(ratios.ratio('a'), 1.3);
    assert.equal(ratios.ratio('b'), 1);
  });

  test('follow what is counted now', () => {
    const ratios = new LearnedRatios();
    ratios.learn('a', 1500, 1000);
    for (let request = 0; request < 12; request += 1) ratios.learn('a', 1100, 1000);
    assert.ok(Math.abs(ratios.ratio('a') - 1.1) < 0.01, String(ratios.ratio('a')));
  });

  test('learn nothing of a small request, or of counts that are of something else', () => {
    const ratios = new LearnedRatios();
    ratios.learn('a', 300, 200);
    ratios.learn('a', 10_000, 1000);
    ratios.learn('a', 20, 1000);
    ratios.learn('a', 0, 0);
    assert.equal(ratios.ratio('a'), 1);
  });

  test('stay within what a tokenizer can differ', () => {
    const ratios = new LearnedRatios();
    ratios.learn('a', 1900, 1000);
    assert.equal(ratios.ratio('a'), 1.6);
  });
});
