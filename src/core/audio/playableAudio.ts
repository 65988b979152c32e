/**
 * Makes of the bytes of a spoken answer a file that plays: raw samples get a header, and a header that was written before its end was
 * known gets the true length. What the bytes are, they say themselves where they can; the format that was asked for says the rest.
 */
import type { ChatRequest } from '../chatCompletions';

export type AudioFormat = NonNullable<ChatRequest['audio']>['format'];

/** A file of sound. The extension is its name's, without a dot. */
export const audioTypes = {
  wav: 'audio/wav',
  aac: 'audio/aac',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  opus: 'audio/ogg',
} as const;
export type AudioExtension = keyof typeof audioTypes;

export interface PlayableAudio {
  readonly extension: AudioExtension;
  readonly bytes: Uint8Array;
}

/** Samples a second of `pcm16`; one channel of 16 bits each, least byte first. */
const sampleRate = 24_000;
const bytesPerSample = 2;
const headerLength = 44;

/** @param format that was asked for; undefined where that is not known */
export function playableAudio(bytes: Uint8Array, format: AudioFormat | undefined): PlayableAudio {
  const extension = extensionOf(bytes);
  if (extension === 'wav') {
    return { extension, bytes: withTrueLength(bytes) };
  }
  if (extension !== undefined || (format !== undefined && format !== 'pcm16' && format !== 'wav')) {
    return { extension: extension ?? (format as AudioExtension), bytes };
  }
  return { extension: 'wav', bytes: withHeader(bytes) };
}

/** What begins the file of a sound that is still coming: its bytes follow as they come, and {@link playableAudio} makes it play. */
export function growingAudio(
  first: Uint8Array,
  format: AudioFormat | undefined,
): { readonly extension: AudioExtension; readonly header: Uint8Array } {
  const isRaw = extensionOf(first) === undefined && (format === undefined || format === 'pcm16' || format === 'wav');
  return { extension: playableAudio(first, format).extension, header: isRaw ? withHeader(new Uint8Array()) : new Uint8Array() };
}

/** By the first bytes; undefined for raw samples, which have no mark. */
function extensionOf(bytes: Uint8Array): AudioExtension | undefined {
  if (isAt(bytes, 0, 'RIFF') && isAt(bytes, 8, 'WAVE')) {
    return 'wav';
  }
  if (isAt(bytes, 0, 'fLaC')) {
    return 'flac';
  }
  if (isAt(bytes, 0, 'OggS')) {
    return 'opus';
  }
  return isAt(bytes, 0, 'ID3') ? 'mp3' : undefined;
}

/** A length of nothing, or of all that there could be, stands where it was not known yet; what broke off has less than it says. */
function withTrueLength(bytes: Uint8Array): Uint8Array {
  // A copy: the `slice` of a Node buffer would be none.
  const fixed = new Uint8Array(bytes);
  const view = new DataView(fixed.buffer);
  const rest = (offset: number): number => fixed.length - offset - 8;
  if (fixed.length < 12) {
    return fixed;
  }
  view.setUint32(4, rest(0), true);
  for (let offset = 12; offset + 8 <= fixed.length; offset += 8 + evened(view.getUint32(offset + 4, true))) {
    if (isAt(fixed, offset, 'data')) {
      const length = view.getUint32(offset + 4, true);
      if (length === 0 || length > rest(offset)) {
        view.setUint32(offset + 4, rest(offset), true);
      }
      break;
    }
  }
  return fixed;
}

/** Chunks begin at even offsets. */
function evened(length: number): number {
  return length + (length % 2);
}

function withHeader(samples: Uint8Array): Uint8Array {
  // Half a sample at the end is noise.
  const length = samples.length - (samples.length % bytesPerSample);
  const file = new Uint8Array(headerLength + length);
  const view = new DataView(file.buffer);
  write(file, 0, 'RIFF');
  view.setUint32(4, headerLength - 8 + length, true);
  write(file, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytesPerSample, true);
  view.setUint16(32, bytesPerSample, true);
  view.setUint16(34, 8 * bytesPerSample, true);
  write(file, 36, 'data');
  view.setUint32(40, length, true);
  file.set(samples.subarray(0, length), headerLength);
  return file;
}

function write(bytes: Uint8Array, offset: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) {
    bytes[offset + index] = text.charCodeAt(index);
  }
}

function isAt(bytes: Uint8Array, offset: number, text: string): boolean {
  return Array.from(text).every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
}
