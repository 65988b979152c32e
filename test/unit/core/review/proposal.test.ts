/** Where hunks are in a text that goes on changing, and that accepting them changes nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linesOf, rangeEdits, withEdits, type LineEdit } from '../../../../src/core/review/lineEdits';
import { Proposal, type HunkState } from '../../../../src/core/review/proposal';
import type { ProposedHunk } from '../../../../src/core/review/proposedHunk';

function hunk(start: number, end: number, ...lines: readonly string[]): ProposedHunk {
  return { start, end, lines, isExact: true };
}

/** As an editor makes them: all against the text before. */
function edited(text: string, edits: readonly LineEdit[]): string {
  const lines = linesOf(text);
  const offsetOf = (line: number, character: number): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  return rangeEdits(lines, edits).reduceRight(
    (result, edit) =>
      result.slice(0, offsetOf(edit.startLine, edit.startCharacter)) +
      edit.text +
      result.slice(offsetOf(edit.endLine, edit.endCharacter)),
    text,
  );
}

function proposalOf(base: string, ...hunks: readonly ProposedHunk[]): Proposal {
  const proposal = new Proposal(base);
  proposal.propose(hunks, true);
  return proposal;
}

function statesIn(proposal: Proposal, text: string, isRunning = false): readonly HunkState[] {
  proposal.follow(linesOf(text));
  return proposal.place(linesOf(text), isRunning).map(({ state }) => state);
}

/** Accepts as a review does. @returns the text after */
function accept(proposal: Proposal, text: string, ...ids: readonly number[]): string {
  proposal.follow(linesOf(text));
  const placed = proposal.place(linesOf(text), false).filter(({ id, state }) => ids.includes(id) && state === 'undecided');
  proposal.accept(placed.map(({ id }) => id));
  return edited(text, placed);
}

const line = fc.constantFrom('a', 'b', '', '}', '  x();', '\ty', '𝒳 = 1');

/** A text, and hunks of it that may touch. */
const changedText = fc.array(line, { minLength: 1, maxLength: 14 }).chain((lines) =>
  fc
    .uniqueArray(fc.nat(lines.length), { maxLength: 6 })
    .map((cuts) => cuts.sort((a, b) => a - b))
    .chain((cuts) => fc.tuple(...cuts.slice(0, -1).map((start, index) => hunkBetween(start, cuts[index + 1] ?? start))))
    .map((hunks) => ({ base: lines.join('\n'), hunks })),
);

function hunkBetween(start: number, end: number): fc.Arbitrary<ProposedHunk> {
  return fc.record({
    start: fc.constant(start),
    end: fc.integer({ min: start, max: end }),
    lines: fc.array(fc.constantFrom('new', 'a', '}', ''), { maxLength: 3 }),
    isExact: fc.boolean(),
  });
}

suite('A proposal', () => {
  test('gives, whichever hunks are accepted in whichever order, the base with just these', () => {
    fc.assert(
      fc.property(changedText, fc.array(fc.nat(5), { maxLength: 8 }), ({ base, hunks }, order) => {
        const proposal = proposalOf(base, ...hunks);
        const chosen = new Set(order.filter((index) => index < hunks.length));
        let text = base;
        for (const index of chosen) text = accept(proposal, text, index);
        const expected = withEdits(
          linesOf(base),
          hunks.filter((_, index) => chosen.has(index)),
        );
        assert.equal(text, expected.join('\n'));
      }),
    );
  });

  test('gives the same where they are accepted at once', () => {
    fc.assert(
      fc.property(changedText, ({ base, hunks }) => {
        const text = accept(proposalOf(base, ...hunks), base, ...hunks.keys());
        assert.equal(text, withEdits(linesOf(base), hunks).join('\n'));
      }),
    );
  });

  test('never offers a hunk for lines that are not those it was made for', () => {
    const typing = fc.record({ at: fc.nat(14), remove: fc.nat(3), insert: fc.array(line, { maxLength: 2 }) });
    fc.assert(
      fc.property(changedText, typing, fc.nat(5), ({ base, hunks }, { at, remove, insert }, first) => {
        const proposal = proposalOf(base, ...hunks);
        const lines = linesOf(accept(proposal, base, first));
        const typed = lines.toSpliced(Math.min(at, lines.length), remove, ...insert);
        const text = typed.length === 0 ? [''] : typed;
        proposal.follow(text);
        for (const placed of proposal.place(text, false)) {
          const { start, end, lines: wanted } = hunks[placed.id] ?? assert.fail();
          const old = linesOf(base).slice(start, end);
          if (placed.state !== 'undecided') continue;
          const shown = text.slice(placed.start, placed.end);
          // What it leaves as it is was trimmed.
          assert.ok(old.join('\n').includes(shown.join('\n')));
          assert.equal(shown.length - placed.lines.length, old.length - wanted.length);
        }
      }),
    );
  });

  test('follows what is typed above and below a hunk, and beside it', () => {
    const proposal = proposalOf('1\n2\n3\n4\n5', hunk(2, 3, 'three'));
    for (const typed of ['0\n1\n2\n3\n4\n5', '1\n2\n3\n4\n5\n6', '1\ntwo\n3\nfour\n5', '1\n2\nnew\n3\nnew\n4\n5']) {
      assert.equal(edited(typed, proposal.place(linesOf(typed), false)), typed.replace('3', 'three'));
    }
  });

  test('says that a hunk no longer fits once its lines have changed, and that it fits again when that was undone', () => {
    const proposal = proposalOf('1\n2\n3\n4\n5', hunk(1, 3, 'new'), hunk(4, 5, 'five'));
    assert.deepEqual(statesIn(proposal, '1\n2\nx\n3\n4\n5'), ['stale', 'undecided']);
    assert.deepEqual(statesIn(proposal, '1\n4\n5'), ['stale', 'undecided']);
    assert.deepEqual(statesIn(proposal, 'all\nelse'), ['stale', 'stale']);
    assert.deepEqual(statesIn(proposal, '1\n2\n3\n4\n5'), ['undecided', 'undecided']);
  });

  test('does not choose a side where lines are typed exactly where a hunk inserts', () => {
    const proposal = proposalOf('1\n2', hunk(1, 1, 'between'));
    assert.deepEqual(statesIn(proposal, '1\ntyped\n2'), ['stale']);
    assert.equal(accept(proposal, 'one\n2', 0), 'one\nbetween\n2');
  });

  test('has a hunk to decide again after accepting it was undone, and not after it was done again', () => {
    const base = '1\n2\n3\n4\n5\n6';
    const proposal = proposalOf(base, hunk(1, 2, 'two', 'and a half'), hunk(3, 3, 'three and a half'), hunk(4, 5));
    const first = accept(proposal, base, 0);
    const second = accept(proposal, first, 1, 2);
    assert.deepEqual(statesIn(proposal, second), ['accepted', 'accepted', 'accepted']);
    assert.deepEqual(statesIn(proposal, first), ['accepted', 'undecided', 'undecided']);
    assert.deepEqual(statesIn(proposal, base), ['undecided', 'undecided', 'undecided']);
    assert.deepEqual(statesIn(proposal, second), ['accepted', 'accepted', 'accepted']);
    assert.deepEqual(statesIn(proposal, `typed\n${base}`), ['undecided', 'undecided', 'undecided']);
  });

  test('keeps what was accepted as decided, whatever becomes of it', () => {
    const proposal = proposalOf('1\n2\n3', hunk(1, 2, 'two', 'and'));
    assert.equal(accept(proposal, '1\n2\n3', 0), '1\ntwo\nand\n3');
    assert.deepEqual(statesIn(proposal, '1\ntwo, edited\nand\n3'), ['accepted']);
  });

  test('lets all but the last hunk be decided while that one grows', () => {
    const proposal = new Proposal('1\n2\n3\n4');
    proposal.propose([hunk(0, 1, 'one'), hunk(2, 4, 'thr')], false);
    assert.deepEqual(statesIn(proposal, '1\n2\n3\n4', true), ['undecided', 'growing']);
    const text = accept(proposal, '1\n2\n3\n4', 0);
    proposal.propose([hunk(0, 1, 'one'), hunk(2, 4, 'three', 'four'), hunk(4, 4, 'fi')], false);
    assert.deepEqual(statesIn(proposal, text, true), ['accepted', 'undecided', 'growing']);
    assert.deepEqual(statesIn(proposal, text), ['accepted', 'undecided', 'cutOff']);
    assert.equal(accept(proposal, text, 1, 2), 'one\n2\nthree\nfour');
  });

  test('keeps what was decided where hunks come in between, and offers these', () => {
    const base = '1\n2\n3\n4\n5\n6';
    const [two, four, six] = [hunk(1, 2, 'two'), hunk(3, 4, 'four'), hunk(5, 6, 'six')];
    const proposal = proposalOf(base, two, four, six);
    const text = accept(proposal, base, 0);
    proposal.reject([1]);
    proposal.propose([hunk(0, 0, 'zero'), two, hunk(2, 2, 'two and a half'), four, six], true);
    assert.deepEqual(statesIn(proposal, text), ['undecided', 'accepted', 'undecided', 'rejected', 'undecided']);
    assert.deepEqual(statesIn(proposal, base), ['undecided', 'undecided', 'undecided', 'rejected', 'undecided']);
  });

  test('gives the base with just the accepted hunks, too, where some come in between others that are decided', () => {
    fc.assert(
      fc.property(changedText, fc.array(fc.boolean()), fc.array(fc.boolean()), ({ base, hunks }, isFirst, isWanted) => {
        const noted = hunks.map((each, index) => ({ ...each, note: String(index) }));
        const proposal = new Proposal(base);
        let text = base;
        const decided: HunkState[] = [];
        for (const known of [noted.filter((_, index) => isFirst[index]), noted]) {
          proposal.propose(known, true);
          proposal.follow(linesOf(text));
          for (const { id, note, state } of proposal.place(linesOf(text), false)) {
            if (state !== 'undecided') continue;
            const isAccepted = isWanted[Number(note)] === true;
            if (isAccepted) text = accept(proposal, text, id);
            else proposal.reject([id]);
            decided.push(isAccepted ? 'accepted' : 'rejected');
          }
        }
        const placed = proposal.place(linesOf(text), false);
        assert.deepEqual(placed.map(({ state }) => state).sort(), decided.sort());
        const accepted = new Set(placed.flatMap(({ note, state }) => (state === 'accepted' ? [note] : [])));
        const expected = withEdits(
          linesOf(base),
          noted.filter(({ note }) => accepted.has(note)),
        );
        assert.equal(text, expected.join('\n'));
      }),
    );
  });

  test('leaves out the lines of a hunk that stay, and hunks that change nothing', () => {
    const proposal = proposalOf('1\n2\n3\n4', hunk(0, 3, '1', 'two', '3'), hunk(3, 4, '4'));
    assert.deepEqual(
      proposal.place(linesOf('1\n2\n3\n4'), false).map(({ start, end, lines }) => ({ start, end, lines })),
      [{ start: 1, end: 2, lines: ['two'] }],
    );
  });

  test('takes no hunks that overlap or lie outside', () => {
    for (const wrong of [[hunk(1, 2), hunk(0, 1)], [hunk(0, 2), hunk(1, 2)], [hunk(0, 4)], [hunk(2, 1)]]) {
      assert.throws(() => proposalOf('1\n2\n3', ...wrong), RangeError);
    }
  });

  test('keeps the last line end, and the lack of it', () => {
    assert.equal(accept(proposalOf('1\n2\n', hunk(1, 2, 'two')), '1\n2\n', 0), '1\ntwo\n');
    assert.equal(accept(proposalOf('1\n2', hunk(1, 2, 'two')), '1\n2', 0), '1\ntwo');
    assert.equal(accept(proposalOf('1\n2', hunk(2, 2, '3')), '1\n2', 0), '1\n2\n3');
    assert.equal(accept(proposalOf('1\n2\n', hunk(2, 2, '3')), '1\n2\n', 0), '1\n2\n3\n');
    assert.equal(accept(proposalOf('', hunk(0, 0, 'new')), '', 0), 'new\n');
    assert.equal(accept(proposalOf('1\n2', hunk(1, 2)), '1\n2', 0), '1');
    assert.equal(accept(proposalOf('1\n2', hunk(0, 2)), '1\n2', 0), '');
  });
});
