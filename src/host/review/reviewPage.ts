/**
 * The document of one review in its editors: brings each new text into it, one after the other, with its colours, and keeps the
 * reader's place. What the text is comes from others.
 */
import * as vscode from 'vscode';
import { blockFrom, movedLine, type MergedText } from '../../core/review/mergedText';
import type { ReviewColours } from './reviewColours';
import type { ReviewFiles } from './reviewFiles';

interface Parts {
  readonly uri: vscode.Uri;
  /** One that has colours and nothing else. */
  readonly languageId: string;
  readonly files: ReviewFiles;
  readonly colours: ReviewColours;
}

/** In milliseconds: between two texts, and where lines above those that are read change. */
const pause = 100;
const longPause = 1000;
/** A text that has not arrived after so long, in milliseconds, is overtaken by the next. */
const patience = 1500;

/** Whoever makes it disposes it. */
export class ReviewPage implements vscode.Disposable {
  readonly #shownEmitter = new vscode.EventEmitter<void>();
  /** Fires when {@link shown} has changed. */
  readonly onDidShow = this.#shownEmitter.event;
  readonly #editorsListener: vscode.Disposable;
  #shown: MergedText = { lines: [''], blocks: [] };
  #wanted = this.#shown;
  #publishing: Promise<void> | undefined;
  #published = 0;
  #isDisposed = false;

  constructor(private readonly parts: Parts) {
    this.#editorsListener = vscode.window.onDidChangeVisibleTextEditors(() => {
      this.#paint();
    });
  }

  get uri(): vscode.Uri {
    return this.parts.uri;
  }

  /** What the document holds now. */
  get shown(): MergedText {
    return this.#shown;
  }

  /** Resolves when it is shown, or another one that came after it. */
  set(merged: MergedText): Promise<void> {
    this.#wanted = merged;
    return (this.#publishing ??= this.#publish());
  }

  /** Shows the editor, at the first hunk if it was not open. @param line of the merged text, where there is no hunk */
  async open(line = 0): Promise<void> {
    const { uri, languageId } = this.parts;
    const isOpen = this.#editors().length > 0;
    const opened = await vscode.workspace.openTextDocument(uri);
    const document =
      opened.languageId === languageId ? opened : await vscode.languages.setTextDocumentLanguage(opened, languageId);
    const target =
      this.#shown.blocks.find(({ hunk }) => hunk.state === 'undecided')?.line ?? this.#shown.blocks[0]?.line ?? line;
    const at = document.validatePosition(new vscode.Position(target, 0));
    const editor = await vscode.window.showTextDocument(document, {
      preview: false,
      ...(isOpen ? {} : { selection: new vscode.Range(at, at) }),
    });
    this.#paint();
    if (!isOpen && at.line > 0) {
      editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  /** Puts the cursor to the next hunk, and the focus into the editor, which a click on a lens does not. */
  async goTo(direction: 'down' | 'up', from?: number): Promise<void> {
    const editor = this.#editors().find((each) => each === vscode.window.activeTextEditor) ?? this.#editors()[0];
    const block = editor === undefined ? undefined : blockFrom(this.#shown, from ?? editor.selection.active.line, direction);
    if (editor === undefined || block === undefined) {
      return;
    }
    const start = editor.document.validatePosition(new vscode.Position(block.line, 0));
    const end = editor.document.validatePosition(new vscode.Position(block.line + block.oldCount + block.newCount, 0));
    const { viewColumn, document } = editor;
    const selection = new vscode.Range(start, start);
    const shown = await vscode.window.showTextDocument(document, {
      ...(viewColumn === undefined ? {} : { viewColumn }),
      selection,
    });
    shown.revealRange(new vscode.Range(start, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Of the cursor; undefined where no editor shows it. */
  cursorLine(): number | undefined {
    const editors = this.#editors();
    return (editors.find((each) => each === vscode.window.activeTextEditor) ?? editors[0])?.selection.active.line;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#editorsListener.dispose();
    this.#shownEmitter.dispose();
    this.parts.files.remove(this.uri);
  }

  #editors(): readonly vscode.TextEditor[] {
    const address = this.uri.toString();
    return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === address);
  }

  async #publish(): Promise<void> {
    // Always ends later than it begins: whoever began it notes it first.
    await Promise.resolve();
    try {
      while (this.#wanted !== this.#shown && !this.#isDisposed) await this.#publishWanted();
    } finally {
      // In the same turn as the last look at what is wanted: what is set from now on begins anew.
      this.#publishing = undefined;
    }
  }

  async #publishWanted(): Promise<void> {
    await this.#rest();
    const [before, next] = [this.#shown, this.#wanted];
    const tops = this.#editors().map((editor) => ({ editor, line: topLine(editor) }));
    const text = next.lines.join('\n');
    const arrival = this.#arrival(text);
    this.parts.files.set(this.uri, text);
    this.#published = Date.now();
    await arrival;
    this.#shown = next;
    this.#paint();
    for (const { editor, line } of tops) {
      const moved = movedLine(before.lines, next.lines, line);
      if (line > 0 && moved !== line) {
        editor.revealRange(new vscode.Range(moved, 0, moved, 0), vscode.TextEditorRevealType.AtTop);
      }
    }
    this.#shownEmitter.fire();
  }

  /** Lines that grow above what is read would make it tremble: they come together. */
  async #rest(): Promise<void> {
    const isAbove = this.#editors().some(
      (editor) => movedLine(this.#shown.lines, this.#wanted.lines, topLine(editor)) !== topLine(editor),
    );
    const isGrowing = this.#wanted.blocks.some(({ hunk }) => hunk.state === 'growing');
    const rest = this.#published + (isAbove && isGrowing ? longPause : pause) - Date.now();
    if (rest > 0) {
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
  }

  /** Resolves when the open document has the text; at once where none is open. */
  async #arrival(text: string): Promise<void> {
    const address = this.uri.toString();
    const find = (): vscode.TextDocument | undefined =>
      vscode.workspace.textDocuments.find((document) => document.uri.toString() === address);
    const hasArrived = (): boolean => {
      const document = find();
      return document === undefined || document.getText() === text;
    };
    if (hasArrived()) {
      return;
    }
    const listeners: vscode.Disposable[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      const look = ({ uri }: vscode.TextDocument): void => {
        if (uri.toString() === address && hasArrived()) resolve();
      };
      listeners.push(
        vscode.workspace.onDidChangeTextDocument(({ document }) => {
          look(document);
        }),
        vscode.workspace.onDidCloseTextDocument(look),
      );
      timer = setTimeout(resolve, patience);
    });
    clearTimeout(timer);
    for (const listener of listeners) listener.dispose();
  }

  #paint(): void {
    if (this.#isDisposed) return;
    for (const editor of this.#editors()) this.parts.colours.paint(editor, this.#shown);
  }
}

function topLine(editor: vscode.TextEditor): number {
  return editor.visibleRanges[0]?.start.line ?? 0;
}
