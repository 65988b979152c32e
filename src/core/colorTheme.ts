/**
 * A VS Code colour theme as the chat page needs it to colour code: the rules for tokens, from all files that a theme consists
 * of and the user's own changes, merged as VS Code does. Where files are and how they are read is the caller's.
 */

export interface TokenColorRule {
  /** None: the rule holds for all text. */
  readonly scope?: string | readonly string[];
  readonly settings: { readonly foreground?: string; readonly background?: string; readonly fontStyle?: string };
}

export interface MergedColorTheme {
  readonly type: 'dark' | 'light';
  /** Later rules win over earlier ones of equal weight. */
  readonly tokenColors: readonly TokenColorRule[];
}

export interface ThemeFiles {
  /** The parsed content of a theme file, JSON or property list; rejects when there is none. */
  read(path: string): Promise<unknown>;
  /** The path that `relative` has as seen from the file `from`. */
  resolve(from: string, relative: string): string;
}

/** A theme that includes more files than this, or one file twice, is broken. */
const mostFiles = 20;
/** No real theme has as many rules; each costs time in the page. */
const mostRules = 5000;

/** The token rules of the theme file and of all files that it includes; rejects when one cannot be read. */
export async function mergeThemeFiles(path: string, files: ThemeFiles): Promise<readonly TokenColorRule[]> {
  const rules = await readRules(path, files, new Set());
  return rules.slice(0, mostRules);
}

async function readRules(path: string, files: ThemeFiles, seen: Set<string>): Promise<readonly TokenColorRule[]> {
  if (seen.has(path) || seen.size >= mostFiles) return [];
  seen.add(path);
  const content = await files.read(path);
  if (!isRecord(content)) return [];
  const { include, settings, tokenColors } = content;
  const included = typeof include === 'string' ? await readRules(files.resolve(path, include), files, seen) : [];
  if (Array.isArray(settings)) return [...included, ...tokenRules(settings)];
  // A path names a property list, whose rules are in `settings`.
  const own =
    typeof tokenColors === 'string' ? await readRules(files.resolve(path, tokenColors), files, seen) : tokenRules(tokenColors);
  return [...included, ...own];
}

/** What the setting `editor.tokenColorCustomizations` calls groups of tokens, and which tokens they are. */
const groups: readonly (readonly [name: string, scope: string])[] = [
  ['comments', 'comment, punctuation.definition.comment'],
  ['strings', 'string, meta.embedded.assembly'],
  ['keywords', 'keyword - keyword.operator, keyword.control, storage, storage.type'],
  ['numbers', 'constant.numeric'],
  ['types', 'entity.name.type, entity.name.class, support.type, support.class'],
  ['functions', 'entity.name.function, support.function'],
  ['variables', 'variable, entity.name.variable'],
];

/**
 * The rules that the value of `editor.tokenColorCustomizations` adds for a theme, to be put after the theme's own. Blocks for
 * the theme (`[Name]`, also several names and `*`) win over what holds for all.
 */
export function customisedRules(setting: unknown, themeId: string): readonly TokenColorRule[] {
  if (!isRecord(setting)) return [];
  const forTheme = Object.entries(setting).filter(([key]) => isForTheme(key, themeId));
  return [setting, ...forTheme.map(([, block]) => block)].filter(isRecord).flatMap(rulesOfBlock);
}

function rulesOfBlock(block: Readonly<Record<string, unknown>>): readonly TokenColorRule[] {
  const simple = groups.flatMap(([name, scope]): readonly TokenColorRule[] => {
    const value = block[name];
    const settings = typeof value === 'string' ? { foreground: value } : tokenSettings(value);
    return settings === undefined ? [] : [{ scope, settings }];
  });
  return [...simple, ...tokenRules(block['textMateRules'])];
}

/** `[A]`, `[A][B]`, and `*` for any run of characters. */
function isForTheme(key: string, themeId: string): boolean {
  if (!key.startsWith('[') || !key.endsWith(']')) return false;
  return key
    .slice(1, -1)
    .split('][')
    .some((name) => matches(name.split('*'), themeId));
}

function matches([first = '', ...others]: readonly string[], id: string): boolean {
  const last = others.pop();
  if (last === undefined) return id === first;
  if (!id.startsWith(first) || !id.slice(first.length).endsWith(last)) return false;
  let rest = id.slice(first.length, id.length - last.length);
  for (const part of others) {
    const index = rest.indexOf(part);
    if (index < 0) return false;
    rest = rest.slice(index + part.length);
  }
  return true;
}

/** What is usable of a list of rules: themes of others may hold anything. */
function tokenRules(list: unknown): readonly TokenColorRule[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).flatMap(({ scope, settings }) => {
    const usable = tokenSettings(settings);
    if (usable === undefined) return [];
    if (scope === undefined || scope === null) return [{ settings: usable }];
    if (typeof scope === 'string') return [{ scope, settings: usable }];
    return Array.isArray(scope) ? [{ scope: scope.filter((part) => typeof part === 'string'), settings: usable }] : [];
  });
}

function tokenSettings(value: unknown): TokenColorRule['settings'] | undefined {
  if (!isRecord(value)) return undefined;
  const { foreground, background, fontStyle } = value;
  const settings = {
    ...(isColor(foreground) ? { foreground } : {}),
    ...(isColor(background) ? { background } : {}),
    ...(typeof fontStyle === 'string' ? { fontStyle } : {}),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}

function isColor(value: unknown): value is string {
  return typeof value === 'string' && /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
