/**
 * Reads the answer to an edit while it streams: SEARCH/REPLACE blocks become hunks against the text as they come, prose between
 * them becomes their notes, and at the end a verdict says what the answer was. Placing is left to `editBlock.ts` and `looseCode.ts`.
 */
import { plainLine } from '../errors';
import type { ProposedHunk } from '../review/proposedHunk';
import { EditBlock } from './editBlock';
import { TargetText, type EditFault, type EditTarget, type PlacedPart } from './editTarget';
import { cleanLines } from './fitCode';
import { leadingBlanks } from './indentation';
import { languageIdOf } from './languageIds';
import { placeLooseCode, type LooseCode } from './looseCode';
import { findStandIn } from './placeholders';
import { samePath } from './samePath';
import { blockMarks, pathOfLine } from './searchReplace';
import { parseUnifiedDiff } from './unifiedDiff';

export interface EditVerdict {
  /** `faults`: nothing of it can be proposed, see `faults`; `unchanged`: the text says all of it already; `noCode`: prose alone. */
  readonly outcome: 'hunks' | 'unchanged' | 'noCode' | 'faults';
  /** The answer ended early; what was whole is among the hunks. */
  readonly isCutOff: boolean;
  /** Parts that are not among the hunks, in order. */
  readonly faults: readonly EditFault[];
}

interface Fence extends LooseCode {
  readonly mark: string;
  readonly lines: string[];
  /** A new file, which is shown while it comes. */
  readonly isFile: boolean;
  /** Fences in a text that is Markdown itself, as long as its own. */
  depth: number;
}

interface OpenBlock {
  readonly block: EditBlock;
  readonly note: string;
  /** With which all its lines begin, where it stands in a list. */
  readonly blanks: string;
}

/** One answer to one edit. Feed it with {@link push}, end it with {@link finish}. */
export class EditAnswer {
  readonly #text: TargetText;
  #pending = '';
  #block: OpenBlock | undefined;
  #fence: Fence | undefined;
  /** Since the last block. */
  #prose: string[] = [];
  readonly #outside: string[] = [];
  readonly #loose: LooseCode[] = [];
  /** The file that a block named last, where it is another one. */
  #otherFile: string | undefined;
  #hasBlocks = false;
  #isUnchanged = false;
  #isWritten = false;
  #after = 0;
  #hunks: readonly ProposedHunk[] = [];
  #unfinished: ProposedHunk | undefined;
  readonly #faults: EditFault[] = [];
  #verdict: EditVerdict | undefined;

  constructor(readonly target: EditTarget) {
    this.#text = new TargetText(target);
  }

  /** Takes the next piece of the answer, of any size. */
  push(piece: string): void {
    const [first = '', ...others] = piece.split('\n');
    this.#pending += first;
    for (const next of others) {
      this.#takeLine(this.#pending);
      this.#pending = next;
    }
  }

  /** All so far, in the order of the text, not overlapping. Only the last one can still change, see {@link isGrowing}. */
  get hunks(): readonly ProposedHunk[] {
    const growing = this.#shownGrowing();
    return growing === undefined ? this.#hunks : [...this.#hunks, growing];
  }

  /** Whether the last of {@link hunks} can still change. */
  get isGrowing(): boolean {
    return this.#shownGrowing() !== undefined;
  }

  /** Nothing more comes. @param isWhole whether the endpoint said that the answer is complete */
  finish(isWhole: boolean): EditVerdict {
    return (this.#verdict ??= this.#finish(isWhole));
  }

  /** The hunk that the end of the answer has cut off, to be shown behind {@link hunks}, never to be applied. */
  get unfinished(): ProposedHunk | undefined {
    return this.#unfinished;
  }

  #finish(isWhole: boolean): EditVerdict {
    // Half a line of a block says nothing, least of all half a mark.
    const isLine = isWhole || this.#block === undefined || blockMarks.closing.test(this.#pending.trimStart());
    if (this.#pending !== '' && isLine) this.#takeLine(this.#pending);
    this.#pending = '';
    if (this.#fence === undefined || !isWhole) this.#unfinished = this.#shownGrowing();
    if (this.#block !== undefined) {
      this.#faults.push(this.#block.block.cutOff());
      this.#block = undefined;
    }
    if (this.#fence !== undefined && isWhole) {
      this.#closeFence(this.#fence);
    } else if (this.#fence !== undefined && (this.#fence.isFile || !this.#hasBlocks)) {
      this.#faults.push({ kind: 'unfinished', searched: this.#fence.lines });
    }
    this.#fence = undefined;
    if (!this.#hasBlocks && !this.#isWritten) this.#placeLoose(isWhole);
    const isCutOff = !isWhole || this.#faults.some(({ kind }) => kind === 'unfinished');
    return { outcome: this.#outcome(), isCutOff, faults: this.#faults };
  }

  #outcome(): EditVerdict['outcome'] {
    if (this.#hunks.length > 0) return 'hunks';
    if (this.#faults.length > 0) return 'faults';
    return this.#isUnchanged ? 'unchanged' : 'noCode';
  }

  #takeLine(written: string): void {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written;
    if (this.#block !== undefined) {
      const { blanks } = this.#block;
      this.#takeBlockLine(line.startsWith(blanks) ? line.slice(blanks.length) : line, this.#block);
    } else if (blockMarks.opening.test(this.#fence === undefined ? line.trimStart() : line)) {
      this.#beginBlock(leadingBlanks(line));
    } else if (this.#fence !== undefined) {
      this.#takeFenceLine(line, this.#fence);
    } else {
      const [, mark, info = ''] = /^ {0,3}(`{3,}|~{3,})([^`]*)$/.exec(line) ?? [];
      if (mark !== undefined) this.#fence = this.#beginFence(mark, info.trim());
      else this.#prose.push(line);
    }
  }

  #takeFenceLine(line: string, fence: Fence): void {
    const isEnd = isFenceEnd(line, fence.mark);
    if (isEnd && fence.depth === 0) {
      this.#closeFence(fence);
      return;
    }
    const isMarkdown = languageIdOf(fence.language === '' ? this.target.languageId : fence.language) === 'markdown';
    if (isEnd) fence.depth--;
    else if (isMarkdown && line.startsWith(fence.mark) && /^(?:`+|~+)\s*[\w{]/.test(line)) fence.depth++;
    fence.lines.push(line);
  }

  #takeBlockLine(line: string, { block, note, blanks }: OpenBlock): void {
    if (blockMarks.closing.test(line)) {
      if (this.#otherFile === undefined) this.#add(block.close(), note);
      this.#block = undefined;
    } else if (blockMarks.opening.test(line)) {
      this.#faults.push(block.cutOff());
      this.#beginBlock(blanks);
    } else {
      block.takeLine(line);
    }
  }

  #beginBlock(blanks: string): void {
    this.#hasBlocks = true;
    // Within a fence, all that stands above a block is its path.
    const above =
      this.#fence?.lines.findLast((line) => line.trim() !== '') ?? this.#prose.findLast((line) => line.trim() !== '');
    const path = this.#pathOf(above) ?? this.#fence?.path;
    if (path !== undefined) {
      const isOther = !samePath(path, this.target.path);
      if (isOther && this.#otherFile !== path) this.#faults.push({ kind: 'otherFile', path });
      this.#otherFile = isOther ? path : undefined;
    }
    const note = noteOf(this.#prose.filter((line) => this.#pathOf(line) === undefined));
    this.#dropProse();
    this.#fence?.lines.splice(0);
    this.#block = { block: new EditBlock(this.#text, this.#after), note, blanks };
  }

  #beginFence(mark: string, info: string): Fence {
    const words = info.split(/\s+/).map((word) => word.replace(/^(?:\w+=)?["']?|["']$/g, ''));
    const above = this.#prose.findLast((line) => line.trim() !== '');
    const path = words.map((word) => (/[./]/.test(word) ? pathOfLine(word) : undefined)).find((word) => word !== undefined);
    const language = words[0] === path ? '' : (words[0] ?? '');
    const named = path ?? this.#pathOf(above);
    const isShell = languageIdOf(language) === 'shellscript' && this.target.languageId !== 'shellscript';
    const isOwn = named === undefined ? !isShell : samePath(named, this.target.path);
    const isFile = this.#text.isBlank && !this.#isWritten && !this.#hasBlocks && isOwn;
    return { mark, language, path: named, code: '', lines: [], isFile, depth: 0 };
  }

  #closeFence(fence: Fence): void {
    this.#fence = undefined;
    const { lines } = fence;
    if (fence.isFile && !this.#hasBlocks) {
      this.#isWritten = true;
      const standIn = findStandIn(lines, this.target.languageId);
      const end = this.#text.lines.length;
      const part: PlacedPart =
        standIn === undefined
          ? { hunks: [{ start: 0, end, lines: cleanLines(lines.join('\n'), 'markdown'), isExact: true }] }
          : { fault: { kind: 'standIn', line: standIn.trim() } };
      this.#add(part, noteOf(this.#prose.filter((line) => this.#pathOf(line) === undefined)));
      this.#dropProse();
    } else if (!this.#hasBlocks && lines.some((line) => line.trim() !== '')) {
      this.#loose.push({ language: fence.language, path: fence.path, code: lines.join('\n') });
    }
  }

  #placeLoose(isWhole: boolean): void {
    this.#dropProse();
    const isDiff = (): boolean => this.#loose.length === 0 && parseUnifiedDiff(this.#outside.join('\n')).length > 0;
    if (!isWhole && isDiff()) {
      // The last part of a diff has no end of its own.
      const last = this.#outside.findLastIndex((line) => line.startsWith('@@'));
      this.#faults.push({ kind: 'unfinished', searched: this.#outside.splice(Math.max(0, last)) });
    }
    const diffs = isDiff();
    const blocks = diffs ? [{ language: 'diff', path: undefined, code: this.#outside.join('\n') }] : this.#loose;
    const isExample = ({ language }: LooseCode): boolean =>
      languageIdOf(language) === 'shellscript' && this.target.languageId !== 'shellscript';
    const note = diffs ? '' : noteOf(this.#outside);
    for (const part of placeLooseCode(
      this.#text,
      blocks.filter((block) => !isExample(block)),
    )) {
      this.#add(part, note);
    }
  }

  #add(part: PlacedPart, note: string): void {
    if ('fault' in part) {
      this.#faults.push(part.fault);
      return;
    }
    const [first, ...others] = part.hunks;
    if (first === undefined) {
      this.#isUnchanged = true;
      return;
    }
    const more = [note === '' ? first : { ...first, note }, ...others];
    const next = withHunks(this.#hunks, more);
    if (next === undefined) {
      this.#faults.push({ kind: 'overlap', searched: this.#text.lines.slice(first.start, others.at(-1)?.end ?? first.end) });
      return;
    }
    this.#hunks = next;
    this.#after = others.at(-1)?.end ?? first.end;
  }

  /** Whether it is behind all others in the text. */
  #isNext({ start }: ProposedHunk): boolean {
    const last = this.#hunks.at(-1);
    return last === undefined || start >= last.end;
  }

  /** One that belongs between others is shown once it is whole. */
  #shownGrowing(): ProposedHunk | undefined {
    const growing = this.#growing();
    return growing !== undefined && this.#isNext(growing) ? growing : undefined;
  }

  #growing(): ProposedHunk | undefined {
    if (this.#block !== undefined) {
      const hunk = this.#otherFile === undefined ? this.#block.block.growing : undefined;
      return hunk === undefined || this.#block.note === '' ? hunk : { ...hunk, note: this.#block.note };
    }
    const { isFile = false, lines = [] } = this.#fence ?? {};
    return isFile && !this.#hasBlocks && lines.some((line) => line.trim() !== '')
      ? { start: 0, end: this.#text.lines.length, lines: [...lines], isExact: true }
      : undefined;
  }

  #pathOf(line: string | undefined): string | undefined {
    const text = (line ?? '')
      .replace(/^[#>*\s-]+|[*:\s]+$/g, '')
      .replace(/^(?:file|path)\s*:\s*/i, '')
      .replace(/^`(.*)`$/, '$1')
      .trim();
    if (text !== '' && text === this.target.path) {
      return text;
    }
    // A sentence can end like a path, and a name in the code can look like one.
    const path = /\s/.test(text) ? undefined : pathOfLine(text);
    return path === undefined || /[\\/]/.test(path) || samePath(path, this.target.path) || fileName.test(path)
      ? path
      : undefined;
  }

  #dropProse(): void {
    this.#outside.push(...this.#prose);
    this.#prose = [];
  }
}

/** Endings of files that are edited, which no name in code has often. */
const fileName =
  /\.(?:[cm]?[jt]sx?|pyi?|rb|rs|go|java|kts?|cs|cpp|cc|cxx|hpp?|[ch]|php|swift|dart|exs?|lua|scala|groovy|vue|svelte|html?|s?css|less|sql|sh|ps1|md|txt|json[c5]?|ya?ml|toml|xml|ini|ipynb|proto|tf)$/i;

function isFenceEnd(line: string, mark: string): boolean {
  const text = line.trim();
  return text.length >= mark.length && text === mark.charAt(0).repeat(text.length);
}

/** In order; undefined where they overlap. */
function withHunks(hunks: readonly ProposedHunk[], more: readonly ProposedHunk[]): readonly ProposedHunk[] | undefined {
  const clash = (one: ProposedHunk, other: ProposedHunk): boolean => one.start < other.end && other.start < one.end;
  if (more.some((hunk) => hunks.some((other) => clash(hunk, other)))) {
    return undefined;
  }
  return [...hunks, ...more].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** The last paragraph, as plain text in one line. */
function noteOf(prose: readonly string[]): string {
  const end = prose.findLastIndex((line) => line.trim() !== '') + 1;
  const from = prose.slice(0, end).findLastIndex((line) => line.trim() === '') + 1;
  const text = prose.slice(from, end).join(' ');
  return plainLine(text.replace(/^\s*(?:[-*+#>]+|\d+[.)])\s+/, '').replace(/\*\*|__|`/g, '')).replace(/:$/, '.');
}
