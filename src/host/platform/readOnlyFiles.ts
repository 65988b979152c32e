/**
 * Files in memory that editors show and nobody can change: the way in which VS Code shows even a long text that grows without a
 * flicker, and the only one for its image viewer. What is in them and when they go is their owner's.
 */
import * as vscode from 'vscode';

interface MemoryFile {
  readonly bytes: Uint8Array;
  readonly version: number;
}

/** The caller disposes it. */
export class ReadOnlyFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #files = new Map<string, MemoryFile>();
  readonly #registration: vscode.Disposable;
  #version = 0;

  /**
   * @param scheme nobody else may have it
   * @param hint what an editor says to whoever types in it; VS Code's own words where it is left out
   */
  constructor(scheme: string, hint?: string) {
    this.#registration = vscode.workspace.registerFileSystemProvider(scheme, this, {
      isReadonly: hint === undefined ? true : new vscode.MarkdownString(hint),
      isCaseSensitive: true,
    });
  }

  /** Makes the file, or changes it. */
  set(uri: vscode.Uri, bytes: Uint8Array): void {
    const { Created, Changed } = vscode.FileChangeType;
    // To an editor that is left of a file that was removed, its successor is a change.
    const types = this.#files.has(uri.toString()) ? [Changed] : [Created, Changed];
    this.#version += 1;
    this.#files.set(uri.toString(), { bytes, version: this.#version });
    this.#changed.fire(types.map((type) => ({ type, uri })));
  }

  /** Editors that show it keep what they have. */
  remove(uri: vscode.Uri): void {
    this.#files.delete(uri.toString());
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, version } = this.#find(uri);
    // Two changes within a millisecond are two.
    return { type: vscode.FileType.File, ctime: 0, mtime: version, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#find(uri).bytes;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  writeFile(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #find(uri: vscode.Uri): MemoryFile {
    const file = this.#files.get(uri.toString());
    if (file === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return file;
  }
}
