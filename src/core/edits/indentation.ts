/**
 * Indentation as depth and remainder: how deep each line of a block is, in which unit, and the same depth written in another
 * unit. Works on leading blanks alone; where a block goes is the business of others.
 */
import { stringSpans } from './stringSpans';
import { isYaml, itemOffsets, scalarIndents } from './yamlLayout';

export interface IndentUnit {
  readonly useTabs: boolean;
  /** Columns of one level; of a tab where tabs are used. */
  readonly size: number;
}

export interface Row {
  /** Without indentation; of a raw row, the whole line. */
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

/** The unit that the lines use; what they do not tell is taken from `fallback`. YAML has no tabs. */
export function detectUnit(lines: readonly string[], fallback: IndentUnit, language = ''): IndentUnit {
  if (isYaml(language)) {
    return { useTabs: false, size: spaceUnit(laidOutLines(lines, indentsOf(lines, language)), true) ?? fallback.size };
  }
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
  return { useTabs: false, size: spaceUnit(lines, false) ?? fallback.size };
}

/**
 * The step by which lines are deeper than what encloses them, by majority; the first line of a level counts, above all after one
 * that opens something. Tabs count as one step of the size that explains the other lines.
 */
function spaceUnit(lines: readonly string[], hasItems: boolean): number | undefined {
  const code = lines.filter((line) => line.trim() !== '' && !/^\s*\*/.test(line));
  const hasTabs = code.some((line) => /^ *\t/.test(line));
  if (!hasTabs) {
    return mostFrequentStep(code, 8, hasItems);
  }
  return [4, 2, 8, 3].find((size) => mostFrequentStep(code, size, hasItems) === size);
}

function mostFrequentStep(code: readonly string[], tabSize: number, hasItems: boolean): number | undefined {
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
    for (const offset of hasItems ? itemOffsets(line) : []) enclosing.push(columns + offset);
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
  const indents = indentsOf(lines, language);
  const laidOut = laidOutLines(lines, indents);
  const isTabbed = laidOut.some((line) => line.startsWith('\t')) && !laidOut.some((line) => /^ {2}/.test(line));
  const hasItems = isYaml(language);
  const places = isTabbed
    ? tabPlaces(lines, indents)
    : spacePlaces(lines, indents, { size: spaceUnit(laidOut, hasItems) ?? fallback.size, hasItems });
  return lines.map((line, index) => {
    const indent = indents[index];
    if (indent === undefined) return { text: line, depth: 0, rest: 0, isRaw: true };
    const place = places[index];
    return place === undefined
      ? { text: '', depth: 0, rest: 0, isRaw: false }
      : { text: line.slice(indent.length), ...place, isRaw: false };
  });
}

/** The leading blanks of a line that are indentation; undefined where none are, since the line begins inside a string. */
type Indent = string | undefined;

function indentsOf(lines: readonly string[], language: string): readonly Indent[] {
  const indents: Indent[] = lines.map(leadingBlanks);
  if (isYaml(language)) {
    for (const [line, length] of scalarIndents(lines)) indents[line] = indents[line]?.slice(0, length);
    return indents;
  }
  for (const { start, end, layout, indent } of stringSpans(lines, language)) {
    for (let line = start + 1; line <= end && layout !== 'code'; line++) {
      indents[line] = layout === 'own' ? undefined : indents[line]?.slice(0, indent);
    }
  }
  return indents;
}

/** The lines with text that begins where their indentation ends. */
function laidOutLines(lines: readonly string[], indents: readonly Indent[]): readonly string[] {
  return lines.filter((line, index) => line.trim() !== '' && indents[index] === leadingBlanks(line));
}

interface Place {
  readonly depth: number;
  readonly rest: number;
}

function tabPlaces(lines: readonly string[], indents: readonly Indent[]): readonly (Place | undefined)[] {
  const places = lines.map((line, index) => {
    const indent = indents[index];
    if (indent === undefined || line.trim() === '') return undefined;
    const depth = /^\t*/.exec(indent)?.[0].length ?? 0;
    return { depth, rest: indent.length - depth };
  });
  const found = places.filter((place) => place !== undefined);
  const depth = found.reduce((least, place) => Math.min(least, place.depth), Infinity);
  const rest = found.reduce((least, place) => Math.min(least, place.rest), Infinity);
  return places.map((place) => place && { depth: place.depth - depth, rest: place.rest - rest });
}

/**
 * Steps of whole units are depth; a step that is none, or that leads below an open bracket, is alignment, and what follows at the
 * same column belongs to it. So is the step to what an item of a list holds.
 */
function spacePlaces(
  lines: readonly string[],
  indents: readonly Indent[],
  { size, hasItems }: { readonly size: number; readonly hasItems: boolean },
): readonly (Place | undefined)[] {
  const columns = lines.map((line, index) => {
    const indent = indents[index];
    return indent === undefined || line.trim() === '' ? Infinity : columnsOf(indent, size);
  });
  const shallowest = columns.reduce((least, column) => Math.min(least, column), Infinity);
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
    const { depth, rest } = top;
    for (const offset of hasItems ? itemOffsets(line) : [])
      open.push({ columns: relative + offset, depth, rest: rest + offset });
    previous = line;
    return { depth, rest };
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

/** A line up to the comment at its end, where a blank stands before. */
export function withoutComment(line: string): string {
  return line.replace(/\s(?:\/\/|#\s).*$/, '');
}
