/** The language of a file that is not open, as the installed extensions declare it. An open one knows its own. */
import * as vscode from 'vscode';

interface LanguageContribution {
  readonly id?: unknown;
  readonly extensions?: unknown;
  readonly filenames?: unknown;
}

export class LanguageOfPath {
  #languages: ReadonlyMap<string, string> | undefined;

  /** `plaintext` where none is declared for the name. */
  languageId(path: string): string {
    this.#languages ??= declaredLanguages();
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    const exact = this.#languages.get(name);
    if (exact !== undefined) {
      return exact;
    }
    // The longest extension counts: `.d.ts` before `.ts`.
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const language = this.#languages.get(name.slice(dot));
      if (language !== undefined) {
        return language;
      }
    }
    return 'plaintext';
  }
}

/** By lower-case extension with its dot, and by file name. The first that declares one has it. */
function declaredLanguages(): ReadonlyMap<string, string> {
  const languages = new Map<string, string>();
  for (const { packageJSON } of vscode.extensions.all) {
    const { contributes } = packageJSON as { contributes?: { languages?: unknown } };
    for (const { id, extensions, filenames } of arrayOf(contributes?.languages) as LanguageContribution[]) {
      for (const key of [...arrayOf(extensions), ...arrayOf(filenames)]) {
        if (typeof id === 'string' && typeof key === 'string' && !languages.has(key.toLowerCase())) {
          languages.set(key.toLowerCase(), id);
        }
      }
    }
  }
  return languages;
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
