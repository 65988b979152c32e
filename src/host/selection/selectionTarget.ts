/** What a command on the selection is about: the selection, or where there is none, the function, class or block around the cursor. */
import * as vscode from 'vscode';
import { blockAround } from '../../core/selection/blockAround';
import { nameOf } from '../context/sourceContent';
import { enclosingSymbols, type EnclosingSymbol } from './enclosingSymbols';

export interface SelectionTarget {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  readonly editor: vscode.TextEditor;
}

/** The selection, or the enclosing function or class (which is then selected in the editor); undefined: said to the user why. */
export async function selectionTarget(editor: vscode.TextEditor): Promise<SelectionTarget | undefined> {
  const { document, selection } = editor;
  if (document.getText(selection).trim() !== '') {
    return { document, range: selection, editor };
  }
  const version = document.version;
  const range = await enclosingRange(document, selection);
  if (range === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing in {0} yet.', nameOf(document.uri)));
    return undefined;
  }
  // What was typed while the language server was asked may have moved everything.
  if (document.version === version) {
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
  return { document, range: document.validateRange(range), editor };
}

/** Whole lines of the function or class around a place, else of the block or paragraph; undefined in a blank document. */
export async function enclosingRange(document: vscode.TextDocument, place: vscode.Range): Promise<vscode.Range | undefined> {
  const symbol = (await enclosingSymbols(document, place)).findLast(isUnit);
  if (symbol !== undefined) {
    return wholeLines(document, symbol.range.start.line, symbol.range.end.line);
  }
  const block = blockAround(document.getText().split(/\r\n|\n|\r/), place.start.line);
  return block === undefined ? undefined : wholeLines(document, block.start, Math.max(block.end, place.end.line));
}

const units: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Operator,
]);
const holders: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Variable,
  vscode.SymbolKind.Constant,
  vscode.SymbolKind.Property,
  vscode.SymbolKind.Field,
]);

/** A variable counts where it holds more than a line: a function without a keyword. A callback is a part of what it is in. */
function isUnit({ name, kind, range }: EnclosingSymbol): boolean {
  const isCallback = / callback$|^<(?:function|anonymous|unknown)>$/.test(name);
  return !isCallback && (units.has(kind) || (holders.has(kind) && !range.isSingleLine));
}

function wholeLines(document: vscode.TextDocument, start: number, end: number): vscode.Range {
  return document.validateRange(new vscode.Range(start, 0, end, Number.MAX_SAFE_INTEGER));
}
