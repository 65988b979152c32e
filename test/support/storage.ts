/** VS Code's storages in memory: for tests that look into them, or make them fail. */
import * as vscode from 'vscode';

export class MemorySecrets implements vscode.SecretStorage {
  readonly values = new Map<string, string>();
  /** Thrown by every call while it is set, as a locked keyring does. */
  failure: Error | undefined;
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event;

  get(key: string): Promise<string | undefined> {
    return this.#run(() => this.values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    return this.#run(() => {
      this.values.set(key, value);
      this.#changed.fire({ key });
    });
  }

  delete(key: string): Promise<void> {
    return this.#run(() => {
      this.values.delete(key);
      this.#changed.fire({ key });
    });
  }

  #run<T>(work: () => T): Promise<T> {
    return this.failure === undefined ? Promise.resolve(work()) : Promise.reject(this.failure);
  }
}

export class MemoryMemento implements vscode.Memento {
  readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<T>(key: string, defaultValue?: T): T {
    return (this.values.has(key) ? this.values.get(key) : defaultValue) as T;
  }

  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}
