/** Undoes a body's `Content-Encoding` piece by piece, so that a compressed stream still streams. */
import { Readable, type Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import { AssistantError } from '../core/errors';

/** More than one encoding is rare; a long list is an attack. */
const maxEncodings = 3;

/**
 * A stream that is cut off ends early instead of failing: what its end means is for the reader of the content.
 * @throws AssistantError `badResponse` for an encoding that is unknown or does not fit, or whatever `bytes` throws
 */
export function decodeBody(bytes: AsyncIterable<Uint8Array>, contentEncoding: string): AsyncIterable<Uint8Array> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  if (encodings.length > maxEncodings) {
    throw new AssistantError('badResponse', { code: 'contentEncoding' });
  }
  return encodings.reduceRight((inner, encoding) => decoded(inner, encoding), bytes);
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) {
    return;
  }
  const decoder = decoderFor(encoding, first.value);
  const source = Readable.from(rest(first.value, iterator), { objectMode: false });
  source.on('error', (error) => decoder.destroy(error));
  source.pipe(decoder);
  try {
    for await (const chunk of decoder) {
      yield chunk as Uint8Array;
    }
  } catch (error) {
    throw error instanceof AssistantError
      ? error
      : new AssistantError('badResponse', { code: 'contentEncoding', cause: error });
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

async function* rest(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    yield next.value;
  }
}

function decoderFor(encoding: string, first: Uint8Array): Duplex {
  const tolerant = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(tolerant);
    case 'deflate':
      // Some send the bare format, without the header that the name stands for.
      return ((first[0] ?? 0) & 0x0f) === 0x08 ? zlib.createInflate(tolerant) : zlib.createInflateRaw(tolerant);
    case 'br':
      return zlib.createBrotliDecompress({
        flush: zlib.constants.BROTLI_OPERATION_FLUSH,
        finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      throw new AssistantError('badResponse', { code: 'contentEncoding', detail: encoding.slice(0, 40) });
  }
}
