/** Takes in what was dropped or pasted: tells the host, and says what could not be taken as it was. */
import type { WebviewToHost } from '../../core/protocol';
import type { UiStrings } from '../../core/uiStrings';
import { format } from './dom';
import type { TakenImage } from './imageIntake';
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
      this.#queue = this.#queue.then(() => this.#takeFile(file));
    }
    await this.#queue;
  }

  async #takeFile(file: File): Promise<void> {
    const { strings, post, say } = this.deps;
    if (!file.type.startsWith('image/')) {
      say(format(strings.dropRefused, file.name));
      return;
    }
    // A file that vanishes while it is read is as unreadable as a broken one.
    const image = await read(file).catch(() => undefined);
    if (image === undefined) {
      say(format(strings.imageUnreadable, file.name));
      return;
    }
    const { mediaType, data, scaledTo } = image;
    post({ type: 'attachment/addImage', name: file.name.slice(0, maxNameLength), mediaType, data });
    if (scaledTo !== undefined) {
      say(format(strings.imageScaled, file.name, `${String(scaledTo.width)} × ${String(scaledTo.height)}`));
    }
  }
}

/** What reads images is loaded with the first one: most pages never see any. */
async function read(file: File): Promise<TakenImage | undefined> {
  const { readImage } = await import('./imageIntake');
  return readImage(file);
}
