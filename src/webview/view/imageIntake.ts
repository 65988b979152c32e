/**
 * Makes an image that the endpoint takes out of a file: as it is where its format and size allow, else drawn again. What it is, its
 * first bytes say, not its name.
 */
import { imageMediaTypes, type ImageMediaType } from '../../core/attachment';
import { imageSize, imageTypeOf, maxImageBytes, maxImageEdge, type ImageSize } from '../../core/imageSize';

export interface TakenImage {
  readonly mediaType: ImageMediaType;
  /** Base64. */
  readonly data: string;
  /** Pixels, where it was too large. */
  readonly scaledTo?: ImageSize;
}

/** How often a drawing that has too many bytes is made smaller. */
const maxRounds = 6;

/** Undefined where it is no image, or a broken one. */
export async function readImage(file: Blob): Promise<TakenImage | undefined> {
  const bytes = new Uint8Array(await file.slice(0, 1_000_000).arrayBuffer());
  const mediaType = imageTypeOf(bytes);
  const size = imageSize(bytes);
  const isSmall = file.size <= maxImageBytes && size !== undefined && Math.max(size.width, size.height) <= maxImageEdge;
  if (mediaType !== undefined && isSmall) {
    return { mediaType, data: await base64(file) };
  }
  const drawing = await decode(file);
  return drawing === undefined ? undefined : drawAgain(drawing, mediaType ?? 'image/png');
}

type Drawing = ImageBitmap | HTMLImageElement;

/** Formats beyond the four come out as PNG; an animation as its first picture. */
async function drawAgain(drawing: Drawing, mediaType: ImageMediaType): Promise<TakenImage | undefined> {
  const whole = { width: drawing.width, height: drawing.height };
  const type = mediaType === 'image/gif' ? 'image/png' : mediaType;
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
      return { mediaType: drawnType, data: await base64(drawn), ...(scale < 1 ? { scaledTo: size } : {}) };
    }
    // Bytes grow about as the area does; a little less, so that the next round is likely the last.
    scale *= Math.sqrt(maxImageBytes / drawn.size) * 0.9;
  }
  return undefined;
}

async function draw(drawing: Drawing, { width, height }: ImageSize, type: string): Promise<Blob | undefined> {
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

async function decode(file: Blob): Promise<Drawing | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    // Vector graphics have no bitmap of their own: only an image element draws them.
    return loadImage(file);
  }
}

async function loadImage(file: Blob): Promise<HTMLImageElement | undefined> {
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return image.width > 0 && image.height > 0 ? image : undefined;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
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
