/**
 * What a Markdown text leaves open at its end, so that what is written after it would be taken for a part of it: a code fence, a
 * comment, a block of HTML. Answers that ended early end in the middle of code more often than not. Follows CommonMark's rules
 * for blocks as far as they decide that.
 */

/** A block of lines whose end something in it decides. */
interface OpenBlock {
  /** How many quotes and list items it stands in. */
  readonly depth: number;
  readonly isEnd: (line: string) => boolean;
  /** The line that ends it; undefined where a blank line does. */
  readonly closing: string | undefined;
}

/** A quote, or a list item whose text begins at this column after what contains it. */
interface Container {
  readonly indent: number | 'quote';
  /** An item whose first line is empty has its text on the next one, or never. */
  isEmpty: boolean;
}

/**
 * The line that has to follow `markdown` so that it ends there; undefined where nothing is open. What is open in a list item or a
 * quote ends with those.
 */
export function closingLine(markdown: string): string | undefined {
  const scan = new BlockScan();
  for (const line of markdown.split(/\r\n|[\r\n]/)) {
    scan.push(withoutTabs(line));
  }
  return scan.open?.depth === 0 ? scan.open.closing : undefined;
}

/** Of quotes and items in each other: no reader goes deeper, and a line of thousands of them would take for ever. */
const deepest = 100;

class BlockScan {
  open: OpenBlock | undefined;
  readonly #containers: Container[] = [];
  /** Whether the line before was one of a paragraph, which the next can go on with. */
  #isParagraph = false;

  /** @param line without tabs */
  push(line: string): void {
    const [matched, inside] = this.#enter(line);
    if (this.open !== undefined && matched >= this.open.depth) {
      this.open = this.open.isEnd(inside) ? undefined : this.open;
      return;
    }
    this.open = undefined;
    if (inside.trim() === '') {
      this.#containers.length = matched;
      if (this.#containers.at(-1)?.isEmpty === true) {
        this.#containers.length -= 1;
      }
      this.#isParagraph = false;
      return;
    }
    this.#containers.slice(0, matched).forEach((container) => (container.isEmpty = false));
    this.#takeText(inside, matched);
  }

  #takeText(inside: string, matched: number): void {
    const isInside = matched === this.#containers.length;
    if (this.#isParagraph && isInside && /^ {0,3}(?:=+|-+) *$/.test(inside)) {
      // The underline of a heading.
      this.#isParagraph = false;
      return;
    }
    let isInParagraph = this.#isParagraph && isInside;
    let rest = inside;
    const added: Container[] = [];
    while (matched + added.length < deepest) {
      const found = container(rest, isInParagraph);
      if (found === undefined) {
        break;
      }
      added.push(found.container);
      rest = found.rest;
      isInParagraph = false;
    }
    const block = opened(rest, matched + added.length, this.#isParagraph && added.length === 0);
    const isBreak = breaks.test(rest);
    const goesOn = this.#isParagraph && added.length === 0 && block === undefined && !isBreak;
    if (goesOn) {
      // Also where quotes and items are not gone on with.
      return;
    }
    this.#containers.length = matched;
    this.#containers.push(...added);
    this.open = block === 'whole' ? undefined : block;
    this.#isParagraph = block === undefined && !isBreak && rest.trim() !== '' && !/^ {4}/.test(rest);
  }

  /** How many of the containers the line goes on with, and what is left of it. */
  #enter(line: string): [matched: number, rest: string] {
    let rest = line;
    let matched = 0;
    for (const { indent } of this.#containers) {
      const inside = indent === 'quote' ? /^ {0,3}> ?(.*)$/s.exec(rest)?.[1] : indented(rest, indent);
      if (inside === undefined) {
        break;
      }
      rest = inside;
      matched += 1;
    }
    return [matched, rest];
  }
}

/** Headings and rules. */
const breaks = /^ {0,3}(?:#{1,6}(?: |$)|(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$)/;

/** The line without so many columns of white space; undefined where it has fewer. Blank lines belong to every item. */
function indented(line: string, columns: number): string | undefined {
  return line.slice(0, columns).trim() === '' ? line.slice(columns) : undefined;
}

/** Where a tab ends depends on its place in the whole line, whatever quotes and items come before it. */
function withoutTabs(line: string): string {
  return line.split('\t').reduce((before, part) => before + ' '.repeat(4 - (before.length % 4)) + part);
}

function container(line: string, isInParagraph: boolean): { readonly container: Container; readonly rest: string } | undefined {
  const quoted = /^ {0,3}> ?(.*)$/s.exec(line);
  if (quoted?.[1] !== undefined) {
    return { container: { indent: 'quote', isEmpty: false }, rest: quoted[1] };
  }
  const [marker, number] = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])(?= |$)/.exec(line) ?? [];
  if (marker === undefined || breaks.test(line)) {
    return undefined;
  }
  const after = line.slice(marker.length);
  const isEmpty = after.trim() === '';
  if (isInParagraph && (isEmpty || (number !== undefined && Number(number) !== 1))) {
    return undefined;
  }
  // With more space than this it begins with indented code.
  const space = / {1,4}(?=\S)/y.exec(after)?.[0].length ?? 1;
  return { container: { indent: marker.length + space, isEmpty }, rest: after.slice(space) };
}

interface HtmlBlock {
  readonly start: RegExp;
  readonly end: RegExp;
  readonly closing?: string;
}

const verbatim = ['pre', 'script', 'style', 'textarea'];
const blockNames =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|' +
  'figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|' +
  'noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';

const htmlBlocks: readonly HtmlBlock[] = [
  ...verbatim.map((name) => ({
    start: new RegExp(`^ {0,3}<${name}(?:[\\s>]|$)`, 'i'),
    end: /<\/(?:pre|script|style|textarea)>/i,
    closing: `</${name}>`,
  })),
  { start: /^ {0,3}<!--/, end: /-->/, closing: '-->' },
  { start: /^ {0,3}<\?/, end: /\?>/, closing: '?>' },
  { start: /^ {0,3}<![A-Za-z]/, end: />/, closing: '>' },
  { start: /^ {0,3}<!\[CDATA\[/, end: /\]\]>/, closing: ']]>' },
  { start: new RegExp(`^ {0,3}</?(?:${blockNames})(?: |/?>|$)`, 'i'), end: /^\s*$/ },
];

/** Any other tag alone in a line, which does not interrupt a paragraph. */
const loneTag: HtmlBlock = { start: /^ {0,3}<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?> *$/i, end: /^\s*$/ };

/** The block that begins with this line; `whole`: it ends with it, too. */
function opened(line: string, depth: number, isInParagraph: boolean): OpenBlock | 'whole' | undefined {
  const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
  if (fence !== undefined) {
    const isEnd = (next: string): boolean => /^ {0,3}(`{3,}|~{3,}) *$/.exec(next)?.[1]?.startsWith(fence) === true;
    return { depth, isEnd, closing: fence };
  }
  const html = /^ {0,3}</.test(line)
    ? [...htmlBlocks, ...(isInParagraph ? [] : [loneTag])].find(({ start }) => start.test(line))
    : undefined;
  if (html === undefined || html.end.test(line)) {
    return html && 'whole';
  }
  return { depth, isEnd: (next) => html.end.test(next), closing: html.closing };
}
