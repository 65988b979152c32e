/** What becomes of bytes with a type: an image that the endpoint takes, a text, a word about what is left out, or nothing. */
import type { ImagePart, TextPart } from '../chatCompletions';
import { imageSize, imageTypeOf, maxImageBytes, maxImageEdge } from '../imageSize';
import type { NativePart } from './nativeMessage';

type DataPart = Extract<NativePart, { type: 'data' }>;

/**
 * Undefined for what VS Code's chat keeps for itself (`cache_control`, `thinking`, `stateful_marker`, …): a real type has a slash.
 * The bytes of an image count, not what it is said to be.
 */
export function dataContent({ mimeType, data }: DataPart): ImagePart | TextPart | undefined {
  const type = mimeType.toLowerCase().replace(/;.*$/, '').trim();
  if (!type.includes('/')) {
    return undefined;
  }
  if (/^text\/|^application\/(?:[\w.-]+\+)?(?:json|xml|yaml|javascript)$/.test(type)) {
    return { type: 'text', text: new TextDecoder().decode(data) };
  }
  const image = imageTypeOf(data);
  if (image === undefined || !type.startsWith('image/')) {
    return {
      type: 'text',
      text: `(Data of type ${type.replace(/[^\w/+.-]/g, '')} was left out: only images and text can be sent.)`,
    };
  }
  const { width, height } = imageSize(data) ?? { width: 0, height: 0 };
  if (data.length > maxImageBytes || Math.max(width, height) > maxImageEdge) {
    return { type: 'text', text: '(An image was left out: it is too large to be sent.)' };
  }
  return { type: 'image_url', image_url: { url: `data:${image};base64,${base64(data)}` } };
}

const alphabet = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const padding = 0x3d;

/** By hand, since `btoa` takes seconds for some megabytes. */
function base64(bytes: Uint8Array): string {
  const letters = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding);
  const letter = (bits: number): number => alphabet[bits & 63] ?? 0;
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const second = bytes[from + 1];
    const third = bytes[from + 2];
    const group = ((bytes[from] ?? 0) << 16) | ((second ?? 0) << 8) | (third ?? 0);
    letters[to] = letter(group >> 18);
    letters[to + 1] = letter(group >> 12);
    if (second !== undefined) letters[to + 2] = letter(group >> 6);
    if (third !== undefined) letters[to + 3] = letter(group);
  }
  return new TextDecoder().decode(letters);
}
