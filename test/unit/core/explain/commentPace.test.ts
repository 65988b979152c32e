/** How often a growing comment may be drawn. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commentInterval } from '../../../../src/core/explain/commentPace';

suite('The pace of a comment', () => {
  test('is never faster than VS Code shows updates, and slower the longer the text', () => {
    assert.equal(commentInterval(0), 120);
    assert.equal(commentInterval(4_000), 120);
    assert.equal(commentInterval(17_000), 510);
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (one, more) => {
        assert.ok(commentInterval(one + more) >= commentInterval(one));
      }),
    );
  });

  test('never lets a reader wait longer than two seconds', () => {
    assert.equal(commentInterval(10_000_000), 2_000);
  });
});
