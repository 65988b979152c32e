/** What an image is and how large, read from its first bytes. It is not decoded: a file that begins well may still be broken. */
import type { ImageMediaType, ImageSize } from './attachment';

/** The endpoint's limit for one image is 5 MB of base64: so many bytes of a file. */
export const maxImageBytes = Math.floor((5 * 1024 * 1024 * 3) / 4);
/** Pixels of the longer edge. */
export const maxImageEdge = 8000;
/** What is decoded at all: more would take the page's memory. */
export const maxImagePixels = 150_000_000;

/** The type that the bytes begin as, whatever the file is called; undefined: none that the endpoint takes. */
export function imageTypeOf(bytes: Uint8Array): ImageMediaType | undefined {
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1A\n')) {
    return 'image/png';
  }
  if (startsWith(bytes, 0, '\xFF\xD8\xFF')) {
    return 'image/jpeg';
  }
  if (startsWith(bytes, 0, 'GIF87a') || startsWith(bytes, 0, 'GIF89a')) {
    return 'image/gif';
  }
  return startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP') ? 'image/webp' : undefined;
}

/** Undefined where the header does not say, or the bytes end before. */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const [width, height] = dimensions(bytes, view) ?? [0, 0];
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

type Dimensions = readonly [width: number, height: number];

/** @throws RangeError where the bytes end too early */
function dimensions(bytes: Uint8Array, view: DataView): Dimensions | undefined {
  switch (imageTypeOf(bytes)) {
    case 'image/png':
      return [view.getUint32(16), view.getUint32(20)];
    case 'image/gif':
      return [view.getUint16(6, true), view.getUint16(8, true)];
    case 'image/jpeg':
      return jpegDimensions(view);
    case 'image/webp':
      return webpDimensions(bytes, view);
    case undefined:
      return undefined;
  }
}

/** Walks the segments to the frame header: what stands before it (a preview, a colour profile) can be long. */
function jpegDimensions(view: DataView): Dimensions | undefined {
  let offset = 2;
  for (;;) {
    if (view.getUint8(offset) !== 0xff) {
      return undefined;
    }
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      // Fill bytes may stand before a marker.
      offset += 1;
    } else if (isFrameHeader(marker)) {
      return [view.getUint16(offset + 7), view.getUint16(offset + 5)];
    } else {
      offset += 2 + view.getUint16(offset + 2);
    }
  }
}

/** C0 to CF but for the tables among them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function webpDimensions(bytes: Uint8Array, view: DataView): Dimensions | undefined {
  if (startsWith(bytes, 12, 'VP8X')) {
    return [1 + uint24(view, 24), 1 + uint24(view, 27)];
  }
  if (startsWith(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
  }
  if (startsWith(bytes, 12, 'VP8 ')) {
    return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  }
  return undefined;
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}

function startsWith(bytes: Uint8Array, offset: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[offset + index] !== text.charCodeAt(index)) {
      return false;
    }
  }
  return true;
}
