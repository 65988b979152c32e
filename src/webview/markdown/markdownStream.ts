/**
 * Markdown that arrives in pieces, shown as it arrives. Owns the decision which part of the text is final: final blocks (and
 * the finished items and rows of a long list or table) are never parsed again; only the open end is. How blocks look is
 * blockView's business. `finish` checks everything once against the whole text: a late link definition changes early text.
 */
import { isShown, MarkdownParser, type Block, type ContainerBlock, type LinkDefinitions } from './blockParser';
import {
  appendCode,
  disposeView,
  setTight,
  showBlocks,
  tightness,
  type BlockPlace,
  type BlockStrings,
  type BlockView,
  type RenderState,
  type ViewContext,
} from './blockView';
import type { CodeBlockView } from './codeBlockView';
import { followNotes } from './footnoteLinks';
import { Footnotes } from './footnotes';
import { FootnoteSection } from './footnoteSection';
import { Formulas } from './formula/formulas';
import { isUndecided } from './openEnd';
import type { PathLink } from './pathLinks';

export interface MarkdownStreamOptions {
  /** Makes the view of a code block; `path` where the fence names a file. The stream disposes it. */
  readonly codeBlock: (language: string, path: string | undefined) => CodeBlockView;
  readonly strings: BlockStrings;
  /**
   * Hears once of each element that may stand for a file of the workspace, when its text is final. `activatePathLink` makes a
   * link of it.
   */
  readonly pathLink?: PathLink;
}

/** A list or table at the open end whose first items or rows are final. */
interface Continuation {
  readonly view: Extract<BlockView, { kind: 'container' }>;
  /** Lines that the parser needs before the rest: a table's head. */
  readonly head: string;
  readonly finalCount: number;
  readonly isLoose: boolean;
}

/** A code fence at the open end: its text needs no parser. */
interface OpenFence {
  readonly view: Extract<BlockView, { kind: 'code' }>;
  readonly closing: RegExp;
  /** The unfinished line, and how much of it is shown. */
  line: string;
  shownLength: number;
}

interface SplittableBlock {
  readonly block: ContainerBlock;
  /** How many of the lines that the block's numbers count stand before the open end. */
  readonly lines: number;
}

const mayBecomeClosing = /^ {0,3}[`~]*[ \t]*$/;
/** An open end of at most this many characters is shown at once; a longer one as often as a quarter of the time allows. */
const alwaysShownLength = 4096;
const restPerWork = 3;
/** From this length on, finished items and rows are taken out of the open end. */
const splitLength = 1024;

export class MarkdownStream {
  readonly #container: HTMLElement;
  readonly #context: ViewContext;
  readonly #views: BlockView[] = [];
  readonly #chunks: string[] = [];
  /** How many views are final, and the definitions among them. */
  #finalCount = 0;
  #definitions: LinkDefinitions = noDefinitions();
  #footnotes = new Footnotes();
  #section: FootnoteSection | undefined;
  /** The text that is not final, with `\n` line endings, and how much of it was looked through for ends of blocks. */
  #open = '';
  #checkedLength = 0;
  #endsWithReturn = false;
  #continuation: Continuation | undefined;
  #fence: OpenFence | undefined;
  #isFinished = false;
  #restUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param container is empty, and the stream's alone until `dispose`. */
  constructor(container: HTMLElement, options: MarkdownStreamOptions) {
    this.#container = container;
    const { strings, codeBlock, pathLink } = options;
    const pathLinks = pathLink && lookForPaths(pathLink);
    this.#context = { parser: new MarkdownParser(), strings, formulas: new Formulas(strings), codeBlock, pathLinks };
    followNotes(container);
  }

  /** Everything that was appended, as it came. */
  get text(): string {
    if (this.#chunks.length > 1) this.#chunks.splice(0, this.#chunks.length, this.#chunks.join(''));
    return this.#chunks[0] ?? '';
  }

  append(text: string): void {
    if (text === '') return;
    if (this.#isFinished) this.#startAgain();
    this.#chunks.push(text);
    let rest = this.#normalise(text);
    if (this.#fence !== undefined) rest = this.#appendToFence(this.#fence, rest);
    if (rest === '') return;
    this.#open += rest;
    if (this.#open.length > alwaysShownLength && performance.now() < this.#restUntil) this.#showLater();
    else this.#show();
  }

  /**
   * Shows the text exactly as one rendering of the whole would; blocks that are equal already keep their nodes.
   * Text may follow all the same, when an answer is continued.
   */
  finish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isFinished = true;
    const definitions = noDefinitions();
    const blocks = this.#context.parser.parseBlocks(normaliseLines(this.text), definitions);
    const footnotes = new Footnotes();
    footnotes.add(blocks, (source) => this.#context.parser.parseInline(source, definitions), true);
    const state = finalState(definitions, footnotes);
    showBlocks(this.#context, state, this.#place(0), blocks);
    this.#showFootnotes(state);
  }

  /** Empties the container. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#views.forEach(disposeView);
    this.#section?.dispose();
    this.#container.replaceChildren();
  }

  /** `\n` line endings; a `\r` at the end of a piece waits for the next one. */
  #normalise(piece: string): string {
    const text = this.#endsWithReturn ? `\r${piece}` : piece;
    this.#endsWithReturn = text.endsWith('\r');
    return normaliseLines(this.#endsWithReturn ? text.slice(0, -1) : text);
  }

  /** The whole text is open again; what is shown of it stays. */
  #startAgain(): void {
    this.#isFinished = false;
    this.#finalCount = 0;
    this.#definitions = noDefinitions();
    this.#footnotes = new Footnotes();
    this.#continuation = undefined;
    this.#fence = undefined;
    this.#endsWithReturn = false;
    this.#open = this.#normalise(this.text);
    this.#checkedLength = 0;
  }

  #showLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#show();
    }, this.#restUntil - performance.now());
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const started = performance.now();
    const last = this.#finaliseBlocks();
    this.#showOpenEnd();
    if (last !== undefined && this.#open.length >= splitLength) this.#split(last);
    const ended = performance.now();
    this.#restUntil = ended + restPerWork * (ended - started);
  }

  /**
   * Takes all blocks but the last out of the open end. Only complete lines tell where a block ends.
   * @returns the last one, when it is a list or table that may be taken apart, with lines counted from the open end's.
   */
  #finaliseBlocks(): SplittableBlock | undefined {
    const complete = this.#open.slice(0, this.#open.lastIndexOf('\n') + 1);
    if (complete.length === this.#checkedLength) return undefined;
    this.#checkedLength = complete.length;
    const blocks = this.#parse(complete, this.#unsureDefinitions(), true);
    const last = lastIndependent(blocks);
    const block = blocks[last];
    if (block === undefined) return undefined;
    const lines = last > 0 ? block.firstLine : this.#headLines;
    if (last > 0) {
      const part = complete.slice(0, offsetOfLine(complete, block.firstLine - this.#headLines));
      const finished = this.#parse(part, this.#definitions);
      this.#showFrom(finished, finalState(this.#definitions, this.#footnotes), true);
      this.#finalCount += finished.filter(isShown).length;
      this.#continuation = undefined;
      this.#advance(part.length);
    }
    return block.kind === 'container' ? { block, lines } : undefined;
  }

  #advance(length: number): void {
    this.#open = this.#open.slice(length);
    this.#checkedLength -= length;
  }

  /** Takes the finished items of a list, or rows of a table, out of the open end. */
  #split({ block, lines }: SplittableBlock): void {
    const isTable = block.tag === 'table';
    const parts = isTable ? bodyOf(block)?.children : block.tag === 'blockquote' ? undefined : block.children;
    const lastPart = parts?.at(-1);
    if (parts === undefined || parts.length < 2 || lastPart === undefined) return;
    const length = offsetOfLine(this.#open, lastPart.firstLine - lines);
    // Whether a list is loose shows on its paragraphs only: no item may go before one has told.
    const isTight = isTable || tightness(block);
    // "- a | b" at the beginning of the rest would become a table's head if "--|--" came next.
    if (isTight === undefined || (!isTable && lineAt(this.#open, length).includes('|'))) return;

    const before = this.#continuation;
    const part = this.#open.slice(0, length);
    this.#showFrom(this.#parse(part, this.#definitions), finalState(this.#definitions, this.#footnotes), true);
    const view = this.#views[this.#finalCount];
    if (view?.kind !== 'container') return;
    const head = isTable ? this.#open.slice(0, offsetOfLine(this.#open, block.firstLine - lines + 2)) : '';
    this.#continuation = {
      view,
      head: before?.head ?? head,
      finalCount: (before?.finalCount ?? 0) + parts.length - 1,
      isLoose: before?.isLoose === true || !isTight,
    };
    this.#advance(length);
  }

  #showOpenEnd(): void {
    const lineStart = this.#open.lastIndexOf('\n') + 1;
    const line = this.#open.slice(lineStart);
    const isHeld = isUndecided(line);
    const definitions = this.#unsureDefinitions();
    const blocks = this.#parse(isHeld ? this.#open.slice(0, lineStart) : this.#open, definitions, true);
    const definitionsKey = keyOf(this.#definitions, definitions);
    const state = { definitions, definitionsKey, footnotes: new Footnotes(this.#footnotes), isOpen: true };
    this.#showFrom(blocks, state, false);
    this.#showFootnotes({ ...state, isOpen: blocks.at(-1)?.kind === 'footnote' });

    const [block] = blocks;
    const view = this.#views[this.#finalCount];
    if (blocks.length !== 1 || block?.kind !== 'code' || view?.kind !== 'code' || block.isClosed) return;
    // An indented fence takes as much indentation off its lines: left to the parser, as are fences in lists and quotes.
    if (block.fence === '' || !lineAt(this.#open, offsetOfLine(this.#open, block.firstLine)).startsWith(block.fence)) return;
    const closing = new RegExp(`^ {0,3}${block.fence.charAt(0)}{${String(block.fence.length)},}[ \\t]*$`);
    this.#fence = { view, closing, line, shownLength: isHeld ? 0 : line.length };
    this.#open = '';
    this.#checkedLength = 0;
  }

  /** Returns what follows the fence's end. */
  #appendToFence(fence: OpenFence, text: string): string {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const line = fence.line + text.slice(from, end);
      from = end + 1;
      if (fence.closing.test(line)) {
        fence.view.code.close();
        this.#fence = undefined;
        this.#finalCount += 1;
        return text.slice(from);
      }
      appendCode(fence.view, `${line.slice(fence.shownLength)}\n`);
      fence.line = '';
      fence.shownLength = 0;
    }
    fence.line += text.slice(from);
    if (!mayBecomeClosing.test(fence.line)) {
      appendCode(fence.view, fence.line.slice(fence.shownLength));
      fence.shownLength = fence.line.length;
    }
    return '';
  }

  get #headLines(): number {
    return countLines(this.#continuation?.head ?? '');
  }

  /** For the parser to write into what the open end defines: half of a definition must not win over the whole one. */
  #unsureDefinitions(): LinkDefinitions {
    return Object.create(this.#definitions) as LinkDefinitions;
  }

  #place(from: number, keepsRest = false): BlockPlace {
    return { parent: this.#container, end: this.#section?.element, views: this.#views, from, keepsRest };
  }

  /** Blocks of a part that begins where the open end begins. */
  #parse(part: string, definitions: LinkDefinitions, isOpen = false): Block[] {
    return this.#context.parser.parseBlocks((this.#continuation?.head ?? '') + part, definitions, isOpen);
  }

  #showFootnotes(state: RenderState): void {
    const notes = state.footnotes.all;
    if (!notes.some(({ blocks }) => blocks !== undefined)) {
      this.#section?.dispose();
      this.#section = undefined;
      return;
    }
    this.#section ??= new FootnoteSection(this.#context);
    if (this.#section.element.parentNode === null) this.#container.append(this.#section.element);
    this.#section.show(notes, state);
  }

  /** Shows blocks that begin where the open end begins. */
  #showFrom(blocks: readonly Block[], state: RenderState, keepsRest: boolean): void {
    const from = this.#finalCount;
    const continuation = this.#continuation;
    const [first, ...others] = blocks;
    const notes = (added: readonly Block[]): void => {
      state.footnotes.add(added, (source) => this.#context.parser.parseInline(source, state.definitions), false);
    };
    if (continuation === undefined || first?.kind !== 'container') {
      notes(blocks);
      showBlocks(this.#context, state, this.#place(from, keepsRest), blocks);
      return;
    }
    const { view, finalCount, isLoose } = continuation;
    const isTable = first.tag === 'table';
    const inner = isTable ? view.children[1] : view;
    if (inner?.kind !== 'container') return;
    if (!isTable) setTight(view, !isLoose && (tightness(first) ?? true));
    const parts = (isTable ? bodyOf(first) : first)?.children ?? [];
    const isLast = others.length === 0;
    // A table's head has been counted with its first rows.
    notes([...parts, ...others]);
    const place = { parent: inner.slot, views: inner.children, from: finalCount, keepsRest: keepsRest && isLast };
    showBlocks(this.#context, { ...state, isOpen: state.isOpen && isLast }, place, parts);
    showBlocks(this.#context, state, this.#place(from + 1, keepsRest), others);
  }
}

function lookForPaths(pathLink: PathLink): (text: HTMLElement) => void {
  return (text) => {
    void import('./pathLinks').then(
      ({ markPaths }) => {
        markPaths(text, pathLink);
      },
      () => {
        // Names of files are readable without being links.
      },
    );
  };
}

/**
 * Index of the first block that may still change: the last one, and the link definitions directly before it, whose title
 * may be on its lines.
 */
function lastIndependent(blocks: readonly Block[]): number {
  let index = blocks.length - 1;
  while (index > 0) {
    const previous = blocks[index - 1];
    const block = blocks[index];
    const mayBeTitle = block?.kind === 'definition' || block?.kind === 'text';
    if (!mayBeTitle || previous?.kind !== 'definition' || previous.endLine !== block.firstLine) break;
    index -= 1;
  }
  return index;
}

function bodyOf(table: ContainerBlock): ContainerBlock | undefined {
  const body = table.children[1];
  return body?.kind === 'container' ? body : undefined;
}

function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let count = 0; count < line; count += 1) offset = text.indexOf('\n', offset) + 1;
  return offset;
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(offset, end < 0 ? undefined : end);
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

function normaliseLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

function noDefinitions(): LinkDefinitions {
  return Object.create(null) as LinkDefinitions;
}

function finalState(definitions: LinkDefinitions, footnotes: Footnotes): RenderState {
  return { definitions, definitionsKey: keyOf(definitions), footnotes, isOpen: false };
}

/** Definitions are only ever added, so a count tells them apart; those of the open end may be half written. */
function keyOf(definitions: LinkDefinitions, unsure?: LinkDefinitions): string {
  const count = String(Object.keys(definitions).length);
  return unsure === undefined
    ? count
    : [count, ...Object.entries(unsure).flatMap(([label, { href, title }]) => [label, href, title])].join('\n');
}
