/** What the `.gitignore` files of a folder, of those in it and of those above it hide. They only keep files from being suggested. */
import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';

const mostLevelsAbove = 20;

export class IgnoreRules {
  /** By the path of the folder that the file is in, without a slash at its end. */
  readonly #rules = new Map<string, Ignore>();

  /**
   * Reads the file of this folder, if there is one.
   * @returns globs for names that it hides for certain, to leave them out of a search
   */
  async read(folder: vscode.Uri): Promise<readonly string[]> {
    const key = withoutSlash(folder.path);
    if (this.#rules.has(key)) {
      return [];
    }
    const text = await readIfThere(vscode.Uri.joinPath(folder, '.gitignore'));
    if (text === undefined) {
      return [];
    }
    this.#rules.set(key, ignore({ allowRelativePaths: true }).add(text));
    return certainGlobs(text);
  }

  /** Reads those of the folders above, up to the root of the repository; outside of one there are none that count. */
  async readAbove(folder: vscode.Uri): Promise<void> {
    const above: vscode.Uri[] = [];
    let current = folder;
    while (!(await exists(vscode.Uri.joinPath(current, '.git')))) {
      const parent = vscode.Uri.joinPath(current, '..');
      if (parent.path === current.path || above.length >= mostLevelsAbove) {
        return;
      }
      above.push(parent);
      current = parent;
    }
    await Promise.all(above.map((parent) => this.read(parent)));
  }

  /** @param path of a file; with a slash at its end: of a folder */
  isIgnored(path: string): boolean {
    const end = path.endsWith('/') ? path.length - 2 : path.length;
    // The rules of the nearest folder that has one for it count.
    for (let slash = path.lastIndexOf('/', end); slash >= 0; slash = slash === 0 ? -1 : path.lastIndexOf('/', slash - 1)) {
      const result = this.#rules.get(path.slice(0, slash))?.test(path.slice(slash + 1));
      if (result?.ignored === true) {
        return true;
      }
      if (result?.unignored === true) {
        return false;
      }
    }
    return false;
  }
}

/** Plain names and paths, of which nothing is taken back further down: a search can leave them out. */
function certainGlobs(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines.some((line) => line.startsWith('!'))) {
    return [];
  }
  return lines.flatMap((line) => {
    const [, root = '', path = ''] = /^(\/?)([\w.@-]+(?:\/[\w.@-]+)*)\/?$/.exec(line) ?? [];
    return path === '' ? [] : [root === '' && !path.includes('/') ? `**/${path}` : path];
  });
}

async function readIfThere(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
