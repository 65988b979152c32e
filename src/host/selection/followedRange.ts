/** A range that stays with its code while the document is edited. What is done with it is for others. */
import * as vscode from 'vscode';
import { shiftRange } from '../../core/textRange';
import { textEditOf } from '../context/sourceWatch';

/** The caller disposes it. */
export class FollowedRange implements vscode.Disposable {
  #range: vscode.Range;
  readonly #listener: vscode.Disposable;

  constructor(
    private readonly first: vscode.TextDocument,
    range: vscode.Range,
  ) {
    this.#range = range;
    this.#listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document !== this.document) return;
      this.#range = contentChanges.reduce(shifted, this.#range);
    });
  }

  /** One that was closed and opened again is another object. */
  get document(): vscode.TextDocument {
    const key = this.first.uri.toString();
    const isOpen = !this.first.isClosed;
    return isOpen ? this.first : (vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key) ?? this.first);
  }

  /** Where it is now. */
  get range(): vscode.Range {
    return this.document.validateRange(this.#range);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

function shifted({ start, end }: vscode.Range, change: vscode.TextDocumentContentChangeEvent): vscode.Range {
  const range = { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character };
  const place = shiftRange(range, textEditOf(change));
  return new vscode.Range(place.startLine, place.startCharacter, place.endLine, place.endCharacter);
}
