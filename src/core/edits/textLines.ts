/**
 * A text as lines with their line ends, so that a changed text can be put together in which all other bytes are the same.
 * Knows nothing of what the lines mean.
 */
import { lineChanges } from './lineDiff';

export interface TextLines {
  /** `'\uFEFF'` or `''`. */
  readonly bom: string;
  /** Without line ends; `'a\n'` is one line, `''` is none. */
  readonly lines: readonly string[];
  /** One for each line; only the last can be `''`. */
  readonly ends: readonly string[];
}

export function splitText(text: string): TextLines {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines: string[] = [];
  const ends: string[] = [];
  const breaks = /\r\n|\n|\r/g;
  let from = bom.length;
  for (let found = breaks.exec(text); found !== null; found = breaks.exec(text)) {
    lines.push(text.slice(from, found.index));
    ends.push(found[0]);
    from = breaks.lastIndex;
  }
  if (from < text.length) {
    lines.push(text.slice(from));
    ends.push('');
  }
  return { bom, lines, ends };
}

/** The line end that most lines have; `\n` where there is none. */
export function mainLineEnd({ ends }: Pick<TextLines, 'ends'>): string {
  const counts = new Map<string, number>();
  for (const end of ends) {
    if (end !== '') {
      counts.set(end, (counts.get(end) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? '\n';
}

/**
 * `lines` as the new text of `original`: lines that stay keep their bytes, the others get the main line end, and the last one has a
 * line end where the original's had. An empty original gives a text that ends with one.
 *
 * @param ignoresTrailingBlanks whether a line that differs in trailing blanks alone stays as it was
 */
export function rebuildText(original: TextLines, lines: readonly string[], ignoresTrailingBlanks: boolean): string {
  const key = (line: string): string => (ignoresTrailingBlanks ? line.trimEnd() : line);
  const main = mainLineEnd(original);
  const kept = new Map<number, number>();
  let before = 0;
  let after = 0;
  const keepUpTo = (oldEnd: number): void => {
    for (; before < oldEnd; before++, after++) kept.set(after, before);
  };
  for (const change of lineChanges(original.lines.map(key), lines.map(key))) {
    keepUpTo(change.oldStart);
    before = change.oldEnd;
    after = change.newEnd;
  }
  keepUpTo(original.lines.length);

  const endsWithBreak = original.lines.length === 0 || original.ends.at(-1) !== '';
  let text = original.bom;
  for (const [index, line] of lines.entries()) {
    const old = kept.get(index);
    const isLast = index === lines.length - 1;
    const oldEnd = old === undefined ? '' : (original.ends[old] ?? '');
    const end = isLast && !endsWithBreak ? '' : oldEnd === '' ? main : oldEnd;
    text += (old === undefined ? line : (original.lines[old] ?? line)) + end;
  }
  return text;
}
