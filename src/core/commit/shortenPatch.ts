/**
 * Shortens the patch of one file inside: long lines are cut, then every hunk keeps its head and its tail, then hunks in the middle
 * go. What is missing is said where it was, in lines that begin with `…` as no line of a patch does.
 */
import { shareOut } from './shareOut';

/** UTF-16 units. */
const fewestOfHunk = 160;
const longestLine = 240;
const shortestLine = 80;
/** Of what a cut hunk keeps. */
const headShare = 0.65;

/** @param most UTF-16 units to be aimed at; a few lines may take more where it is very little */
export function shortenPatch(patch: string, most: number): string {
  if (patch.length <= most) {
    return patch;
  }
  const lineLimit = Math.min(longestLine, Math.max(shortestLine, Math.floor(most / 8)));
  const hunks = hunksOf(patch).map((lines) => lines.map((line) => cutLine(line, lineLimit)));
  const lengths = hunks.map(lengthOf);
  if (lengths.reduce((sum, length) => sum + length, 0) <= most) {
    return hunks.map(textOf).join('');
  }
  const kept = keptHunks(lengths, most);
  const shares = shareOut(
    kept.map((index) => ({ need: lengths[index] ?? 0, weight: 1 })),
    most,
  );
  let text = '';
  let last = -1;
  for (const [position, index] of kept.entries()) {
    text += missing(index - last - 1, 'hunk') + cutHunk(hunks[index] ?? [], shares[position] ?? 0);
    last = index;
  }
  return text + missing(hunks.length - last - 1, 'hunk');
}

/** The first and the last ones, as many as can show something. */
function keptHunks(lengths: readonly number[], most: number): readonly number[] {
  const indexes = lengths.map((_, index) => index);
  const count = Math.max(1, Math.floor(most / fewestOfHunk));
  const needed = lengths.reduce((sum, length) => sum + Math.min(length, fewestOfHunk), 0);
  if (needed <= most || indexes.length <= count) {
    return indexes;
  }
  const tail = Math.floor(count / 3);
  return [...indexes.slice(0, count - tail), ...indexes.slice(indexes.length - tail)];
}

function cutHunk(lines: readonly string[], most: number): string {
  if (lengthOf(lines) <= most) {
    return textOf(lines);
  }
  const [header = '', ...content] = lines;
  const room = most - header.length - 1 - missing(content.length, 'line').length;
  let head = 0;
  for (let used = 0; head < content.length; head += 1) {
    used += (content[head]?.length ?? 0) + 1;
    if (used > room * headShare) {
      break;
    }
  }
  let tail = content.length;
  for (let used = 0; tail > head; tail -= 1) {
    used += (content[tail - 1]?.length ?? 0) + 1;
    if (used > room * (1 - headShare)) {
      break;
    }
  }
  return textOf([header, ...content.slice(0, head)]) + missing(tail - head, 'line') + textOf(content.slice(tail));
}

/** At the character, never inside one. */
function cutLine(line: string, limit: number): string {
  if (line.length <= limit) {
    return line;
  }
  const head = line.slice(0, Math.floor(limit * 0.6)).replace(/[\ud800-\udbff]$/, '');
  const tail = line.slice(line.length - Math.floor(limit * 0.15)).replace(/^[\udc00-\udfff]/, '');
  return `${head}… ${String(line.length - head.length - tail.length)} characters left out …${tail}`;
}

function missing(count: number, what: 'line' | 'hunk'): string {
  return count <= 0 ? '' : `… ${String(count)} ${what}${count === 1 ? '' : 's'} left out …\n`;
}

/** Lines of each hunk; the first is its `@@` line. */
function hunksOf(patch: string): readonly (readonly string[])[] {
  const hunks: string[][] = [];
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('@@') || hunks.length === 0) {
      hunks.push([]);
    }
    hunks.at(-1)?.push(line);
  }
  return hunks;
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((length, line) => length + line.length + 1, 0);
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
