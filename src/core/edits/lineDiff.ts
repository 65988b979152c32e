/**
 * What differs between two texts, line by line: the smallest changes, as edits of the old text, and carried over to a text that
 * has changed in the meantime.
 */

/** Lines `oldStart` up to `oldEnd` of the old text became `newStart` up to `newEnd` of the new one; ends are exclusive. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** The replacement of a part of a text; `start` and `end` in UTF-16 units. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Beyond so many differing lines the search would take seconds and its result help nobody. */
const maxDifferences = 3000;

/** The changes in order, none touching the next. */
export function lineChanges(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let oldEnd = before.length;
  let newEnd = after.length;
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  if (start === oldEnd && start === newEnd) {
    return [];
  }
  if (start === oldEnd || start === newEnd) {
    return [{ oldStart: start, oldEnd, newStart: start, newEnd }];
  }
  return middleChanges(before.slice(start, oldEnd), after.slice(start, newEnd), start);
}

/** Myers' greedy search, with the furthest points of each round kept for the way back. */
function middleChanges(before: readonly string[], after: readonly string[], shift: number): readonly LineChange[] {
  const [n, m] = [before.length, after.length];
  const limit = Math.min(n + m, maxDifferences);
  const rounds: Int32Array[] = [];
  // One element for each diagonal from -(limit + 1) to limit + 1.
  const furthest = new Int32Array(2 * limit + 3);
  const at = (diagonal: number): number => furthest[diagonal + limit + 1] ?? 0;
  for (let d = 0; d <= limit; d++) {
    rounds.push(furthest.slice(limit + 1 - d, limit + 2 + d));
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x++;
      furthest[k + limit + 1] = x;
      if (x >= n && x - k >= m) {
        return wayBack(rounds, n, m, shift);
      }
    }
  }
  return [{ oldStart: shift, oldEnd: shift + n, newStart: shift, newEnd: shift + m }];
}

function wayBack(rounds: readonly Int32Array[], n: number, m: number, shift: number): readonly LineChange[] {
  const changes: LineChange[] = [];
  let [x, y] = [n, m];
  for (let d = rounds.length - 1; d > 0; d--) {
    const round = rounds[d];
    const at = (diagonal: number): number => round?.[diagonal + d] ?? 0;
    const k = x - y;
    const isDown = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const previousX = isDown ? at(k + 1) : at(k - 1);
    const previousY = previousX - (isDown ? k + 1 : k - 1);
    const [toX, toY] = isDown ? [previousX, previousY + 1] : [previousX + 1, previousY];
    const next = changes[0];
    if (next?.oldStart === toX + shift && next.newStart === toY + shift) {
      changes[0] = { ...next, oldStart: previousX + shift, newStart: previousY + shift };
    } else {
      changes.unshift({
        oldStart: previousX + shift,
        oldEnd: toX + shift,
        newStart: previousY + shift,
        newEnd: toY + shift,
      });
    }
    [x, y] = [previousX, previousY];
  }
  return changes;
}

/** The edits that make `before` into `after`: whole lines, only changed ones, in order. */
export function textEdits(before: string, after: string): readonly OffsetEdit[] {
  const old = linesWithEnds(before);
  const now = linesWithEnds(after);
  const offsets = [0];
  for (const line of old) offsets.push((offsets.at(-1) ?? 0) + line.length);
  return lineChanges(old, now).map((change) => ({
    start: offsets[change.oldStart] ?? before.length,
    end: offsets[change.oldEnd] ?? before.length,
    text: now.slice(change.newStart, change.newEnd).join(''),
  }));
}

/**
 * The change from `base` to `proposed`, made to `current` instead, which came from `base`, too; undefined where both change the
 * same or adjoining lines in different ways.
 */
export function mergeChanges(base: string, proposed: string, current: string): string | undefined {
  const [lines, theirs, ours] = [base, proposed, current].map(linesWithEnds) as [string[], string[], string[]];
  const kept = lineChanges(lines, ours);
  let result = '';
  let position = 0;
  for (const change of lineChanges(lines, theirs)) {
    const isClear = kept.every((other) => other.oldEnd < change.oldStart || other.oldStart > change.oldEnd);
    const text = theirs.slice(change.newStart, change.newEnd).join('');
    const same = kept.find((other) => other.oldStart === change.oldStart && other.oldEnd === change.oldEnd);
    if (!isClear && (same === undefined || ours.slice(same.newStart, same.newEnd).join('') !== text)) {
      return undefined;
    }
    const from = shiftedLine(
      kept.filter((other) => other !== same),
      change.oldStart,
    );
    result += ours.slice(position, from).join('') + text;
    position = same === undefined ? from + (change.oldEnd - change.oldStart) : same.newEnd;
  }
  return result + ours.slice(position).join('');
}

/** Where the line `line` of the old text is in the new one. */
export function shiftedLine(changes: readonly LineChange[], line: number): number {
  return changes
    .filter(({ oldEnd }) => oldEnd <= line)
    .reduce((sum, { oldStart, oldEnd, newStart, newEnd }) => sum + (newEnd - newStart) - (oldEnd - oldStart), line);
}

function linesWithEnds(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}
