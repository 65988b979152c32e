/** Images as the endpoint takes them: checked by their bytes, within its limits, with a size in tokens. */
import * as vscode from 'vscode';
import type { AttachmentSource } from '../../core/attachment';
import { imageSize, imageTypeOf, maxImageBytes, maxImageEdge } from '../../core/imageSize';
import { imageTokens } from '../../core/tokens';
import { UnavailableError } from './sourceContent';

export type ImageSource = Extract<AttachmentSource, { kind: 'image' }>;

/**
 * @param name of the image, for sentences
 * @throws UnavailableError where the endpoint would not take it
 */
export function imageSource(name: string, bytes: Uint8Array): ImageSource {
  const mediaType = imageTypeOf(bytes);
  if (mediaType === undefined) {
    throw new UnavailableError(
      vscode.l10n.t('{0} is not an image that Claude takes. Convert it to PNG, JPEG, GIF or WebP and attach it again.', name),
    );
  }
  if (bytes.length > maxImageBytes) {
    throw imageTooLarge(name, bytes.length);
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
  return { kind: 'image', mediaType, data: Buffer.from(bytes).toString('base64') };
}

export function imageTooLarge(name: string, bytes: number): UnavailableError {
  const [size = '', most = ''] = [bytes, maxImageBytes].map((count) => (count / 1_000_000).toFixed(1));
  return new UnavailableError(
    vscode.l10n.t(
      '{0} is too large ({1} MB, at most {2} MB). Crop it, make it smaller or save it as JPEG, and attach it again.',
      name,
      size,
      most,
    ),
  );
}

export function tokensOfImage({ data }: ImageSource): number {
  return imageTokens(imageSize(Buffer.from(data, 'base64')));
}
