/** Ranges in a text by line and character: what they hold, and where they are after an edit. */
import type { TextRange } from './attachment';

/** Replaces what `range` holds by `text`. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** What stands in `range`; what of the range is beyond the text is left out. Lines end with `\n` or `\r\n`. */
export function textInRange(text: string, range: TextRange): string {
  const { startLine, startCharacter, endLine, endCharacter } = range;
  const lines = text.split('\n').slice(startLine, endLine + 1);
  const last = endLine - startLine;
  return lines
    .map((line, index) => line.slice(index === 0 ? startCharacter : 0, index === last ? endCharacter : undefined))
    .join('\n');
}

/** The last line of which something is in `range`: a range up to the beginning of a line has nothing of that line. */
export function lastLine({ startLine, endLine, endCharacter }: TextRange): number {
  return endCharacter === 0 && endLine > startLine ? endLine - 1 : endLine;
}

/**
 * Where `range` is after an edit: text before it moves it, text within it belongs to it, text that is put right before or right
 * after it does not. What replaces one of its ends belongs to it.
 */
export function shiftRange(range: TextRange, edit: TextEdit): TextRange {
  const from = startOf(edit.range);
  const to = endOf(edit.range);
  const lines = edit.text.split('\n');
  const lastLine = lines.at(-1) ?? '';
  const newEnd: Position = {
    line: from.line + lines.length - 1,
    character: (lines.length === 1 ? from.character : 0) + lastLine.length,
  };
  const isInsertion = compare(from, to) === 0;
  const moved = (position: Position): Position => ({
    line: position.line + newEnd.line - to.line,
    character: position.line === to.line ? position.character + newEnd.character - to.character : position.character,
  });

  const start = startOf(range);
  const end = endOf(range);
  const startsAfter = isInsertion ? compare(start, from) >= 0 : compare(start, to) >= 0;
  const newStart = startsAfter ? moved(start) : compare(start, from) > 0 ? from : start;
  const endsBefore = compare(end, from) <= 0;
  const shiftedEnd = endsBefore ? end : compare(end, to) >= 0 ? moved(end) : newEnd;
  const last = compare(shiftedEnd, newStart) < 0 ? newStart : shiftedEnd;
  return {
    startLine: newStart.line,
    startCharacter: newStart.character,
    endLine: last.line,
    endCharacter: last.character,
  };
}

function startOf({ startLine, startCharacter }: TextRange): Position {
  return { line: startLine, character: startCharacter };
}

function endOf({ endLine, endCharacter }: TextRange): Position {
  return { line: endLine, character: endCharacter };
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.character - other.character;
}
