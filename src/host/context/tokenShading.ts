/**
 * Shades the tokens of an answer in the editor that inspects it, and says on hover what else could have come. Not by colour alone: the
 * less likely a token was, the stronger is the line below it.
 */
import * as vscode from 'vscode';
import { likelihoodOf, pieceHover, type PlacedPiece } from './probabilityText';

/** From the second likelihood on: what was likely enough is not marked. */
const shades = [
  { line: 'dotted', light: 'rgba(0, 110, 200, 0.14)', dark: 'rgba(80, 160, 255, 0.18)' },
  { line: 'dashed', light: 'rgba(220, 150, 0, 0.24)', dark: 'rgba(230, 170, 30, 0.26)' },
  { line: 'wavy', light: 'rgba(220, 40, 40, 0.24)', dark: 'rgba(255, 80, 80, 0.32)' },
] as const;

export class TokenShading implements vscode.Disposable {
  readonly #types = shades.map(({ line, light, dark }) =>
    vscode.window.createTextEditorDecorationType({
      textDecoration: `underline ${line}`,
      light: { backgroundColor: light },
      dark: { backgroundColor: dark },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  /** By the document's address. */
  readonly #shown = new Map<string, readonly PlacedPiece[]>();
  readonly #subscriptions: vscode.Disposable;

  /** @param scheme of the documents */
  constructor(scheme: string) {
    this.#subscriptions = vscode.Disposable.from(
      ...this.#types,
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        editors.forEach((editor) => {
          this.#shade(editor);
        });
      }),
      // An open document gets its new text only after it was asked to be shown.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        vscode.window.visibleTextEditors
          .filter((editor) => editor.document === document)
          .forEach((editor) => {
            this.#shade(editor);
          });
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())),
      vscode.languages.registerHoverProvider(
        { scheme },
        {
          provideHover: ({ uri }, position) => {
            const piece = this.#shown
              .get(uri.toString())
              ?.find(
                ({ line, start, end }) => line === position.line && start <= position.character && position.character < end,
              );
            return piece === undefined
              ? undefined
              : new vscode.Hover(new vscode.MarkdownString(pieceHover(piece)), rangeOf(piece));
          },
        },
      ),
    );
  }

  /** Shades what stands in this editor. Nothing given: nothing is shaded any more. */
  show(editor: vscode.TextEditor, pieces: readonly PlacedPiece[]): void {
    this.#shown.set(editor.document.uri.toString(), pieces);
    this.#shade(editor);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #shade(editor: vscode.TextEditor): void {
    const pieces = this.#shown.get(editor.document.uri.toString());
    if (pieces !== undefined) {
      this.#types.forEach((type, index) => {
        editor.setDecorations(type, pieces.filter((piece) => likelihoodOf(piece) === index + 1).map(rangeOf));
      });
    }
  }
}

function rangeOf({ line, start, end }: PlacedPiece): vscode.Range {
  return new vscode.Range(line, start, line, end);
}
