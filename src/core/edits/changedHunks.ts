/** The changes between two versions of some lines as hunks to decide on: what is close together is one decision. */
import type { ProposedHunk } from '../review/proposedHunk';
import { lineChanges } from './lineDiff';

/** Unchanged lines between two changes that do not make two decisions of them. */
const joinedGap = 1;

/** @param shift number of the first line of `before` in the document */
export function changedHunks(
  before: readonly string[],
  after: readonly string[],
  shift: number,
): readonly Pick<ProposedHunk, 'start' | 'end' | 'lines'>[] {
  const parts: { oldStart: number; oldEnd: number; newStart: number; newEnd: number }[] = [];
  for (const change of lineChanges(before, after)) {
    const last = parts.at(-1);
    if (last !== undefined && change.oldStart - last.oldEnd <= joinedGap) {
      last.oldEnd = change.oldEnd;
      last.newEnd = change.newEnd;
    } else {
      parts.push({ ...change });
    }
  }
  return parts.map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    start: oldStart + shift,
    end: oldEnd + shift,
    lines: after.slice(newStart, newEnd),
  }));
}
