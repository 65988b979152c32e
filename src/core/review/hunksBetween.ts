/** The hunks of a proposal that is known as a whole text. */
import { lineChanges } from '../edits/lineDiff';
import { linesOf } from './lineEdits';
import type { ProposedHunk } from './proposedHunk';

/** @param isExact of all of them: false where blanks or context had to be bridged */
export function hunksBetween(base: string, proposed: string, isExact: boolean): readonly ProposedHunk[] {
  const lines = linesOf(proposed);
  return lineChanges(linesOf(base), lines).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    start: oldStart,
    end: oldEnd,
    lines: lines.slice(newStart, newEnd),
    isExact,
  }));
}
