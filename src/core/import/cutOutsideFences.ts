/** Takes marks of a program out of Markdown, but for those that the Markdown shows as code. */

/** Fences in quotes and lists are indented by as much as those are. A backtick after a fence makes it a code span. */
const openingLine = '^[ \\t>]*(?<fence>`{3,}(?=[^`\\n]*$)|~{3,})';

/**
 * @param mark source of a pattern that matches no empty text; `^` and `$` are the ends of lines
 * @param endOf where what begins with the mark ends, given the end of the mark; undefined where it is to stay
 */
export function cutOutsideFences(text: string, mark: string, endOf: (markEnd: number) => number | undefined): string {
  const next = new RegExp(`${openingLine}|${mark}`, 'gm');
  const kept: string[] = [];
  let at = 0;
  let isClosed = true;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const fence = found.groups?.['fence'];
    if (fence === undefined) {
      const end = endOf(next.lastIndex);
      if (end !== undefined) {
        kept.push(text.slice(at, found.index));
        at = end;
        next.lastIndex = end;
      }
    } else if (isClosed) {
      const end = fenceEnd(text, next.lastIndex, fence);
      // A fence without an end could hide everything after it, and would be looked for again and again.
      isClosed = end !== undefined;
      next.lastIndex = end ?? next.lastIndex;
    }
  }
  return kept.join('') + text.slice(at);
}

function fenceEnd(text: string, from: number, fence: string): number | undefined {
  const line = /^[ \t>]*(`{3,}|~{3,})[ \t\r]*$/gm;
  line.lastIndex = from;
  for (let found = line.exec(text); found !== null; found = line.exec(text)) {
    if (found[1]?.startsWith(fence) === true) {
      return line.lastIndex;
    }
  }
  return undefined;
}
