/**
 * Joins the continuation of an answer to what was there, so that no seam shows: the model is asked to begin with the last words
 * again ({@link continuationTail}), and what it repeats is taken out. Models do not always obey, so a repetition of any length
 * is looked for; text that repeats nothing is taken as it is. Pure; what is asked for is `prompts/chat.ts`.
 */

/** How far back a repetition may begin, in UTF-16 units. */
const window = 600;
/** A quoted tail is about this long. */
const tailLength = 60;
/** Words that were asked for are a repetition from this length on, whatever they are. */
const certainLength = 16;

/** The last words of a text, for a model to begin with: from a word's beginning on, enough of them not to be there by chance. */
export function continuationTail(text: string): string {
  const trimmed = text.trimEnd();
  for (let length = tailLength; ; length *= 2) {
    const from = Math.max(0, trimmed.length - length);
    const isWithinWord = from > 0 && !isBoundary(trimmed, from);
    const next = isWithinWord ? trimmed.slice(from).search(/\s\S/) + 1 : 0;
    const tail = trimmed.slice(from + next).trimStart();
    if (from === 0 || isWorthy(tail) || length >= window) {
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
  /** Without the white space at its end, of which the model need not repeat anything. */
  readonly #before: string;
  readonly #tail: string;
  readonly #isInFence: boolean;
  /** The last line was complete. */
  readonly #endsLine: boolean;
  #held = '';
  #isJoined = false;
  #offset: number;

  constructor(before: string) {
    this.#offset = before.length;
    this.#before = before.trimEnd();
    this.#endsLine = before.slice(this.#before.length).includes('\n');
    this.#tail = continuationTail(before);
    this.#isInFence = openFence(before) !== undefined;
  }

  /** @returns what the answer gets, or undefined while that is open */
  push(text: string): JoinedText | undefined {
    if (this.#isJoined) {
      return this.#append(text);
    }
    this.#held += text;
    return this.#decide(false);
  }

  /** The stream has ended: what was held back is decided. */
  finish(): JoinedText | undefined {
    return this.#isJoined || this.#held === '' ? undefined : this.#decide(true);
  }

  #decide(isEnd: boolean): JoinedText | undefined {
    const opening = this.#isInFence ? openingFence(this.#held, isEnd) : 0;
    if (opening === undefined) {
      return undefined;
    }
    const held = this.#held.slice(opening);
    const repeated = this.#repeatedLength(held, isEnd);
    if (repeated === undefined) {
      return undefined;
    }
    this.#isJoined = true;
    this.#held = '';
    if (repeated > 0) {
      // The model goes on with its own white space after the last word.
      this.#offset = this.#before.length;
    }
    return this.#append(held.slice(repeated));
  }

  #append(text: string): JoinedText {
    const offset = this.#offset;
    this.#offset += text.length;
    return { offset, text };
  }

  /** How much of `held` is there already; undefined: more has to come to tell. */
  #repeatedLength(held: string, isEnd: boolean): number | undefined {
    const before = this.#before;
    const skipped = held.length - held.trimStart().length;
    if (skipped === held.length) {
      return isEnd ? 0 : undefined;
    }
    const tailFrom = before.length - this.#tail.length;
    const asAsked = compare(before, tailFrom, held, skipped);
    if (typeof asAsked === 'number' && (this.#tail.length >= certainLength || isWorthy(this.#tail))) {
      return asAsked;
    }
    let isOpen = false;
    for (let from = Math.max(0, before.length - window); from < before.length; from += 1) {
      const isWhole = isBoundary(before, from);
      // Within a word only what is too long to be there by chance.
      if (isWhole || before.length - from >= certainLength) {
        const end = compare(before, from, held, skipped);
        // Whether a word is a whole one shows with what comes after it.
        isOpen ||= end === 'open' || (end === held.length && !isEnd);
        if (typeof end === 'number' && this.#isRepetition(from, isWhole, held, end, skipped)) {
          return isOpen && !isEnd ? undefined : end;
        }
      }
    }
    return isOpen && !isEnd ? undefined : 0;
  }

  /** Whether equal text is a repetition rather than chance: brackets come twice in any code, as do lines without a word. */
  #isRepetition(from: number, isWhole: boolean, held: string, end: number, skipped: number): boolean {
    const text = this.#before.slice(from);
    if (isWorthy(text)) {
      return true;
    }
    if (!isWhole || text.includes('\n')) {
      return false;
    }
    const line = this.#before.slice(this.#before.lastIndexOf('\n') + 1);
    const isUnfinishedLine = !this.#endsLine && text === line.trimStart();
    if (isUnfinishedLine && /^[\p{L}\p{N}|*#-]/u.test(text) && countOf(text, /[\p{L}\p{N}]/gu) >= 2) {
      return true;
    }
    if (/^\p{L}+\s+\p{L}/u.test(text) && countOf(text, /\p{L}/gu) >= 4) {
      return true;
    }
    const word = /^\p{L}+/u.exec(text)?.[0] ?? '';
    const isWord = word !== '' && /^[,.;:!?)\]'"»”]*$/.test(text.slice(word.length));
    if (!isWord) {
      return false;
    }
    // A word that was cut is begun again; or the last one comes a second time.
    const isCut = wordCharacter.test(held.charAt(end)) && wordCharacter.test(text.at(-1) ?? '');
    return isCut ? skipped === 0 && word.length >= 2 : true;
  }
}

/**
 * Compares what stands in `before` from an index on with the beginning of `held`; runs of white space are equal.
 * @returns the index in `held` after the last of `before`; `open`: equal as far as `held` goes
 */
function compare(before: string, from: number, held: string, skipped: number): number | 'open' | 'differs' {
  let there = from;
  let here = skipped;
  while (there < before.length) {
    if (here >= held.length) {
      return 'open';
    }
    if (isSpace(before, there) && isSpace(held, here)) {
      while (isSpace(before, there)) there += 1;
      while (isSpace(held, here)) here += 1;
    } else if (before[there] === held[here]) {
      there += 1;
      here += 1;
    } else {
      return 'differs';
    }
  }
  return here;
}

function isSpace(text: string, index: number): boolean {
  const char = text[index];
  return char !== undefined && /\s/.test(char);
}

const wordCharacter = /[\p{L}\p{N}_]/u;

/** Not within a word, nor within a pair of surrogates. */
function isBoundary(text: string, index: number): boolean {
  const [left, right] = [text[index - 1] ?? ' ', text[index] ?? ' '];
  return !/\s/.test(right) && !/[\udc00-\udfff]/.test(right) && !(wordCharacter.test(left) && wordCharacter.test(right));
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function isWorthy(text: string): boolean {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= 12;
}

/** The line that opened the code fence in which a Markdown text ends; undefined where it ends outside of one. */
export function openFence(text: string): string | undefined {
  let open: { readonly line: string; readonly mark: string } | undefined;
  for (const line of text.split('\n')) {
    // Fences in quotes and lists are indented by as much as those are.
    const [, mark = '', info = ''] = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (mark === '') {
      continue;
    }
    if (open === undefined) {
      // A backtick after the fence makes it a code span.
      open = mark.startsWith('`') && info.includes('`') ? undefined : { line: line.trim(), mark };
    } else if (mark.startsWith(open.mark) && info.trim() === '') {
      open = undefined;
    }
  }
  return open?.line;
}

/** The length of a fence line that a continuation opens anew; undefined: more has to come to tell. */
function openingFence(held: string, isEnd: boolean): number | undefined {
  const line = /^\s*(?:`{3,}|~{3,})[^\n`]*\n/.exec(held);
  if (line !== null) {
    // A line of marks alone may be the end of the block that is open.
    return /[^\s`~]/.test(line[0]) ? line[0].length : 0;
  }
  return !isEnd && /^\s*(?:`{1,2}$|~{1,2}$|(?:`{3,}|~{3,})[^\n`]*$)/.test(held) ? undefined : 0;
}
