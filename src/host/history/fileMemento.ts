/**
 * What a workspace remembers of its chat, in a file of ours that is written at once. VS Code writes its own memory some time later,
 * and a window that is killed or loaded anew before that has forgotten.
 */
import { readFileSync } from 'node:fs';
import { objectOf, parseJson } from '../../core/jsonShape';
import type { Logger } from '../../core/logger';
import { writeAtomicallySync } from './atomicFile';
import { errorCode } from './historyError';

/** For a few small values that seldom change. */
export class FileMemento {
  #values: Map<string, unknown> | undefined;

  /** @param file absolute; neither it nor its folder need exist */
  constructor(
    private readonly file: string,
    private readonly log: Logger,
  ) {}

  /** As it was last given, perhaps by another version of the extension. */
  get(key: string): unknown {
    return this.#read().get(key);
  }

  /** Never throws: what cannot be written is remembered until the window closes. */
  update(key: string, value: unknown): void {
    const values = this.#read();
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    try {
      writeAtomicallySync(this.file, JSON.stringify(Object.fromEntries(values)));
    } catch (error) {
      this.log.warn(`The open chat cannot be remembered: ${errorCode(error)}`);
    }
  }

  #read(): Map<string, unknown> {
    this.#values ??= new Map(Object.entries(objectOf(this.#stored())));
    return this.#values;
  }

  #stored(): unknown {
    try {
      return parseJson(readFileSync(this.file, 'utf8'));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') this.log.warn(`The open chat is not known: ${errorCode(error)}`);
      return undefined;
    }
  }
}
