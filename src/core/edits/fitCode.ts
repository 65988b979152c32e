/**
 * Fits a block of code to the place where it is inserted: the place's indentation and unit, its line ends, and no more line breaks
 * than it needs. Pure: it says what to replace by what; `host/edits/insertCode.ts` does it.
 */
import { blanksOf, detectUnit, isOpening, leadingBlanks, rowsOf, type IndentUnit } from './indentation';
import { languageIdOf } from './languageIds';
import { isLevelAbove, needsOwnLine } from './ownLine';
import { isYaml, itemOffsets } from './yamlLayout';

/** From 0; `character` in UTF-16 units. */
export interface Spot {
  readonly line: number;
  readonly character: number;
}

/** A document and a selection in it; `start` equals `end` at a cursor. */
export interface CodePlace {
  readonly lineCount: number;
  readonly lineAt: (line: number) => string;
  readonly start: Spot;
  readonly end: Spot;
  /** What the editor is set to; used where the document itself does not tell. */
  readonly unit: IndentUnit;
  readonly eol: '\n' | '\r\n';
  readonly languageId: string;
}

export interface FittedCode {
  readonly start: Spot;
  readonly end: Spot;
  readonly text: string;
  /** Where the cursor belongs afterwards, in UTF-16 units from the start of `text`. */
  readonly caret: number;
}

/** How many lines around the place are read to learn its unit. */
const unitWindow = 2000;

/**
 * A cursor in blanks stands for its line: an empty line is replaced, above another one whole lines are inserted. A cursor behind
 * text gets the code there, the first line inline; only where the code would be glued to what is finished or opens a block, it
 * begins on a line of its own. A selection is replaced.
 */
export function fitCode(code: string, language: string, place: CodePlace): FittedCode {
  const { start, end, eol } = place;
  const first = place.lineAt(start.line);
  const last = place.lineAt(end.line);
  const before = first.slice(0, start.character);
  const after = last.slice(end.character);
  const isCursor = start.line === end.line && start.character === end.character;
  const unit = unitAt(place);
  const render = (base: string, from: 'line' | 'inline'): string => {
    const lines = fittedLines(code, language, { base, unit, languageId: place.languageId });
    return lines.map((line, index) => (index === 0 && from === 'inline' ? line.trimStart() : line)).join(eol);
  };

  if (before.trim() !== '') {
    const clean = cleanLines(code, language).join('\n');
    const base = baseBehind(before, clean, place.languageId);
    const below = base + blanksOf(unit, 1, 0);
    if (isCursor && clean.includes('\n') && isBetweenBrackets(before, after)) {
      const text = eol + render(below, 'line');
      return { start, end, text: text + eol + base, caret: text.length };
    }
    if (isCursor && after.trim() === '' && needsOwnLine(before, clean, place.languageId)) {
      const isRule = place.languageId === 'makefile' && makefileRule.test(before);
      const deeper = isRule || isLevelAbove(before, place.languageId) ? below : base;
      return toEnd({ start, end: { line: end.line, character: last.length }, text: eol + render(deeper, 'line') });
    }
    // Between a key or a dash and what it holds.
    const gap = isYaml(place.languageId) && /:$|^ *(?:- +)*-$/.test(before) ? ' ' : '';
    return toEnd({ start, end, text: gap + render(base, 'inline') });
  }

  const lineStart = { line: start.line, character: 0 };
  if (isCursor && first.trim() !== '') {
    const isClosing = first.trimStart().startsWith('}');
    const text = render(isClosing ? inferredBase(place, unit, first) : leadingBlanks(first), 'line');
    return { start: lineStart, end: lineStart, text: text + eol, caret: text.length };
  }
  const base = baseAt(place, unit);
  const text = render(base, 'line');
  if (end.character === 0 && end.line > start.line) {
    return { start: lineStart, end, text: text + eol, caret: text.length };
  }
  if (after.trim() !== '') {
    return toEnd({ start: lineStart, end, text });
  }
  // A file that ends with a line break goes on doing so.
  const isFinalBreak = isCursor && first === '' && start.line === place.lineCount - 1 && place.lineCount > 1;
  const lineEnd = { line: end.line, character: last.length };
  return { start: lineStart, end: lineEnd, text: text + (isFinalBreak ? eol : ''), caret: text.length };
}

/** The code's lines without what fences leave: the fence lines themselves, and blank lines around. */
export function cleanLines(code: string, language: string): readonly string[] {
  let lines: readonly string[] = code.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  lines = trimBlankLines(lines);
  const fence = /^\s*(`{3,}|~{3,})[^`]*$/.exec(lines[0] ?? '')?.[1];
  if (fence !== undefined && languageIdOf(language) !== 'markdown' && lines.length > 1 && lines.at(-1)?.trim() === fence) {
    lines = trimBlankLines(lines.slice(1, -1));
  }
  return lines;
}

function trimBlankLines(lines: readonly string[]): readonly string[] {
  const isText = (line: string): boolean => line.trim() !== '';
  return lines.slice(Math.max(0, lines.findIndex(isText)), lines.findLastIndex(isText) + 1);
}

interface Target {
  readonly base: string;
  readonly unit: IndentUnit;
  readonly languageId: string;
}

/** The code's lines with the base before and their depth in the unit; blank lines are empty. */
export function fittedLines(code: string, language: string, target: Target): readonly string[] {
  const lines = withFirstIndent(cleanLines(code, language));
  if (target.languageId === 'makefile') {
    return makefileLines(lines, target.base);
  }
  const name = language === '' ? target.languageId : language;
  // In prose the columns mean something: they decide what belongs to which item of a list.
  const unit = target.languageId === 'markdown' ? detectUnit(lines, target.unit) : target.unit;
  return rowsOf(lines, name, unit).map((row) => {
    if (row.isRaw) return row.text;
    return row.text === '' ? '' : target.base + blanksOf(unit, row.depth, row.rest) + row.text;
  });
}

/**
 * Code that was copied from the first character of a line on has lost that line's indentation: the bracket that closes what the
 * first line opens stands deeper than it, and tells where the line was.
 */
function withFirstIndent(lines: readonly string[]): readonly string[] {
  const [first = '', ...others] = lines;
  const blanks = leadingBlanks(lines.at(-1) ?? '');
  const isLost =
    leadingBlanks(first) === '' &&
    blanks !== '' &&
    others.every((line) => line.trim() === '' || line.startsWith(blanks)) &&
    closesFirstLine(lines, lines.length - 1);
  return isLost ? [blanks + first, ...others] : lines;
}

/** Whether the bracket with which the line `last` begins was opened in the first line. */
function closesFirstLine(lines: readonly string[], last: number): boolean {
  if (!/^\s*[}\])]/.test(lines[last] ?? '')) {
    return false;
  }
  let depth = 1;
  for (let line = last - 1; line >= 0; line--) {
    for (const character of (lines[line] ?? '').split('').reverse()) {
      if (/[}\])]/.test(character)) depth++;
      else if (/[{[(]/.test(character)) depth--;
      if (depth === 0) return line === 0;
    }
  }
  return false;
}

const makefileRule = /^[^\s#:=][^:=]*::?(?!=)/;

/** A recipe needs real tabs, whatever the editor is set to, and blanks elsewhere mean something: they stay as they are. */
function makefileLines(lines: readonly string[], base: string): readonly string[] {
  const hasTabs = lines.some((line) => line.startsWith('\t'));
  const isRecipe = base.startsWith('\t') && !lines.some((line) => makefileRule.test(line));
  let isInRule = false;
  return lines.map((line) => {
    if (line.trim() === '') return '';
    if (isRecipe) return base + line.replace(/^(?:\t| +)/, '');
    if (/^\S/.test(line)) isInRule = makefileRule.test(line);
    return !hasTabs && isInRule && line.startsWith(' ') ? `\t${line.trimStart()}` : line;
  });
}

/** The unit around the place; where the place's own line says otherwise, the line's. */
function unitAt(place: CodePlace): IndentUnit {
  const { languageId, unit, start } = place;
  if (languageId === 'makefile') {
    return { useTabs: true, size: unit.size };
  }
  const from = Math.max(0, start.line - unitWindow / 2);
  const lines: string[] = [];
  for (let line = from; line < Math.min(place.lineCount, from + unitWindow); line++) lines.push(place.lineAt(line));
  const found = detectUnit(lines, unit, languageId);
  if (isYaml(languageId)) {
    return found;
  }
  const own = leadingBlanks(place.lineAt(start.line));
  const spaces = found.useTabs ? { useTabs: false, size: unit.size } : found;
  if (own.startsWith('\t')) {
    return { useTabs: true, size: found.size };
  }
  return own.startsWith('  ') ? spaces : found;
}

function isBetweenBrackets(before: string, after: string): boolean {
  return /(?:\{\s*\}|\[\s*\]|\(\s*\))$/.test(before.slice(-1) + after.trimStart().slice(0, 1));
}

/** The indentation of what goes on behind the text of a line, or below it. */
function baseBehind(before: string, clean: string, languageId: string): string {
  const blanks = leadingBlanks(before);
  if (!isYaml(languageId) || (clean.startsWith('- ') && !isLevelAbove(before, languageId) && /[^\s-]/.test(before))) {
    return blanks;
  }
  return blanks + ' '.repeat(itemOffsets(before).at(-1) ?? 0);
}

/** The indentation for whole lines at the selection's start, which is in the blanks of its line. */
function baseAt(place: CodePlace, unit: IndentUnit): string {
  for (let line = place.start.line; line <= place.end.line; line++) {
    const text = place.lineAt(line);
    const isSelected = line < place.end.line || place.end.character > 0 || line === place.start.line;
    if (text.trim() !== '' && isSelected) return leadingBlanks(text);
  }
  const own = place.lineAt(place.start.line);
  if (own !== '') {
    return own;
  }
  if (place.languageId === 'makefile') {
    const above = place.start.line === 0 ? '' : place.lineAt(place.start.line - 1);
    return above.startsWith('\t') || makefileRule.test(above) ? '\t' : '';
  }
  return inferredBase(place, unit, neighbour(place, place.end.line, 1));
}

/**
 * For lines before `next`: one level deeper below a line that opens something, as deep as the line above before a closing bracket, else
 * as deep as the shallower of its neighbours.
 */
function inferredBase(place: CodePlace, unit: IndentUnit, next: string): string {
  const previous = neighbour(place, place.start.line, -1);
  const above = leadingBlanks(previous);
  const below = leadingBlanks(next);
  if (previous !== '' && isOpening(previous)) {
    return below.length > above.length && below.startsWith(above) ? below : above + blanksOf(unit, 1, 0);
  }
  if (/^\s*(?:[}\])]|<\/|end\b)/.test(next)) {
    return above.length > below.length ? above : below + blanksOf(unit, 1, 0);
  }
  return above.length < below.length ? above : below;
}

/** The nearest line with text before or after, or `''`. */
function neighbour(place: CodePlace, line: number, step: 1 | -1): string {
  for (let at = line + step; at >= 0 && at < place.lineCount; at += step) {
    const text = place.lineAt(at);
    if (text.trim() !== '') return text;
  }
  return '';
}

function toEnd(fitted: Omit<FittedCode, 'caret'>): FittedCode {
  return { ...fitted, caret: fitted.text.length };
}
