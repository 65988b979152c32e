/**
 * Which lines of a piece of code begin inside a string: their leading blanks are part of a value. A light scanner that knows
 * quotes and comments of language families, not languages; what it does not understand counts as code.
 */
import { languageIdOf } from './languageIds';

export interface StringSpan {
  /** The line on which the string opens; the lines after it, up to and with `end`, begin inside it. */
  readonly start: number;
  readonly end: number;
  /** Whether the text follows the code's layout, so that it may move with the code. */
  readonly isLaidOut: boolean;
}

interface Family {
  readonly multiLine: readonly string[];
  readonly lineComments: readonly string[];
  readonly hasBlockComments: boolean;
  readonly hasHeredocs: boolean;
}

const slashes = { lineComments: ['//'], hasBlockComments: true, hasHeredocs: false } as const;
const script: Family = { ...slashes, multiLine: ['`'] };
const textBlocks: Family = { ...slashes, multiLine: ['"""'] };
const python: Family = { multiLine: ['"""', "'''"], lineComments: ['#'], hasBlockComments: false, hasHeredocs: false };
const shell: Family = { multiLine: [], lineComments: ['#'], hasBlockComments: false, hasHeredocs: true };

const families: Readonly<Record<string, Family>> = {
  javascript: script,
  javascriptreact: script,
  typescript: script,
  typescriptreact: script,
  vue: script,
  svelte: script,
  go: script,
  java: textBlocks,
  kotlin: textBlocks,
  swift: textBlocks,
  scala: textBlocks,
  groovy: textBlocks,
  csharp: textBlocks,
  dart: { ...slashes, multiLine: ['"""', "'''"] },
  python,
  toml: python,
  julia: python,
  shellscript: shell,
  ruby: shell,
  perl: shell,
  dockerfile: shell,
};

/** The strings that span lines, in order. One that is never closed counts as none. */
export function stringSpans(lines: readonly string[], language: string): readonly StringSpan[] {
  const family = families[languageIdOf(language)];
  if (family === undefined) {
    return [];
  }
  const text = lines.join('\n');
  const lineOf = lineCounter(text);
  const spans: StringSpan[] = [];
  for (let at = 0; at < text.length;) {
    const opening = openingAt(text, at, family);
    if (opening === undefined) {
      at++;
      continue;
    }
    if (opening.kind !== 'plain') {
      const [start, end] = [lineOf(at), lineOf(opening.end)];
      const isLaidOut = opening.kind === 'heredoc' ? opening.isLaidOut : isLaidOutString(lines, start, end);
      if (end > start) spans.push({ start, end, isLaidOut });
    }
    at = opening.end;
  }
  return spans;
}

interface Opening {
  readonly kind: 'quotes' | 'heredoc' | 'plain';
  /** Offset after it. */
  readonly end: number;
  readonly isLaidOut: boolean;
}

/** What begins at `at` and must be passed in one go: a string, a comment, a heredoc. */
function openingAt(text: string, at: number, family: Family): Opening | undefined {
  const plain = (end: number): Opening => ({ kind: 'plain', end, isLaidOut: false });
  const quotes = family.multiLine.find((mark) => text.startsWith(mark, at));
  if (quotes !== undefined) {
    const end = endOfQuotes(text, at + quotes.length, quotes);
    return end === undefined ? plain(at + quotes.length) : { kind: 'quotes', end, isLaidOut: false };
  }
  if (family.hasBlockComments && text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? undefined : plain(end + 2);
  }
  if (family.lineComments.some((mark) => text.startsWith(mark, at)) && /^$|[\s;{}(),]/.test(text.charAt(at - 1))) {
    return plain(endOfLine(text, at));
  }
  if (family.hasHeredocs && text.startsWith('<<', at)) {
    return heredocAt(text, at);
  }
  if (text[at] === '"' || text[at] === "'") {
    const end = endOfPlainString(text, at);
    return end === undefined ? undefined : plain(end);
  }
  return undefined;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Undefined for an apostrophe that nothing closes on its line. */
function endOfPlainString(text: string, at: number): number | undefined {
  for (let next = at + 1; next < text.length && text[next] !== '\n'; next++) {
    if (text[next] === '\\') next++;
    else if (text[next] === text[at]) return next + 1;
  }
  return undefined;
}

function endOfQuotes(text: string, from: number, quotes: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text.startsWith(quotes, at)) {
      return at + quotes.length;
    } else if (quotes === '`' && text.startsWith('${', at)) {
      const end = endOfExpression(text, at + 2);
      if (end === undefined) return undefined;
      at = end - 1;
    }
  }
  return undefined;
}

/** After the brace that closes a template's expression. */
function endOfExpression(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '{') {
      depth++;
    } else if (character === '}') {
      depth--;
      if (depth === 0) return at + 1;
    } else if (character === '"' || character === "'") {
      at = (endOfPlainString(text, at) ?? at + 1) - 1;
    } else if (character === '`') {
      const end = endOfQuotes(text, at + 1, '`');
      if (end === undefined) return undefined;
      at = end - 1;
    }
  }
  return undefined;
}

function heredocAt(text: string, at: number): Opening | undefined {
  // Not `<<<`, and not a shift by a number.
  const [, mark = '', , word = ''] = /^<<([-~]?)(["']?)([A-Za-z_]\w*)\2/.exec(text.slice(at, at + 200)) ?? [];
  if (word === '' || text[at - 1] === '<') {
    return undefined;
  }
  const ending = new RegExp(mark === '' ? `^${word}[ \\t]*$` : `^[ \\t]*${word}[ \\t]*$`, 'm');
  const body = endOfLine(text, at);
  const found = ending.exec(text.slice(body));
  return found === null ? undefined : { kind: 'heredoc', end: body + found.index + found[0].length, isLaidOut: mark === '~' };
}

/** Text deeper than the line that opens it was laid out by hand; a docstring may also begin where its quotes do. */
function isLaidOutString(lines: readonly string[], start: number, end: number): boolean {
  const first = lines[start] ?? '';
  const own = blanksBefore(first);
  const isDocstring = /^\s*[a-zA-Z]{0,2}(?:"""|''')/.test(first);
  return lines.slice(start + 1, end + 1).every((text, index) => {
    const isOnlyEnd = start + 1 + index === end && /^\W*$/.test(text);
    const depth = blanksBefore(text);
    return text.trim() === '' || depth > own || (depth === own && (isOnlyEnd || isDocstring));
  });
}

function blanksBefore(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].length ?? 0;
}

/** Offset → line, for offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let line = 0;
  let from = 0;
  return (offset) => {
    for (let next = text.indexOf('\n', from); next >= 0 && next < offset; next = text.indexOf('\n', from)) {
      line++;
      from = next + 1;
    }
    return line;
  };
}
