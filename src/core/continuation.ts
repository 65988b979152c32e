/**
 * Joins the continuation of an answer to what was there, so that no seam shows: the model is asked to begin with the last words
 * again ({@link continuationTail}), and what it repeats is taken out. Models do not always obey, so a repetition of any length
 * is looked for (`repetition.ts`), also after words of their own; text that repeats nothing is taken as it is. Pure; what is
 * asked for is `prompts/chat.ts`.
 */
import { isBoundary, isWorthy, Repetition, type RepeatedText } from './repetition';

/** A quoted tail is about this long, in UTF-16 units, and no longer than that. */
const tailLength = 60;
const longestTail = 600;
/** A model's own words before it goes on; fewer in scripts that need fewer characters. */
const longestPreface = 160;
const longestDensePreface = 40;

/** The last words of a text, for a model to begin with: from a word's beginning on, enough of them not to be there by chance. */
export function continuationTail(text: string): string {
  const trimmed = text.trimEnd();
  for (let length = tailLength; ; length *= 2) {
    const from = Math.max(0, trimmed.length - length);
    const isWithinWord = from > 0 && !isBoundary(trimmed, from);
    const next = isWithinWord ? trimmed.slice(from).search(/\s\S/) + 1 : 0;
    const tail = trimmed.slice(from + next).trimStart();
    if (from === 0 || isWorthy(tail) || length >= longestTail) {
      return tail;
    }
  }
}

/** Text that belongs into the answer from `offset` on, instead of what stands there. */
export interface JoinedText {
  readonly offset: number;
  readonly text: string;
}

/** One continuation. Text that may still turn out to be a repetition is held back. */
export class Seam {
  readonly #text: RepeatedText;
  readonly #fence: OpenFence | undefined;
  /** Where a fence begins of which the text has only a part, or no more than its line. */
  readonly #cutFence: number | undefined;
  /** The blanks that the last line begins with, where there is nothing else in it. */
  readonly #indent: string;
  /** By where in the held text it is looked for. */
  readonly #repetitions = new Map<number, Repetition>();
  #held = '';
  /** How much is held when it is looked at again. */
  #nextLook = 0;
  #isJoined = false;
  #offset: number;

  constructor(whole: string) {
    const before = whole.trimEnd();
    const space = whole.slice(before.length);
    this.#offset = whole.length;
    this.#fence = findOpenFence(whole);
    this.#text = {
      before,
      tail: continuationTail(whole),
      // The last line was complete.
      endsLine: space.includes('\n'),
      restarts: restartsOf(before, this.#fence),
    };
    this.#cutFence = space.includes('\n') ? undefined : cutFenceOf(before, this.#fence);
    this.#indent = /\n([^\S\n]+)$/.exec(space)?.[1] ?? '';
  }

  /** @returns what the answer gets, or undefined while that is open */
  push(text: string): JoinedText | undefined {
    if (this.#isJoined) {
      return this.#append(text);
    }
    this.#held += text;
    if (this.#held.length < this.#nextLook) {
      return undefined;
    }
    // To look at much of it with each letter would take longer and longer.
    this.#nextLook = this.#held.length + (this.#held.length >> 6);
    return this.#decide(false);
  }

  /** The stream has ended: what was held back is decided. */
  finish(): JoinedText | undefined {
    return this.#isJoined || this.#held === '' ? undefined : this.#decide(true);
  }

  #decide(isEnd: boolean): JoinedText | undefined {
    const held = this.#held;
    if (this.#cutFence !== undefined) {
      const fence = fenceLine(held, isEnd);
      if (fence !== '') {
        return fence === undefined ? undefined : this.#joinFence(fence, this.#cutFence);
      }
    }
    const opening = this.#fence === undefined ? 0 : openingFence(held, isEnd);
    const end = opening === undefined ? undefined : this.#endOfRepeated(opening, false, isEnd);
    if (opening === undefined || end === undefined) {
      return undefined;
    }
    if (end !== 'none') {
      return this.#joinRepeated(end, isEnd);
    }
    const preface = prefaceOf(held, opening, this.#fence?.line, isEnd);
    if (preface === undefined) {
      return undefined;
    }
    if (preface !== 'none') {
      const after = this.#endOfRepeated(preface.end, preface.isStrict, isEnd);
      if (after !== 'none') {
        return after === undefined ? undefined : this.#joinRepeated(after, isEnd);
      }
      if (preface.isCertain) {
        return this.#joinNew(preface.end);
      }
    }
    return this.#joinNew(opening);
  }

  /** @returns the index in the held text after what is repeated from `from` on; `none`; undefined: more has to come to tell */
  #endOfRepeated(from: number, isStrict: boolean, isEnd: boolean): number | 'none' | undefined {
    const start = this.#held.length - this.#held.slice(from).trimStart().length;
    if (start === this.#held.length) {
      return isEnd ? 'none' : undefined;
    }
    const known = this.#repetitions.get(from) ?? new Repetition(this.#text, start, start > from, isStrict);
    this.#repetitions.set(from, known);
    return known.endIn(this.#held, isEnd);
  }

  #joinRepeated(end: number, isEnd: boolean): JoinedText {
    if (!isEnd || end < this.#held.length) {
      // The model goes on with its own white space after the last word.
      this.#offset = this.#text.before.length;
    }
    return this.#join(end);
  }

  #joinNew(from: number): JoinedText {
    // One blank may be half of what indents the line; more are mostly all of it, and come again with the line.
    if ((this.#indent.length > 1 || this.#indent === '\t') && this.#held.startsWith(this.#indent, from)) {
      this.#offset -= this.#indent.length;
    }
    return this.#join(from);
  }

  /** The fence that the model opens is the one that is there in part; of another one only its end counts. */
  #joinFence(line: string, at: number): JoinedText {
    if (line.trim().startsWith(this.#text.before.slice(at))) {
      this.#offset = at;
      return this.#join(line.length - line.trimStart().length);
    }
    return this.#join(line.length);
  }

  #join(from: number): JoinedText {
    const text = this.#held.slice(from);
    this.#isJoined = true;
    this.#held = '';
    return this.#append(text);
  }

  #append(text: string): JoinedText {
    const offset = this.#offset;
    this.#offset += text.length;
    return { offset, text };
  }
}

/** Beside the last lines: where all of it begins, and the code, the list and the paragraph in which it ends. */
function restartsOf(before: string, fence: OpenFence | undefined): readonly number[] {
  let list: number | undefined;
  let paragraph = 0;
  let isAfterBlank = false;
  let start = 0;
  for (const line of before.split('\n')) {
    const isBlank = line.trim() === '';
    if (isAfterBlank && !isBlank) {
      paragraph = start;
    }
    if (/^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line)) {
      list ??= start;
    } else if (/^\S/.test(line)) {
      list = undefined;
    }
    isAfterBlank = isBlank;
    start += line.length + 1;
  }
  const places = [0, paragraph, list ?? 0, fence?.mark ?? 0, fence?.content ?? 0];
  const words = places.map((place) => before.length - before.slice(place).trimStart().length);
  return [...new Set(words)].sort((a, b) => a - b);
}

interface OpenFence {
  readonly line: string;
  /** Where its first mark is. */
  readonly mark: number;
  /** Where the line after it begins. */
  readonly content: number;
}

/** The line that opened the code fence in which a Markdown text ends; undefined where it ends outside of one. */
export function openFence(text: string): string | undefined {
  return findOpenFence(text)?.line;
}

function findOpenFence(text: string): OpenFence | undefined {
  let open: (OpenFence & { readonly marks: string }) | undefined;
  let content = 0;
  for (const line of text.split('\n')) {
    const start = content;
    content += line.length + 1;
    // Fences in quotes and lists are indented by as much as those are.
    const [, lead = '', marks = '', info = ''] = /^([\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marks === '') {
      continue;
    }
    if (open === undefined) {
      // A backtick after the fence makes it a code span.
      const isSpan = marks.startsWith('`') && info.includes('`');
      open = isSpan ? undefined : { line: line.trim(), mark: start + lead.length, content, marks };
    } else if (marks.startsWith(open.marks) && info.trim() === '') {
      open = undefined;
    }
  }
  return open;
}

/** @param before without white space at its end */
function cutFenceOf(before: string, fence: OpenFence | undefined): number | undefined {
  if (fence !== undefined && fence.content > before.length) {
    return fence.mark;
  }
  const [marks] = /(?:`{1,2}|~{1,2})$/.exec(before) ?? [''];
  const from = before.length - marks.length;
  return marks !== '' && before.slice(before.lastIndexOf('\n') + 1, from).trim() === '' ? from : undefined;
}

/** The fence that a text begins with, without the end of its line; empty: none; undefined: more has to come to tell. */
function fenceLine(held: string, isEnd: boolean): string | undefined {
  const line = /^\s*(?:`{3,}|~{3,})[^\n`]*(?=\r?\n)/.exec(held) ?? (isEnd ? /^\s*(?:`{3,}|~{3,})[^\n`]*$/.exec(held) : null);
  return line?.[0] ?? (!isEnd && mayBeFence.test(held) ? undefined : '');
}

const mayBeFence = /^\s*(?:`{1,2}$|~{1,2}$|(?:`{3,}|~{3,})[^\n`]*$)/;

/** The length of a fence line that a continuation opens anew; undefined: more has to come to tell. */
function openingFence(held: string, isEnd: boolean): number | undefined {
  const line = /^\s*(?:`{3,}|~{3,})[^\n`]*\n/.exec(held);
  if (line !== null) {
    // A line of marks alone may be the end of the block that is open.
    return /[^\s`~]/.test(line[0]) ? line[0].length : 0;
  }
  return !isEnd && mayBeFence.test(held) ? undefined : 0;
}

interface Preface {
  /** Where in the held text it ends. */
  readonly end: number;
  /** It may as well belong to the answer: only words that were there before tell. */
  readonly isStrict: boolean;
  /** It is none of the answer, whatever comes. */
  readonly isCertain: boolean;
}

/**
 * What the model says before it goes on: dots, or a sentence in a line of its own.
 * @param fence the line that opened the block in which the answer ended
 * @returns undefined: more has to come to tell
 */
function prefaceOf(held: string, from: number, fence: string | undefined, isEnd: boolean): Preface | 'none' | undefined {
  const text = held.slice(from, from + 2 * longestPreface);
  const dots = /^\s*(?:…|\.{3})\s*/.exec(text)?.[0];
  if (dots !== undefined) {
    return { end: from + dots.length, isStrict: fence !== undefined, isCertain: false };
  }
  if (!isEnd && /^\s*\.{0,2}$/.test(text)) {
    return undefined;
  }
  const [, space = '', first = ''] = /^(\s*)[*_(（]*([\p{Lu}\p{Lt}\p{Lo}])/u.exec(text) ?? [];
  if (first === '') {
    return 'none';
  }
  const longest = space.length + (/\p{Lo}/u.test(first) ? longestDensePreface : longestPreface);
  const lineEnd = text.indexOf('\n', space.length);
  if (lineEnd < 0 ? text.length > longest : lineEnd > longest) {
    return 'none';
  }
  if (lineEnd < 0) {
    return isEnd ? 'none' : undefined;
  }
  if (!/[:.!…：。！][*_)）]*\s*$/.test(text.slice(0, lineEnd))) {
    return 'none';
  }
  const line = lineEnd + 1;
  const opened = fence === undefined ? '' : fenceLine(text.slice(line), isEnd);
  if (opened === undefined || (!isEnd && text.slice(line).trim() === '')) {
    return undefined;
  }
  // Marks alone may be the end of the block that is open.
  const isOpenedAnew = opened.trim() === fence && /[^`~]/.test(fence);
  const end = isOpenedAnew ? text.indexOf('\n', line + opened.length) + 1 : line;
  return { end: from + (end > 0 ? end : text.length), isStrict: !isOpenedAnew, isCertain: isOpenedAnew };
}
