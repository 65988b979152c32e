/**
 * Lists files folder by folder, where VS Code's own search cannot: in file systems of extensions, or without its search program.
 * Slower, so it gives up early.
 */
import * as vscode from 'vscode';
import type { IgnoreRules } from './ignoreRules';

const longestMs = 10_000;
const foldersAtOnce = 16;

/**
 * Files below `folder`, the nearest first, that are not hidden.
 * @param rules learn from what is found. @param isHidden of a path below the folder
 */
export async function walkFiles(
  folder: vscode.Uri,
  most: number,
  rules: IgnoreRules,
  isHidden: (path: string) => boolean,
): Promise<readonly vscode.Uri[]> {
  const deadline = performance.now() + longestMs;
  const files: vscode.Uri[] = [];
  let level: readonly vscode.Uri[] = [folder];
  while (level.length > 0 && files.length < most && performance.now() < deadline) {
    const next: vscode.Uri[] = [];
    for (let start = 0; start < level.length && files.length < most; start += foldersAtOnce) {
      const found = await Promise.all(level.slice(start, start + foldersAtOnce).map((uri) => entriesOf(uri, rules)));
      for (const { uri, isFolder } of found.flat()) {
        const { path } = uri;
        if (!rules.isIgnored(isFolder ? `${path}/` : path) && !isHidden(path.slice(folder.path.length).replace(/^\/+/, ''))) {
          (isFolder ? next : files).push(uri);
        }
      }
    }
    level = next;
  }
  return files.slice(0, most);
}

/** Links to folders are left out: they may lead in circles. */
async function entriesOf(folder: vscode.Uri, rules: IgnoreRules) {
  await rules.read(folder);
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (found) => found,
    // One that may not be read has nothing to show.
    () => [],
  );
  return entries
    .map(([name, type]) => ({
      uri: vscode.Uri.joinPath(folder, name),
      isFolder: (type & vscode.FileType.Directory) !== 0,
      isLink: (type & vscode.FileType.SymbolicLink) !== 0,
    }))
    .filter(({ isFolder, isLink }) => !isFolder || !isLink);
}
