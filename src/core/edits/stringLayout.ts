/**
 * Whether a string of several lines may move with the code around it. Its leading blanks are its value, unless the language, or
 * what is done with the string, takes them away; where in doubt, they stay.
 */

export interface StringLayout {
  /**
   * `own`: its lines stay as they are. `block`: they move together; what they are deeper than the shallowest stays.
   * `code`: they are laid out as code is.
   */
  readonly layout: 'own' | 'block' | 'code';
  /** How many leading blanks all lines have; what is beyond is text of a block. */
  readonly indent: number;
}

export interface QuotedString {
  readonly lines: readonly string[];
  /** The line on which it opens, and the one on which it closes. */
  readonly start: number;
  readonly end: number;
  /** An identifier of VS Code. */
  readonly language: string;
  /** What stands right before and right after it. */
  readonly before: string;
  readonly after: string;
}

/** Functions that take away the blanks that all lines have. */
const dedentCall = /\b(?:dedent|cleandoc)\(\s*(?:[a-z]{0,2})$/i;
const dedentTag = /\b(?:dedent|outdent|stripIndents?)$/;
const dedentMethod = /^\s*\.(?:trimIndent|trimMargin|stripIndent|stripMargin)\b/;
/** Languages in templates to which blanks mean nothing. */
const freeFormTag = /\b(?:html|svg|css|gql|graphql|sql|keyframes|createGlobalStyle|styled\.\w{1,40})$/;
const dedentedLanguage = /^(?:java|csharp|swift|julia)$/;

/** @param end the line of the word that closes it, which may stand anywhere */
export function heredocLayout(lines: readonly string[], start: number, end: number, isSquiggly: boolean): StringLayout {
  const indent = sharedIndent(lines, start + 1, end);
  return { layout: isSquiggly && indent >= blanksBefore(lines[start] ?? '') ? 'block' : 'own', indent };
}

export function quotesLayout(string: QuotedString): StringLayout {
  const { lines, start, end } = string;
  const indent = sharedIndent(lines, start + 1, end + 1);
  const first = lines[start] ?? '';
  if (isDocstring(string) || freeFormTag.test(string.before)) {
    return { layout: isLaidOut(string) ? 'code' : 'own', indent };
  }
  return { layout: isDedented(string) && indent >= blanksBefore(first) ? 'block' : 'own', indent };
}

function isDedented({ language, before, after }: QuotedString): boolean {
  if (/^(?:python|toml|dart)$/.test(language)) {
    return language === 'python' && dedentCall.test(before);
  }
  return dedentedLanguage.test(language) || dedentTag.test(before) || dedentMethod.test(after);
}

/** A statement that is nothing but a string. */
function isDocstring({ lines, start, language, before, after }: QuotedString): boolean {
  if (language !== 'python' || !/(?:^|\n)[ \t]*[a-zA-Z]{0,2}$/.test(before) || !/^[ \t]*(?:#.*)?(?:\n|$)/.test(after)) {
    return false;
  }
  const previous = lines.slice(Math.max(0, start - 50), start).findLast((line) => line.trim() !== '' && !/^\s*#/.test(line));
  return previous === undefined || !/[([{,=\\+%]$/.test(previous.replace(/\s#\s.*$/, '').trimEnd());
}

/** Text deeper than the line that opens it was laid out by hand; a docstring may also begin where its quotes do. */
function isLaidOut(string: QuotedString): boolean {
  const { lines, start, end } = string;
  const own = blanksBefore(lines[start] ?? '');
  const mayBeginAtQuotes = string.language === 'python';
  return lines.slice(start + 1, end + 1).every((text, index) => {
    const isOnlyEnd = start + 1 + index === end && /^\W*$/.test(text);
    const depth = blanksBefore(text);
    return text.trim() === '' || depth > own || (depth === own && (isOnlyEnd || mayBeginAtQuotes));
  });
}

/** How many blanks all lines with text begin with, the same ones. */
function sharedIndent(lines: readonly string[], from: number, to: number): number {
  let shared: string | undefined;
  for (let line = from; line < to; line++) {
    const text = lines[line] ?? '';
    if (text.trim() === '') continue;
    const blanks = text.slice(0, blanksBefore(text));
    shared ??= blanks;
    let length = 0;
    while (length < shared.length && shared[length] === blanks[length]) length++;
    shared = shared.slice(0, length);
  }
  return shared?.length ?? 0;
}

function blanksBefore(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].length ?? 0;
}
