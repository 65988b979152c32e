/** The texts of reviews as read-only files in memory: the way in which VS Code shows even a long text that grows without a flicker. */
import * as vscode from 'vscode';
import { proposalScheme } from '../../core/contributions';

interface MemoryFile {
  readonly bytes: Uint8Array;
  readonly version: number;
}

/** Says in which encoding the file is, whatever the user has set for files. */
const byteOrderMark = '\uFEFF';

/** The caller disposes it. */
export class ReviewFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #files = new Map<string, MemoryFile>();
  readonly #encoder = new TextEncoder();
  readonly #registration: vscode.Disposable;

  constructor() {
    const hint = vscode.l10n.t(
      'This shows changes that are proposed. Accept or reject them here, and type in the file itself.',
    );
    this.#registration = vscode.workspace.registerFileSystemProvider(proposalScheme, this, {
      isReadonly: new vscode.MarkdownString(hint),
      isCaseSensitive: true,
    });
  }

  /** Makes the file, or changes it. */
  set(uri: vscode.Uri, text: string): void {
    const version = (this.#files.get(uri.toString())?.version ?? 0) + 1;
    this.#files.set(uri.toString(), { bytes: this.#encoder.encode(byteOrderMark + text), version });
    this.#changed.fire([{ type: version === 1 ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed, uri }]);
  }

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
