/**
 * What belongs to answers and is too large for their journal: sound, and the probabilities of tokens. Each conversation has a folder
 * of such files, which stays where it is while the conversation is in the trash, and goes with it.
 */
import { appendFile, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../core/logger';
import { writeAtomically } from './atomicFile';
import { errorCode } from './historyError';
import { isConversationId } from './journalName';

/** Of an answer's id and what it is: nothing that could lead anywhere else. */
const namePattern = /^[A-Za-z0-9-]{1,100}(?:\.[a-z0-9]{1,10}){1,2}$/;
/** A conversation that another window has just begun may not be known yet. */
const keptMs = 24 * 3_600_000;

export class AnswerFiles {
  constructor(
    private readonly folder: string,
    private readonly log: Logger,
    private readonly now: () => number,
  ) {}

  /** @returns whether it is on disk */
  async write(conversationId: string, name: string, content: Uint8Array | string): Promise<boolean> {
    const file = this.#path(conversationId, name);
    try {
      if (file !== undefined) {
        await writeAtomically(file, content);
        return true;
      }
    } catch (error) {
      this.log.error(`History: ${name} could not be saved: ${String(error)}`);
    }
    return false;
  }

  /** To what {@link write} has begun. @returns whether it is on disk */
  async append(conversationId: string, name: string, content: Uint8Array): Promise<boolean> {
    const file = this.#path(conversationId, name);
    try {
      if (file !== undefined) {
        await appendFile(file, content, { mode: 0o600 });
        return true;
      }
    } catch (error) {
      this.log.error(`History: ${name} could not be saved: ${String(error)}`);
    }
    return false;
  }

  /** Undefined where it is not there, or cannot be read. */
  async read(conversationId: string, name: string): Promise<Uint8Array | undefined> {
    const file = this.#path(conversationId, name);
    try {
      return file === undefined ? undefined : await readFile(file);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        this.log.error(`History: ${name} could not be read: ${String(error)}`);
      }
      return undefined;
    }
  }

  /** Names of what belongs to a conversation. */
  async names(conversationId: string): Promise<readonly string[]> {
    return isConversationId(conversationId) ? namesIn(path.join(this.folder, conversationId)) : [];
  }

  /** Gives another conversation what belongs to these answers. */
  async copy(from: string, to: string, answerIds: readonly string[]): Promise<void> {
    for (const name of await this.names(from)) {
      if (answerIds.some((id) => name.startsWith(`${id}.`))) {
        const content = await this.read(from, name);
        if (content !== undefined) {
          await this.write(to, name, content);
        }
      }
    }
  }

  /** Removes all of a conversation that is gone for good. */
  async remove(conversationId: string): Promise<void> {
    if (isConversationId(conversationId)) {
      try {
        await rm(path.join(this.folder, conversationId), { recursive: true, force: true });
      } catch (error) {
        this.log.error(`History: the files of ${conversationId} could not be removed: ${String(error)}`);
      }
    }
  }

  /**
   * Removes what belongs to no conversation any more.
   * @param isKnown whether there is one of this id, in the trash or not. What it throws ends it
   */
  async purge(isKnown: (id: string) => Promise<boolean>): Promise<void> {
    for (const id of (await namesIn(this.folder)).filter(isConversationId)) {
      const stats = await stat(path.join(this.folder, id)).catch(() => undefined);
      if (stats !== undefined && this.now() - stats.mtimeMs > keptMs && !(await isKnown(id))) {
        await this.remove(id);
      }
    }
  }

  #path(conversationId: string, name: string): string | undefined {
    return isConversationId(conversationId) && namePattern.test(name)
      ? path.join(this.folder, conversationId, name)
      : undefined;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
