/** Takes in what was dropped or pasted: tells the host, and says what could not be taken as it was. */
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { bytesOfBase64 } from './base64';
import { format } from './dom';
import type { Refusal, TakenImage } from './imageIntake';
import type { TransferData } from './transferData';

interface Deps {
  readonly strings: UiStrings;
  readonly post: (message: WebviewToHost) => void;
  /** Shows and announces a sentence about what was not taken as it was. */
  readonly say: (sentence: string) => void;
}

/** What the host takes at once. */
const maxUris = 200;
const maxUriLength = 8000;
const maxNameLength = 500;

export class AttachmentIntake {
  /** One image after the other: in order, and without several large ones in memory at once. */
  #queue: Promise<void> = Promise.resolve();

  constructor(private readonly deps: Deps) {}

  /** Resolves when all of it has been sent or refused. */
  async take({ uris, files }: TransferData): Promise<void> {
    const { strings, post, say } = this.deps;
    const accepted = uris.filter((uri) => uri.length <= maxUriLength).slice(0, maxUris);
    if (accepted.length > 0) {
      post({ type: 'attachment/addUris', uris: accepted });
    }
    if (accepted.length < uris.length) {
      say(format(strings.tooManyDropped, String(accepted.length)));
    }
    // A file that has a URI as well is read by the host.
    for (const file of uris.length > 0 ? [] : files) {
      this.#queue = this.#queue.then(() => this.#takeFile(file.name, file));
    }
    await this.#queue;
  }

  /** Makes an image smaller that the host has read. @param data base64 */
  async fit(name: string, data: string): Promise<void> {
    this.#queue = this.#queue.then(() => this.#takeFile(name, new Blob([bytesOfBase64(data)], { type: 'image/*' })));
    await this.#queue;
  }

  async #takeFile(name: string, file: Blob): Promise<void> {
    const { strings, post, say } = this.deps;
    // A file that vanishes while it is read is as unreadable as a broken one.
    const image = await read(file).catch((): Refusal => ({ kind: 'damaged' }));
    if (image.kind !== 'image') {
      say(format(refusalOf(image, strings), name));
      return;
    }
    const { mediaType, data, scaled, isConverted } = image;
    const { width: fromWidth, height: fromHeight } = scaled?.from ?? { width: 0, height: 0 };
    post({ type: 'attachment/addImage', name: name.slice(0, maxNameLength), mediaType, data, fromWidth, fromHeight });
    if (scaled !== undefined) {
      say(format(strings.imageScaled, name, `${String(scaled.to.width)} × ${String(scaled.to.height)}`));
    } else if (isConverted) {
      say(format(strings.imageConverted, name));
    }
  }
}

function refusalOf({ kind }: Refusal, strings: UiStrings): string {
  const sentences: Readonly<Record<Refusal['kind'], string>> = {
    noImage: strings.dropRefused,
    foreign: strings.imageForeign,
    damaged: strings.imageUnreadable,
    tooLarge: strings.imageTooLarge,
  };
  return sentences[kind];
}

/** What reads images is loaded with the first one: most pages never see any. */
async function read(file: Blob): Promise<TakenImage | Refusal> {
  const { readImage } = await import('./imageIntake');
  return readImage(file);
}
