import assert from 'node:assert/strict';
import { estimateTokens, imageTokens } from '../../../src/core/tokens';

suite('Estimated tokens', () => {
  test('of nothing are none, of anything at least one', () => {
    assert.equal(estimateTokens(''), 0);
    assert.ok(estimateTokens(' ') >= 1);
    assert.ok(estimateTokens('a') >= 1);
  });

  test('of prose are about one for each word', () => {
    const tokens = estimateTokens('The quick brown fox jumps over the lazy dog, and then it sleeps in the sun.');
    assert.ok(tokens >= 14 && tokens <= 22, String(tokens));
  });

  test('of Chinese are not taken for those of letters', () => {
    const tokens = estimateTokens('快速的棕色狐狸跳过了懒狗'.repeat(10));
    assert.ok(tokens >= 80, String(tokens));
  });

  test('of data without words are many', () => {
    const tokens = estimateTokens('QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0'.repeat(30));
    assert.ok(tokens >= 350, String(tokens));
  });

  test('of a long text are what those of its parts are together', () => {
    const part = 'export function add(left: number, right: number): number {\n  return left + right;\n}\n\n'.repeat(3000);
    const long = estimateTokens(part.repeat(4));
    const parts = 4 * estimateTokens(part);
    assert.ok(part.length < 300_000 && Math.abs(long / parts - 1) < 0.03, `${String(long)} for ${String(parts)}`);
  });

  test('of a long text see both its halves', () => {
    const words = 'word '.repeat(100_000);
    const hanzi = '汉字'.repeat(100_000);
    const both = estimateTokens(words + hanzi);
    const apart = estimateTokens(words) + estimateTokens(hanzi);
    assert.ok(Math.abs(both / apart - 1) < 0.15, `${String(both)} for ${String(apart)}`);
  });

  test('of an image grow with its area until it is made smaller', () => {
    assert.equal(imageTokens({ width: 750, height: 100 }), 100);
    assert.equal(imageTokens({ width: 1, height: 1 }), 1);
    assert.equal(imageTokens({ width: 8000, height: 8000 }), 1600);
    assert.ok(imageTokens({ width: 3136, height: 100 }) <= imageTokens({ width: 1568, height: 100 }));
    assert.equal(imageTokens(undefined), 1600);
    assert.equal(imageTokens({ width: 1568, height: 784 }, 'high'), 1600);
    assert.equal(imageTokens({ width: 1024, height: 512 }, 'low'), 175);
  });
});
