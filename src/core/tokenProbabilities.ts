/**
 * The tokens of an answer with their probabilities: as they are kept in a file, and as they can be shown, where a letter that is
 * spread over several tokens is one piece.
 */
import type { TokenLogprob } from './chatCompletions';
import { listOf, numberOf, objectOf, parseJson, textOf } from './jsonShape';

/** Some text with the tokens that it came from: several where none of them alone is text. */
export interface TokenPiece {
  readonly text: string;
  readonly tokens: readonly TokenLogprob[];
  /** 0 to 1; of several tokens, of all of them. */
  readonly probability: number;
}

/** @param parts one for each time that the answer was gone on with */
export function encodeProbabilities(parts: readonly (readonly TokenLogprob[])[]): string {
  return JSON.stringify({ version: 1, parts });
}

/** Undefined where there is nothing to be shown. Nothing throws, whatever the text is. */
export function decodeProbabilities(text: string): readonly (readonly TokenLogprob[])[] | undefined {
  const parts = listOf(objectOf(parseJson(text))['parts'])
    .map((part) => listOf(part).flatMap((item) => tokenOf(item) ?? []))
    .filter((part) => part.length > 0);
  return parts.length === 0 ? undefined : parts;
}

function tokenOf(value: unknown): TokenLogprob | undefined {
  const { token, logprob, bytes, top_logprobs: top } = objectOf(value);
  const [text, number] = [textOf(token), numberOf(logprob)];
  if (text === undefined || number === undefined) {
    return undefined;
  }
  const alternatives = listOf(top).flatMap((item) => tokenOf(item) ?? []);
  return {
    token: text,
    logprob: number,
    ...(Array.isArray(bytes) && bytes.every(isByte) ? { bytes } : {}),
    ...(alternatives.length === 0 ? {} : { top_logprobs: alternatives }),
  };
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

export function probabilityOf({ logprob }: Pick<TokenLogprob, 'logprob'>): number {
  return Math.min(1, Math.exp(logprob));
}

export function tokenPieces(tokens: readonly TokenLogprob[]): readonly TokenPiece[] {
  const groups: TokenLogprob[][] = [];
  for (const token of tokens) {
    const open = groups.at(-1);
    if (open !== undefined && isOpen(open) && continues(token)) {
      open.push(token);
    } else {
      groups.push([token]);
    }
  }
  return groups.map((group) => ({
    text: textOfTokens(group),
    tokens: group,
    probability: group.reduce((product, token) => product * probabilityOf(token), 1),
  }));
}

/** A letter has at most so many bytes, and so many tokens. */
const longestLetter = 4;

/** Whether the last letter is not all there. */
function isOpen(group: readonly TokenLogprob[]): boolean {
  if (group.length >= longestLetter) {
    return false;
  }
  if (group.some((token) => bytesOf(token) !== undefined)) {
    return missingBytes(group.flatMap(allBytes)) > 0;
  }
  return /[\uD800-\uDBFF]$/.test(group.at(-1)?.token ?? '');
}

function continues(token: TokenLogprob): boolean {
  const bytes = bytesOf(token);
  return bytes === undefined ? /^[\uDC00-\uDFFF]/.test(token.token) : ((bytes[0] ?? 0) & 0xc0) === 0x80;
}

/** How many bytes the letter at the end lacks. */
function missingBytes(bytes: readonly number[]): number {
  for (let back = 1; back <= Math.min(longestLetter, bytes.length); back += 1) {
    const byte = bytes.at(-back) ?? 0;
    if ((byte & 0xc0) !== 0x80) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return Math.max(0, length - back);
    }
  }
  return 0;
}

/** The text of tokens one after the other. */
export function textOfTokens(tokens: readonly TokenLogprob[]): string {
  return tokens.every((token) => bytesOf(token) === undefined)
    ? tokens.map(({ token }) => token).join('')
    : new TextDecoder().decode(Uint8Array.from(tokens.flatMap(allBytes)));
}

function allBytes(token: TokenLogprob): readonly number[] {
  return bytesOf(token) ?? [...new TextEncoder().encode(token.token)];
}

/** What is known beside the text: the bytes as such, or written into it, `bytes:\xe2\x82`. */
function bytesOf({ token, bytes }: TokenLogprob): readonly number[] | undefined {
  if (bytes !== undefined && bytes !== null) {
    return bytes;
  }
  return /^bytes:(?:\\x[0-9a-f]{2})+$/i.test(token)
    ? [...token.matchAll(/\\x([0-9a-f]{2})/gi)].map(([, digits = '']) => parseInt(digits, 16))
    : undefined;
}
