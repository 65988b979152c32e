/** Reads the file of one month of the ledger, on and on as it grows. Who writes it is `usageLedger.ts`'s matter. */
import { open, type FileHandle } from 'node:fs/promises';
import { readEntries, type UsageEntry } from '../../core/usage/usageEntry';

/** Read at once: a large ledger must not hold up the window. */
const pieceBytes = 256 * 1024;

/** What has been read so far. */
export class LedgerFile {
  /** One for each id, in the order of the file. */
  entries: UsageEntry[] = [];
  unreadable = 0;
  /** Bytes up to the end of the last whole line. */
  #offset = 0;
  #inode: number | undefined;
  /** Of entries, by their id. */
  #places = new Map<string, number>();

  /** Only what was appended since it was read last. @throws where it cannot be read */
  async readOn(file: string): Promise<void> {
    const handle = await open(file, 'r');
    try {
      const { size, ino } = await handle.stat();
      // Somebody has put another file in its place.
      if (size < this.#offset || ino !== this.#inode) this.#begin(ino);
      while (this.#offset < size && (await this.#readPiece(handle)));
    } finally {
      await handle.close();
    }
  }

  #begin(inode: number): void {
    this.entries = [];
    this.unreadable = 0;
    this.#offset = 0;
    this.#inode = inode;
    this.#places = new Map();
  }

  /** @returns whether there may be more */
  async #readPiece(handle: FileHandle): Promise<boolean> {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, this.#offset);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
    if (end === 0) {
      // An unfinished line waits for its end, one that has none is not ours.
      if (bytesRead < pieceBytes) return false;
      this.#offset += bytesRead;
      return true;
    }
    const { entries, unreadable } = readEntries(buffer.toString('utf8', 0, end));
    this.#offset += end;
    this.unreadable += unreadable;
    for (const entry of entries) this.#add(entry);
    return true;
  }

  #add(entry: UsageEntry): void {
    const place = entry.id === undefined ? undefined : this.#places.get(entry.id);
    if (place !== undefined) {
      this.entries[place] = entry;
      return;
    }
    if (entry.id !== undefined) this.#places.set(entry.id, this.entries.length);
    this.entries.push(entry);
  }
}
