/** Texts and images of the extension's own, shown in editors that cannot change them: previews, attachments that are no file. */
import * as vscode from 'vscode';
import type { ImageMediaType } from '../../core/attachment';

export class ReadOnlyDocuments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  readonly #images = new ImageFiles();
  readonly #subscriptions: vscode.Disposable;

  /** @param scheme of the texts; nobody else may have it, nor it with `-image` at its end */
  constructor(private readonly scheme = 'ace-claude-preview') {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
      vscode.workspace.registerFileSystemProvider(`${scheme}-image`, this.#images, { isReadonly: true, isCaseSensitive: true }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  /**
   * Shows a text. One of the same name that is open gets the new text.
   * @param name of the editor's tab; its extension decides on the language where none is given
   */
  async showText(name: string, text: string, languageId?: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({ scheme: this.scheme, path: `/${fileName(name)}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    let document = await vscode.workspace.openTextDocument(uri);
    if (languageId !== undefined && languageId !== document.languageId) {
      // Closes the document and opens it again, which would let go of its text.
      document = await vscode.languages.setTextDocumentLanguage(document, languageId).then(
        (changed) => changed,
        // The language of an extension that is not installed any more.
        () => document,
      );
      this.#texts.set(uri.toString(), text);
    }
    return vscode.window.showTextDocument(document, { preview: true });
  }

  /** @param data base64 */
  async showImage(name: string, mediaType: ImageMediaType, data: string): Promise<void> {
    const extension = `.${mediaType.slice('image/'.length)}`;
    const base = fileName(name);
    const path = `/${base.toLowerCase().endsWith(extension) || /\.(png|jpe?g|gif|webp)$/i.test(base) ? base : base + extension}`;
    const uri = vscode.Uri.from({ scheme: `${this.scheme}-image`, path });
    this.#images.set(uri, Buffer.from(data, 'base64'));
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#images.dispose();
  }
}

function fileName(name: string): string {
  return name.replace(/[/\\\p{Cc}]+/gu, ' ').trim() || 'untitled';
}

const keptImages = 10;

/** Images that were opened lately, as a file system: VS Code's image viewer reads files only. */
class ImageFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #files = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();

  set(uri: vscode.Uri, bytes: Uint8Array): void {
    this.#files.delete(uri.path);
    this.#files.set(uri.path, { bytes, mtime: Date.now() });
    const [oldest] = this.#files.keys();
    if (this.#files.size > keptImages && oldest !== undefined) {
      this.#files.delete(oldest);
    }
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const file = this.#find(path);
    return { type: vscode.FileType.File, ctime: file.mtime, mtime: file.mtime, size: file.bytes.length };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    return this.#find(path).bytes;
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
    this.#changed.dispose();
  }

  #find(path: string): { readonly bytes: Uint8Array; readonly mtime: number } {
    const file = this.#files.get(path);
    if (file === undefined) {
      throw vscode.FileSystemError.FileNotFound();
    }
    return file;
  }
}
