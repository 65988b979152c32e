/**
 * The files of the workspace that are worth suggesting: not those that `files.exclude`, `search.exclude` or `.gitignore` hide.
 * Listed on first use and kept; the answer to a query never waits for a new list.
 */
import * as vscode from 'vscode';
import type { Exclusions } from './exclusions';
import { IgnoreRules } from './ignoreRules';
import { walkFiles } from './walkFiles';

const mostFiles = 50_000;
/** A list is made anew at most this often, however many files change. */
const fewestMsBetweenLists = 5000;

/** What settings hide from lists. */
export type Hiding = Pick<Exclusions, 'hiddenBelow'>;

/** Files below `folder` that neither settings nor `.gitignore` hide, in no order. Some of them may be excluded all the same. */
export async function listFiles(folder: vscode.Uri, most: number, hiding: Hiding): Promise<readonly vscode.Uri[]> {
  const above = new IgnoreRules();
  await above.readAbove(folder);
  // One that is itself ignored was asked for on purpose.
  const rules = above.isIgnored(`${folder.path.replace(/\/+$/, '')}/`) ? new IgnoreRules() : above;
  const ownIgnore = await rules.read(folder);
  const hidden = [...hiddenBySearch(folder), ...ownIgnore];
  const files = await search(folder, hidden, most);
  if (files.length === 0) {
    return walkFiles(folder, most, rules, hiding.hiddenBelow(folder));
  }
  await Promise.all(
    files
      .filter((file) => file.path.endsWith('/.gitignore'))
      .slice(0, mostIgnoreFiles)
      .map((file) => rules.read(vscode.Uri.joinPath(file, '..'))),
  );
  return files.filter((file) => !rules.isIgnored(file.path));
}

const mostIgnoreFiles = 500;

/** None where VS Code cannot search there. */
async function search(folder: vscode.Uri, hidden: readonly string[], most: number): Promise<readonly vscode.Uri[]> {
  try {
    const exclude = hidden.length === 0 ? undefined : `{${hidden.join(',')}}`;
    return await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*'), exclude, most);
  } catch {
    return [];
  }
}

/** `findFiles` applies `files.exclude` by itself. */
function hiddenBySearch(folder: vscode.Uri): readonly string[] {
  const patterns = vscode.workspace.getConfiguration('search', folder).get<Readonly<Record<string, unknown>>>('exclude', {});
  // A brace group cannot hold another one with a comma in all versions: such patterns are rare.
  return Object.keys(patterns).filter((pattern) => patterns[pattern] === true && !/[{},]/.test(pattern));
}

export class WorkspaceFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another list is there. */
  readonly onDidChange = this.#changed.event;
  #subscriptions: vscode.Disposable | undefined;
  #files: readonly vscode.Uri[] = [];
  #isStale = true;
  #listedAt = -Infinity;
  #listing: Promise<void> | undefined;

  constructor(private readonly hiding: Hiding) {}

  /** The list as it is; {@link refresh} brings it up to date. */
  get files(): readonly vscode.Uri[] {
    return this.#files;
  }

  /** Resolves when the list is up to date, or as good as it gets. */
  async refresh(): Promise<void> {
    this.#subscriptions ??= this.#watch();
    if (this.#listing === undefined && this.#isStale && performance.now() - this.#listedAt >= fewestMsBetweenLists) {
      this.#listing = this.#list().finally(() => {
        this.#listing = undefined;
      });
    }
    await this.#listing;
  }

  dispose(): void {
    this.#subscriptions?.dispose();
    this.#changed.dispose();
  }

  async #list(): Promise<void> {
    this.#isStale = false;
    const found: vscode.Uri[] = [];
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      try {
        found.push(...(await listFiles(uri, mostFiles - found.length, this.hiding)));
      } catch {
        // A folder that cannot be listed (its file system is gone) has nothing to suggest.
      }
      if (found.length >= mostFiles) {
        break;
      }
    }
    this.#files = found;
    this.#listedAt = performance.now();
    this.#changed.fire();
  }

  #watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    const makeStale = (): void => {
      this.#isStale = true;
    };
    const startAnew = (): void => {
      this.#isStale = true;
      this.#listedAt = -Infinity;
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(makeStale),
      watcher.onDidDelete(makeStale),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith('/.gitignore')) {
          startAnew();
        }
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(startAnew),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude') || event.affectsConfiguration('search.exclude')) {
          startAnew();
        }
      }),
    );
  }
}
