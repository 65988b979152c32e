/** Long texts, shortened. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningAndEnd } from '../../../../src/core/selection/beginningAndEnd';

suite('A long text', () => {
  const rows = (count: number): string => Array.from({ length: count }, (_, index) => `row ${String(index)}\n`).join('');

  test('is sent as it is where it fits', () => {
    assert.equal(beginningAndEnd(rows(3), rows(3).length), rows(3));
  });

  test('is whole lines of its beginning and its end, with what is left out between them', () => {
    assert.equal(beginningAndEnd(rows(10), 35), 'row 0\nrow 1\nrow 2\n\n(30 characters are left out here)\n\nrow 8\nrow 9\n');
  });

  test('is not sent whole because its lines are long', () => {
    const long = 'x'.repeat(5000);
    for (const text of [long, `a\n${long}`, `${long}\nb`, `a\n${long}\nb`, `a\n${long}\n`]) {
      assert.ok(beginningAndEnd(text, 1000).length < 1100, text.replaceAll('x', ''));
      assert.match(beginningAndEnd(text, 1000), /\((?:5000|5001) characters are left out here\)/);
    }
  });

  test('has no more of the text than it may, and says how much it has not', () => {
    const part = fc.constantFrom('\n', 'a', 'bb', 'line\n', 'x'.repeat(40));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (parts, most) => {
        const text = parts.join('');
        const short = beginningAndEnd(text, most);
        if (short === text) return;
        const [before = '', count = '', after = ''] = short.split(/\n?\((\d+) characters are left out here\)\n\n?/);
        assert.ok(text.startsWith(before) && text.endsWith(after));
        assert.ok(before.length + after.length <= most);
        assert.equal(before.length + after.length + Number(count), text.length);
      }),
    );
  });
});
