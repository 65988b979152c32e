/** Makes a diff short enough to be sent beside other things. Every file keeps its place and its heading. */

export interface ShortenedDiff {
  readonly text: string;
  readonly isShortened: boolean;
}

/** Kept of a file's changes, however little room there is. */
const shortestFile = 400;

/** @param most UTF-16 units, to be aimed at: headings of many files may take more */
export function shortenDiff(diff: string, most: number): ShortenedDiff {
  if (diff.length <= most) {
    return { text: diff, isShortened: false };
  }
  const files = diff.split(/^(?=diff --git )/m);
  const limit = Math.max(
    shortestFile,
    fairShare(
      files.map(({ length }) => length),
      most,
    ),
  );
  let room = most;
  let omitted = 0;
  const kept = files.flatMap((file) => {
    if (room <= 0) {
      omitted += 1;
      return [];
    }
    const text = file.length <= limit ? file : cut(file, limit);
    room -= text.length;
    return [text];
  });
  return {
    text: kept.join('') + (omitted === 0 ? '' : `(changes of ${String(omitted)} more files left out)\n`),
    isShortened: true,
  };
}

/** The length that all longer ones are cut to so that the sum is `most`. */
function fairShare(lengths: readonly number[], most: number): number {
  const sorted = [...lengths].sort((one, other) => one - other);
  let room = most;
  for (const [index, length] of sorted.entries()) {
    const share = room / (sorted.length - index);
    if (length > share) {
      return Math.floor(share);
    }
    room -= length;
  }
  return Infinity;
}

/** The beginning, in whole lines. */
function cut(file: string, length: number): string {
  const end = file.lastIndexOf('\n', length);
  const kept = file.slice(0, end <= 0 ? length : end + 1);
  const lines = file.slice(kept.length).split('\n').length - 1;
  return `${kept}${kept.endsWith('\n') ? '' : '\n'}(${String(Math.max(1, lines))} more lines left out)\n`;
}
