/**
 * Which lines of a piece of code begin inside a string: their leading blanks are part of a value. A light scanner that knows
 * quotes and comments of language families, not languages; what it does not understand counts as code. Which of the strings may
 * move with the code is `stringLayout.ts`' business.
 */
import { languageIdOf } from './languageIds';
import { heredocLayout, quotesLayout, type StringLayout } from './stringLayout';

export interface StringSpan extends StringLayout {
  /** The line on which the string opens; the lines after it, up to and with `end`, begin inside it. */
  readonly start: number;
  readonly end: number;
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

/** How often the end of a string is looked for in vain; further openings count as code, so that the scan stays linear. */
const maxUnclosed = 50;

/** The strings that span lines, in order. One that is never closed counts as none. */
export function stringSpans(lines: readonly string[], language: string): readonly StringSpan[] {
  const name = languageIdOf(language);
  const family = families[name];
  if (family === undefined) {
    return [];
  }
  const text = lines.join('\n');
  const scan = new Scan(text, family);
  const lineOf = lineCounter(text);
  const spans: StringSpan[] = [];
  for (let at = 0; at < text.length;) {
    const opening = scan.openingAt(at);
    if (opening === undefined) {
      at++;
      continue;
    }
    if (opening.kind !== 'plain') {
      const [start, end] = [lineOf(at), lineOf(opening.end)];
      if (end > start) {
        const layout =
          opening.kind === 'heredoc'
            ? heredocLayout(lines, start, end, opening.isSquiggly)
            : quotesLayout({
                lines,
                start,
                end,
                language: name,
                before: text.slice(Math.max(0, at - 200), at),
                after: text.slice(opening.end, opening.end + 80),
              });
        spans.push({ start, end, ...layout });
      }
    }
    at = opening.end;
  }
  return spans;
}

/** What begins somewhere and must be passed in one go: a string, a comment, a heredoc; `end` is the offset after it. */
type Opening =
  | { readonly kind: 'quotes' | 'plain'; readonly end: number }
  | { readonly kind: 'heredoc'; readonly end: number; readonly isSquiggly: boolean };

class Scan {
  #unclosed = 0;
  /** By quote, up to where it is known that no other closes it. */
  readonly #openUntil = new Map<string, number>();

  constructor(
    private readonly text: string,
    private readonly family: Family,
  ) {}

  openingAt(at: number): Opening | undefined {
    const { text, family } = this;
    const quotes = family.multiLine.find((mark) => text.startsWith(mark, at));
    if (quotes !== undefined) {
      const end = this.#search(() => this.#endOfQuotes(at + quotes.length, quotes));
      return end === undefined ? { kind: 'plain', end: at + quotes.length } : { kind: 'quotes', end };
    }
    if (family.hasBlockComments && text.startsWith('/*', at)) {
      const end = this.#search(() => offsetAfter(text, '*/', at + 2));
      return end === undefined ? undefined : { kind: 'plain', end };
    }
    if (family.lineComments.some((mark) => text.startsWith(mark, at)) && /^$|[\s;{}(),]/.test(text.charAt(at - 1))) {
      return { kind: 'plain', end: endOfLine(text, at) };
    }
    const pattern = family === script && text[at] === '/' ? endOfPattern(text, at) : undefined;
    if (pattern !== undefined) {
      return { kind: 'plain', end: pattern };
    }
    if (family.hasHeredocs && text.startsWith('<<', at)) {
      return this.#heredocAt(at);
    }
    if (text[at] === '"' || text[at] === "'") {
      const end = this.#endOfPlainString(at);
      return end === undefined ? undefined : { kind: 'plain', end };
    }
    return undefined;
  }

  #search<T>(find: () => T | undefined): T | undefined {
    const found = this.#unclosed < maxUnclosed ? find() : undefined;
    if (found === undefined) this.#unclosed++;
    return found;
  }

  /** Undefined for an apostrophe that nothing closes on its line. */
  #endOfPlainString(at: number): number | undefined {
    const quote = this.text.charAt(at);
    if (at < (this.#openUntil.get(quote) ?? 0)) {
      return undefined;
    }
    let next = at + 1;
    for (; next < this.text.length && this.text[next] !== '\n'; next++) {
      if (this.text[next] === '\\') next++;
      else if (this.text[next] === quote) return next + 1;
    }
    this.#openUntil.set(quote, next);
    return undefined;
  }

  #endOfQuotes(from: number, quotes: string): number | undefined {
    if (quotes === '`') {
      return this.#endOfTemplate(from);
    }
    for (let at = from; at < this.text.length; at++) {
      if (this.text[at] === '\\') at++;
      else if (this.text.startsWith(quotes, at)) return at + quotes.length;
    }
    return undefined;
  }

  /** With the templates in its expressions. */
  #endOfTemplate(from: number): number | undefined {
    const { text } = this;
    // The open templates and, after each, the expression in it: 0 for text, in an expression the number of open braces.
    const open = [0];
    for (let at = from; at < text.length; at++) {
      const character = text.charAt(at);
      const braces = open.at(-1) ?? 0;
      if (braces === 0) {
        if (character === '`') {
          open.pop();
        } else if (character === '\\') {
          at++;
        } else if (text.startsWith('${', at)) {
          open.push(1);
          at++;
        }
      } else if (character === '`') {
        open.push(0);
      } else if (character === '{') {
        open.splice(-1, 1, braces + 1);
      } else if (character === '}') {
        open.splice(-1, 1, ...(braces > 1 ? [braces - 1] : []));
      } else if (character === '"' || character === "'") {
        at = (this.#endOfPlainString(at) ?? at + 1) - 1;
      }
      if (open.length === 0) return at + 1;
    }
    return undefined;
  }

  #heredocAt(at: number): Opening | undefined {
    const { text } = this;
    // Not `<<<`, and not a shift by a number.
    const [, mark = '', , word = ''] = /^<<([-~]?)(["']?)([A-Za-z_]\w*)\2/.exec(text.slice(at, at + 200)) ?? [];
    if (word === '' || text[at - 1] === '<') {
      return undefined;
    }
    const ending = new RegExp(mark === '' ? `^${word}[ \\t]*$` : `^[ \\t]*${word}[ \\t]*$`, 'm');
    const body = endOfLine(text, at);
    const found = this.#search(() => ending.exec(text.slice(body)) ?? undefined);
    return found && { kind: 'heredoc', end: body + found.index + found[0].length, isSquiggly: mark === '~' };
  }
}

/** A regular expression, which may have quotes that open nothing; undefined for a division. */
function endOfPattern(text: string, at: number): number | undefined {
  if (!/(?:^|[=(,:;!&|?{}[\n]|=>|\breturn)[ \t]*$/.test(text.slice(Math.max(0, at - 20), at))) {
    return undefined;
  }
  const found = /^\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//.exec(text.slice(at, at + 300));
  return found === null ? undefined : at + found[0].length;
}

function offsetAfter(text: string, mark: string, from: number): number | undefined {
  const at = text.indexOf(mark, from);
  return at < 0 ? undefined : at + mark.length;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
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
