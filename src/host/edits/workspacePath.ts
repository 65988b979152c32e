/**
 * Finds the files that answers name: `src/a.ts` in one of the workspace's folders, or the only file whose path ends so. Paths come
 * from a model, so nothing outside the workspace is ever opened or looked at.
 */
import * as vscode from 'vscode';
import { activeFile } from './codeEditor';

export type Target =
  | { readonly kind: 'file'; readonly uri: vscode.Uri }
  /** Inside the workspace, and not there yet. */
  | { readonly kind: 'new'; readonly uri: vscode.Uri }
  | { readonly kind: 'ambiguous'; readonly uris: readonly vscode.Uri[] }
  /** An absolute path, or one with `..`, that leads out of the workspace. */
  | { readonly kind: 'outside' }
  /** No path, and no file is open in an editor; or no folder that a new file could be in. */
  | { readonly kind: 'none' };

/** Lines and columns from 1; 0 where none is named. */
export interface FileReference {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** Most paths that are looked at in one go. */
const maxReferences = 200;
const maxSearchResults = 1000;
const excluded = '**/{node_modules,.git}/**';

/** Where a block of code belongs; without a path, to the file in the active editor. */
export async function resolveTarget(path: string): Promise<Target> {
  const active = activeFile();
  if (path === '') {
    return active === undefined ? { kind: 'none' } : { kind: 'file', uri: active };
  }
  const { candidates, relative } = inWorkspace(path);
  if (candidates.length === 0 && relative === undefined) {
    return { kind: 'outside' };
  }
  const direct = await existing(candidates);
  const found = direct.length > 0 || relative === undefined ? direct : withEnding(relative, await filesNamed([relative]));
  const [only] = found;
  if (found.length > 1) {
    return { kind: 'ambiguous', uris: found };
  }
  if (only !== undefined) {
    return { kind: 'file', uri: only };
  }
  // A file of no folder, or one that is not saved yet.
  if (active !== undefined && relative !== undefined && `/${active.path}`.endsWith(`/${relative}`)) {
    return { kind: 'file', uri: active };
  }
  const place = candidates.at(-1);
  return place === undefined ? { kind: 'none' } : { kind: 'new', uri: place };
}

/** The folders of a path; of an empty one, those of the workspace. Undefined where the workspace has no such folder. */
export async function resolveFolders(path: string): Promise<readonly vscode.Uri[] | undefined> {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const written = path.trim().replace(/\\/g, '/').replace(/\/+$/, '');
  if (written === '' || written === '.') {
    return roots;
  }
  const named = (vscode.workspace.workspaceFolders ?? []).filter(({ name, uri }) => name === written || uri.path === written);
  const candidates = [...named.map(({ uri }) => uri), ...inWorkspace(written).candidates];
  const found = await Promise.all(candidates.map(async (uri) => ((await isFolder(uri)) ? [uri] : [])));
  const folders = new Map(found.flat().map((uri) => [uri.toString(), uri]));
  return folders.size === 0 ? undefined : [...folders.values()];
}

/** Those of the paths that name exactly one file of the workspace, as they are written; of very many only the first are looked at. */
export async function existingReferences(paths: readonly string[]): Promise<readonly string[]> {
  const found = await locate([...new Set(paths)].slice(0, maxReferences));
  return paths.filter((path) => found.has(path));
}

/** Shows the file and selects what is named of it, or says that there is no such file. */
export async function openReference({ path, line, column, endLine }: FileReference): Promise<void> {
  const uri = (await locate([path])).get(path);
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is not exactly one file {0} in this workspace.', path));
    return;
  }
  if (line === 0) {
    await vscode.commands.executeCommand('vscode.open', uri);
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const start = new vscode.Position(line - 1, Math.max(0, column - 1));
  const end = column > 0 && endLine === 0 ? start : new vscode.Position(Math.max(line, endLine) - 1, Number.MAX_SAFE_INTEGER);
  const selection = document.validateRange(new vscode.Range(start, end));
  await vscode.window.showTextDocument(document, { selection });
}

/** The paths that name one file, and which. */
async function locate(paths: readonly string[]): Promise<ReadonlyMap<string, vscode.Uri>> {
  const direct = await Promise.all(paths.map(async (path) => ({ path, uris: await existing(inWorkspace(path).candidates) })));
  const missing = direct.flatMap(({ path, uris }) => (uris.length === 0 ? (inWorkspace(path).relative ?? []) : []));
  const named = await filesNamed(missing);
  const found = new Map<string, vscode.Uri>();
  for (const { path, uris } of direct) {
    const { relative } = inWorkspace(path);
    const [uri, other] = uris.length > 0 || relative === undefined ? uris : withEnding(relative, named);
    if (uri !== undefined && other === undefined) found.set(path, uri);
  }
  return found;
}

interface PathInWorkspace {
  /** Where it would be, in each of the folders; none where it leads out of all of them. */
  readonly candidates: readonly vscode.Uri[];
  /** For a search by its ending. */
  readonly relative: string | undefined;
}

function inWorkspace(path: string): PathInWorkspace {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const written = path.trim().replace(/\\/g, '/');
  const isAbsolute = /^(?:[A-Za-z]:)?\//.test(written);
  const parts = normalized(written.replace(/^[A-Za-z]:/, ''));
  // A colon would make a stream or a scheme of it.
  if (parts === undefined || parts.length === 0 || parts.some((part) => /[\u0000-\u001f:]/.test(part))) {
    return { candidates: [], relative: undefined };
  }
  if (isAbsolute) {
    const drive = /^[A-Za-z]:/.exec(written)?.[0].toLowerCase();
    const full = `${drive === undefined ? '' : `/${drive}`}/${parts.join('/')}`;
    const isInside = ({ uri }: vscode.WorkspaceFolder): boolean => full.startsWith(`${uri.path.replace(/\/$/, '')}/`);
    return { candidates: folders.filter(isInside).map(({ uri }) => uri.with({ path: full })), relative: undefined };
  }
  const candidates = folders.flatMap(({ uri, name }) => [
    vscode.Uri.joinPath(uri, ...parts),
    ...(parts.length > 1 && parts[0] === name ? [vscode.Uri.joinPath(uri, ...parts.slice(1))] : []),
  ]);
  return { candidates, relative: parts.join('/') };
}

/** The parts of a path without `.` and `..`, or undefined where it leads above its start. */
function normalized(path: string): readonly string[] | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts;
}

async function existing(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const found = await Promise.all(uris.map(async (uri) => ((await isFile(uri)) ? [uri] : [])));
  return found.flat();
}

export async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // Not there, or not to be seen: the same to us.
    return false;
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

function withEnding(relative: string, uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
  return uris.filter((uri) => uri.path.endsWith(`/${relative}`));
}

/** All files with the last part of one of the paths as their name, in one search. */
async function filesNamed(paths: readonly string[]): Promise<readonly vscode.Uri[]> {
  const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  // What is special in a pattern is left to the direct look.
  const plain = [...new Set(names)].filter((name) => !/[{}[\]*?,!]/.test(name));
  if (plain.length === 0 || vscode.workspace.workspaceFolders === undefined) {
    return [];
  }
  const pattern = plain.length === 1 ? `**/${String(plain[0])}` : `**/{${plain.join(',')}}`;
  try {
    return await vscode.workspace.findFiles(pattern, excluded, maxSearchResults);
  } catch {
    // A host without a search program, or a folder without a search: whole paths still work.
    return [];
  }
}
