/** The document that a review is of: a file, a text that is not saved yet, a cell, or a new file that acceptance makes. */
import * as vscode from 'vscode';
import { linesOf, rangeEdits, type LineEdit } from '../../core/review/lineEdits';
import { LanguageOfPath } from '../context/languageOfPath';
import { untitledAt } from '../edits/newFile';
import { isFile } from '../edits/workspacePath';

/** How often an edit is tried that VS Code refuses without a change of the text. */
const mostTries = 5;

export class ReviewTarget {
  /** Undefined as long as there is no document. */
  #uri: vscode.Uri | undefined;

  private constructor(
    private asked: vscode.Uri,
    isThere: boolean,
  ) {
    this.#uri = isThere ? asked : undefined;
  }

  static async at(uri: vscode.Uri): Promise<ReviewTarget> {
    return new ReviewTarget(uri, uri.scheme === 'untitled' || uri.scheme.startsWith('vscode-notebook') || (await isFile(uri)));
  }

  get isNew(): boolean {
    return this.#uri === undefined;
  }

  /** As it is asked for, whatever became of it. */
  get uri(): vscode.Uri {
    return this.#uri ?? this.asked;
  }

  /** Relative to the workspace, for sentences. */
  get name(): string {
    return vscode.workspace.asRelativePath(this.asked);
  }

  is(uri: vscode.Uri): boolean {
    return [this.asked, this.#uri].some((own) => own?.toString() === uri.toString());
  }

  /** A file was given another name, or a folder with it. */
  renamed(from: vscode.Uri, to: vscode.Uri): void {
    const [old, own] = [from.toString(), this.#uri?.toString() ?? ''];
    if (own !== old && !own.startsWith(`${old}/`)) return;
    this.asked = vscode.Uri.parse(to.toString() + own.slice(old.length));
    this.#uri = this.asked;
  }

  /** Of the document if it is open now, which one under review mostly is. */
  openText(): string | undefined {
    return this.#open()?.getText();
  }

  /** @returns undefined where the file is gone, or cannot be read as text any more; of a new one: no text */
  async read(): Promise<readonly string[] | undefined> {
    if (this.#uri === undefined && (await isFile(this.asked))) {
      this.#uri = this.asked;
    }
    if (this.#uri === undefined) {
      return linesOf(this.#unsaved()?.getText() ?? '');
    }
    if (this.#uri.scheme === 'untitled' && this.#open() === undefined) {
      // To open it would make another one of that name.
      return undefined;
    }
    try {
      return linesOf((await vscode.workspace.openTextDocument(this.#uri)).getText());
    } catch {
      return undefined;
    }
  }

  async languageId(): Promise<string> {
    return this.#uri === undefined
      ? new LanguageOfPath().languageId(this.asked.path)
      : (await vscode.workspace.openTextDocument(this.#uri)).languageId;
  }

  /**
   * One step to undo; nothing is saved.
   *
   * @param text of the document, as {@link read} has said
   * @returns false where the document takes no changes
   */
  async apply(text: readonly string[], edits: readonly LineEdit[]): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    let uri = this.#uri;
    if (uri === undefined) {
      const unsaved = untitledAt(this.asked);
      uri = unsaved === undefined ? this.asked : (await vscode.workspace.openTextDocument(unsaved)).uri;
      if (unsaved === undefined) edit.createFile(uri);
    }
    for (const { startLine, startCharacter, endLine, endCharacter, text: by } of rangeEdits(text, edits)) {
      edit.replace(uri, new vscode.Range(startLine, startCharacter, endLine, endCharacter), by);
    }
    // VS Code refuses an edit of a document that it has just read anew. Where the text is the same, the edit fits all the same.
    for (let tries = 0; tries < mostTries; tries += 1) {
      if (await vscode.workspace.applyEdit(edit)) {
        this.#uri = uri;
        return true;
      }
      const now = await this.read();
      if (now?.join('\n') !== text.join('\n')) return false;
    }
    return false;
  }

  /** Shows the document with the cursor at the place. */
  async show(range: vscode.Range): Promise<void> {
    const cell = vscode.workspace.notebookDocuments.find((notebook) =>
      notebook.getCells().some(({ document }) => document.uri.toString() === this.uri.toString()),
    );
    if (cell === undefined) {
      const document = await vscode.workspace.openTextDocument(this.uri);
      await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(range.start, range.start) });
    } else {
      await vscode.window.showNotebookDocument(cell, { preview: false });
    }
  }

  #open(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.uri.toString()) ?? this.#unsaved();
  }

  #unsaved(): vscode.TextDocument | undefined {
    const unsaved = this.#uri === undefined ? untitledAt(this.asked)?.toString() : undefined;
    return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === unsaved);
  }
}
