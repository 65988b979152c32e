/**
 * Formulas in Markdown: which text is one, between `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, and the parser rules that say so. Prices,
 * shell variables and escaped brackets are none. What a formula looks like is left to the formula folder.
 */
import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

export interface MathText {
  readonly source: string;
  /** Position after the closing mark. */
  readonly end: number;
  readonly isDisplay: boolean;
}

/** Added by the caller of the parser: the text may go on, so that a formula at its end may only be open yet. */
export interface OpenEnv {
  readonly isOpen?: boolean;
}

const longestInline = 2000;
const mostLines = 200;
const closers: Readonly<Record<string, string>> = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' };
/** "$5 and more": an amount and words. */
const amount = /^\s*[\d.,]+[kKmM]?(?:\s*\/\s*\w+)?(?:\s+[a-z]{2,}|\s*[-–—,;]\s)/;

/** The mark that opens a formula at the position, if one does. */
export function mathOpener(text: string, position: number): string | undefined {
  const mark = text.slice(position, position + 2);
  if (closers[mark] !== undefined) return mark;
  return mark.startsWith('$') ? '$' : undefined;
}

/**
 * The formula that begins at the position; `open` where its end has not come, though it cannot well be anything else.
 *
 * @param max where the text ends, `end` of what is found at most
 */
export function mathAt(text: string, position: number, max = text.length): MathText | 'open' | undefined {
  const opener = mathOpener(text, position);
  if (opener === undefined) return undefined;
  const isDollar = opener === '$';
  if (opener.startsWith('$') && /[\w$\\]/.test(text.charAt(position - 1))) return undefined;
  const start = position + opener.length;
  if (isDollar && /\s/.test(text.charAt(start))) return undefined;
  const closer = closers[opener] ?? '';
  for (let end = start; end < max && end - start <= longestInline; end += 1) {
    if (text.startsWith(closer, end)) {
      const source = text.slice(start, end);
      const isMath = source.trim() !== '' && !(isDollar && !isDollarMath(source, text.charAt(end + 1)));
      return isMath ? { source, end: end + closer.length, isDisplay: opener === '$$' || opener === '\\[' } : undefined;
    }
    const character = text.charAt(end);
    // Code is stronger, and so is another dollar sign.
    if (character === '`' || (character === '$' && opener.startsWith('\\'))) return undefined;
    if (character === '\\') end += 1;
  }
  const rest = text.slice(start, max);
  return rest.length <= longestInline && /[\\^_{=]/.test(rest) && !amount.test(rest) ? 'open' : undefined;
}

function isDollarMath(source: string, next: string): boolean {
  return !/\s$/.test(source) && !/[\w${]/.test(next) && !amount.test(source);
}

/** Adds the rules. Tokens: `math_inline` and `math_block`, with the source as content and the opening mark as markup. */
export function addMathRules(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('escape', 'math_inline', inlineMath);
  markdown.block.ruler.after('fence', 'math_block', blockMath, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
}

function inlineMath(state: StateInline, silent: boolean): boolean {
  const found = mathAt(state.src, state.pos, state.posMax);
  if (found === undefined) return false;
  if (found === 'open') {
    if ((state.env as OpenEnv).isOpen !== true || state.posMax !== state.src.length) return false;
    // Its source as it is: the marks in it are none of Markdown's.
    if (!silent) state.pending += state.src.slice(state.pos);
    state.pos = state.posMax;
    return true;
  }
  if (!silent) {
    const token = state.push('math_inline', '', 0);
    token.content = found.source;
    token.markup = mathOpener(state.src, state.pos) ?? '';
  }
  state.pos = found.end;
  return true;
}

function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  const opener = mathOpener(state.src, start);
  if (opener !== '$$' && opener !== '\\[') return false;
  const found = blockEnd(state, { start: start + 2, startLine, endLine, closer: closers[opener] ?? '' });
  if (found === undefined) return false;
  if (silent) return true;
  const token = state.push('math_block', '', 0);
  token.block = true;
  token.content = found.source;
  token.markup = opener;
  token.info = found.isClosed ? '' : 'open';
  token.map = [startLine, found.line];
  state.line = found.line;
  return true;
}

interface BlockStart {
  readonly start: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly closer: string;
}

function blockEnd(state: StateBlock, { start, startLine, endLine, closer }: BlockStart) {
  const first = state.src.slice(start, state.eMarks[startLine]).trimEnd();
  if (first.includes(closer)) {
    const source = first.slice(0, -closer.length);
    const isWhole = first.indexOf(closer) === source.length && source.trim() !== '';
    return isWhole ? { source, line: startLine + 1, isClosed: true } : undefined;
  }
  const isAlone = first.trim() === '';
  for (let line = startLine + 1; line < Math.min(endLine, startLine + mostLines); line += 1) {
    if (state.isEmpty(line)) {
      // What begins within a line of text ends with its paragraph.
      if (!isAlone) return undefined;
      continue;
    }
    if ((state.sCount[line] ?? 0) < state.blkIndent) return undefined;
    const text = state.src.slice(state.bMarks[line], state.eMarks[line]).trimEnd();
    if (!text.includes(closer)) continue;
    if (text.indexOf(closer) !== text.length - closer.length) return undefined;
    const lines = state.getLines(startLine + 1, line + 1, state.blkIndent, false).trimEnd();
    const source = `${first}\n${lines.slice(0, -closer.length)}`;
    return source.trim() === '' ? undefined : { source, line: line + 1, isClosed: true };
  }
  if ((state.env as OpenEnv).isOpen !== true || endLine !== state.lineMax || endLine - startLine > mostLines) return undefined;
  const rest = startLine + 1 < endLine ? state.getLines(startLine + 1, endLine, state.blkIndent, false) : '';
  return { source: `${first}\n${rest}`, line: endLine, isClosed: false };
}
