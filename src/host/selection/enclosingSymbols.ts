/** The functions, classes and the like around a place, as far as the language server says in time. */
import * as vscode from 'vscode';
import { inTime } from '../platform/inTime';

export interface EnclosingSymbol {
  readonly name: string;
  readonly kind: vscode.SymbolKind;
  readonly range: vscode.Range;
}

/** A server that is just starting says nothing rather than later. */
const longestWaitMs = 1500;

/** Outermost first; empty where nobody knows. */
export async function enclosingSymbols(
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<readonly EnclosingSymbol[]> {
  const found = await inTime(
    vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    ),
    longestWaitMs,
  );
  return flatten(found ?? [])
    .filter((symbol) => symbol.range.contains(range))
    .sort((one, other) => (one.range.isEqual(other.range) ? 0 : one.range.contains(other.range) ? -1 : 1));
}

/** VS Code gives symbols that have children and a location, whatever their provider made. */
function flatten(symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[]): readonly EnclosingSymbol[] {
  return symbols.flatMap((symbol): readonly EnclosingSymbol[] =>
    'children' in symbol
      ? [{ name: symbol.name, kind: symbol.kind, range: symbol.range }, ...flatten(symbol.children)]
      : [{ name: symbol.name, kind: symbol.kind, range: symbol.location.range }],
  );
}
