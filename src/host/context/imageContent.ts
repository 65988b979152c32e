/** Images as the endpoint takes them: checked by their bytes, within its limits, with a size in tokens. */
import * as vscode from 'vscode';
import type { AttachmentSource, ImageDetail } from '../../core/attachment';
import { imageSize, imageTypeOf, maxImageBytes, maxImageEdge, maxImagePixels } from '../../core/imageSize';
import type { ImageSize } from '../../core/attachment';
import { given } from '../../core/jsonShape';
import { imageTokens } from '../../core/tokens';
import { UnavailableError } from './sourceContent';

export type ImageSource = Extract<AttachmentSource, { kind: 'image' }>;

/**
 * @param name of the image, for sentences
 * @param scaledFrom what it had before it was made smaller
 * @throws UnavailableError where the endpoint would not take it
 */
export function imageSource(name: string, bytes: Uint8Array, scaledFrom?: ImageSize): ImageSource {
  if (bytes.length === 0) {
    throw new UnavailableError(vscode.l10n.t('{0} is damaged and cannot be read. Save it anew and attach it again.', name));
  }
  const mediaType = imageTypeOf(bytes);
  if (mediaType === undefined) {
    throw new UnavailableError(
      vscode.l10n.t('{0} is not an image that Claude takes. Convert it to PNG, JPEG, GIF or WebP and attach it again.', name),
    );
  }
  if (bytes.length > maxImageBytes) {
    const [size = '', most = ''] = [bytes.length, maxImageBytes].map((count) => (count / 1_000_000).toFixed(1));
    throw new UnavailableError(
      vscode.l10n.t(
        '{0} is too large ({1} MB, at most {2} MB). Crop it, make it smaller or save it as JPEG, and attach it again.',
        name,
        size,
        most,
      ),
    );
  }
  const size = imageSize(bytes);
  if (size !== undefined && Math.max(size.width, size.height) > maxImageEdge) {
    throw new UnavailableError(
      vscode.l10n.t(
        '{0} has {1} × {2} pixels; Claude takes at most {3} on each edge. Crop it or make it smaller and attach it again.',
        name,
        String(size.width),
        String(size.height),
        String(maxImageEdge),
      ),
    );
  }
  const data = Buffer.from(bytes).toString('base64');
  return { kind: 'image', mediaType, data, ...given('scaledFrom', scaledFrom) };
}

/** Whether it has to be made smaller, which only the page can. */
export function isTooLarge(bytes: Uint8Array): boolean {
  const size = imageSize(bytes);
  return bytes.length > maxImageBytes || (size !== undefined && Math.max(size.width, size.height) > maxImageEdge);
}

/** Whether it is so large that not even the page can make it smaller. */
export function isHopeless(bytes: Uint8Array): boolean {
  const size = imageSize(bytes);
  return size !== undefined && size.width * size.height > maxImagePixels;
}

export function hopelessImage(name: string): UnavailableError {
  return new UnavailableError(
    vscode.l10n.t('{0} is too large to be scaled down. Crop it or make it smaller, and attach it again.', name),
  );
}

export function tokensOfImage({ data, detail }: ImageSource): number {
  return imageTokens(sizeOf(data), detail);
}

/** `9000 × 3000 → 8000 × 2667`, of one that was made smaller. */
export function scaledText({ data, scaledFrom }: ImageSource): string | undefined {
  const size = scaledFrom === undefined ? undefined : sizeOf(data);
  return scaledFrom === undefined || size === undefined ? undefined : `${pixels(scaledFrom)} → ${pixels(size)}`;
}

export function withDetail({ detail, ...image }: ImageSource, chosen: ImageDetail): ImageSource {
  return chosen === 'auto' ? image : { ...image, detail: chosen };
}

function sizeOf(data: string): ImageSize | undefined {
  return imageSize(Buffer.from(data, 'base64'));
}

function pixels({ width, height }: ImageSize): string {
  return `${String(width)} × ${String(height)}`;
}
