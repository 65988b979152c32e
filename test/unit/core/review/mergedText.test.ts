/** What a review shows, and the way from its lines to those of the document. */
import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/review/lineEdits';
import { blockAt, blockFrom, documentLine, mergeHunks, movedLine } from '../../../../src/core/review/mergedText';
import { Proposal } from '../../../../src/core/review/proposal';

const text = linesOf('a\nb\nc\nd\n');

function merged(): ReturnType<typeof mergeHunks> {
  const proposal = new Proposal(text.join('\n'));
  proposal.propose(
    [
      { start: 1, end: 2, lines: ['B1', 'B2'], isExact: true },
      { start: 4, end: 4, lines: ['E'], isExact: true },
    ],
    true,
  );
  return mergeHunks(text, proposal.place(text, false));
}

suite('The text of a review', () => {
  test('has below the old lines of each hunk the new ones, and an empty line on top', () => {
    assert.deepEqual(merged().lines, ['', 'a', 'b', 'B1', 'B2', 'c', 'd', 'E', '']);
    assert.deepEqual(
      merged().blocks.map(({ line, oldCount, newCount }) => [line, oldCount, newCount]),
      [
        [2, 1, 2],
        [7, 0, 1],
      ],
    );
  });

  test('knows the hunk of a line, and the next ones', () => {
    const found = merged().lines.map((_, line) => blockAt(merged(), line)?.hunk.id);
    assert.deepEqual(found, [undefined, undefined, 0, 0, 0, undefined, undefined, 1, undefined]);
    assert.deepEqual(
      [0, 2, 5, 7, 8].map((line) => blockFrom(merged(), line, 'down')?.hunk.id),
      [0, 1, 1, 0, 0],
    );
    assert.deepEqual(
      [0, 3, 5, 7, 8].map((line) => blockFrom(merged(), line, 'up')?.hunk.id),
      [1, 1, 0, 0, 1],
    );
  });

  test('knows the line of the document', () => {
    const lines = merged().lines.map((_, line) => documentLine(merged(), line));
    assert.deepEqual(lines, [0, 0, 1, 2, 2, 2, 3, 4, 4]);
  });

  test('shows where a hunk that fits no more would have been', () => {
    const proposal = new Proposal('a\nb\nc');
    proposal.propose([{ start: 1, end: 2, lines: ['B'], isExact: true }], true);
    const now = ['a', 'x', 'c'];
    assert.deepEqual(mergeHunks(now, proposal.place(now, false)).lines, ['', 'a', 'x', 'B', 'c']);
  });

  test('says where a line has gone', () => {
    const before = ['', 'a', 'b', 'c'];
    assert.equal(movedLine(before, ['', 'a', 'new', 'b', 'c'], 2), 3);
    assert.equal(movedLine(before, ['', 'a', 'b', 'new', 'c'], 2), 2);
    assert.equal(movedLine(before, ['', 'b', 'c'], 3), 2);
  });
});
