/**
 * Makes an image that the endpoint takes out of a file: as it is where its format and size allow, else drawn again. What it is, its
 * first bytes say, not its name. Nothing but pixels is ever drawn: no vector graphics, which could hold anything.
 */
import { imageMediaTypes, type ImageMediaType } from '../../core/attachment';
import { imageSize, imageTypeOf, maxImageBytes, maxImageEdge, maxImagePixels } from '../../core/imageSize';
import type { ImageSize } from '../../core/attachment';

export interface TakenImage {
  readonly kind: 'image';
  readonly mediaType: ImageMediaType;
  /** Base64. */
  readonly data: string;
  /** Where it was too large. */
  readonly scaled?: { readonly from: ImageSize; readonly to: ImageSize };
  /** It was of another format than the four. */
  readonly isConverted: boolean;
}

/** `foreign`: of a format that neither the endpoint takes nor the page can draw; `noImage`: it does not even say that it is one. */
export interface Refusal {
  readonly kind: 'noImage' | 'foreign' | 'damaged' | 'tooLarge';
}

/** How often a drawing that has too many bytes is made smaller. */
const maxRounds = 6;
/** Enough for every header. */
const headBytes = 1_000_000;
const maxFileBytes = 100_000_000;

export async function readImage(file: Blob): Promise<TakenImage | Refusal> {
  const bytes = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const mediaType = imageTypeOf(bytes);
  if (file.size === 0 && file.type.startsWith('image/')) {
    return { kind: 'damaged' };
  }
  if (mediaType === undefined && (!file.type.startsWith('image/') || file.type.startsWith('image/svg'))) {
    return { kind: file.type.startsWith('image/') ? 'foreign' : 'noImage' };
  }
  const size = imageSize(bytes);
  if (file.size > maxFileBytes || (size !== undefined && size.width * size.height > maxImagePixels)) {
    return { kind: 'tooLarge' };
  }
  const drawing = await createImageBitmap(file).catch(() => undefined);
  if (drawing === undefined) {
    return { kind: mediaType === undefined ? 'foreign' : 'damaged' };
  }
  try {
    const isSmall = file.size <= maxImageBytes && Math.max(drawing.width, drawing.height) <= maxImageEdge;
    if (mediaType !== undefined && isSmall) {
      return { kind: 'image', mediaType, data: await base64(file), isConverted: false };
    }
    return (await drawAgain(drawing, mediaType)) ?? { kind: 'tooLarge' };
  } finally {
    drawing.close();
  }
}

/** Formats beyond the four come out as PNG; an animation as its first picture. */
async function drawAgain(drawing: ImageBitmap, mediaType: ImageMediaType | undefined): Promise<TakenImage | undefined> {
  const whole = { width: drawing.width, height: drawing.height };
  const type = mediaType === undefined || mediaType === 'image/gif' ? 'image/png' : mediaType;
  let scale = Math.min(1, maxImageEdge / Math.max(whole.width, whole.height));
  for (let round = 0; round < maxRounds; round += 1) {
    const size = {
      width: Math.max(1, Math.round(whole.width * scale)),
      height: Math.max(1, Math.round(whole.height * scale)),
    };
    const drawn = await draw(drawing, size, type);
    const drawnType = imageMediaTypes.find((known) => known === drawn?.type);
    if (drawn === undefined || drawnType === undefined) {
      return undefined;
    }
    if (drawn.size <= maxImageBytes) {
      return {
        kind: 'image',
        mediaType: drawnType,
        data: await base64(drawn),
        ...(scale < 1 ? { scaled: { from: whole, to: size } } : {}),
        isConverted: mediaType === undefined,
      };
    }
    // Bytes grow about as the area does; a little less, so that the next round is likely the last.
    scale *= Math.sqrt(maxImageBytes / drawn.size) * 0.9;
  }
  return undefined;
}

async function draw(drawing: ImageBitmap, { width, height }: ImageSize, type: string): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) {
    return undefined;
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(drawing, 0, 0, width, height);
  return new Promise((resolve) => {
    canvas.toBlob((blob) => {
      resolve(blob ?? undefined);
    }, type);
  });
}

async function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const address = reader.result as string;
      resolve(address.slice(address.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => {
      reject(reader.error ?? new Error('A file could not be read.'));
    });
    reader.readAsDataURL(blob);
  });
}
