/**
 * One journal on disk: appends to it, reads what was appended, and sees to it that what is written can be found again, wherever
 * another window or program moved the file meanwhile. What is written, and when, is `journalWriter.ts`.
 */
import { closeSync, constants, futimesSync, openSync, writeSync } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { writeNew, writeNewSync } from './atomicFile';
import { errorCode } from './historyError';

const { O_APPEND, O_RDWR } = constants;
const chunkLength = 1 << 20;

export class JournalFile {
  #handle: FileHandle | undefined;
  /** Where there was no time for a handle. It leads to the file wherever that is moved, too. */
  #descriptor: number | undefined;
  #isNew: boolean;
  #isWritable = false;
  #last: Promise<unknown> = Promise.resolve();
  /** The user threw the conversation away in this window: what still comes of an answer goes with it. */
  staysInTrash = false;

  /**
   * @param isNew there is no file yet. One that was there is never made anew without what it held.
   * @param restore takes the newest file of this conversation out of the trash; false where there is none
   */
  constructor(
    readonly path: string,
    isNew: boolean,
    private readonly restore: () => Promise<boolean>,
  ) {
    this.#isNew = isNew;
  }

  get isNew(): boolean {
    return this.#isNew;
  }

  /** @throws where it is not there, or cannot be read */
  async openForReading(): Promise<void> {
    try {
      this.#handle = await open(this.path, O_RDWR | O_APPEND);
      this.#isWritable = true;
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error))) {
        throw error;
      }
      this.#handle = await open(this.path, 'r');
    }
    // Other things than files could be read for ever.
    if (!(await this.#handle.stat()).isFile()) {
      await this.#close();
      throw Object.assign(new Error(`Not a file: ${this.path}`), { code: 'EISDIR' });
    }
  }

  /** What there is from this offset (in bytes) on. */
  async *read(offset: number): AsyncGenerator<Uint8Array> {
    for (let position = offset; this.#handle !== undefined;) {
      const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(chunkLength), 0, chunkLength, position);
      if (bytesRead === 0) {
        return;
      }
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** @returns undefined where nothing was written or read yet */
  async state(): Promise<{ readonly size: number; readonly mtimeMs: number } | undefined> {
    return this.#handle?.stat();
  }

  /**
   * Appends in one piece, which other windows' pieces do not break.
   * @param isSynced it is to survive a power cut, too
   * @throws where it could not be written; then a part of it may be there
   */
  append(data: Buffer, isSynced: boolean): Promise<void> {
    return this.#alone(async () => {
      if (this.#isGone) {
        return;
      }
      const isBegun = this.#isNew && (await this.#begin(data));
      const handle = await this.#openForWriting();
      if (!isBegun) {
        await writeAll(handle, data);
      }
      if (isSynced) {
        await handle.datasync();
      }
      await this.#keepInPlace(handle, data);
    });
  }

  /** The same when there is no time left. @throws where it could not be written */
  appendSync(data: Buffer): void {
    if (this.#isGone) {
      return;
    }
    const isBegun = this.#isNew && writeNewSync(this.path, data);
    this.#isNew = false;
    const own = this.#isWritable ? this.#handle?.fd : undefined;
    const descriptor = own ?? (this.#descriptor ??= openSync(this.path, O_RDWR | O_APPEND));
    for (let offset = isBegun ? data.length : 0; offset < data.length;) {
      offset += writeSync(descriptor, data, offset);
    }
  }

  /** Lets other windows see that somebody is still writing. */
  touch(): void {
    if (this.#handle !== undefined && this.#isWritable) {
      const now = new Date();
      futimesSync(this.#handle.fd, now, now);
    }
  }

  /** Whether the path leads to another file than the one that is open. Then that one is opened. */
  reopenIfReplaced(): Promise<boolean> {
    return this.#alone(async () => {
      const there = await this.#fileAtPath();
      if (this.#handle === undefined || there === undefined || isSame(await identity(this.#handle), there)) {
        return false;
      }
      await this.#close();
      await this.openForReading();
      return true;
    });
  }

  /** It opens again with the next write. */
  close(): Promise<void> {
    return this.#alone(() => this.#close());
  }

  /** Thrown away, and nothing is open that leads there. */
  get #isGone(): boolean {
    return this.staysInTrash && this.#handle === undefined;
  }

  /** One after the other: none finds the file closed that another one is using. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#isWritable = false;
    if (this.#descriptor !== undefined) {
      closeSync(this.#descriptor);
      this.#descriptor = undefined;
    }
    await handle?.close();
  }

  /**
   * The file is there with its first records, or not at all: a killed window leaves no empty one.
   * @returns false where there is a file already: the window was being closed, and had no time to wait
   */
  async #begin(data: Buffer): Promise<boolean> {
    const isBegun = await writeNew(this.path, data).then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) !== 'EEXIST') {
          throw error;
        }
        return false;
      },
    );
    this.#isNew = false;
    return isBegun;
  }

  async #openForWriting(): Promise<FileHandle> {
    if (this.#handle !== undefined && this.#isWritable) {
      return this.#handle;
    }
    const handle = await this.#openAt(this.path);
    await this.#handle?.close();
    this.#handle = handle;
    this.#isWritable = true;
    return handle;
  }

  async #openAt(file: string): Promise<FileHandle> {
    try {
      return await open(file, O_RDWR | O_APPEND);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || !(await this.restore())) {
        throw error;
      }
      return open(file, O_RDWR | O_APPEND);
    }
  }

  /** After each write: an open file can be written long after it was moved, replaced or deleted. */
  async #keepInPlace(handle: FileHandle, data: Buffer): Promise<void> {
    const there = await this.#fileAtPath();
    if (there !== undefined && isSame(await identity(handle), there)) {
      return;
    }
    if (there === undefined) {
      if (this.staysInTrash) {
        return;
      }
      if (!(await this.restore())) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of this.read(0)) {
          chunks.push(chunk);
        }
        await writeNew(this.path, Buffer.concat(chunks));
        await this.#reopen();
        return;
      }
      const restored = await this.#fileAtPath();
      if (restored !== undefined && isSame(await identity(handle), restored)) {
        return;
      }
    }
    await writeAll(await this.#reopen(), data);
  }

  async #reopen(): Promise<FileHandle> {
    await this.#close();
    return this.#openForWriting();
  }

  async #fileAtPath(): Promise<Identity | undefined> {
    try {
      return await stat(this.path, { bigint: true });
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }
}

interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

function identity(handle: FileHandle): Promise<Identity> {
  return handle.stat({ bigint: true });
}

function isSame(a: Identity, b: Identity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

async function writeAll(handle: FileHandle, data: Buffer): Promise<void> {
  for (let offset = 0; offset < data.length;) {
    const { bytesWritten } = await handle.write(data, offset);
    offset += bytesWritten;
  }
}
