/**
 * Finds a colour theme among the installed extensions and reads it for the chat page. Extensions of another machine are not
 * seen from here (a remote window with a local theme): the page then falls back to colours of its own.
 */
import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import { customisedRules, mergeThemeFiles, type MergedColorTheme, type ThemeFiles } from '../../core/colorTheme';
import { parsePropertyList } from '../../core/propertyList';

interface ThemeContribution {
  readonly id?: unknown;
  readonly label?: unknown;
  readonly path?: unknown;
  readonly uiTheme?: unknown;
}

/** Larger theme files are not read; the largest known ones have some 100 kB. */
const largestFile = 2_000_000;

/**
 * The theme with this id (as `data-vscode-theme-id` of a webview has it), with the user's changes to token colours. Undefined
 * where it is not installed here or cannot be read. Never rejects.
 */
export async function loadColorTheme(themeId: string): Promise<MergedColorTheme | undefined> {
  const found = findTheme(themeId);
  if (found === undefined) return undefined;
  try {
    const rules = await mergeThemeFiles(found.file.path, themeFiles(found.file));
    const setting: unknown = vscode.workspace.getConfiguration('editor').get('tokenColorCustomizations');
    return { type: found.type, tokenColors: [...rules, ...customisedRules(setting, themeId)] };
  } catch {
    // A file that is missing or broken: the page has its own colours for that.
    return undefined;
  }
}

function findTheme(themeId: string): { readonly file: vscode.Uri; readonly type: MergedColorTheme['type'] } | undefined {
  for (const extension of vscode.extensions.all) {
    for (const { id, label, path, uiTheme } of contributedThemes(extension)) {
      if ((id ?? label) !== themeId || typeof path !== 'string') continue;
      return {
        file: vscode.Uri.joinPath(extension.extensionUri, path),
        type: uiTheme === 'vs' || uiTheme === 'hc-light' ? 'light' : 'dark',
      };
    }
  }
  return undefined;
}

function contributedThemes(extension: vscode.Extension<unknown>): readonly ThemeContribution[] {
  const manifest = extension.packageJSON as { readonly contributes?: { readonly themes?: unknown } } | undefined;
  const themes: unknown = manifest?.contributes?.themes;
  const isTheme = (theme: unknown): theme is ThemeContribution => typeof theme === 'object' && theme !== null;
  return Array.isArray(themes) ? themes.filter(isTheme) : [];
}

/** Files beside the theme's first one, wherever that is: on disk, or in a browser's file system. */
function themeFiles(first: vscode.Uri): ThemeFiles {
  return {
    resolve: (from, relative) => vscode.Uri.joinPath(first.with({ path: from }), '..', relative).path,
    read: async (path) => {
      const bytes = await vscode.workspace.fs.readFile(first.with({ path }));
      if (bytes.byteLength > largestFile) throw new Error('The theme file is too large');
      const text = new TextDecoder().decode(bytes);
      return path.toLowerCase().endsWith('.json')
        ? (parse(text, [], { allowTrailingComma: true }) as unknown)
        : parsePropertyList(text);
    },
  };
}
