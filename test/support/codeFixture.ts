/** A folder in the workspace, editors on its files, and the buttons of a code block, with answers to what they ask. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CodeAction } from '../../src/core/protocol';
import { CodeActions } from '../../src/host/edits/codeActions';
import type { Review, ReviewRequest } from '../../src/host/review/review';
import { Reviews } from '../../src/host/review/reviews';
import { reviewTabs } from '../../src/host/review/reviewTabs';
import { until } from './until';

class WatchedReviews extends Reviews {
  readonly begun: Review[] = [];

  override async begin(request: ReviewRequest): Promise<Review> {
    const review = await super.begin(request);
    this.begun.push(review);
    return review;
  }
}

/** Begin it before each test and end it after. */
export class CodeFixture {
  /** The sentences that were asked, and what is answered to the next. */
  readonly asked: { readonly sentence: string; readonly buttons: readonly string[] }[] = [];
  readonly answers: string[] = [];
  readonly reviews = new WatchedReviews((sentence, ...buttons) => this.#answer(sentence, buttons));
  readonly folder: vscode.Uri;
  /** What was written of a file that was not shown since. */
  readonly #written = new Map<string, string>();
  readonly #actions = new CodeActions({
    reviews: () => Promise.resolve(this.reviews),
    ask: (sentence, ...buttons) => this.#answer(sentence, buttons),
  });

  constructor() {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    this.folder = vscode.Uri.joinPath(workspace.uri, 'code-edits');
  }

  async begin(): Promise<void> {
    // Reading a review would activate it, and it closes those that a reload has left.
    await vscode.extensions.getExtension('ace-claude.ace-claude')?.activate();
    // A host in a browser saves after a second.
    await autoSave('off');
    await vscode.workspace.fs.createDirectory(this.folder);
  }

  async end(): Promise<void> {
    // Unsaved texts would ask before they close.
    while (vscode.window.tabGroups.all.some((group) => group.tabs.length > 0)) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    this.reviews.dispose();
    await vscode.workspace.fs.delete(this.folder, { recursive: true });
    await autoSave(undefined);
  }

  run(action: CodeAction, code: string, { language = 'ts', path = '' } = {}): Promise<void> {
    return this.#actions.run(action, { code, language, path });
  }

  async write(name: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(this.folder, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    this.#written.set(uri.toString(), text);
    return uri;
  }

  async read(uri: vscode.Uri): Promise<string> {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
  }

  async exists(uri: vscode.Uri): Promise<boolean> {
    return vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
  }

  /** A host that was installed without its search program finds no file by a part of its path. */
  async canSearch(): Promise<boolean> {
    return vscode.workspace.findFiles('*.js').then(
      (files) => files.length > 0,
      () => false,
    );
  }

  /** @param spots where its cursors are */
  async show(uri: vscode.Uri, ...spots: readonly (readonly [line: number, character: number])[]): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(uri);
    await this.#untilRead(document);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    if (spots.length > 0) {
      editor.selections = spots.map(([line, character]) => new vscode.Selection(line, character, line, character));
    }
    return editor;
  }

  /** What an earlier test left of a file of the same name is taken for its text until VS Code reads it anew. */
  async #untilRead(document: vscode.TextDocument): Promise<void> {
    const written = this.#written.get(document.uri.toString());
    this.#written.delete(document.uri.toString());
    const plain = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
    if (written !== undefined) await until(() => plain(document.getText()) === plain(written), 'the text of the file');
  }

  async undo(editor: vscode.TextEditor): Promise<void> {
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
  }

  /** The reviews that are shown in tabs. */
  open(): readonly Review[] {
    return reviewTabs().map(({ id }) => this.reviews.begun.find((review) => review.id === id) ?? assert.fail('not begun here'));
  }

  /** What the document would be, with `\n`. */
  proposedText(index = 0): string {
    const review = this.open()[index];
    assert.ok(review, 'no review is open');
    return review.proposedText();
  }

  #answer(sentence: string, buttons: readonly string[]): Promise<string | undefined> {
    this.asked.push({ sentence, buttons });
    return Promise.resolve(this.answers.shift());
  }
}

async function autoSave(value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('files').update('autoSave', value, vscode.ConfigurationTarget.Global);
}
