/**
 * Small pictures of attached images. The host keeps the images: one is asked for when its place comes into view, drawn once, and let
 * go. They are drawn on a canvas, so that the page needs no permission to load images at all.
 */
import { imageSize, maxImagePixels } from '../../core/imageSize';
import type { HostToWebview, WebviewToHost } from '../../core/protocol';
import { bytesOfBase64 } from './base64';
import { element } from './dom';
import { icon } from './icons';
import { WhenSeen } from './whenSeen';

type Image = Extract<HostToWebview, { type: 'image' }>;

/** Pixels of the screen that a picture has at most. */
const most = { width: 96, height: 48 };
const keptDrawings = 200;

export class Pictures {
  /** Oldest first. */
  readonly #drawings = new Map<string, ImageBitmap>();
  /** Places that wait for what was asked for. */
  readonly #waiting = new Map<string, HTMLElement[]>();
  readonly #seen = new WhenSeen();
  /** One after the other: a large image takes a lot of memory while it is decoded. */
  #queue: Promise<void> = Promise.resolve();

  constructor(private readonly post: (message: WebviewToHost) => void) {}

  /** The place of a picture, with an icon until it is there. @param questionId empty: of the question that is being written */
  place(questionId: string, image: string): HTMLElement {
    const place = element('span', { class: 'picture', 'aria-hidden': 'true' }, icon('image'));
    const key = keyOf({ questionId, image });
    const drawing = this.#drawings.get(key);
    if (drawing === undefined) {
      this.#seen.watch(place, () => {
        this.#want(key, place, questionId, image);
      });
    } else {
      draw(place, drawing);
    }
    return place;
  }

  /** Resolves when it is drawn, or the host was told that it cannot be. */
  async receive(image: Image): Promise<void> {
    this.#queue = this.#queue.then(() => this.#receive(image));
    await this.#queue;
  }

  #want(key: string, place: HTMLElement, questionId: string, image: string): void {
    const drawing = this.#drawings.get(key);
    const waiting = this.#waiting.get(key);
    if (drawing !== undefined) {
      draw(place, drawing);
    } else if (waiting === undefined) {
      this.#waiting.set(key, [place]);
      this.post({ type: 'image/want', questionId, image });
    } else {
      waiting.push(place);
    }
  }

  async #receive(message: Image): Promise<void> {
    const { questionId, image, mediaType, data } = message;
    const key = keyOf(message);
    const drawing = await decode(data, mediaType).catch(() => undefined);
    const places = this.#waiting.get(key) ?? [];
    this.#waiting.delete(key);
    if (drawing === undefined) {
      this.post({ type: 'image/broken', questionId, image });
      return;
    }
    this.#drawings.set(key, drawing);
    for (const old of [...this.#drawings.keys()].slice(0, -keptDrawings)) {
      this.#drawings.delete(old);
    }
    for (const place of places) {
      draw(place, drawing);
    }
  }
}

function keyOf({ questionId, image }: Pick<Image, 'questionId' | 'image'>): string {
  return `${questionId}/${image}`;
}

/** @throws where it is no image, or too large to be decoded */
async function decode(data: string, mediaType: string): Promise<ImageBitmap> {
  const bytes = bytesOfBase64(data);
  const size = imageSize(bytes);
  const blob = new Blob([bytes], { type: mediaType });
  if (size === undefined) {
    return createImageBitmap(blob);
  }
  if (size.width * size.height > maxImagePixels) {
    throw new RangeError('It would take all memory.');
  }
  const scale = Math.min(1, Math.max(most.width / size.width, most.height / size.height) * window.devicePixelRatio);
  // With one edge given the other follows. A JPEG that is to be turned has its edges exchanged: then it is larger than it need be.
  const resizeHeight = Math.max(1, Math.round(size.height * scale));
  return createImageBitmap(blob, { resizeHeight, resizeQuality: 'medium' });
}

function draw(place: HTMLElement, drawing: ImageBitmap): void {
  const canvas = element('canvas');
  canvas.width = drawing.width;
  canvas.height = drawing.height;
  canvas.getContext('2d')?.drawImage(drawing, 0, 0);
  place.replaceChildren(canvas);
  place.classList.add('drawn');
}
