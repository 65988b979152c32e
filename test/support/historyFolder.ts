/** A storage folder for one test, and the windows that use it: each store is one, as far as the files can tell. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nullLogger, type Logger } from '../../src/core/logger';
import { ConversationStore } from '../../src/host/history/conversationStore';

export class HistoryFolder {
  readonly folder: string;
  readonly #stores: ConversationStore[] = [];

  constructor(folder?: string) {
    this.folder = folder ?? mkdtempSync(path.join(tmpdir(), 'ace-claude-history-'));
  }

  /** Another window. */
  store(changes: { readonly now?: () => number; readonly log?: Logger } = {}): ConversationStore {
    const store = new ConversationStore({ folder: this.folder, log: nullLogger, ...changes });
    this.#stores.push(store);
    return store;
  }

  journal(id: string): string {
    return path.join(this.folder, 'conversations', `${id}.jsonl`);
  }

  get trash(): string {
    return path.join(this.folder, 'conversations', 'trash');
  }

  get index(): string {
    return path.join(this.folder, 'conversations', 'index.json');
  }

  read(id: string): string {
    return readFileSync(this.journal(id), 'utf8');
  }

  files(...names: readonly string[]): readonly string[] {
    const folder = path.join(this.folder, ...names);
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  dispose(): void {
    for (const store of this.#stores) {
      store.dispose();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
