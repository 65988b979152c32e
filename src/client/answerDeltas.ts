/**
 * Finds out what a successful answer's body is by its first character, since content types are wrong too often: an event stream,
 * a whole completion in spite of `stream: true`, or a page that has nothing to do with the endpoint. Reads the last two itself.
 */
import type { ChatDelta } from '../core/chatModel';
import { AssistantError } from '../core/errors';
import { ChunkReader } from './chunkReader';
import { bodyError, htmlError, isErrorBody } from './httpErrors';
import { isObject, parseJson } from './json';
import { collectStart, collectText, maxBodyBytes } from './bodyText';
import { sseDeltas, type AnswerContext } from './sseDeltas';

/** How much of a page is read for its title. */
const maxPageBytes = 64 * 1024;

/** @throws AssistantError as {@link sseDeltas} does */
export async function* answerDeltas(bytes: AsyncIterable<Uint8Array>, context: AnswerContext): AsyncGenerator<ChatDelta> {
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    const { first, chunk } = await skipBlank(iterator);
    const all = restored(chunk, iterator);
    if (first === '<') {
      throw htmlError((await collectStart(all, maxPageBytes)).text, context);
    }
    if (first === '{' || first === '[') {
      yield* jsonDeltas(all, context);
    } else {
      yield* sseDeltas(all, context);
    }
  } finally {
    await iterator.return?.();
  }
}

async function* jsonDeltas(bytes: AsyncIterable<Uint8Array>, context: AnswerContext): AsyncGenerator<ChatDelta> {
  const text = await collectText(bytes, maxBodyBytes);
  if (text === undefined) {
    throw new AssistantError('badResponse', { status: context.status, code: 'bodyTooLarge' });
  }
  const body = parseJson(text);
  if (body === undefined) {
    // Not one value: perhaps lines of JSON, or an error in front of frames.
    yield* sseDeltas(onceOf(new TextEncoder().encode(text)), context);
    return;
  }
  if (isErrorBody(body)) {
    throw bodyError(body, context);
  }
  const chunks = new ChunkReader(context.log, context.newCallId, context.traceId);
  const deltas = isObject(body) && Array.isArray(body['choices']) ? chunks.read(body) : undefined;
  if (deltas === undefined) {
    throw new AssistantError('badResponse', { status: context.status, code: 'json' });
  }
  yield* deltas;
  yield* chunks.finish();
}

interface Opening {
  /** The first character that is not blank, or `''` where there is none. */
  readonly first: string;
  /** From that character on. */
  readonly chunk: Uint8Array;
}

/** Blank bytes before an answer are signs of life, and not kept. */
async function skipBlank(iterator: AsyncIterator<Uint8Array>): Promise<Opening> {
  for (;;) {
    const result = await iterator.next();
    if (result.done === true) {
      return { first: '', chunk: new Uint8Array() };
    }
    const start = result.value.findIndex((byte) => !blankBytes.has(byte));
    if (start >= 0) {
      return { first: String.fromCharCode(result.value[start] ?? 0), chunk: result.value.subarray(start) };
    }
  }
}

/** Space, tab, line breaks, and the three bytes of a byte order mark. */
const blankBytes: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

async function* restored(chunk: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield chunk;
  for (;;) {
    const result = await iterator.next();
    if (result.done === true) {
      return;
    }
    yield result.value;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of what is there already
async function* onceOf(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
