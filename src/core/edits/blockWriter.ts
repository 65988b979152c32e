/** Writes lines of a block of code as they stand in a file: moved to the depth of the place, in the unit of the file. */
import { blanksOf, columnsOf, detectUnit, leadingBlanks, rowsOf, type IndentUnit, type Row } from './indentation';

export class BlockWriter {
  readonly #rows: readonly Row[];
  readonly #unit: IndentUnit;
  readonly #isSameUnit: boolean;
  readonly #fileLines: ReadonlySet<string>;

  /** @param fallback the unit where neither tells one */
  constructor(
    private readonly lines: readonly string[],
    file: readonly string[],
    language: string,
    fallback: IndentUnit,
  ) {
    this.#unit = detectUnit(file, fallback, language);
    this.#fileLines = new Set(file);
    this.#rows = rowsOf(lines, language, this.#unit);
    this.#isSameUnit = isWrittenAlike(lines, file) ?? isSameUnit(detectUnit(lines, this.#unit, language), this.#unit);
  }

  /** Whether lines that are known by `anchor` would change at a place with these blanks. */
  isMoved(anchor: number, blanks: string): boolean {
    return !this.#isSameUnit || leadingBlanks(this.lines[anchor] ?? '') !== blanks;
  }

  /** The lines from `from` up to `to`, so that the line `anchor` has these blanks. */
  write(from: number, to: number, anchor: number, blanks: string): readonly string[] {
    const own = leadingBlanks(this.lines[anchor] ?? '');
    const base = this.#rows[anchor];
    const written: string[] = [];
    for (let index = from; index < to;) {
      if (this.#rows[index]?.isRaw === true) {
        const end = this.#endOfRaw(index, to);
        written.push(...this.#rawLines(index, end, own, blanks));
        index = end;
      } else {
        written.push(base === undefined ? (this.lines[index] ?? '') : this.#moved(index, base, own, blanks));
        index++;
      }
    }
    return written;
  }

  #endOfRaw(from: number, to: number): number {
    let end = from;
    while (end < to && this.#rows[end]?.isRaw === true) end++;
    return end;
  }

  /** Text of a string stays, unless the file shows that it has lost its blanks along with the code around it. */
  #rawLines(from: number, to: number, own: string, blanks: string): readonly string[] {
    const lines = this.lines.slice(from, to);
    const moved = lines.map((line) => (line.trim() !== '' && line.startsWith(own) ? blanks + line.slice(own.length) : line));
    const inFile = (some: readonly string[]): number => some.filter((line) => this.#fileLines.has(line)).length;
    return inFile(moved) > inFile(lines) ? moved : lines;
  }

  #moved(index: number, base: Row, own: string, blanks: string): string {
    const line = this.lines[index] ?? '';
    const row = this.#rows[index];
    if (row === undefined || line.trim() === '') return row === undefined ? line : '';
    if (this.#isSameUnit && line.startsWith(own)) return blanks + line.slice(own.length);
    const [depth, rest] = [row.depth - base.depth, row.rest - base.rest];
    if (depth >= 0 && rest >= 0) return blanks + blanksOf(this.#unit, depth, rest) + row.text;
    const { size, useTabs } = this.#unit;
    const columns = Math.max(0, columnsOf(blanks, size) + depth * size + rest);
    return blanksOf(this.#unit, useTabs ? Math.floor(columns / size) : 0, useTabs ? columns % size : columns) + row.text;
  }
}

function isSameUnit(a: IndentUnit, b: IndentUnit): boolean {
  return a.useTabs === b.useTabs && (a.useTabs || a.size === b.size);
}

/**
 * Whether lines that both have are indented alike, apart from a depth that is the same for all; undefined where there are too few
 * to tell. Surer than any guess at units.
 */
function isWrittenAlike(lines: readonly string[], file: readonly string[]): boolean | undefined {
  const old = onlyLines(file);
  const depths = new Set<string>();
  let shift: string | undefined;
  for (const [text, blanks] of onlyLines(lines)) {
    const then = old.get(text);
    if (then === undefined) continue;
    if (!then.endsWith(blanks)) return false;
    const difference = then.slice(0, then.length - blanks.length);
    if (shift !== undefined && shift !== difference) return false;
    shift = difference;
    depths.add(blanks);
  }
  return depths.size > 1 ? true : undefined;
}

/** Text → leading blanks, of the lines that occur once. */
function onlyLines(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const several = new Set<string>();
  for (const line of lines) {
    const text = line.trim();
    if (!/\w/.test(text) || several.has(text)) continue;
    if (found.has(text)) {
      found.delete(text);
      several.add(text);
    } else {
      found.set(text, leadingBlanks(line));
    }
  }
  return found;
}
