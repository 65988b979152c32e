/**
 * The one answer to whether a file may ever be sent. What `.gitignore` and `files.exclude` hide is only not suggested; what
 * `aceClaude.context.exclude` names is refused wherever it comes from.
 */
import picomatch from 'picomatch';
import * as vscode from 'vscode';

export class Exclusions {
  #source = '';
  #matches: (path: string) => boolean = () => false;

  /** @param patterns globs of the setting; asked for at each use, so that a change counts at once */
  constructor(private readonly patterns: () => readonly string[]) {}

  /** Also true for everything in an excluded folder. Case does not matter: rather refuse one too many. */
  isExcluded(uri: vscode.Uri): boolean {
    const matches = this.#matcher();
    const relative = vscode.workspace.asRelativePath(uri, false);
    return withParents(uri.path).some(matches) || withParents(relative).some(matches);
  }

  #matcher(): (path: string) => boolean {
    // The user's settings may hold anything.
    const set: unknown = this.patterns();
    const patterns = (Array.isArray(set) ? set : []).filter((pattern) => typeof pattern === 'string' && pattern.trim() !== '');
    const source = JSON.stringify(patterns);
    if (source !== this.#source) {
      this.#source = source;
      // A mere name, as in `.gitignore`, is meant wherever it stands.
      const globs = (patterns as string[])
        .map((pattern) => pattern.trim())
        .flatMap((glob) => (glob.includes('/') ? [glob] : [glob, `**/${glob}`]));
      const matchers = globs.map((glob) => picomatch(glob.replace(/^\/+|\/+$/g, ''), { dot: true, nocase: true }));
      this.#matches = (path) => matchers.some((matcher) => matcher(path));
    }
    return this.#matches;
  }
}

/** `a/b/c`, `a/b`, `a`. */
function withParents(path: string): readonly string[] {
  const names = path.split(/[\\/]/).filter((name) => name !== '');
  return names.map((_, index) => names.slice(0, names.length - index).join('/'));
}
