import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { TextRange } from '../../../src/core/attachment';
import { shiftRange, textInRange } from '../../../src/core/textRange';

function range(startLine: number, startCharacter: number, endLine: number, endCharacter: number): TextRange {
  return { startLine, startCharacter, endLine, endCharacter };
}

/** The range of these offsets. */
function rangeAt(text: string, start: number, end: number): TextRange {
  const position = (offset: number): [number, number] => {
    const lines = text.slice(0, offset).split('\n');
    return [lines.length - 1, lines.at(-1)?.length ?? 0];
  };
  return range(...position(start), ...position(end));
}

suite('A range of a text', () => {
  const text = 'one\ntwo\nthree\nfour';

  test('holds what stands in it', () => {
    assert.equal(textInRange(text, range(1, 0, 1, 3)), 'two');
    assert.equal(textInRange(text, range(0, 1, 2, 2)), 'ne\ntwo\nth');
    assert.equal(textInRange(text, range(1, 0, 2, 0)), 'two\n');
    assert.equal(textInRange(text, range(2, 4, 9, 9)), 'e\nfour');
    assert.equal(textInRange(text, range(7, 0, 9, 0)), '');
  });

  test('moves with what is put before it, not with what is put after it', () => {
    const selected = range(2, 0, 2, 5);
    assert.deepEqual(shiftRange(selected, { range: range(0, 0, 0, 0), text: 'new\nlines\n' }), range(4, 0, 4, 5));
    assert.deepEqual(shiftRange(selected, { range: range(2, 0, 2, 0), text: '  ' }), range(2, 2, 2, 7));
    assert.deepEqual(shiftRange(selected, { range: range(2, 5, 2, 5), text: '!' }), selected);
    assert.deepEqual(shiftRange(selected, { range: range(3, 0, 3, 4), text: '' }), selected);
  });

  test('grows and shrinks with what is changed within it', () => {
    assert.deepEqual(shiftRange(range(0, 1, 2, 2), { range: range(1, 1, 1, 1), text: 'a\nb' }), range(0, 1, 3, 2));
    assert.deepEqual(shiftRange(range(0, 1, 2, 2), { range: range(1, 0, 2, 0), text: '' }), range(0, 1, 1, 2));
  });

  test('is what replaces it as a whole', () => {
    assert.deepEqual(shiftRange(range(1, 0, 1, 3), { range: range(1, 0, 1, 3), text: 'TWO!\nand' }), range(1, 0, 2, 3));
    assert.deepEqual(shiftRange(range(1, 0, 2, 0), { range: range(0, 0, 3, 4), text: 'x' }), range(0, 0, 0, 1));
  });

  test('is empty where it was deleted, with or without what is around it', () => {
    assert.deepEqual(shiftRange(range(1, 0, 1, 3), { range: range(1, 0, 1, 3), text: '' }), range(1, 0, 1, 0));
    assert.deepEqual(shiftRange(range(1, 1, 1, 2), { range: range(0, 0, 3, 0), text: '' }), range(0, 0, 0, 0));
  });

  test('still holds the same after any edit that does not touch it', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 });
    fc.assert(
      fc.property(
        letters,
        letters,
        letters,
        letters,
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (before, inside, after, put, from, to, isBefore) => {
          const whole = before + inside + after;
          const selected = rangeAt(whole, before.length, before.length + inside.length);
          const area = isBefore
            ? { start: 0, length: before.length }
            : { start: before.length + inside.length, length: after.length };
          const [start = 0, end = 0] = [from, to].map((at) => area.start + (at % (area.length + 1))).sort((a, b) => a - b);
          // Right between two edges an insertion belongs to neither: with an empty selection that cannot be told.
          fc.pre(inside !== '');
          const edited = whole.slice(0, start) + put + whole.slice(end);
          const shifted = shiftRange(selected, { range: rangeAt(whole, start, end), text: put });
          assert.equal(textInRange(edited, shifted), inside);
        },
      ),
    );
  });
});
