/**
 * Finds words in texts as people mean them: without case, accents and forms of the same letter, sign or space. What is searched, and
 * in which order, is the caller's.
 */

/** A piece of a text, in one line, with what was found in it. */
export interface Snippet {
  readonly text: string;
  /** Where in {@link text}, in UTF-16 units; in order, and apart from each other. */
  readonly matches: readonly Span[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of a snippet: so much before the first match, and so much in all. */
const lead = 40;
const snippetLength = 160;
/** Of a long text, so much before and after the first match is looked at closely, in UTF-16 units. */
const surroundings = 4_096;

const nonAscii = /[^\0-\x7f]/;
/** Accents, points and vowel marks. Signs that other scripts cannot do without (`\p{M}` has those, too) stay. */
const accents =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g;

const quotationMarks = /[“”„‟«»\uff02]/g;
/** The typographic one, the single quotation marks, and the letter that is one. */
const apostrophes = /[‘’‚‛\u02bc]/g;
/** All that is more or other than one blank. */
const spaces = /\s{2,}|[^\S ]/g;

/**
 * The text as it is compared: white space is one blank, how many lines it may be. Folding piece by piece, by code points, gives the
 * same but for the blanks that meet then.
 */
export function fold(text: string): string {
  const letters = nonAscii.test(text)
    ? text
        .normalize('NFKD')
        .toLowerCase()
        .replace(accents, '')
        .replace(quotationMarks, '"')
        .replace(apostrophes, "'")
        .replace(/ς/g, 'σ')
        .replace(/ß/g, 'ss')
    : text.toLowerCase();
  return letters.replace(spaces, ' ');
}

/** The words of a query and its phrases in quotation marks, folded. All of them have to be found; none: nothing is sought. */
export function searchTerms(query: string): readonly string[] {
  const terms = [...query.replace(quotationMarks, '"').matchAll(/"([^"]*)"?|[^\s"]+/g)].map(([word, phrase]) =>
    fold(phrase ?? word).trim(),
  );
  return [...new Set(terms.filter((term) => term !== ''))];
}

/** How many of the terms are in a folded text. */
export function countFound(folded: string, terms: readonly string[]): number {
  return terms.reduce((count, term) => count + (folded.includes(term) ? 1 : 0), 0);
}

/** The surroundings of the first match. Without one: the beginning of the text. */
export function snippetOf(text: string, terms: readonly string[]): Snippet {
  const part = partToShow(text, terms);
  const { folded, starts, ends } = foldWithPlaces(text, part);
  const found = spansIn(folded, terms).map(({ start, end }) => ({
    start: starts[start] ?? 0,
    // With the accents that follow, and the whole of a ligature.
    end: Math.max(ends[end - 1] ?? 0, starts[end] ?? part.end),
  }));
  const from = wordStart(text, (found[0]?.start ?? 0) - lead);
  const to = wordEnd(text, Math.max(from + snippetLength, found[0]?.end ?? 0));
  const [before, after] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const shift = before.length - from;
  return {
    text: before + text.slice(from, to).replace(/[\s\p{Cc}]/gu, ' ') + after,
    matches: found.filter(({ end }) => end <= to).map(({ start, end }) => ({ start: start + shift, end: end + shift })),
  };
}

interface FoldedWithPlaces {
  readonly folded: string;
  /** Where the character begins and ends that a unit of the folded text comes from. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Around the first match. To find the place of each character takes a second for a few megabytes; to fold them does not. */
function partToShow(text: string, terms: readonly string[]): Span {
  const longest = surroundings + Math.max(0, ...terms.map(({ length }) => 2 * length));
  if (text.length <= longest) {
    return { start: 0, end: text.length };
  }
  // Block by block: most have nothing that takes long to fold.
  const blocks: (Span & { readonly folded: string })[] = [];
  for (let start = 0; start < text.length; start = blocks.at(-1)?.end ?? text.length) {
    const end = start + surroundings < text.length ? afterSpace(text, onCharacter(text, start + surroundings)) : text.length;
    blocks.push({ start, end, folded: fold(text.slice(start, end)) });
  }
  const all = blocks.map(({ folded }) => folded).join('');
  const first = Math.min(...terms.map((term) => all.indexOf(term)).filter((place) => place >= 0));
  let length = 0;
  const found = blocks.find(({ folded }) => (length += folded.length) > first) ?? { start: 0, end: 0 };
  return {
    start: onCharacter(text, Math.max(0, found.start - surroundings)),
    end: onCharacter(text, Math.min(text.length, found.end + longest)),
  };
}

function foldWithPlaces(text: string, part: Span): FoldedWithPlaces {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = part.start;
  let isAfterBlank = false;
  for (const character of text.slice(part.start, part.end)) {
    const own = fold(character);
    const piece: string = isAfterBlank && own.startsWith(' ') ? own.slice(1) : own;
    isAfterBlank = piece === '' ? isAfterBlank : piece.endsWith(' ');
    folded += piece;
    starts.push(...Array<number>(piece.length).fill(at));
    ends.push(...Array<number>(piece.length).fill(at + character.length));
    at += character.length;
  }
  return { folded, starts, ends };
}

function spansIn(folded: string, terms: readonly string[]): readonly Span[] {
  const spans = terms.flatMap((term) => {
    const own: Span[] = [];
    for (let start = folded.indexOf(term); start >= 0; start = folded.indexOf(term, start + term.length)) {
      own.push({ start, end: start + term.length });
    }
    return own;
  });
  const apart: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1);
    if (last === undefined || span.start >= last.end) {
      apart.push(span);
    } else if (span.end > last.end) {
      apart[apart.length - 1] = { start: last.start, end: span.end };
    }
  }
  return apart;
}

/** The beginning of a word soon after this place; never between the halves of a character. */
function wordStart(text: string, place: number): number {
  if (place <= 0) {
    return 0;
  }
  const space = text.slice(place, place + lead).search(/\s/);
  return space >= 0 ? place + space + 1 : onCharacter(text, place);
}

function wordEnd(text: string, place: number): number {
  if (place >= text.length) {
    return text.length;
  }
  const space = text.slice(place, place + lead).search(/\s/);
  return space >= 0 ? place + space : onCharacter(text, place);
}

/** Blanks that belong together are not cut apart. */
function afterSpace(text: string, place: number): number {
  const spaces = /\s*/y;
  spaces.lastIndex = place;
  return place + (spaces.exec(text)?.[0].length ?? 0);
}

function onCharacter(text: string, place: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(place)) ? place - 1 : place;
}
