/**
 * One proposal for a text and what was decided on each of its hunks, and where each hunk is in the text as it is now, whatever was
 * typed, accepted or undone since. It changes no text: it says which edits would.
 */
import { lineChanges, type LineChange } from '../edits/lineDiff';
import { linesOf, withEdits, type LineEdit } from './lineEdits';
import type { ProposedHunk } from './proposedHunk';

/**
 * - `undecided`: can be accepted
 * - `growing`: its end is still to come
 * - `cutOff`: its end never came, so it cannot be accepted
 * - `stale`: the lines that it changes have changed, so it fits nowhere
 */
export type HunkState = 'undecided' | 'growing' | 'cutOff' | 'stale' | 'accepted' | 'rejected';

/** A hunk in the text of now. */
export interface PlacedHunk extends LineEdit {
  /** Among all hunks of the proposal; stays the same once the hunk is whole, wherever others come. */
  readonly id: number;
  readonly state: HunkState;
  readonly isExact: boolean;
  readonly note?: string;
}

/** A hunk without the lines that it leaves as they are. */
interface KnownHunk extends ProposedHunk {
  readonly id: number;
  /** By which it is known again. */
  readonly asProposed: ProposedHunk;
}

interface Differences {
  readonly accepted: readonly string[];
  readonly text: readonly string[];
  readonly changes: readonly LineChange[];
}

export class Proposal {
  readonly #base: readonly string[];
  #hunks: readonly KnownHunk[] = [];
  #idCount = 0;
  #isGrowing = false;
  readonly #rejected = new Set<number>();
  /** What was accepted at a time is undone at a time. */
  readonly #accepted: (readonly number[])[] = [];
  readonly #undone: (readonly number[])[] = [];
  /** What was found last: asked for again with each redrawing. */
  #found: Differences | undefined;

  /** @param base the text that all its hunks refer to */
  constructor(base: string) {
    this.#base = linesOf(base);
  }

  get hunkCount(): number {
    return this.#hunks.length;
  }

  /**
   * Takes all hunks so far. What was decided on one stays decided, also where others come before it.
   *
   * @param isComplete false where the last one may still be replaced by a longer one
   * @throws RangeError where they overlap, are not in order or lie outside of the base text
   */
  propose(hunks: readonly ProposedHunk[], isComplete: boolean): void {
    let end = 0;
    for (const hunk of hunks) {
      if (hunk.start < end || hunk.end < hunk.start || hunk.end > this.#base.length) {
        throw new RangeError(`Lines ${String(hunk.start)} to ${String(hunk.end)} are no place for a hunk.`);
      }
      end = hunk.end;
    }
    this.#isGrowing = !isComplete && hunks.length > 0;
    const before = [...this.#hunks];
    this.#hunks = hunks.map((hunk, index) => {
      const at = before.findIndex(({ asProposed }) => isSame(asProposed, hunk));
      const known = at < 0 ? undefined : before.splice(at, 1)[0];
      const isLast = this.#isGrowing && index === hunks.length - 1;
      return { ...this.#trimmed(hunk, isLast), id: known?.id ?? this.#idCount++, asProposed: hunk };
    });
  }

  /** The last hunk is whole. */
  complete(): void {
    this.propose(
      this.#hunks.map(({ asProposed }) => asProposed),
      true,
    );
  }

  reject(ids: readonly number[]): void {
    for (const id of ids) this.#rejected.add(id);
  }

  /** Says that the edits of these hunks were made, in one step to undo. */
  accept(ids: readonly number[]): void {
    this.#accepted.push([...ids]);
    this.#undone.length = 0;
  }

  /** Looks at the text of now: a step that was undone or made again there is so here, too. */
  follow(text: readonly string[]): void {
    const { accepted, changes: found } = this.#differences(text);
    const distance = sizeOf(found);
    if (distance === 0) {
      return;
    }
    const explains = (other: readonly string[]): boolean =>
      distance === distanceOf(other, text) + distanceOf(accepted, other) && distance > distanceOf(other, text);
    const last = this.#accepted.pop();
    if (last !== undefined) {
      if (explains(this.#acceptedText())) {
        this.#undone.push(last);
        this.follow(text);
        return;
      }
      this.#accepted.push(last);
    }
    const next = this.#undone.pop();
    if (next?.every((id) => !this.#rejected.has(id)) !== true) {
      return;
    }
    this.#accepted.push(next);
    if (explains(this.#acceptedText())) {
      this.follow(text);
      return;
    }
    this.#accepted.pop();
    this.#undone.push(next);
  }

  /** Where each hunk is in the text of now, in order; {@link follow} it before. */
  place(text: readonly string[], isRunning: boolean): readonly PlacedHunk[] {
    const accepted = new Set(this.#accepted.flat());
    const { changes } = this.#differences(text);
    let shift = 0;
    return this.#hunks.flatMap((hunk, index): readonly PlacedHunk[] => {
      const { id } = hunk;
      const isAccepted = accepted.has(id);
      const start = hunk.start + shift;
      const end = isAccepted ? start + hunk.lines.length : hunk.end + shift;
      if (isAccepted) shift += hunk.lines.length - (hunk.end - hunk.start);
      const isLast = this.#isGrowing && index === this.#hunks.length - 1;
      if (hunk.start === hunk.end && hunk.lines.length === 0 && !isLast) {
        return [];
      }
      const rest = { id, isExact: hunk.isExact, lines: hunk.lines, ...(hunk.note === undefined ? {} : { note: hunk.note }) };
      const isStale = !isAccepted && changes.some((change) => isHit(change, start, end));
      if (isStale) {
        const place = placeAfter(changes, end);
        return [{ ...rest, start: place, end: place, state: this.#rejected.has(id) ? 'rejected' : 'stale' }];
      }
      const from = shifted(changes, start);
      const state = isAccepted
        ? 'accepted'
        : this.#rejected.has(id)
          ? 'rejected'
          : !isLast
            ? 'undecided'
            : isRunning
              ? 'growing'
              : 'cutOff';
      return [{ ...rest, start: from, end: isAccepted ? placeAfter(changes, end) : from + end - start, state }];
    });
  }

  #differences(text: readonly string[]): Differences {
    const accepted = this.#acceptedText();
    const isSame =
      this.#found?.text === text && this.#found.accepted.length === accepted.length && isEqual(this.#found.accepted, accepted);
    this.#found = isSame && this.#found !== undefined ? this.#found : { accepted, text, changes: lineChanges(accepted, text) };
    return this.#found;
  }

  /** The base with all that was accepted, which differs from the text of now only by what others changed there. */
  #acceptedText(): readonly string[] {
    const accepted = new Set(this.#accepted.flat());
    return withEdits(
      this.#base,
      this.#hunks.filter(({ id }) => accepted.has(id)),
    );
  }

  /** Without the lines that it leaves as they are; the end of one that grows is not known yet. */
  #trimmed(hunk: ProposedHunk, isGrowing: boolean): ProposedHunk {
    let { start, end } = hunk;
    let from = 0;
    let to = hunk.lines.length;
    for (; start < end && from < to && this.#base[start] === hunk.lines[from]; start++) from++;
    if (!isGrowing) {
      for (; end > start && to > from && this.#base[end - 1] === hunk.lines[to - 1]; end--) to--;
    }
    return { ...hunk, start, end, lines: hunk.lines.slice(from, to) };
  }
}

/** In differing lines. */
function distanceOf(before: readonly string[], after: readonly string[]): number {
  return sizeOf(lineChanges(before, after));
}

function isSame(one: ProposedHunk, other: ProposedHunk): boolean {
  const isSamePlace = one.start === other.start && one.end === other.end;
  return isSamePlace && one.lines.length === other.lines.length && isEqual(one.lines, other.lines);
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.every((line, index) => line === others[index]);
}

function sizeOf(changes: readonly LineChange[]): number {
  return changes.reduce((sum, { oldStart, oldEnd, newStart, newEnd }) => sum + oldEnd - oldStart + newEnd - newStart, 0);
}

/** Whether the change leaves no place for a hunk of these lines. One that only inserts needs one of the lines beside it. */
function isHit({ oldStart, oldEnd }: LineChange, start: number, end: number): boolean {
  if (start < end) {
    return oldStart < end && oldEnd > start;
  }
  return (oldStart < start && oldEnd > start) || (oldStart === start && oldEnd === start);
}

function shifted(changes: readonly LineChange[], line: number): number {
  return changes.reduce(
    (sum, { oldEnd, oldStart, newStart, newEnd }) => (oldEnd <= line ? sum + newEnd - newStart - (oldEnd - oldStart) : sum),
    line,
  );
}

/** The line before which it ends in the new text; behind a change that goes on there. */
function placeAfter(changes: readonly LineChange[], line: number): number {
  const around = changes.find(({ oldStart, oldEnd }) => oldStart < line && oldEnd > line);
  return around?.newEnd ?? shifted(changes, line);
}
