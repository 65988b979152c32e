/** Searches the names of the workspace's files and folders, prepared aside so that typing never waits for it. */
import * as vscode from 'vscode';
import type { PathSearch } from '../../core/pathSearch';
import { WorkspaceFiles, type Hiding } from './workspaceFiles';

export interface WorkspacePath {
  readonly kind: 'file' | 'folder';
  /** As VS Code shows it: with the name of the workspace folder where there are several. */
  readonly path: string;
  readonly uri: vscode.Uri;
}

const pathsInOneGo = 500;

export class WorkspacePaths implements vscode.Disposable {
  readonly #files: WorkspaceFiles;
  readonly #listener: vscode.Disposable;
  #search: PathSearch<WorkspacePath> | undefined;
  /** The nearest to the root first. */
  #paths: readonly WorkspacePath[] = [];
  #preparing: Promise<void> = Promise.resolve();

  constructor(hiding: Hiding) {
    this.#files = new WorkspaceFiles(hiding);
    this.#listener = this.#files.onDidChange(() => {
      this.#preparing = this.#preparing.then(() => this.#prepare());
    });
  }

  /** The best matches that are known now, best first; for an empty text those nearest to the root. */
  find(text: string, limit: number): readonly WorkspacePath[] {
    return text === '' ? this.#paths.slice(0, limit) : (this.#search?.find(text, limit) ?? []);
  }

  /** @returns whether other files are known now than before */
  async refresh(): Promise<boolean> {
    const before = this.#search;
    await this.#files.refresh();
    await this.#preparing;
    return this.#search !== before;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#files.dispose();
  }

  async #prepare(): Promise<void> {
    const paths: WorkspacePath[] = [];
    const folders = new Map<string, WorkspacePath>();
    for (const [index, uri] of this.#files.files.entries()) {
      const path = vscode.workspace.asRelativePath(uri);
      paths.push({ kind: 'file', path, uri });
      addFolders(folders, path, uri);
      if (index % pathsInOneGo === pathsInOneGo - 1) {
        await pause();
      }
    }
    const all = [...paths, ...folders.values()].map((item) => ({ item, depth: item.path.split('/').length }));
    all.sort((one, other) => one.depth - other.depth || (one.item.path < other.item.path ? -1 : 1));
    this.#paths = all.map(({ item }) => item);
    const { PathSearch } = await import('../../core/pathSearch');
    this.#search = await PathSearch.of(this.#paths, pause);
  }
}

/** The folders that a file is in, up to the one where its path begins. */
function addFolders(folders: Map<string, WorkspacePath>, filePath: string, file: vscode.Uri): void {
  let uri = file;
  for (let slash = filePath.lastIndexOf('/'); slash > 0; slash = filePath.lastIndexOf('/', slash - 1)) {
    const path = filePath.slice(0, slash);
    if (folders.has(path)) {
      return;
    }
    uri = vscode.Uri.joinPath(uri, '..');
    folders.set(path, { kind: 'folder', path, uri });
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
