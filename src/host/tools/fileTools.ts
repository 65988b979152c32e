/** The tools that read files of the workspace: a part of one, a list of them, lines that contain a text. */
import * as vscode from 'vscode';
import type { OwnToolName } from '../../core/tools/ownTools';
import { pathGlob } from '../../core/tools/pathGlob';
import { openDocument, readFileText, statOf } from '../context/fileText';
import type { LanguageOfPath } from '../context/languageOfPath';
import { UnavailableError } from '../context/sourceContent';
import { mostResultCharacters, ToolError, type RunTool } from './tool';
import type { WorkspacePlaces } from './workspacePlaces';

const mostLines = 2000;
const mostListed = 1000;
const mostSearched = 20_000;
const mostMatches = 200;
const longestShownLine = 300;
/** Bytes; what is larger is hardly written by hand. */
const largestSearched = 1024 * 1024;
const filesAtOnce = 24;
const longestSearchMs = 20_000;

type FileToolName = Extract<OwnToolName, 'read_file' | 'list_files' | 'search_text'>;

export function fileTools(places: WorkspacePlaces, languages: LanguageOfPath): Readonly<Record<FileToolName, RunTool>> {
  return {
    read_file: async ({ path, startLine, endLine }) => {
      const uri = await places.file(String(path));
      const { text } = await readFileText(uri, languages);
      return { text: partOf(places.pathOf(uri), text, numberOf(startLine) ?? 1, numberOf(endLine)) };
    },
    list_files: async ({ folder = '', pattern }, signal) => {
      const files = await filesIn(places, String(folder), textOf(pattern), signal);
      const paths = files.map((uri) => places.pathOf(uri)).sort();
      return { text: paths.length === 0 ? 'No file matches.' : listed(paths, mostListed, 'files') };
    },
    search_text: async ({ text, pattern, matchCase }, signal) => {
      const files = await filesIn(places, '', textOf(pattern), signal);
      return { text: await search(places, files, String(text), matchCase === true, signal) };
    },
  };
}

function partOf(path: string, text: string, from: number, to: number | undefined): string {
  const lines = text.split('\n');
  if (from > lines.length || (to !== undefined && to < from)) {
    throw new ToolError(`${path} has ${String(lines.length)} lines: from line ${String(from)} on there are none of these.`);
  }
  const wanted = lines.slice(from - 1, Math.min(to ?? lines.length, from - 1 + mostLines));
  let characters = 0;
  const fitting = wanted.findIndex((line) => (characters += line.length + 1) > mostResultCharacters);
  const shown = fitting < 0 ? wanted : wanted.slice(0, Math.max(1, fitting));
  const last = from - 1 + shown.length;
  const isWhole = from === 1 && last === lines.length;
  const wholeLines = shown.map((line) =>
    line.length > mostResultCharacters ? `${line.slice(0, mostResultCharacters)}…` : line,
  );
  return [
    isWhole ? path : `${path}, lines ${String(from)} to ${String(last)} of ${String(lines.length)}`,
    wholeLines.join('\n'),
  ].join('\n\n');
}

/** Those that may be read, of all folders that are meant. */
async function filesIn(
  places: WorkspacePlaces,
  folder: string,
  pattern: string | undefined,
  signal: AbortSignal,
): Promise<readonly vscode.Uri[]> {
  const matches = pattern === undefined || pattern.trim() === '' ? () => true : matcherOf(pattern.trim());
  const found: vscode.Uri[] = [];
  for (const root of await places.folders(folder)) {
    const files = await places.filesBelow(root, mostSearched);
    signal.throwIfAborted();
    for (const uri of files) {
      const below = uri.path.slice(root.path.length).replace(/^\/+/, '');
      if (matches(below) || matches(places.pathOf(uri))) found.push(uri);
    }
  }
  const readable = await inBatches(found, async (uri) => ((await places.mayRead(uri)) ? [uri] : []), signal);
  return readable.slice(0, mostSearched);
}

function matcherOf(pattern: string): (path: string) => boolean {
  // A mere name is meant wherever it stands.
  const matches = pathGlob(/[\\/]/.test(pattern) ? pattern : `**/${pattern}`);
  if (matches === undefined) {
    throw new ToolError('The pattern is too long, or stands for too many: give a simpler one.');
  }
  return matches;
}

async function search(
  places: WorkspacePlaces,
  files: readonly vscode.Uri[],
  text: string,
  matchCase: boolean,
  signal: AbortSignal,
): Promise<string> {
  const needle = matchCase ? text : text.toLowerCase();
  if (needle.includes('\n')) {
    throw new ToolError('The text must be within one line.');
  }
  const deadline = performance.now() + longestSearchMs;
  let [searched, count] = [0, 0];
  const look = async (uri: vscode.Uri): Promise<readonly string[]> => {
    if (count > mostMatches || performance.now() > deadline) {
      return [];
    }
    const lines = await linesOf(uri);
    searched += 1;
    const path = places.pathOf(uri);
    const found = lines.flatMap((line, index) =>
      (matchCase ? line : line.toLowerCase()).includes(needle) ? [`${path}:${String(index + 1)}: ${shortened(line)}`] : [],
    );
    count += found.length;
    return found;
  };
  const matches = await inBatches(files, look, signal);
  const left = files.length - searched;
  const incomplete =
    left > 0 && matches.length <= mostMatches ? `\n(${String(left)} files were not searched: it took too long.)` : '';
  return (matches.length === 0 ? 'No line contains this.' : listed(matches, mostMatches, 'lines')) + incomplete;
}

/** Without those of files that are no text, or too large. */
async function linesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const open = openDocument(uri);
  if (open !== undefined) {
    return open.getText().split(/\r\n|\n|\r/);
  }
  try {
    if ((await statOf(uri)).size > largestSearched) {
      return [];
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.subarray(0, 8192).includes(0) ? [] : new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof vscode.FileSystemError) {
      return [];
    }
    throw error;
  }
}

async function inBatches<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<readonly R[]>,
  signal: AbortSignal,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += filesAtOnce) {
    signal.throwIfAborted();
    results.push(...(await Promise.all(items.slice(from, from + filesAtOnce).map(work))).flat());
  }
  return results;
}

function shortened(line: string): string {
  const trimmed = line.trim();
  return trimmed.length > longestShownLine ? `${trimmed.slice(0, longestShownLine)}…` : trimmed;
}

function listed(lines: readonly string[], most: number, what: string): string {
  return lines.length <= most
    ? lines.join('\n')
    : [...lines.slice(0, most), `(There are more ${what}: ask for fewer with a narrower pattern.)`].join('\n');
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
