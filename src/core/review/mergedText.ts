/**
 * The one text that a review shows: the document with, for each hunk that is to be decided, its old lines and below them the new
 * ones. An empty line comes first, which carries the words above all. How it looks is for others.
 */
import { lineChanges } from '../edits/lineDiff';
import type { PlacedHunk } from './proposal';

/** A hunk in the merged text; lines from 0. */
export interface MergedBlock {
  readonly hunk: PlacedHunk;
  /** Where its old lines begin, and, `oldCount` lines below, its new ones. */
  readonly line: number;
  readonly oldCount: number;
  readonly newCount: number;
}

export interface MergedText {
  readonly lines: readonly string[];
  /** From top to bottom. */
  readonly blocks: readonly MergedBlock[];
}

export function mergeHunks(text: readonly string[], hunks: readonly PlacedHunk[]): MergedText {
  const lines = [''];
  const blocks: MergedBlock[] = [];
  let position = 0;
  const shown = hunks.filter(({ state }) => state !== 'accepted' && state !== 'rejected').sort((a, b) => a.start - b.start);
  const copyTo = (end: number): void => {
    for (; position < end; position++) lines.push(text[position] ?? '');
  };
  for (const hunk of shown) {
    copyTo(hunk.start);
    blocks.push({ hunk, line: lines.length, oldCount: hunk.end - hunk.start, newCount: hunk.lines.length });
    copyTo(hunk.end);
    for (const line of hunk.lines) lines.push(line);
  }
  copyTo(text.length);
  return { lines, blocks };
}

/** The block that the line belongs to. */
export function blockAt({ blocks }: MergedText, line: number): MergedBlock | undefined {
  return blocks.find((block) => line >= block.line && line < Math.max(block.line + 1, endOf(block)));
}

/** The next block below the line, or above it; round at the end. */
export function blockFrom({ blocks }: MergedText, line: number, direction: 'down' | 'up'): MergedBlock | undefined {
  return direction === 'down'
    ? (blocks.find((block) => block.line > line) ?? blocks[0])
    : (blocks.findLast((block) => endOf(block) <= line && block.line < line) ?? blocks.at(-1));
}

/** The line of the document that the line of the merged text shows, or would come before; a new line stands where it will be. */
export function documentLine({ blocks }: MergedText, line: number): number {
  let result = line - 1;
  for (const block of blocks) {
    const firstNew = block.line + block.oldCount;
    if (line >= firstNew) result -= Math.min(block.newCount, line - firstNew);
  }
  return Math.max(0, result);
}

/** Where a line is after the text has changed, so that what is read can stay where it is. */
export function movedLine(before: readonly string[], after: readonly string[], line: number): number {
  return lineChanges(before, after).reduce(
    (sum, { oldStart, oldEnd, newStart, newEnd }) => (oldEnd <= line ? sum + newEnd - newStart - (oldEnd - oldStart) : sum),
    line,
  );
}

function endOf({ line, oldCount, newCount }: MergedBlock): number {
  return line + oldCount + newCount;
}
