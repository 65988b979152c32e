/** A commit message as commitlint's conventional parser takes it apart, and the cases that its rules know. */
import { isTrailer } from './trailers';

export interface ParsedCommit {
  readonly message: string;
  readonly header: string;
  /** Empty, like scope and subject, where the header has not the form `type(scope): subject`. */
  readonly type: string;
  readonly scope: string;
  readonly subject: string;
  readonly isBreaking: boolean;
  readonly body: string;
  readonly footer: string;
  /** There is a blank line before it. */
  readonly isBodyApart: boolean;
  readonly isFooterApart: boolean;
}

export function parseCommit(message: string): ParsedCommit {
  const lines = message.replace(/\r\n/g, '\n').trimEnd().split('\n');
  const [header = '', ...rest] = lines;
  const [, type = '', scope = '', mark = '', subject = ''] = /^(\w*)(?:\(([^)]*)\))?(!?): (.*)$/.exec(header) ?? [];
  const footerAt = footerStart(rest);
  const bodyLines = rest.slice(0, footerAt);
  const body = bodyLines.join('\n').trim();
  const footer = rest.slice(footerAt).join('\n').trim();
  return {
    message,
    header,
    type,
    scope,
    subject,
    isBreaking: mark === '!',
    body,
    footer,
    isBodyApart: bodyLines[0]?.trim() === '',
    isFooterApart: (rest[footerAt - 1] ?? header).trim() === '',
  };
}

/** The first line from which on there is a note or a reference. */
function footerStart(lines: readonly string[]): number {
  const index = lines.findIndex((line) => /^BREAKING[ -]CHANGE: /.test(line));
  if (index >= 0) {
    return index;
  }
  let start = lines.length;
  while (start > 0 && (isTrailer(lines[start - 1] ?? '') || /^\s+\S/.test(lines[start - 1] ?? ''))) {
    start -= 1;
  }
  return lines.slice(start).some((line) => isTrailer(line)) ? start : lines.length;
}

/** Whether a text has a case of commitlint's. What stands in quotation marks has none; neither has a number. */
export function ensureCase(text: string, target: string): boolean {
  const bare = text.replace(/`.*?`|".*?"|'.*?'/g, '').trim();
  if (bare === '' || /^\d/.test(bare)) {
    return true;
  }
  return toCase(bare, target) === bare;
}

function toCase(text: string, target: string): string {
  const words = text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\d+/gu) ?? [];
  const lower = words.map((word) => word.toLowerCase());
  switch (target) {
    case 'lower-case':
    case 'lowercase':
    case 'lowerCase':
      return text.toLowerCase();
    case 'upper-case':
    case 'uppercase':
      return text.toUpperCase();
    case 'sentence-case':
    case 'sentencecase':
      return capital(text);
    case 'start-case':
      return words.map(capital).join(' ');
    case 'pascal-case':
      return lower.map(capital).join('');
    case 'camel-case':
      return lower.map((word, index) => (index === 0 ? word : capital(word))).join('');
    case 'kebab-case':
      return lower.join('-');
    case 'snake-case':
      return lower.join('_');
    default:
      return text;
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
