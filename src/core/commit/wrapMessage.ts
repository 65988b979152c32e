/** Wraps the body of a commit message. Addresses, lists, indented lines and trailers keep their shape; the subject is left alone. */
import { isTrailer } from './trailers';

/** @param width columns that a line of the body may have; 0: no limit */
export function wrapMessage(message: string, width: number): string {
  const [subject = '', ...body] = message.split('\n');
  return width <= 0 ? message : [subject, ...wrapLines(body, width)].join('\n');
}

interface Shape {
  /** Before the first line: a bullet, a quotation mark. */
  readonly lead: string;
  /** Before those that follow. */
  readonly indent: string;
  readonly text: string;
}

function wrapLines(lines: readonly string[], width: number): readonly string[] {
  const wrapped: string[] = [];
  /** What did not fit, to be put before a line that goes on with it. */
  let carried: { readonly indent: string; readonly text: string } | undefined;
  const flush = (): void => {
    if (carried !== undefined) {
      wrapped.push(carried.indent + carried.text);
      carried = undefined;
    }
  };
  for (const line of lines) {
    const shape = shapeOf(line);
    const isContinuation = carried !== undefined && shape?.lead === carried.indent && !isItem(line);
    if (!isContinuation) {
      flush();
    }
    if (shape === undefined) {
      wrapped.push(line);
      continue;
    }
    const text =
      isContinuation && carried !== undefined ? `${carried.text}${gap(carried.text, shape.text)}${shape.text}` : shape.text;
    carried = undefined;
    const pieces = wrapText(text, width - columns(shape.indent));
    const isOver = pieces.length === 1 && !isContinuation;
    for (const [index, piece] of pieces.entries()) {
      const before = index === 0 ? shape.lead : shape.indent;
      if (index === pieces.length - 1 && !isOver) {
        carried = { indent: before, text: piece };
      } else {
        wrapped.push(before + piece);
      }
    }
  }
  flush();
  return wrapped;
}

/** Undefined for what is not wrapped. */
function shapeOf(line: string): Shape | undefined {
  if (line.trim() === '' || /^(?: {4}|\t)/.test(line) || /^\s*\|/.test(line) || isTrailer(line)) {
    return undefined;
  }
  const [lead = ''] = /^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+|(?:>\s?)+)?/.exec(line) ?? [];
  const indent = lead.includes('>') ? lead : ' '.repeat(lead.length);
  return { lead, indent, text: line.slice(lead.length) };
}

function isItem(line: string): boolean {
  return /^\s*(?:[-*+•]|\d{1,3}[.)])\s/.test(line);
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const notFirst = /[，。、；：！？）」』】》”’,.;:!?)\]]/u;

/** Words, or single letters of scripts that break anywhere. A word that is longer than a line has a line of its own. */
function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [, space = '', word = ''] of text.matchAll(/(\s*)(\S+)/g)) {
    for (const [index, piece] of breakable(word).entries()) {
      const before = line === '' || index > 0 ? '' : space;
      const isTooLong = line !== '' && columns(line) + columns(before) + columns(piece) > width;
      if (isTooLong && !(before === '' && notFirst.test(piece.charAt(0)))) {
        lines.push(line);
        line = piece;
      } else {
        line += before + piece;
      }
    }
  }
  return [...lines, line];
}

function breakable(word: string): readonly string[] {
  return wide.test(word) && !word.includes('://')
    ? (word.match(
        /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[^\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]+/gu,
      ) ?? [])
    : [word];
}

/** As VS Code counts the length of a line: in UTF-16 units. */
function columns(text: string): number {
  return text.length;
}

function gap(before: string, after: string): string {
  return wide.test(before.slice(-1)) && wide.test(after.charAt(0)) ? '' : ' ';
}
