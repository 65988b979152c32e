/** Inserts code into a marked text as Insert at Cursor does, and says what the text then is. */
import { fitCode, type CodePlace } from '../../src/core/edits/fitCode';
import type { IndentUnit } from '../../src/core/edits/indentation';

export const two: IndentUnit = { useTabs: false, size: 2 };
export const four: IndentUnit = { useTabs: false, size: 4 };
export const tabs: IndentUnit = { useTabs: true, size: 4 };

/** `|` is the cursor; a pair of them is a selection. */
export function placeOf(marked: string, unit: IndentUnit, languageId = 'typescript'): CodePlace & { readonly text: string } {
  const eol = marked.includes('\r\n') ? '\r\n' : '\n';
  const marks = [...marked.matchAll(/\|/g)].map((match, index) => match.index - index);
  const text = marked.replaceAll('|', '');
  const lines = text.split(eol);
  const spot = (offset: number): { readonly line: number; readonly character: number } => {
    const before = text.slice(0, offset).split(eol);
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  const [from = 0, to = from] = marks;
  return {
    text,
    lineCount: lines.length,
    lineAt: (line) => lines[line] ?? '',
    start: spot(from),
    end: spot(to),
    unit,
    eol,
    languageId,
  };
}

interface Case {
  readonly at: string;
  readonly code: string;
  readonly unit?: IndentUnit;
  readonly language?: string;
  readonly languageId?: string;
}

/** The document afterwards, with `|` where the cursor is. */
export function insert({ at, code, unit = four, language = 'ts', languageId = 'typescript' }: Case): string {
  const place = placeOf(at, unit, languageId);
  const fitted = fitCode(code, language, place);
  const lines = place.text.split(place.eol);
  const offset = (spot: { readonly line: number; readonly character: number }): number =>
    lines.slice(0, spot.line).reduce((sum, line) => sum + line.length + place.eol.length, 0) + spot.character;
  const text = `${fitted.text.slice(0, fitted.caret)}|${fitted.text.slice(fitted.caret)}`;
  return place.text.slice(0, offset(fitted.start)) + text + place.text.slice(offset(fitted.end));
}
