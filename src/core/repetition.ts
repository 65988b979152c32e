/**
 * Tells how much of a text that is coming in pieces says again what stands at the end of another one. Models that go on with an
 * answer begin again with its last words, its last line, a block, or all of it. What is done about it is `continuation.ts`.
 */

/** How far back a repetition may begin anywhere, in UTF-16 units. Further back, only at the places that are named. */
const nearby = 600;
/** Words that were asked for are a repetition from this length on, whatever they are. */
const certainLength = 16;
/** What is begun again and ends before it comes to anything new is a repetition from this length on. */
const certainBeginning = 120;

/** The text that is there. */
export interface RepeatedText {
  /** Without white space at its end, of which nothing need be repeated. */
  readonly before: string;
  /** The words that were asked for: its end. */
  readonly tail: string;
  /** The last line was complete. */
  readonly endsLine: boolean;
  /** Where else a model may begin again, in order. */
  readonly restarts: readonly number[];
}

/** The same beginning of two texts, as far as both are there; runs of white space are equal. */
class Comparison {
  #there: number;
  #here: number;
  #differs = false;

  constructor(
    private readonly before: string,
    readonly from: number,
    here: number,
  ) {
    this.#there = from;
    this.#here = here;
  }

  /** @returns the index in `held` after all that is in `before`; `open`: equal as far as `held` goes */
  advance(held: string): number | 'open' | 'differs' {
    const { before } = this;
    while (!this.#differs && this.#there < before.length) {
      if (this.#here >= held.length) {
        return 'open';
      }
      if (isSpace(before, this.#there) && isSpace(held, this.#here)) {
        let here = this.#here;
        while (isSpace(held, here)) here += 1;
        if (here === held.length) {
          // More of it may come.
          return 'open';
        }
        this.#here = here;
        while (isSpace(before, this.#there)) this.#there += 1;
      } else if (before[this.#there] === held[this.#here]) {
        this.#there += 1;
        this.#here += 1;
      } else {
        this.#differs = true;
      }
    }
    return this.#differs ? 'differs' : this.#here;
  }
}

/** The search in one text that is coming. Looks at each piece once. */
export class Repetition {
  readonly #asAsked: Comparison;
  #candidates: readonly Comparison[];

  /**
   * @param start where the text begins in what is held, after its white space
   * @param skipped whether there was any
   * @param isStrict only what is too long to be there by chance
   */
  constructor(
    private readonly text: RepeatedText,
    start: number,
    private readonly skipped: boolean,
    private readonly isStrict: boolean,
  ) {
    const { before, tail, restarts } = text;
    const near = Math.max(0, before.length - nearby);
    this.#asAsked = new Comparison(before, before.length - tail.length, start);
    const places = restarts.filter((from) => from < near);
    for (let from = near; from < before.length; from += 1) {
      // Within a word only what is too long to be there by chance.
      if (isBoundary(before, from) || before.length - from >= certainLength) {
        places.push(from);
      }
    }
    this.#candidates = places.map((from) => new Comparison(before, from, start));
  }

  /** @returns the index in `held` after what is repeated; `none`; undefined: more has to come to tell */
  endIn(held: string, isEnd: boolean): number | 'none' | undefined {
    const { before, tail } = this.text;
    const asAsked = this.#asAsked.advance(held);
    if (typeof asAsked === 'number' && (isWorthy(tail) || (!this.isStrict && tail.length >= certainLength))) {
      return asAsked;
    }
    let isOpen = false;
    const open: Comparison[] = [];
    for (const candidate of this.#candidates) {
      const end = candidate.advance(held);
      // Whether a word is a whole one shows with what comes after it.
      const isUndecided = end === 'open' || (end === held.length && !isEnd);
      isOpen ||= isUndecided;
      if (typeof end === 'number' && this.#isRepetition(candidate.from, held, end)) {
        return isOpen && !isEnd ? undefined : end;
      }
      if (isUndecided) {
        open.push(candidate);
      }
    }
    this.#candidates = open;
    if (isOpen && !isEnd) {
      return undefined;
    }
    const isBegunAgain = held.length >= certainBeginning && open.some(({ from }) => from < before.length - nearby);
    return isBegunAgain ? held.length : 'none';
  }

  /** Whether equal text is a repetition rather than chance: brackets come twice in any code, as do lines without a word. */
  #isRepetition(from: number, held: string, end: number): boolean {
    const { before, endsLine } = this.text;
    const text = before.slice(from);
    if (isWorthy(text)) {
      return true;
    }
    if (this.isStrict || !isBoundary(before, from) || text.includes('\n')) {
      return false;
    }
    const line = before.slice(before.lastIndexOf('\n') + 1);
    if (!endsLine && text === line.trimStart() && countOf(text, /[\p{L}\p{N}]/gu) >= 2) {
      return true;
    }
    const words = text.replace(/^[*_~`"'“‘«([{<@#$]+/, '');
    const isCut = wordCharacter.test(held.charAt(end)) && wordCharacter.test(text.at(-1) ?? '');
    if (words !== text && !isCut) {
      return false;
    }
    if (/^[\p{L}\p{N}_]+\s+[\p{L}\p{N}]/u.test(words) && countOf(words, /\p{L}/gu) >= 4) {
      return true;
    }
    const word = /^[\p{L}\p{N}_]+(?:[-./:'’\\]+[\p{L}\p{N}_]+)*/u.exec(words)?.[0] ?? '';
    const punctuation = words.slice(word.length);
    const isNumber = !/\p{L}/u.test(word);
    if (!/[\p{L}\p{N}]/u.test(word) || !(isNumber ? /^$/ : /^[,.;:!?)\]'"»”]*$/).test(punctuation)) {
      return false;
    }
    // A word that was cut is begun again; or the last one comes a second time. Numbers do so in any table, and where words are
    // not set apart, single characters do.
    if (isCut || !/^\p{L}+$/u.test(word)) {
      return word.length >= 2 && !this.skipped;
    }
    return word.length >= 2 || !unspaced.test(word);
  }
}

function isSpace(text: string, index: number): boolean {
  const char = text[index];
  return char !== undefined && /\s/.test(char);
}

const wordCharacter = /[\p{L}\p{N}_]/u;
/** Of scripts that do not set words apart, or that add to them. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u;

/** Not within a word, nor within a pair of surrogates. */
export function isBoundary(text: string, index: number): boolean {
  const [left, right] = [text[index - 1] ?? ' ', text[index] ?? ' '];
  if (/\s/.test(right) || /[\udc00-\udfff]/.test(right)) {
    return false;
  }
  return !(wordCharacter.test(left) && wordCharacter.test(right)) || unspaced.test(left) || unspaced.test(right);
}

/** Enough of a text not to be there by chance. */
export function isWorthy(text: string): boolean {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= 12;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
