/** Where deleted conversations stay for a month, each in a file of its own, named after the time at which it was deleted. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../core/logger';
import { makeFolder, moveToNew, renamePatiently } from './atomicFile';
import type { ConversationSummary } from './conversationSummary';
import { errorCode, HistoryError, toHistoryError } from './historyError';
import { JournalFolder } from './journalFolder';
import { journalPath, trashedJournal, trashedName } from './journalName';

export interface TrashedConversation extends ConversationSummary {
  /** Unix time in milliseconds. */
  readonly deletedAt: number;
}

/** How long it stays there. */
export const keptMs = 30 * 24 * 3_600_000;

export class Trash {
  readonly #folder: JournalFolder;

  constructor(
    private readonly conversations: string,
    private readonly log: Logger,
    private readonly now: () => number,
  ) {
    this.#folder = new JournalFolder(path.join(conversations, 'trash'), (name) => trashedJournal(name)?.id, log);
  }

  /** The last deleted first. @throws HistoryError where the folder cannot be read */
  async list(): Promise<readonly TrashedConversation[]> {
    const journals = await this.#folder.list();
    return journals
      .flatMap(({ fileName, summary }) => {
        const deletedAt = trashedJournal(fileName)?.deletedAt;
        return summary === undefined || deletedAt === undefined ? [] : [{ ...summary, deletedAt }];
      })
      .sort((a, b) => b.deletedAt - a.deletedAt);
  }

  /** @throws HistoryError */
  async put(id: string): Promise<void> {
    const from = journalPath(this.conversations, id);
    try {
      await makeFolder(this.#folder.folder);
      await renamePatiently(from, path.join(this.#folder.folder, trashedName(id, this.now())));
    } catch (error) {
      throw toHistoryError(error, from);
    }
  }

  /** The last deleted of this id comes back. One that is there already stays as it is. @throws HistoryError */
  async restore(id: string): Promise<void> {
    const to = journalPath(this.conversations, id);
    const newest = (await this.#files(id)).at(-1);
    try {
      if (newest === undefined) {
        throw new HistoryError('missing', to);
      }
      await moveToNew(path.join(this.#folder.folder, newest), to);
    } catch (error) {
      // Also where another window was faster.
      if (errorCode(error) !== 'EEXIST') {
        throw toHistoryError(error, to);
      }
    }
  }

  /** @returns false where there is none, or it cannot be done */
  async tryToRestore(id: string): Promise<boolean> {
    try {
      await this.restore(id);
      return true;
    } catch (error) {
      this.log.debug(`History: not restored: ${String(error)}`);
      return false;
    }
  }

  async has(id: string): Promise<boolean> {
    return (await this.#files(id)).length > 0;
  }

  /** Removes it from the trash, and it is gone. @throws HistoryError */
  async deleteForever(id: string): Promise<void> {
    for (const name of await this.#files(id)) {
      await this.#remove(name);
    }
  }

  /** Removes what has been there for longer than a month. */
  async purge(): Promise<void> {
    for (const name of await this.#names()) {
      const deletedAt = trashedJournal(name)?.deletedAt;
      if (deletedAt !== undefined && this.now() - deletedAt > keptMs) {
        await this.#remove(name);
      }
    }
  }

  async #remove(name: string): Promise<void> {
    const file = path.join(this.#folder.folder, name);
    try {
      await rm(file, { force: true });
    } catch (error) {
      throw toHistoryError(error, file);
    }
  }

  /** The last deleted at the end. */
  async #files(id: string): Promise<readonly string[]> {
    const deletedAt = (name: string): number => trashedJournal(name)?.deletedAt ?? 0;
    return (await this.#names()).filter((name) => trashedJournal(name)?.id === id).sort((a, b) => deletedAt(a) - deletedAt(b));
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder.folder);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw toHistoryError(error, this.#folder.folder);
    }
  }
}
