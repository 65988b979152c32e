/** The lines that belong together around a line, where nobody knows the symbols: by indentation, else the paragraph. */
import { columnsOf, leadingBlanks } from '../edits/indentation';

/** Longest block that is taken by its indentation alone. */
const mostLines = 200;

const closing = /^\s*(?:[}\])]|end\b|<\/)/;

/**
 * From the line that opens the block around `line` to the one that closes it; in text that is not indented, the paragraph. Line
 * numbers from 0, `end` inclusive; undefined where all is blank.
 */
export function blockAround(
  lines: readonly string[],
  line: number,
): { readonly start: number; readonly end: number } | undefined {
  const isBlank = (at: number): boolean => (lines[at] ?? '').trim() === '';
  let at = line;
  while (at < lines.length && isBlank(at)) at++;
  if (at === lines.length) at = line;
  while (at >= 0 && isBlank(at)) at--;
  if (at < 0) {
    return undefined;
  }
  const depthOf = (index: number): number => columnsOf(leadingBlanks(lines[index] ?? ''), 4);
  let start = at;
  const depth = depthOf(at);
  const opensBelow = at + 1 < lines.length && depthOf(nextText(lines, at + 1)) > depth;
  if (depth > 0 && !opensBelow) {
    while (start > 0 && (isBlank(start) || depthOf(start) >= depth)) start--;
  } else if (closing.test(lines[at] ?? '')) {
    do start--;
    while (start > 0 && (isBlank(start) || depthOf(start) > depth));
    start = Math.max(0, start);
  }
  const isOuter = start !== at || opensBelow;
  if (!isOuter) {
    return paragraph(lines, at);
  }
  const base = depthOf(start);
  let end = start;
  while (end + 1 < lines.length && (isBlank(end + 1) || depthOf(end + 1) > base)) end++;
  if (end + 1 < lines.length && closing.test(lines[end + 1] ?? '') && depthOf(end + 1) === base) end++;
  while (end > start && isBlank(end)) end--;
  return end - start >= mostLines ? paragraph(lines, at) : { start, end };
}

/** Where the declaration that begins on a line ends; for places of which only the name is known. `end` inclusive. */
export function declarationEnd(lines: readonly string[], start: number): number {
  const block = blockAround(lines, start);
  return block?.start === start ? block.end : start;
}

function nextText(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (lines[at] ?? '').trim() === '') at++;
  return at;
}

function paragraph(lines: readonly string[], line: number): { readonly start: number; readonly end: number } {
  let [start, end] = [line, line];
  while (start > 0 && (lines[start - 1] ?? '').trim() !== '') start--;
  while (end + 1 < lines.length && (lines[end + 1] ?? '').trim() !== '') end++;
  return { start, end };
}
