/**
 * How many tokens a text or an image is about. No public tokenizer is exact for Claude; who needs a limit adds a margin and
 * corrects by what the endpoint counted (`contextBudget.ts`).
 */
import { estimateTokenCount } from 'tokenx';
import type { ImageDetail } from './attachment';
import type { ImageSize } from './attachment';

/** Longest text that is looked at as a whole; of a longer one slices stand for the rest, so that this stays within some 50 ms. */
const wholeLength = 300_000;
const sliceLength = 15_000;
const sliceCount = 20;

/** What cannot be cut into words (base64, hashes, minified data) takes far more tokens than words of its length. */
const unbrokenRun = /[A-Za-z0-9+/=_-]{64,}/g;
const unbrokenCharactersPerToken = 2.5;
/** What the library takes such a run for. */
const wordCharactersPerToken = 7;

/** Estimated tokens; 0 for the empty text only. */
export function estimateTokens(text: string): number {
  if (text.length <= wholeLength) {
    return estimateWhole(text);
  }
  const step = (text.length - sliceLength) / (sliceCount - 1);
  let tokens = 0;
  for (let slice = 0; slice < sliceCount; slice += 1) {
    const start = Math.round(slice * step);
    tokens += estimateWhole(text.slice(start, start + sliceLength));
  }
  return Math.ceil((tokens / (sliceCount * sliceLength)) * text.length);
}

function estimateWhole(text: string): number {
  if (text === '') {
    return 0;
  }
  let unbroken = 0;
  for (const [run] of text.matchAll(unbrokenRun)) {
    unbroken += run.length / unbrokenCharactersPerToken - run.length / wordCharactersPerToken;
  }
  return Math.max(1, estimateTokenCount(text) + Math.ceil(unbroken));
}

/** Longest edge that Claude looks at; a larger image is made smaller first. */
const longestEdge = 1568;
/** The same where little detail is asked for. */
const longestEdgeInLow = 512;
const mostImageTokens = 1600;
const pixelsPerToken = 750;

/** Estimated tokens of an image; the most that one takes where its size is not known. */
export function imageTokens(size: ImageSize | undefined, detail: ImageDetail = 'auto'): number {
  if (size === undefined) {
    return mostImageTokens;
  }
  const scale = Math.min(1, (detail === 'low' ? longestEdgeInLow : longestEdge) / Math.max(size.width, size.height));
  const pixels = size.width * scale * (size.height * scale);
  return Math.min(mostImageTokens, Math.max(1, Math.ceil(pixels / pixelsPerToken)));
}
