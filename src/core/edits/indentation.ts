/**
 * Indentation as depth and remainder: how deep each line of a block is, in which unit, and the same depth written in another
 * unit. Works on leading blanks alone; where a block goes is the business of others.
 */
import { stringSpans } from './stringSpans';

export interface IndentUnit {
  readonly useTabs: boolean;
  /** Columns of one level; of a tab where tabs are used. */
  readonly size: number;
}

export interface Row {
  /** Without leading blanks; of a raw row, the whole line. */
  readonly text: string;
  readonly depth: number;
  /** Columns beyond the depth: alignment, the blank before a comment's star. Always written as spaces. */
  readonly rest: number;
  /** Begins inside a string that has a layout of its own, and stays as it is. */
  readonly isRaw: boolean;
}

export function leadingBlanks(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

export function columnsOf(blanks: string, tabSize: number): number {
  let columns = 0;
  for (const character of blanks) columns += character === '\t' ? tabSize - (columns % tabSize) : 1;
  return columns;
}

export function blanksOf({ useTabs, size }: IndentUnit, depth: number, rest: number): string {
  return (useTabs ? '\t'.repeat(depth) : ' '.repeat(depth * size)) + ' '.repeat(rest);
}

/** The unit that the lines use; what they do not tell is taken from `fallback`. */
export function detectUnit(lines: readonly string[], fallback: IndentUnit): IndentUnit {
  let tabs = 0;
  let spaces = 0;
  for (const line of lines) {
    if (/^\t\s*\S/.test(line)) tabs++;
    else if (/^ {2,}[^\s*]/.test(line)) spaces++;
  }
  if (tabs === 0 && spaces === 0) {
    return fallback;
  }
  if (tabs > spaces || (tabs === spaces && fallback.useTabs)) {
    return { useTabs: true, size: fallback.size };
  }
  return { useTabs: false, size: spaceUnit(lines) ?? fallback.size };
}

/**
 * The step by which lines are deeper than what encloses them, by majority; the first line of a level counts, above all after one
 * that opens something. Tabs count as one step of the size that explains the other lines.
 */
function spaceUnit(lines: readonly string[]): number | undefined {
  const code = lines.filter((line) => line.trim() !== '' && !/^\s*\*/.test(line));
  const hasTabs = code.some((line) => /^ *\t/.test(line));
  if (!hasTabs) {
    return mostFrequentStep(code, 8);
  }
  return [4, 2, 8, 3].find((size) => mostFrequentStep(code, size) === size);
}

function mostFrequentStep(code: readonly string[], tabSize: number): number | undefined {
  const votes = new Map<number, number>();
  const enclosing: number[] = [];
  let previous: string | undefined;
  let narrowest = Infinity;
  for (const line of code) {
    const columns = columnsOf(leadingBlanks(line), tabSize);
    if (columns > 1) narrowest = Math.min(narrowest, columns);
    const isNewLevel = enclosing.at(-1) !== columns;
    while ((enclosing.at(-1) ?? -1) >= columns) enclosing.pop();
    const step = columns - (enclosing.at(-1) ?? columns);
    if (isNewLevel && step > 1 && step <= 8 && previous !== undefined && !isBelowBracket(previous, columns)) {
      votes.set(step, (votes.get(step) ?? 0) + (isOpening(previous) ? 3 : 1));
    }
    enclosing.push(columns);
    previous = line;
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best?.[0] ?? (narrowest <= 8 ? narrowest : undefined);
}

/** Whether the lines after this one are usually deeper. */
export function isOpening(line: string): boolean {
  const text = withoutComment(line).trimEnd();
  return /[{([:]$|=>$|\b(?:then|do|begin|else)$/.test(text);
}

/** The rows of a block, the shallowest at depth 0; `fallback` says how wide a level is where the block does not tell. */
export function rowsOf(lines: readonly string[], language: string, fallback: IndentUnit): readonly Row[] {
  const raw = rawLines(lines, language);
  const laidOut = lines.filter((line, index) => line.trim() !== '' && !raw.has(index));
  const isTabbed = laidOut.some((line) => line.startsWith('\t')) && !laidOut.some((line) => /^ {2}/.test(line));
  const isRow = (line: string, index: number): boolean => line.trim() !== '' && !raw.has(index);
  const places = isTabbed ? tabPlaces(lines, isRow) : spacePlaces(lines, isRow, spaceUnit(laidOut) ?? fallback.size);
  return lines.map((line, index) => {
    const place = places[index];
    return place === undefined
      ? { text: raw.has(index) ? line : '', depth: 0, rest: 0, isRaw: raw.has(index) }
      : { text: line.slice(leadingBlanks(line).length), ...place, isRaw: false };
  });
}

interface Place {
  readonly depth: number;
  readonly rest: number;
}

type IsRow = (line: string, index: number) => boolean;

function rawLines(lines: readonly string[], language: string): ReadonlySet<number> {
  const raw = new Set<number>();
  for (const span of stringSpans(lines, language)) {
    for (let line = span.start + 1; line <= span.end && !span.isLaidOut; line++) raw.add(line);
  }
  return raw;
}

function tabPlaces(lines: readonly string[], isRow: IsRow): readonly (Place | undefined)[] {
  const places = lines.map((line, index) => {
    if (!isRow(line, index)) return undefined;
    const depth = /^\t*/.exec(line)?.[0].length ?? 0;
    return { depth, rest: leadingBlanks(line).length - depth };
  });
  const found = places.filter((place) => place !== undefined);
  const [depth, rest] = [Math.min(...found.map((place) => place.depth)), Math.min(...found.map((place) => place.rest))];
  return places.map((place) => place && { depth: place.depth - depth, rest: place.rest - rest });
}

/**
 * Steps of whole units are depth; a step that is none, or that leads below an open bracket, is alignment, and what follows at the
 * same column belongs to it.
 */
function spacePlaces(lines: readonly string[], isRow: IsRow, size: number): readonly (Place | undefined)[] {
  const columns = lines.map((line, index) => (isRow(line, index) ? columnsOf(leadingBlanks(line), size) : Infinity));
  const shallowest = Math.min(...columns);
  const open: (Place & { readonly columns: number })[] = [{ columns: 0, depth: 0, rest: 0 }];
  let previous = '';
  return lines.map((line, index) => {
    const column = columns[index] ?? Infinity;
    if (column === Infinity) return undefined;
    const relative = column - shallowest;
    while (open.length > 1 && (open.at(-1)?.columns ?? 0) > relative) open.pop();
    let top = open.at(-1) ?? { columns: 0, depth: 0, rest: 0 };
    const step = relative - top.columns;
    if (step > 0) {
      const isAligned = step % size !== 0 || isBelowBracket(previous, column);
      top = { columns: relative, depth: top.depth + (isAligned ? 0 : step / size), rest: top.rest + (isAligned ? step : 0) };
      open.push(top);
    }
    previous = line;
    return { depth: top.depth, rest: top.rest };
  });
}

/**
 * Whether `column` is where the first thing after a bracket stands that is the last that `line` leaves open. Where the line ends
 * with an opening, what follows is its body, wherever it begins.
 */
function isBelowBracket(line: string, column: number): boolean {
  if (!/[([{]/.test(line.charAt(column - 1)) || !/\S/.test(line.charAt(column))) {
    return false;
  }
  const code = withoutComment(line.slice(column).replace(plainStrings, '')).trimEnd();
  let depth = 1;
  for (const character of code) {
    if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) depth--;
    if (depth === 0) return false;
  }
  return depth === 1 && !/[-=]>$/.test(code);
}

const plainStrings = /\\.|"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`/g;

function withoutComment(line: string): string {
  return line.replace(/\s(?:\/\/|#\s).*$/, '');
}
