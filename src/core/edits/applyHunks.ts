/**
 * Applies hunks to the lines of a file. A hunk goes where its old lines are: byte by byte, else apart from blanks, else without
 * outer context. Line numbers only decide between places that are equal.
 */
import { columnsOf, detectUnit, leadingBlanks, type IndentUnit } from './indentation';
import { lineChanges } from './lineDiff';
import type { SearchReplace } from './searchReplace';
import type { DiffHunk, DiffLine } from './unifiedDiff';

export type HunkFailure = 'notFound' | 'ambiguous' | 'noContext' | 'overlap';

export type HunkResult =
  | { readonly lines: readonly string[]; readonly isExact: boolean }
  /** `lines`: the old lines of the hunk that failed. */
  | { readonly failure: HunkFailure; readonly lines: readonly string[] };

/** @param fallback the unit where the file has no indentation */
export function applyHunks(file: readonly string[], hunks: readonly DiffHunk[], fallback: IndentUnit): HunkResult {
  const placed: Placed[] = [];
  let isExact = true;
  let after = 0;
  for (const hunk of hunks) {
    const old = hunk.lines.filter((line) => line.kind !== 'added').map((line) => line.text);
    if (old.every((line) => line.trim() === '')) {
      if (hunks.length > 1 || file.some((line) => line.trim() !== '')) return { failure: 'noContext', lines: old };
      return { lines: hunk.lines.filter((line) => line.kind !== 'removed').map((line) => line.text), isExact: true };
    }
    const found = locate(file, hunk, after);
    if (typeof found === 'string') {
      if (found === 'notFound' && isApplied(file, hunk)) continue;
      return { failure: found, lines: old };
    }
    isExact &&= found.isExact;
    placed.push(found);
    after = found.end;
  }
  placed.sort((a, b) => a.start - b.start);
  const result: string[] = [];
  let position = 0;
  for (const part of placed) {
    if (part.start < position) return { failure: 'overlap', lines: file.slice(part.start, part.end) };
    result.push(...file.slice(position, part.start), ...newLines(file, part, fallback));
    position = part.end;
  }
  return { lines: [...result, ...file.slice(position)], isExact };
}

/** The hunk that a SEARCH/REPLACE block is. */
export function hunkOf({ search, replace }: SearchReplace): DiffHunk {
  const lines: DiffLine[] = [];
  let position = 0;
  const context = (end: number): void => {
    for (; position < end; position++) lines.push({ kind: 'context', text: search[position] ?? '' });
  };
  for (const change of lineChanges(search, replace)) {
    context(change.oldStart);
    lines.push(...search.slice(change.oldStart, change.oldEnd).map((text) => ({ kind: 'removed', text }) as const));
    lines.push(...replace.slice(change.newStart, change.newEnd).map((text) => ({ kind: 'added', text }) as const));
    position = change.oldEnd;
  }
  context(search.length);
  return { oldStart: undefined, lines };
}

/** Where a hunk goes; `lines` are those of it that count there. */
export interface Placed {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly DiffLine[];
  readonly isExact: boolean;
}

const keys: readonly ((line: string) => string)[] = [(line) => line, (line) => line.trimEnd(), (line) => line.trim()];

/** Most lines of outer context that may be wrong, as in other programs that apply diffs. */
const maxFuzz = 3;

/**
 * Where a hunk goes in the lines of a file.
 *
 * @param after where the hunk before ends; decides between places that are as good
 */
export function locate(file: readonly string[], hunk: DiffHunk, after: number): Placed | 'notFound' | 'ambiguous' {
  for (const [level, key] of keys.entries()) {
    const found = unique(file, hunk.lines, { key, after, start: level === 0 ? hunk.oldStart : undefined });
    if (found === 'ambiguous') return found;
    if (found !== undefined) return { ...found, lines: hunk.lines, isExact: level === 0 && found.isExact };
  }
  const inner = withoutOuterContext(hunk.lines);
  for (const lines of inner) {
    const found = unique(file, lines, { key: (line) => line.trim(), after, start: undefined });
    if (found === 'ambiguous') return found;
    if (found !== undefined) return { ...found, lines, isExact: false };
  }
  return 'notFound';
}

interface Search {
  readonly key: (line: string) => string;
  /** Where the hunk before ends. */
  readonly after: number;
  /** From 1. */
  readonly start: number | undefined;
}

function unique(
  file: readonly string[],
  lines: readonly DiffLine[],
  { key, after, start }: Search,
): Omit<Placed, 'lines'> | 'ambiguous' | undefined {
  const old = lines.filter((line) => line.kind !== 'added').map((line) => key(line.text));
  const all = occurrences(file.map(key), old);
  const later = all.filter((at) => at >= after);
  const stated = all.filter((at) => at + 1 === start);
  const [place] = all.length === 1 ? all : stated.length === 1 ? stated : later.length === 1 ? later : [];
  if (place === undefined) {
    return all.length === 0 ? undefined : 'ambiguous';
  }
  // The order of an answer is a hint, no proof.
  return { start: place, end: place + old.length, isExact: all.length === 1 || stated.length === 1 };
}

/** Where `part` begins in `lines`. */
export function occurrences(lines: readonly string[], part: readonly string[]): readonly number[] {
  const [first] = part;
  const found: number[] = [];
  for (let at = first === undefined ? -1 : lines.indexOf(first); at >= 0; at = lines.indexOf(first ?? '', at + 1)) {
    if (part.every((line, index) => lines[at + index] === line)) found.push(at);
  }
  return found;
}

/** Ever fewer lines of context at both ends; at least one line of text that is not new remains. */
function withoutOuterContext(lines: readonly DiffLine[]): readonly (readonly DiffLine[])[] {
  const from = lines.findIndex((line) => line.kind !== 'context');
  const to = lines.findLastIndex((line) => line.kind !== 'context') + 1;
  const tries: (readonly DiffLine[])[] = [];
  for (let fuzz = 1; fuzz <= maxFuzz; fuzz++) {
    const some = lines.slice(Math.min(fuzz, from), Math.max(lines.length - fuzz, to));
    const old = some.filter((line) => line.kind !== 'added' && /\w/.test(line.text));
    if (old.length > 0 && old.length < lines.length) tries.push(some);
  }
  return tries;
}

function isApplied(file: readonly string[], hunk: DiffHunk): boolean {
  const now = hunk.lines.filter((line) => line.kind !== 'removed').map((line) => line.text.trim());
  const isChange = hunk.lines.some((line) => line.kind === 'added' && line.text.trim() !== '');
  return (
    isChange &&
    occurrences(
      file.map((line) => line.trim()),
      now,
    ).length === 1
  );
}

/** Context as the file has it, and what is added, indented as its neighbours are in the file. */
export function newLines(file: readonly string[], part: Placed, fallback: IndentUnit): readonly string[] {
  const adapt = lineAdapter(file, part, fallback);
  const result: string[] = [];
  let at = part.start;
  for (const [index, line] of part.lines.entries()) {
    if (line.kind === 'added') result.push(adapt(line.text, index));
    else if (line.kind === 'context') result.push(file[at] ?? '');
    if (line.kind !== 'added') at++;
  }
  return result;
}

/** Indents an added line of a hunk, by its index there, as its neighbours are in the file. */
export function lineAdapter(
  file: readonly string[],
  part: Placed,
  fallback: IndentUnit,
): (text: string, index: number) => string {
  const pairs: { readonly hunk: string; readonly file: string; readonly index: number }[] = [];
  let at = part.start;
  for (const [index, line] of part.lines.entries()) {
    if (line.kind === 'added') continue;
    if (line.text.trim() !== '') pairs.push({ hunk: leadingBlanks(line.text), file: leadingBlanks(file[at] ?? ''), index });
    at++;
  }
  if (pairs.every((pair) => pair.hunk === pair.file)) {
    return (text) => text;
  }
  const units = {
    from: detectUnit(
      part.lines.map((line) => line.text),
      fallback,
    ),
    to: detectUnit(file, fallback),
  };
  return (text, index) => {
    if (text.trim() === '') return text;
    const blanks = leadingBlanks(text);
    const nearest = [...pairs].sort((a, b) => Math.abs(a.index - index) - Math.abs(b.index - index));
    const known = nearest.find((pair) => pair.hunk === blanks) ?? nearest[0];
    return known === undefined ? text : movedBlanks(blanks, known, units) + text.slice(blanks.length);
  };
}

interface Units {
  readonly from: IndentUnit;
  readonly to: IndentUnit;
}

/** The blanks of a line that is as much deeper, or shallower, than `known.file` as `blanks` are than `known.hunk`. */
export function movedBlanks(
  blanks: string,
  known: { readonly hunk: string; readonly file: string },
  { from, to }: Units,
): string {
  const difference = columnsOf(blanks, from.size) - columnsOf(known.hunk, from.size);
  const steps = Math.trunc(difference / from.size);
  const rest = difference - steps * from.size;
  const level = to.useTabs ? '\t' : ' '.repeat(to.size);
  if (difference >= 0) {
    return known.file + level.repeat(steps) + ' '.repeat(rest);
  }
  const columns = Math.max(0, columnsOf(known.file, to.size) + steps * to.size + rest);
  return to.useTabs ? level.repeat(Math.floor(columns / to.size)) + ' '.repeat(columns % to.size) : ' '.repeat(columns);
}
