/** Symbols to attach: of the active editor at once, of the workspace as far as its language servers answer in time. */
import * as vscode from 'vscode';
import type { AttachmentSource, TextRange } from '../../core/attachment';
import { inTime } from '../platform/inTime';

export interface FoundSymbol {
  readonly name: string;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  /** The class or module that it is in. Not every language server says; the API's type claims it. */
  readonly container: string | undefined;
}

const longestWaitMs = 1500;
const leastScore = 0.5;

/** Those of a document whose name matches, best first. */
export async function documentSymbols(
  document: vscode.TextDocument,
  text: string,
  limit: number,
): Promise<readonly FoundSymbol[]> {
  const all = await symbolsOf(document.uri);
  return bestOf(all, text, limit);
}

/** Those of the workspace that its language servers find, best first; none where they take too long. */
export async function workspaceSymbols(text: string, limit: number): Promise<readonly FoundSymbol[]> {
  const found = await inTime(
    vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>('vscode.executeWorkspaceSymbolProvider', text),
    longestWaitMs,
  );
  const symbols = (found ?? []).map(({ name, location, containerName }) => ({
    name,
    uri: location.uri,
    range: location.range,
    container: containerName,
  }));
  return bestOf(symbols, text, limit);
}

/** The whole of a symbol: some language servers name only the place of its name. */
export async function symbolSource({ name, uri, range }: FoundSymbol): Promise<AttachmentSource> {
  const within = (await symbolsOf(uri))
    .filter((symbol) => symbol.name === name && symbol.range.contains(range.start))
    .sort((one, other) => (one.range.contains(other.range) ? -1 : 1));
  const whole = within[0]?.range ?? range;
  return { kind: 'symbol', uri: uri.toString(), name, range: wholeLines(whole) };
}

async function bestOf(symbols: readonly FoundSymbol[], text: string, limit: number): Promise<readonly FoundSymbol[]> {
  const { matchScore } = await import('../../core/pathSearch');
  return symbols
    .map((symbol) => ({ symbol, score: matchScore(text, symbol.name) }))
    .filter(({ score }) => score >= leastScore)
    .sort((one, other) => other.score - one.score)
    .slice(0, limit)
    .map(({ symbol }) => symbol);
}

async function symbolsOf(uri: vscode.Uri): Promise<readonly FoundSymbol[]> {
  const found = await inTime(
    vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    ),
    longestWaitMs,
  );
  return flatten(uri, found ?? [], undefined);
}

function flatten(
  uri: vscode.Uri,
  symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[],
  container: string | undefined,
): readonly FoundSymbol[] {
  return symbols.flatMap((symbol) =>
    // VS Code gives symbols that have children and a location, whatever their provider made.
    'children' in symbol
      ? [{ name: symbol.name, uri, range: symbol.range, container }, ...flatten(uri, symbol.children, symbol.name)]
      : [{ name: symbol.name, uri, range: symbol.location.range, container: symbol.containerName }],
  );
}

/** A declaration begins with its indent, and what stands before it on its line belongs to it. */
function wholeLines({ start, end }: vscode.Range): TextRange {
  return {
    startLine: start.line,
    startCharacter: 0,
    endLine: end.character === 0 && end.line > start.line ? end.line : end.line + 1,
    endCharacter: 0,
  };
}
