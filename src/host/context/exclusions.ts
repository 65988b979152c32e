/**
 * The one answer to whether a file may ever be sent. What `.gitignore` and `files.exclude` hide is only not suggested; what
 * `aceClaude.context.exclude` names is refused wherever it comes from. All that is named by globs in settings is matched here: others
 * get this from the app, and so need no copy of the matcher in their bundle.
 */
import { realpath } from 'node:fs/promises';
import picomatch from 'picomatch';
import * as vscode from 'vscode';

export class Exclusions {
  readonly #matchers = new Map<string, (path: string) => boolean>();

  /** @param patterns globs of the setting for a file; asked for at each use, so that a change counts at once */
  constructor(private readonly patterns: (uri: vscode.Uri) => readonly string[]) {}

  /** Also true for everything in an excluded folder. Case does not matter: rather refuse one too many. */
  isExcluded(uri: vscode.Uri): boolean {
    return this.#isNamed(uri, uri);
  }

  /** As {@link isExcluded}, and of what it is a link to: to be asked before anything is read, for a name can be any link's. */
  async isExcludedOnDisk(uri: vscode.Uri): Promise<boolean> {
    if (this.isExcluded(uri)) {
      return true;
    }
    const target = await realUri(uri);
    return target !== undefined && (this.isExcluded(target) || this.#isNamed(target, uri));
  }

  /** Whether `files.exclude` or `search.exclude` hide a path below the folder, without a `/` at its beginning, from lists. */
  hiddenBelow(folder: vscode.Uri): (path: string) => boolean {
    const globs = ['files', 'search'].flatMap((section) => {
      const patterns = vscode.workspace.getConfiguration(section, folder).get<Readonly<Record<string, unknown>>>('exclude', {});
      return Object.keys(patterns).filter((pattern) => patterns[pattern] === true);
    });
    const matchers = globs.map((glob) => picomatch(glob, { dot: true }));
    return (path) => matchers.some((matcher) => matcher(path));
  }

  /** @param scope whose setting counts */
  #isNamed(uri: vscode.Uri, scope: vscode.Uri): boolean {
    const matches = this.#matcher(scope);
    const relative = vscode.workspace.asRelativePath(uri, false);
    return withParents(uri.path).some(matches) || withParents(relative).some(matches);
  }

  #matcher(uri: vscode.Uri): (path: string) => boolean {
    const patterns = this.patterns(uri).filter((pattern) => pattern.trim() !== '');
    const source = JSON.stringify(patterns);
    const known = this.#matchers.get(source);
    if (known !== undefined) {
      return known;
    }
    // A mere name, as in `.gitignore`, is meant wherever it stands.
    const globs = patterns
      .map((pattern) => pattern.trim())
      .flatMap((glob) => (glob.includes('/') ? [glob] : [glob, `**/${glob}`]));
    const matchers = globs.map((glob) => picomatch(glob.replace(/^\/+|\/+$/g, ''), { dot: true, nocase: true }));
    const matches = (path: string): boolean => matchers.some((matcher) => matcher(path));
    this.#matchers.set(source, matches);
    return matches;
  }
}

/** Without links; undefined where there is no disk, or nothing is there: reading says so then. */
async function realUri(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (uri.scheme !== 'file') {
    return undefined;
  }
  try {
    return vscode.Uri.file(await realpath(uri.fsPath));
  } catch {
    return undefined;
  }
}

/** `a/b/c`, `a/b`, `a`. */
function withParents(path: string): readonly string[] {
  const names = path.split(/[\\/]/).filter((name) => name !== '');
  return names.map((_, index) => names.slice(0, names.length - index).join('/'));
}
