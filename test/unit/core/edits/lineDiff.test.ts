/** Changes between texts: the smallest, as edits, and carried over to a text that has changed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineChanges, mergeChanges, textEdits } from '../../../../src/core/edits/lineDiff';
import { rebuildText, splitText } from '../../../../src/core/edits/textLines';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd '), { maxLength: 30 });
const text = fc
  .tuple(lines, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.boolean())
  .map(([all, end, hasEnd, hasBom]) => (hasBom ? '\uFEFF' : '') + all.join(end) + (hasEnd ? end : ''));

function applied(before: string, edits: ReturnType<typeof textEdits>): string {
  return [...edits].reverse().reduce((now, { start, end, text: part }) => now.slice(0, start) + part + now.slice(end), before);
}

suite('The changes between two texts', () => {
  test('make one of the other, and touch no line that both have in their place', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const result: string[] = [];
        let position = 0;
        for (const change of lineChanges(before, after)) {
          assert.ok(change.oldStart > position || position === 0);
          assert.ok(change.oldEnd > change.oldStart || change.newEnd > change.newStart);
          result.push(...before.slice(position, change.oldStart), ...after.slice(change.newStart, change.newEnd));
          position = change.oldEnd;
        }
        assert.deepEqual([...result, ...before.slice(position)], after);
      }),
    );
  });

  test('are none for the same text, and the smallest for another', () => {
    assert.deepEqual(lineChanges(['a', 'b'], ['a', 'b']), []);
    assert.deepEqual(lineChanges(['a', 'b', 'c', 'd', 'e'], ['a', 'x', 'c', 'e']), [
      { oldStart: 1, oldEnd: 2, newStart: 1, newEnd: 2 },
      { oldStart: 3, oldEnd: 4, newStart: 3, newEnd: 3 },
    ]);
  });

  test('are found in long texts that have nothing in common, without much ado', () => {
    const [before, after] = ['a', 'b'].map((name) =>
      Array.from({ length: 20_000 }, (_, index) => `${name}${String(index)}`),
    ) as [string[], string[]];
    assert.deepEqual(lineChanges(before, after), [{ oldStart: 0, oldEnd: 20_000, newStart: 0, newEnd: 20_000 }]);
  });

  test('are edits that make one text of the other', () => {
    fc.assert(fc.property(text, text, (before, after) => applied(before, textEdits(before, after)) === after));
  });
});

suite('A change of a text that has changed', () => {
  test('is made where it belongs now', () => {
    assert.equal(mergeChanges('a\nb\nc\nd\n', 'a\nB\nc\nd\n', 'new\na\nb\nc\nD\n'), 'new\na\nB\nc\nD\n');
    assert.equal(mergeChanges('a\nb\nc\n', 'a\nc\n', 'a\nb\nc\nd'), 'a\nc\nd');
  });

  test('that is in it already is made once', () => {
    assert.equal(mergeChanges('a\nb\nc\n', 'a\nB\nc\n', 'a\nB\nc\n'), 'a\nB\nc\n');
  });

  test('is not made where the same lines have changed, or those beside', () => {
    assert.equal(mergeChanges('a\nb\nc\n', 'a\nB\nc\n', 'a\nx\nc\n'), undefined);
    assert.equal(mergeChanges('a\nb\nc\n', 'a\nB\nc\n', 'A\nb\nc\n'), undefined);
  });

  test('of nothing, or to nothing, is the other', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        assert.equal(mergeChanges(base, other, base), other);
        assert.equal(mergeChanges(base, base, other), other);
      }),
    );
  });
});

suite('A text of lines', () => {
  test('is the same when it is put together again', () => {
    fc.assert(
      fc.property(text, (before) => {
        const parts = splitText(before);
        fc.pre(parts.lines.length > 0);
        assert.equal(rebuildText(parts, parts.lines, false), before);
      }),
    );
  });

  test('keeps mixed line ends where its lines stay', () => {
    assert.equal(rebuildText(splitText('a\r\nb\nc\r\nd'), ['a', 'x', 'b', 'c', 'y', 'd'], false), 'a\r\nx\r\nb\nc\r\ny\r\nd');
    assert.equal(rebuildText(splitText('a\r\nb'), ['a', 'b', 'c'], false), 'a\r\nb\r\nc');
  });
});
