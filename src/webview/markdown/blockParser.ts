/**
 * Markdown to a tree of blocks: markdown-it's block rules, without HTML, with the link policy built in. The text inside a
 * block stays source until {@link MarkdownParser.parseInline} is asked for it, so that unchanged blocks cost nothing.
 */
import MarkdownIt, { type Env, type Token } from 'markdown-it';
import { addFootnoteRules } from './footnoteRules';
import { isRelativePath, isWebAddress } from './links';
import { addMathRules, type OpenEnv } from './mathRules';

export interface LinkDefinition {
  readonly href: string;
  readonly title: string;
}
/** Link definitions by normalised label. The parser adds what it finds; labels that are there already stay. */
export type LinkDefinitions = Record<string, LinkDefinition>;

interface BlockPlace {
  /** First line in the source that was parsed, counted from 0. Nested table parts share their row's. */
  readonly firstLine: number;
  /** Line after the last one. */
  readonly endLine: number;
}
export const alertKinds = ['note', 'tip', 'important', 'warning', 'caution'] as const;
export type AlertKind = (typeof alertKinds)[number];
export type ContainerTag = 'ul' | 'ol' | 'li' | 'blockquote' | 'table' | 'thead' | 'tbody' | 'tr';
export interface ContainerBlock extends BlockPlace {
  readonly kind: 'container';
  readonly tag: ContainerTag;
  /** Number of the first item of an ordered list. */
  readonly start: number | undefined;
  /** Which marker the list's items have: lists with different markers are different lists. */
  readonly marker: string;
  readonly isTask: boolean;
  /** A quotation that begins with `[!NOTE]` or the like. */
  readonly alert: AlertKind | undefined;
  readonly children: readonly Block[];
}
export interface TextBlock extends BlockPlace {
  readonly kind: 'text';
  readonly tag: 'p' | 'h3' | 'h4' | 'h5' | 'h6' | 'th' | 'td';
  readonly align: 'left' | 'center' | 'right' | undefined;
  /** A task's check box stands before the text. */
  readonly task: 'open' | 'done' | undefined;
  /** Paragraph of a list without blank lines between its items. */
  readonly isTight: boolean;
  /** Markdown source of the text. */
  readonly source: string;
}
export interface CodeSource extends BlockPlace {
  readonly kind: 'code';
  /** What follows the opening fence, unescaped. */
  readonly info: string;
  readonly text: string;
  /** The fence's marks with the spaces before them excluded; `''` for indented code. */
  readonly fence: string;
  /** The closing fence is there. */
  readonly isClosed: boolean;
}
export interface RuleBlock extends BlockPlace {
  readonly kind: 'rule';
}
export interface FormulaBlock extends BlockPlace {
  readonly kind: 'formula';
  readonly source: string;
  /** The source with its marks. */
  readonly written: string;
  /** The closing mark is there. */
  readonly isClosed: boolean;
}
/** Shows nothing where it stands. */
export interface FootnoteBlock extends BlockPlace {
  readonly kind: 'footnote';
  readonly label: string;
  readonly children: readonly Block[];
}
/** Shows nothing, but marks where a block ended. Only at the top level. */
export interface DefinitionBlock extends BlockPlace {
  readonly kind: 'definition';
}
export type ShownBlock = ContainerBlock | TextBlock | CodeSource | RuleBlock | FormulaBlock;
export type Block = ShownBlock | FootnoteBlock | DefinitionBlock;

/** Whether the block is shown where it stands. */
export function isShown(block: Block): block is ShownBlock {
  return block.kind !== 'definition' && block.kind !== 'footnote';
}

const containerTags: Readonly<Record<string, ContainerTag>> = {
  bullet_list_open: 'ul',
  ordered_list_open: 'ol',
  list_item_open: 'li',
  blockquote_open: 'blockquote',
  table_open: 'table',
  thead_open: 'thead',
  tbody_open: 'tbody',
  tr_open: 'tr',
};
const textTags: Readonly<Record<string, TextBlock['tag']>> = { p: 'p', h1: 'h3', h2: 'h4', h3: 'h5', th: 'th', td: 'td' };
const alertMark = /^\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i;
const taskMark = /^\[([ xX])\](?:[ \t]+|$)/;

export class MarkdownParser {
  readonly #markdown = new MarkdownIt({ html: false, linkify: true });

  constructor() {
    const markdown = this.#markdown;
    // What may not be a link stays as it was written: label and target, both to be read.
    markdown.validateLink = (target) => isWebAddress(target) || isRelativePath(target);
    // "README.md", "main.rs" and "10.0.0.1" are no addresses in an answer about code; only a written scheme makes one.
    markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
    markdown.linkify.add('ftp:', null).add('//', null);
    addFootnoteRules(markdown);
    addMathRules(markdown);
  }

  /**
   * Definitions go to `definitions`, empty blocks of them to the result.
   *
   * @param source has `\n` as its only line ending
   * @param isOpen it may go on, so that a formula at its end may be open yet
   */
  parseBlocks(source: string, definitions: LinkDefinitions, isOpen = false): Block[] {
    const tokens: Token[] = [];
    const env: Env & OpenEnv = { references: definitions, isOpen };
    this.#markdown.block.parse(source.replaceAll('\0', '\ufffd'), this.#markdown, env, tokens);
    return new TreeBuilder(tokens, (info) => this.#markdown.utils.unescapeAll(info)).build();
  }

  parseInline(source: string, definitions: LinkDefinitions, isOpen = false): readonly Token[] {
    const env: Env & OpenEnv = { references: definitions, isOpen };
    return this.#markdown.parseInline(source, env)[0]?.children ?? [];
  }
}

class TreeBuilder {
  readonly #tokens: readonly Token[];
  readonly #unescape: (info: string) => string;
  #next = 0;

  constructor(tokens: readonly Token[], unescape: (info: string) => string) {
    this.#tokens = tokens;
    this.#unescape = unescape;
  }

  /** All blocks up to the end of the container that is open, whose closing token is consumed. */
  build(): Block[] {
    const blocks: Block[] = [];
    for (let token = this.#tokens[this.#next]; token !== undefined; token = this.#tokens[this.#next]) {
      this.#next += 1;
      if (token.nesting < 0) break;
      const block = this.#block(token);
      if (block !== undefined) blocks.push(block);
    }
    return blocks;
  }

  #block(token: Token): Block | undefined {
    const [firstLine, endLine] = token.map ?? [0, 0];
    const place = { firstLine, endLine };
    const tag = containerTags[token.type];
    if (tag !== undefined) return this.#container(token, tag, place);
    switch (token.type) {
      case 'fence':
      case 'code_block': {
        const isClosed = token.type === 'fence' && endLine - firstLine - 1 > countLines(token.content);
        const info = this.#unescape(token.info).trim();
        return { kind: 'code', ...place, info, text: token.content, fence: token.markup, isClosed };
      }
      case 'hr':
        return { kind: 'rule', ...place };
      case 'math_block': {
        const isClosed = token.info === '';
        const written = token.markup + token.content + (isClosed ? token.markup.replace('[', ']') : '');
        return { kind: 'formula', ...place, source: token.content, written, isClosed };
      }
      case 'footnote_open':
        return { kind: 'footnote', ...place, label: token.info, children: this.build() };
      case 'reference_definition':
        return { kind: 'definition', ...place };
      default:
        return token.nesting > 0 ? this.#text(token, place) : undefined;
    }
  }

  #container(token: Token, tag: ContainerTag, place: BlockPlace): ContainerBlock {
    const startAttribute = token.attrGet('start');
    const children = this.build();
    const isTask = tag === 'li' && markTask(children);
    const alert = tag === 'blockquote' ? takeAlert(children) : undefined;
    const start = startAttribute === null ? undefined : Number(startAttribute);
    return { kind: 'container', tag, ...place, start, marker: token.markup, isTask, alert, children };
  }

  #text(token: Token, place: BlockPlace): TextBlock {
    const source = this.#tokens[this.#next]?.content ?? '';
    this.#next += 2;
    const align = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? ''))?.[1];
    return {
      kind: 'text',
      tag: textTags[token.tag] ?? 'h6',
      ...place,
      align: align as TextBlock['align'],
      task: undefined,
      isTight: token.hidden,
      source,
    };
  }
}

function countLines(text: string): number {
  const ends = text.split('\n').length - 1;
  return text === '' || text.endsWith('\n') ? ends : ends + 1;
}

/** Takes `[ ]` or `[x]` off the first paragraph of a list item, in place. */
function markTask(children: Block[]): boolean {
  const first = children[0];
  if (first?.kind !== 'text' || first.tag !== 'p') return false;
  const mark = taskMark.exec(first.source);
  if (mark === null) return false;
  children[0] = { ...first, task: mark[1] === ' ' ? 'open' : 'done', source: first.source.slice(mark[0].length) };
  return true;
}

/** Takes `[!NOTE]` off the first paragraph of a quotation, in place. */
function takeAlert(children: Block[]): AlertKind | undefined {
  const first = children[0];
  const mark = first?.kind === 'text' && first.tag === 'p' ? alertMark.exec(first.source) : null;
  if (first?.kind !== 'text' || mark === null) return undefined;
  const source = first.source.slice(mark[0].length);
  if (source === '') children.shift();
  else children[0] = { ...first, source };
  return alertKinds.find((kind) => kind === mark[1]?.toLowerCase());
}
