/**
 * Reads unified diffs as models write them: with wrong line numbers or none, without `diff` or file headers, with context lines
 * that lost their first blank. Where each hunk goes is found by its lines, in `placeCode.ts`.
 */

export interface DiffLine {
  readonly kind: 'context' | 'removed' | 'added';
  readonly text: string;
}

export interface DiffHunk {
  /** First line in the old file, from 1; undefined where the diff does not say. */
  readonly oldStart: number | undefined;
  readonly lines: readonly DiffLine[];
}

export interface FileDiff {
  /** As in the header, without `a/` and `b/`; undefined where there is no header. */
  readonly path: string | undefined;
  readonly isNewFile: boolean;
  readonly isDeletion: boolean;
  readonly hunks: readonly DiffHunk[];
}

/** The parts of a diff, one for each file; empty where the text is no diff. */
export function parseUnifiedDiff(text: string): readonly FileDiff[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (!isDiff(lines)) {
    return [];
  }
  const files: OpenFile[] = [];
  let hunk: OpenHunk | undefined;
  const begin = (oldStart: number | undefined): OpenHunk => {
    if (files.length === 0) files.push({ path: undefined, isNewFile: false, isDeletion: false, hunks: [] });
    const next = { oldStart, lines: [] };
    files.at(-1)?.hunks.push(next);
    return next;
  };
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1] ?? '';
    if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      const [from, to] = [headerPath(line), headerPath(next)];
      files.push({ path: to ?? from, isNewFile: from === undefined, isDeletion: to === undefined, hunks: [] });
      hunk = undefined;
    } else if (line.startsWith('diff --git ')) {
      hunk = undefined;
    } else if (line.startsWith('@@')) {
      const start = /^@@ -(\d+)/.exec(line)?.[1];
      hunk = begin(start === undefined ? undefined : Number(start));
    } else if (hunk !== undefined || isFirstLine(line, lines[index - 1], files)) {
      hunk ??= begin(undefined);
      if (!line.startsWith('\\')) hunk.lines.push(diffLine(line));
    }
  }
  return files
    .map((file) => ({ ...file, hunks: file.hunks.map(finished).filter((part) => part.lines.length > 0) }))
    .filter(({ hunks }) => hunks.length > 0);
}

interface OpenHunk extends DiffHunk {
  readonly lines: DiffLine[];
}

interface OpenFile extends FileDiff {
  readonly hunks: OpenHunk[];
}

/** Of a file whose header is followed by lines without a hunk header. */
function isFirstLine(line: string, above: string | undefined, files: readonly OpenFile[]): boolean {
  return files.at(-1)?.hunks.length === 0 && above?.startsWith('--- ') !== true && /^[ +-]/.test(line);
}

/** Marked lines, below a hunk header or a file header. */
function isDiff(lines: readonly string[]): boolean {
  if (lines.some((line) => /^@@(?: |$)/.test(line))) {
    return lines.some((line) => /^[+-]/.test(line));
  }
  const isHeader = (line: string, index: number): boolean => /^--- \S/.test(line) && /^\+\+\+ \S/.test(lines[index + 1] ?? '');
  return lines.some(isHeader) && lines.some((line) => /^[+-](?![+-]{2} )/.test(line));
}

/** Context is taken as it is written until the whole hunk is known. */
function diffLine(line: string): DiffLine {
  if (line.startsWith('+')) return { kind: 'added', text: line.slice(1) };
  if (line.startsWith('-')) return { kind: 'removed', text: line.slice(1) };
  return { kind: 'context', text: line };
}

/**
 * Takes the blank off context lines, unless the writer forgot it. Blank lines at the end that are not marked belong to what comes
 * after the hunk.
 */
function finished(hunk: OpenHunk): DiffHunk {
  const isContext = (line: DiffLine): boolean => line.kind === 'context';
  const end = hunk.lines.findLastIndex((line) => !isContext(line) || line.text !== '');
  const isBare = hunk.lines.some((line) => isContext(line) && /^\S/.test(line.text));
  return {
    oldStart: hunk.oldStart,
    lines: hunk.lines
      .slice(0, end + 1)
      .map((line) => (isContext(line) && !isBare ? { kind: line.kind, text: line.text.replace(/^ /, '') } : line)),
  };
}

/** Undefined for `/dev/null`. */
function headerPath(line: string): string | undefined {
  const written = line
    .slice(4)
    .replace(/\t.*$/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  return written === '/dev/null' ? undefined : written.replace(/^[abiw]\//, '');
}
