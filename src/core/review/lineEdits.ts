/**
 * Texts as lines, the way a review counts them: `'a\n'` has two, the last one empty, so that a final line end is a line that can be
 * changed like any other. And the smallest edits that change lines.
 */

/** Lines `start` (inclusive) to `end` (exclusive) of a text become `lines`. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** The replacement of a range; lines and UTF-16 columns from 0, line ends in `text` as `\n`. */
export interface RangeEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/** Whatever the line ends are. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

/** @param edits in order, not overlapping */
export function withEdits(lines: readonly string[], edits: readonly LineEdit[]): readonly string[] {
  const result: string[] = [];
  let position = 0;
  for (const edit of edits) {
    for (; position < edit.start; position++) result.push(lines[position] ?? '');
    for (const line of edit.lines) result.push(line);
    position = edit.end;
  }
  for (; position < lines.length; position++) result.push(lines[position] ?? '');
  return result;
}

/**
 * As edits of an editor's text: no line outside them is touched, nor its end.
 *
 * @param edits in order, not overlapping
 */
export function rangeEdits(lines: readonly string[], edits: readonly LineEdit[]): readonly RangeEdit[] {
  return joinTouching(edits).map(({ start, end, lines: replacement }) => {
    const text = replacement.join('\n');
    const lengthOf = (line: number): number => lines[line]?.length ?? 0;
    const edit = (startLine: number, startCharacter: number, endLine: number, endCharacter: number, by: string): RangeEdit => ({
      startLine,
      startCharacter,
      endLine,
      endCharacter,
      text: by,
    });
    if (start < end && replacement.length > 0) {
      return edit(start, 0, end - 1, lengthOf(end - 1), text);
    }
    if (start === end) {
      const last = lines.length - 1;
      return start < lines.length
        ? edit(start, 0, start, 0, `${text}\n`)
        : edit(last, lengthOf(last), last, lengthOf(last), `\n${text}`);
    }
    if (end < lines.length) {
      return edit(start, 0, end, 0, '');
    }
    // The last lines go with the line end before them.
    return start > 0
      ? edit(start - 1, lengthOf(start - 1), end - 1, lengthOf(end - 1), '')
      : edit(0, 0, end - 1, lengthOf(end - 1), '');
  });
}

/** Two edits at one place would leave it to the editor which comes first. */
function joinTouching(edits: readonly LineEdit[]): readonly LineEdit[] {
  const joined: LineEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (last?.end === edit.start) {
      joined[joined.length - 1] = { start: last.start, end: edit.end, lines: [...last.lines, ...edit.lines] };
    } else if (edit.start < edit.end || edit.lines.length > 0) {
      joined.push(edit);
    }
  }
  return joined;
}
