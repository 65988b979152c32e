/** The definitions that a piece of code uses, from the language server: a few, within a budget and a time limit. */
import * as vscode from 'vscode';
import { declarationEnd } from '../../core/selection/blockAround';
import type { Exclusions } from '../context/exclusions';
import { inTime } from '../platform/inTime';

export interface Definition {
  readonly name: string;
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

const mostNames = 24;
const atOnce = 6;
const mostLines = 60;
/** For all of them together. */
const longestWaitMs = 2000;

/** Outside `range`, within the workspace; longer ones are cut. At most `budget` characters. */
export async function definitionsOf(
  document: vscode.TextDocument,
  range: vscode.Range,
  { budget, exclusions, signal }: { readonly budget: number; readonly exclusions: Exclusions; readonly signal: AbortSignal },
): Promise<readonly Definition[]> {
  const names = [...namesIn(document, range)].slice(0, mostNames);
  const found = new Map<string, Definition>();
  const end = performance.now() + longestWaitMs;
  let left = budget;
  for (let at = 0; at < names.length && performance.now() < end && !signal.aborted; at += atOnce) {
    const some = names.slice(at, at + atOnce);
    const places = await Promise.all(some.map(([, position]) => placeOf(document, position, end - performance.now())));
    for (const [index, place] of places.entries()) {
      if (place === undefined || !isElsewhere(place, document, range)) continue;
      const definition = await read(some[index]?.[0] ?? '', place, exclusions);
      const key = `${place.uri.toString()}#${String(place.range.start.line)}`;
      if (definition === undefined || found.has(key) || definition.text.length > left) continue;
      left -= definition.text.length;
      found.set(key, definition);
    }
  }
  return [...found.values()];
}

/** The names with where each comes up first; what is called or is a type comes first. */
function namesIn(document: vscode.TextDocument, range: vscode.Range): readonly (readonly [string, vscode.Position])[] {
  const text = document.getText(range);
  const from = document.offsetAt(range.start);
  const seen = new Map<string, { readonly at: number; weight: number }>();
  for (const match of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)) {
    const [name] = match;
    const isCall = /^\s*(?:<[^<>()]*>)?\(/.test(text.slice(match.index + name.length, match.index + name.length + 60));
    const known = seen.get(name) ?? { at: match.index, weight: 0 };
    known.weight += (isCall ? 3 : 0) + (/^\p{Lu}/u.test(name) ? 2 : 0) + 0.1;
    seen.set(name, known);
  }
  return [...seen]
    .sort(([, one], [, other]) => other.weight - one.weight || one.at - other.at)
    .map(([name, { at }]) => [name, document.positionAt(from + at)] as const);
}

async function placeOf(
  document: vscode.TextDocument,
  position: vscode.Position,
  ms: number,
): Promise<vscode.Location | undefined> {
  const found = await inTime(
    vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[] | undefined>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    ),
    ms,
  );
  const [first] = found ?? [];
  if (first === undefined) {
    return undefined;
  }
  return 'targetUri' in first ? new vscode.Location(first.targetUri, first.targetRange) : first;
}

/** Libraries are known to the model, and a folder of packages is not the user's code. */
function isElsewhere({ uri, range: place }: vscode.Location, document: vscode.TextDocument, range: vscode.Range): boolean {
  const isHere = uri.toString() === document.uri.toString();
  if (isHere) {
    return range.intersection(place) === undefined;
  }
  return (
    vscode.workspace.getWorkspaceFolder(uri) !== undefined && !/\/(?:node_modules|\.venv|site-packages|vendor)\//.test(uri.path)
  );
}

async function read(name: string, { uri, range }: vscode.Location, exclusions: Exclusions): Promise<Definition | undefined> {
  if (await exclusions.isExcludedOnDisk(uri)) {
    return undefined;
  }
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const { line } = range.start;
    const lines = document.getText().split(/\r\n|\n|\r/);
    const end = Math.max(range.end.line, declarationEnd(lines, line));
    const shown = lines.slice(line, Math.min(end + 1, line + mostLines));
    const text = end - line >= mostLines ? [...shown, '…'].join('\n') : shown.join('\n');
    return { name, path: vscode.workspace.asRelativePath(uri), languageId: document.languageId, text };
  } catch {
    // Gone, or no text: what it is cannot be said.
    return undefined;
  }
}
