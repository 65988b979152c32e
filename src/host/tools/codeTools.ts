/** The tools that ask VS Code's language features: problems, definitions, references. */
import * as vscode from 'vscode';
import type { OwnToolName } from '../../core/tools/ownTools';
import { openDocument } from '../context/fileText';
import { inTime } from '../platform/inTime';
import { ToolError, type RunTool } from './tool';
import type { WorkspacePlaces } from './workspacePlaces';

const mostProblems = 200;
const mostPlaces = 100;
const longestShownLine = 200;
/** Milliseconds that a language extension gets. */
const longestWaitMs = 30_000;

type CodeToolName = Extract<OwnToolName, 'read_problems' | 'find_definitions' | 'find_references'>;

export function codeTools(places: WorkspacePlaces): Readonly<Record<CodeToolName, RunTool>> {
  return {
    read_problems: async ({ path }) => {
      const uri = typeof path === 'string' && path.trim() !== '' ? await places.file(path) : undefined;
      return { text: await problemsText(places, uri) };
    },
    find_definitions: async (input) => ({ text: await placesText(places, 'vscode.executeDefinitionProvider', input) }),
    find_references: async (input) => ({ text: await placesText(places, 'vscode.executeReferenceProvider', input) }),
  };
}

async function problemsText(places: WorkspacePlaces, uri: vscode.Uri | undefined): Promise<string> {
  const all = uri === undefined ? vscode.languages.getDiagnostics() : ([[uri, vscode.languages.getDiagnostics(uri)]] as const);
  const lines: string[] = [];
  for (const [file, problems] of all) {
    if (vscode.workspace.getWorkspaceFolder(file) === undefined || !(await places.mayRead(file))) {
      continue;
    }
    for (const { range, severity, source, message } of problems) {
      if (severity <= vscode.DiagnosticSeverity.Warning) {
        const kind = severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning';
        const place = `${places.pathOf(file)}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
        lines.push(`${place}: ${kind}${source === undefined ? '' : ` (${source})`}: ${message.replace(/\s+/g, ' ')}`);
      }
    }
  }
  if (lines.length === 0) {
    return 'The editor shows no errors and no warnings. Files that were never opened may not have been checked.';
  }
  const left = lines.length - mostProblems;
  return [...lines.slice(0, mostProblems), ...(left > 0 ? [`(${String(left)} more were left out.)`] : [])].join('\n');
}

async function placesText(places: WorkspacePlaces, command: string, input: Readonly<Record<string, unknown>>): Promise<string> {
  const uri = await places.file(String(input['path']));
  const document = await vscode.workspace.openTextDocument(uri);
  const position = positionOf(document, Number(input['line']) - 1, String(input['symbol']));
  const asked = vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[] | undefined>(command, uri, position);
  const found = await inTime(asked, longestWaitMs);
  if (found === undefined || found.length === 0) {
    return 'Nothing was found. There may be no language extension for this file, or it is still starting.';
  }
  const lines = await Promise.all(found.slice(0, mostPlaces).map((place) => placeText(places, place)));
  const left = found.length - mostPlaces;
  return [...new Set(lines), ...(left > 0 ? [`(${String(left)} more were left out.)`] : [])].join('\n');
}

/** Where the name stands in the line, or in the lines next to it: models count lines loosely. */
function positionOf(document: vscode.TextDocument, line: number, symbol: string): vscode.Position {
  for (const near of [line, line - 1, line + 1]) {
    if (near >= 0 && near < document.lineCount) {
      const at = document.lineAt(near).text.indexOf(symbol);
      if (at >= 0) return new vscode.Position(near, at);
    }
  }
  throw new ToolError(`"${symbol}" does not stand in line ${String(line + 1)}. read_file shows the lines.`);
}

async function placeText(places: WorkspacePlaces, place: vscode.Location | vscode.LocationLink): Promise<string> {
  const [uri, range] =
    'targetUri' in place ? [place.targetUri, place.targetSelectionRange ?? place.targetRange] : [place.uri, place.range];
  const at = `${places.pathOf(uri)}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
  if (!(await places.mayRead(uri))) {
    return `${at}: (outside the workspace, or excluded by the user's settings)`;
  }
  const text = (await lineOf(uri, range.start.line))?.trim().slice(0, longestShownLine);
  return text === undefined || text === '' ? at : `${at}: ${text}`;
}

async function lineOf(uri: vscode.Uri, line: number): Promise<string | undefined> {
  try {
    const document = openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
    return line < document.lineCount ? document.lineAt(line).text : undefined;
  } catch {
    // Where it is can be said without what stands there.
    return undefined;
  }
}
