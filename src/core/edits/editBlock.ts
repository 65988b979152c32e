/**
 * One SEARCH/REPLACE block of a streamed answer: where it goes is known when its SEARCH part is complete, and its change grows while
 * its REPLACE part comes. What is around the block is `editAnswer.ts`'s.
 */
import type { ProposedHunk } from '../review/proposedHunk';
import { applyHunks, hunkOf, lineAdapter, locate, newLines, occurrences, type Placed } from './applyHunks';
import { changedHunks } from './changedHunks';
import type { EditFault, PlacedPart, TargetText } from './editTarget';
import { findStandIn, isPlaceholder } from './placeholders';
import { blockMarks } from './searchReplace';
import type { DiffHunk } from './unifiedDiff';

/** To look for lines that are merely alike takes its time. */
const mostLikeMarks = 8;

export class EditBlock {
  /** All between the first mark and the last one. */
  readonly #lines: string[] = [];
  /** Of `#lines`, those that can be the mark between the parts: a heading of a text can look like one. */
  readonly #dividers: number[] = [];
  /** Of the REPLACE part, as the text is indented. */
  readonly #written: string[] = [];
  /** How many lines of `#written` the text has already in the same place. */
  #same = 0;
  #placed: Placed | undefined;
  #adapt: (line: string, index: number) => string = (line) => line;
  #standIn: string | undefined;

  /** @param after where the block before it ends in the text */
  constructor(
    private readonly text: TargetText,
    private readonly after: number,
  ) {}

  takeLine(line: string): void {
    this.#lines.push(line);
    if (blockMarks.middle.test(line)) {
      this.#dividers.push(this.#lines.length - 1);
      if (this.#dividers.length === 1) {
        this.#begin();
        return;
      }
    }
    if (this.#dividers.length > 0) {
      this.#grow(line);
    }
  }

  /** The change as far as it has come; undefined where there is none to show yet. */
  get growing(): ProposedHunk | undefined {
    if (this.#placed === undefined || this.#standIn !== undefined || this.#written.length === this.#same) {
      return undefined;
    }
    const { start, end, isExact } = this.#placed;
    return { start: start + this.#same, end, lines: this.#written.slice(this.#same), isExact };
  }

  /** The block is complete. */
  close(): PlacedPart {
    const divider = this.#divider();
    if (divider === undefined) {
      return { fault: { kind: 'unfinished', searched: this.#lines } };
    }
    const { languageId } = this.text.target;
    const standIn = findStandIn(this.#lines.slice(divider + 1), languageId, (line) => this.text.has(line));
    if (standIn !== undefined) {
      return { fault: { kind: 'standIn', line: standIn.trim() } };
    }
    return this.#place(divider);
  }

  /** The answer has ended in the middle of it. */
  cutOff(): EditFault {
    const [divider] = this.#dividers;
    return { kind: 'unfinished', searched: this.#lines.slice(0, divider) };
  }

  #begin(): void {
    const search = this.#lines.slice(0, -1);
    if (search.every(isBlank)) {
      if (this.text.isBlank) this.#placed = { start: 0, end: this.text.lines.length, lines: [], isExact: true };
      return;
    }
    // What the text has, too, may still belong to what is searched for.
    if (occurrences(this.text.lines, this.#lines).length > 0) {
      return;
    }
    const hunk: DiffHunk = { oldStart: undefined, lines: search.map((text) => ({ kind: 'removed', text })) };
    const placed = place(this.text, hunk, this.after);
    if (typeof placed !== 'string') {
      this.#placed = placed;
      this.#adapt = lineAdapter(this.text.lines, placed, this.text.target.unit);
    }
  }

  #grow(line: string): void {
    if (this.#isStandIn(line)) this.#standIn = line;
    if (this.#placed === undefined) {
      return;
    }
    const { start, end } = this.#placed;
    const written = this.#adapt(line, this.#lines.length - 1);
    const at = start + this.#same;
    if (this.#same === this.#written.length && at < end && this.text.lines[at] === written) this.#same++;
    this.#written.push(written);
  }

  #isStandIn(line: string): boolean {
    return isPlaceholder(line, this.text.target.languageId) && !this.text.has(line);
  }

  /** The last mark up to which the text has these very lines, or else lines like these; else the first. */
  #divider(): number | undefined {
    const [first, ...others] = this.#dividers;
    if (others.length === 0) {
      return first;
    }
    return (
      this.#dividers.findLast((divider) => occurrences(this.text.lines, this.#lines.slice(0, divider)).length > 0) ??
      this.#dividers.slice(0, mostLikeMarks).findLast((divider) => 'hunks' in this.#place(divider)) ??
      first
    );
  }

  #place(divider: number): PlacedPart {
    return placeBlock(this.text, this.#lines.slice(0, divider), this.#lines.slice(divider + 1), this.after);
  }
}

function placeBlock(text: TargetText, search: readonly string[], replace: readonly string[], after: number): PlacedPart {
  if (search.every(isBlank)) {
    return text.isBlank
      ? { hunks: [{ start: 0, end: text.lines.length, lines: replace, isExact: true }] }
      : { fault: { kind: 'noContext', searched: search } };
  }
  const { unit } = text.target;
  let hunk = hunkOf({ path: undefined, search, replace });
  let placed = place(text, hunk, after);
  if (placed === 'notFound') {
    hunk = hunkOf({ path: undefined, search: withoutOuterBlanks(search), replace: withoutOuterBlanks(replace) });
    placed = place(text, hunk, after);
  }
  if (typeof placed === 'string') {
    const isDone = placed === 'notFound' && !('failure' in applyHunks(text.lines, [hunk], unit));
    return isDone ? { hunks: [] } : { fault: { kind: placed, searched: search } };
  }
  const { start, end, isExact } = placed;
  const changes = changedHunks(text.lines.slice(start, end), newLines(text.lines, placed, unit), start);
  return { hunks: changes.map((change) => ({ ...change, isExact })) };
}

/** In the lines that were asked about where they have it byte by byte, else wherever it is. */
function place(text: TargetText, hunk: DiffHunk, after: number): Placed | 'notFound' | 'ambiguous' {
  const { region } = text.target;
  const within = region === undefined ? 'notFound' : locateWithin(text, hunk, region, after);
  if (typeof within !== 'string' && within.isExact) {
    return within;
  }
  const anywhere = locate(text.lines, hunk, after);
  return typeof anywhere !== 'string' && anywhere.isExact ? anywhere : typeof within === 'string' ? anywhere : within;
}

function locateWithin(
  { lines }: TargetText,
  hunk: DiffHunk,
  { start, end }: { readonly start: number; readonly end: number },
  after: number,
): Placed | 'notFound' | 'ambiguous' {
  const found = locate(lines.slice(start, end), hunk, after - start);
  return typeof found === 'string' ? found : { ...found, start: found.start + start, end: found.end + start };
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

function withoutOuterBlanks(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => !isBlank(line));
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex((line) => !isBlank(line)) + 1);
}
