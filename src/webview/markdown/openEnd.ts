/**
 * Makes the very end of a text that is still arriving look calm: marks that are not closed yet are closed for the moment,
 * and a last line that could still become anything is not shown. Both are guesses for the eye; the finished text is exact.
 */
import { mathAt } from './mathRules';

const markersOnly = /^[ \t>]*(?:[-=*+_#|:~`. \t]|\[|\[[ xX]|\d{1,9}[.)]?)*$/;
const fenceOpening = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:`{3,}[^`]*|~{3,}.*)$/;

/** What becomes a footnote's definition, the title of a quotation, or a formula's first line. */
const otherOpening = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:\[\^[^\s\]]*(?:\]:?[ \t]*)?|\[![a-z]*\]?|\${1,2}|\\\[?)$/i;

/** How long a text may be to be looked through for open marks each time that it grows. */
const longestLookedAt = 20_000;

/** Real text has a few marks open at a time; more are stars that mean stars. */
const mostOpenMarks = 4;

/** Whether an unfinished last line says too little to be shown: only marks of blocks, or a code fence with its language. */
export function isUndecided(line: string): boolean {
  return line.length < 200 && (markersOnly.test(line) || fenceOpening.test(line) || otherOpening.test(line));
}

/** The markdown of a paragraph with closing marks for code, emphasis and links that are open at its end. */
export function closeOpenMarks(content: string): string {
  if (content.length > longestLookedAt || !/[*_~`[]/.test(content)) return content;
  const open: string[] = [];
  const token = /\\[^([]|(\$|\\[([])|(`+)|(\*+|_+|~~)|!?\[([^[\]]*)\]\([^)]*$/g;
  let end = content;
  for (let found = token.exec(end); found !== null; found = token.exec(end)) {
    const [whole, math, ticks, marks, label] = found;
    const next = end[found.index + whole.length];
    if (math !== undefined) {
      const formula = mathAt(end, found.index);
      // A formula that is still arriving is shown as its source, and its marks mean something else.
      if (formula === 'open') return end;
      if (formula !== undefined) token.lastIndex = formula.end;
      continue;
    }
    if (ticks !== undefined) {
      const close = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g');
      close.lastIndex = found.index + whole.length;
      if (close.test(end)) {
        token.lastIndex = close.lastIndex;
        continue;
      }
      end = next === undefined ? end.slice(0, found.index) : closeCode(end, found.index + whole.length, ticks);
      break;
    }
    if (label !== undefined) {
      end = end.slice(0, found.index) + label;
      break;
    }
    if (marks === undefined) continue;
    if (next === undefined) {
      end = end.slice(0, found.index);
      // "**bold*": half of the closing marks have arrived; the other half is added below.
      break;
    }
    countMarks(open, marks, end[found.index - 1], next);
  }
  if (open.length === 0 || open.length > mostOpenMarks) return end;
  return end.trimEnd() + open.reverse().join('');
}

/** Closes a code span; one half-arrived run of ticks at its end is the beginning of the close. */
function closeCode(text: string, contentStart: number, ticks: string): string {
  const body = text.slice(contentStart).replace(/`+$/, '');
  return body.trim() === '' ? text.slice(0, contentStart - ticks.length) : text.slice(0, contentStart) + body + ticks;
}

function countMarks(open: string[], marks: string, previous: string | undefined, next: string): void {
  const canOpen = !/\s/.test(next);
  const canClose = previous !== undefined && !/\s/.test(previous);
  const isInWord = canOpen && canClose && /\w/.test(previous) && /\w/.test(next);
  const last = open.at(-1);
  if (canClose && last === marks) open.pop();
  else if (canOpen && !(marks.startsWith('_') && isInWord) && marks.length <= 3) open.push(marks);
}
