/**
 * Which footnotes an answer has, in the order of their first use, and which use of a note each reference is. Keeps count only;
 * the rules that find them are footnoteRules', how they look is footnoteLinks' and footnoteSection's.
 */
import type { Token } from 'markdown-it';
import type { Block, FootnoteBlock, TextBlock } from './blockParser';

export interface Footnote {
  /** Counted from 1. */
  readonly number: number;
  /** Undefined as long as it is not known: a definition may come after its use. */
  readonly blocks: readonly Block[] | undefined;
  /** How often it is referred to. 0: it is defined, and never used. */
  readonly uses: number;
}

interface Entry {
  readonly number: number;
  blocks: readonly Block[] | undefined;
  uses: number;
}

/** A digit may stand for a note that has not come yet; `[^a-z]` more often does not. */
const usualLabel = /^\d{1,3}$/;

/** Whether inline parsing could find a reference there. */
function mayRefer(source: string): boolean {
  return source.includes('[^') || source.includes('^[');
}

export class Footnotes {
  readonly #definitions: Map<string, FootnoteBlock>;
  readonly #entries: Map<string, Entry>;
  /** Number of each reference in a text, in order; undefined where there is no such note. */
  readonly #numbers = new Map<TextBlock, readonly (number | undefined)[]>();
  #inlineCount: number;

  /** @param before what is known of the text before; not changed */
  constructor(before?: Footnotes) {
    this.#definitions = new Map(before === undefined ? [] : before.#definitions);
    this.#entries = new Map();
    for (const [label, entry] of before === undefined ? [] : before.#entries) this.#entries.set(label, { ...entry });
    this.#inlineCount = before === undefined ? 0 : before.#inlineCount;
  }

  /**
   * Takes the definitions and references of the blocks, which follow those before.
   *
   * @param parse inline tokens of a text
   * @param isWhole nothing follows: who is not defined by now never will be
   */
  add(blocks: readonly Block[], parse: (source: string) => readonly Token[], isWhole: boolean): void {
    this.#define(blocks);
    this.#refer(blocks, parse, isWhole);
    if (!isWhole) return;
    // Notes may refer to notes, which makes more of them; those that nobody refers to come last.
    const entries = this.#entries.values();
    let visited = 0;
    const visit = (): void => {
      for (; visited < this.#entries.size; visited += 1) this.#refer(entries.next().value?.blocks ?? [], parse, true);
    };
    visit();
    for (const label of this.#definitions.keys()) {
      if (this.#entries.has(label)) continue;
      this.#entryOf(label);
      visit();
    }
  }

  /** In the order of their numbers. */
  get all(): readonly Footnote[] {
    return [...this.#entries].map(([label, { number, blocks, uses }]) => ({
      number,
      blocks: blocks ?? this.#definitions.get(label)?.children,
      uses,
    }));
  }

  /** The numbers of the references in a text that was added, in order. */
  numbersIn(block: TextBlock): readonly (number | undefined)[] {
    return this.#numbers.get(block) ?? [];
  }

  #define(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (block.kind === 'footnote' && !this.#definitions.has(block.label)) this.#definitions.set(block.label, block);
      if (block.kind === 'footnote' || block.kind === 'container') this.#define(block.children);
    }
  }

  #refer(blocks: readonly Block[], parse: (source: string) => readonly Token[], isWhole: boolean): void {
    for (const block of blocks) {
      if (block.kind === 'container') this.#refer(block.children, parse, isWhole);
      if (block.kind !== 'text' || !mayRefer(block.source)) continue;
      const numbers: (number | undefined)[] = [];
      for (const token of parse(block.source)) {
        if (token.type === 'footnote_inline') numbers.push(this.#inlineNote(block, token.content));
        if (token.type === 'footnote_ref') numbers.push(this.#reference(token.content, isWhole));
      }
      this.#numbers.set(block, numbers);
    }
  }

  #reference(label: string, isWhole: boolean): number | undefined {
    if (!this.#definitions.has(label) && (isWhole || !usualLabel.test(label))) return undefined;
    const entry = this.#entryOf(label);
    entry.uses += 1;
    return entry.number;
  }

  #inlineNote({ firstLine, endLine }: TextBlock, source: string): number {
    this.#inlineCount += 1;
    // No label has a space.
    const entry = this.#entryOf(` ${String(this.#inlineCount)}`);
    entry.uses = 1;
    const place = { firstLine, endLine, align: undefined, task: undefined, isTight: false };
    entry.blocks = [{ kind: 'text', tag: 'p', ...place, source }];
    return entry.number;
  }

  #entryOf(label: string): Entry {
    let entry = this.#entries.get(label);
    if (entry === undefined) {
      entry = { number: this.#entries.size + 1, blocks: undefined, uses: 0 };
      this.#entries.set(label, entry);
    }
    entry.blocks ??= this.#definitions.get(label)?.children;
    return entry;
  }
}
