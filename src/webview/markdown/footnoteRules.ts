/**
 * Footnotes in Markdown: the parser rules for `[^label]`, `[^label]: text` with its indented continuation, and `^[text]`. Which
 * number a note has, and where it is shown, is for footnotes.ts to say.
 */
import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

const definitionStart = /^\[\^([^\s\]]{1,100})\]:/;
const reference = /\[\^([^\s\]]{1,100})\]/y;

/**
 * Adds the rules. Tokens: `footnote_open` and `footnote_close` around a definition's blocks, with the label as info;
 * `footnote_ref` with the label as content; `footnote_inline` with the note's source as content.
 */
export function addFootnoteRules(markdown: MarkdownIt): void {
  markdown.block.ruler.before('reference', 'footnote_definition', definition, {
    alt: ['paragraph', 'reference', 'blockquote'],
  });
  markdown.inline.ruler.after('image', 'footnote_inline', (state, silent) => inlineNote(markdown, state, silent));
  markdown.inline.ruler.after('footnote_inline', 'footnote_ref', referenceToNote);
}

function definition(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const begin = state.bMarks[startLine] ?? 0;
  const shift = state.tShift[startLine] ?? 0;
  const count = state.sCount[startLine] ?? 0;
  if (count - state.blkIndent >= 4) return false;
  const found = definitionStart.exec(state.src.slice(begin + shift, state.eMarks[startLine]));
  if (found === null) return false;
  if (silent) return true;

  const open = state.push('footnote_open', '', 1);
  open.info = found[1] ?? '';
  const map: [number, number] = [startLine, startLine + 1];
  open.map = map;

  // The text after the colon is the first line of what the note holds, as if it were indented like the others.
  const parent = state.parentType;
  state.bMarks[startLine] = begin + shift + found[0].length;
  const text = state.src.slice(state.bMarks[startLine], state.eMarks[startLine]);
  state.tShift[startLine] = text.length - text.trimStart().length;
  state.blkIndent += 4;
  state.sCount[startLine] = state.blkIndent;
  state.md.block.tokenize(state, startLine, endLine);
  state.blkIndent -= 4;
  state.parentType = parent;
  state.bMarks[startLine] = begin;
  state.tShift[startLine] = shift;
  state.sCount[startLine] = count;

  map[1] = state.line;
  state.push('footnote_close', '', -1);
  return true;
}

function inlineNote(markdown: MarkdownIt, state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('^[', state.pos)) return false;
  const { pos, posMax } = state;
  const end = markdown.helpers.parseLinkLabel(state, pos + 1);
  state.pos = pos;
  state.posMax = posMax;
  if (end < 0 || state.src.slice(pos + 2, end).trim() === '') return false;
  if (!silent) state.push('footnote_inline', '', 0).content = state.src.slice(pos + 2, end);
  state.pos = end + 1;
  return true;
}

function referenceToNote(state: StateInline, silent: boolean): boolean {
  reference.lastIndex = state.pos;
  const found = reference.exec(state.src);
  if (found === null || state.pos + found[0].length > state.posMax) return false;
  if (!silent) state.push('footnote_ref', '', 0).content = found[1] ?? '';
  state.pos += found[0].length;
  return true;
}
