/** Texts and images of the extension's own, shown in editors that cannot change them: previews, attachments that are no file. */
import * as vscode from 'vscode';
import type { ImageMediaType } from '../../core/attachment';
import { ReadOnlyFiles } from '../platform/readOnlyFiles';

/** So many that were shown lately. */
const keptImages = 10;

export class ReadOnlyDocuments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  /** VS Code's image viewer reads files only. */
  readonly #images: ReadOnlyFiles;
  /** Oldest first. */
  #shownImages: readonly vscode.Uri[] = [];
  readonly #subscriptions: vscode.Disposable;

  /** @param scheme of the texts; nobody else may have it, nor it with `-image` at its end */
  constructor(readonly scheme = 'ace-claude-preview') {
    this.#images = new ReadOnlyFiles(`${scheme}-image`);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#images,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
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
    const shown = [...this.#shownImages.filter((other) => other.path !== path), uri];
    for (const old of shown.slice(0, -keptImages)) this.#images.remove(old);
    this.#shownImages = shown.slice(-keptImages);
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function fileName(name: string): string {
  return name.replace(/[/\\\p{Cc}]+/gu, ' ').trim() || 'untitled';
}
