/** Tells which files of a folder change, where the system tells it: on network drives and with many watchers it does not. */
import { watch, type FSWatcher } from 'node:fs';
import type { Logger } from '../../core/logger';
import { makeFolderSync } from './atomicFile';

export class FolderWatch {
  #watcher: FSWatcher | undefined;

  /** @param onChange `isMoved`: it was made, removed or renamed; otherwise its content changed */
  constructor(
    private readonly folder: string,
    private readonly log: Logger,
    private readonly onChange: (fileName: string, isMoved: boolean) => void,
  ) {}

  /** Does nothing where it runs, and where it cannot: to be called again now and then. */
  start(): void {
    if (this.#watcher !== undefined) {
      return;
    }
    try {
      makeFolderSync(this.folder);
      this.#watcher = watch(this.folder, { persistent: false }, (type, fileName) => {
        if (fileName !== null) {
          this.onChange(fileName, type === 'rename');
        }
      });
      this.#watcher.on('error', (error) => {
        this.log.debug(`The folder is not watched any more: ${String(error)}`);
        this.stop();
      });
    } catch (error) {
      this.log.debug(`The folder is not watched: ${String(error)}`);
    }
  }

  stop(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
