/**
 * What a repository's configuration of commitlint asks for. Text goes in: JSON and YAML are parsed, JavaScript and TypeScript are
 * never executed but read as far as they are literals. What cannot be known is named, so that it can be said.
 */
import { parse } from 'yaml';
import { listOf, objectOf, parseJson, textOf } from '../jsonShape';
import { isKnownRule, type Rule } from './commitlint';
import { exportedLiteral, unreadable } from './literalObject';

/** In the order in which commitlint looks for them; the first that is there counts. */
export const commitlintFiles: readonly string[] = [
  'package.json',
  'package.yaml',
  '.commitlintrc',
  ...['json', 'yaml', 'yml', 'js', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map((extension) => `.commitlintrc.${extension}`),
  ...['js', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map((extension) => `commitlint.config.${extension}`),
];

export interface CommitlintConfig {
  readonly file: string;
  readonly rules: readonly Rule[];
  /** What of the file could not be read: `rules.scope-enum`, `extends ./rules`; all of it: `*`. */
  readonly unread: readonly string[];
}

/** Undefined where the file configures something else. */
export function parseCommitlintConfig(file: string, text: string): CommitlintConfig | undefined {
  const content = contentOf(file, text.replace(/^\uFEFF/, ''));
  if (content === undefined) {
    return undefined;
  }
  const { rules, unread } = rulesOf(content);
  return { file, rules, unread };
}

function contentOf(file: string, text: string): unknown {
  if (file === 'package.json') {
    return objectOf(parseJson(text))['commitlint'];
  }
  if (file === 'package.yaml') {
    const value = objectOf(parseYaml(text))['commitlint'];
    return value === unreadable ? undefined : value;
  }
  if (/\.[cm]?[jt]s$/.test(file)) {
    return exportedLiteral(text);
  }
  // JSON is YAML, but for tabs.
  return parseJson(text) ?? parseYaml(text);
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' }) as unknown;
  } catch {
    return unreadable;
  }
}

function rulesOf(content: unknown): { readonly rules: readonly Rule[]; readonly unread: readonly string[] } {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return { rules: [], unread: ['*'] };
  }
  const { extends: bases, rules, ...others } = objectOf(content);
  const unread: string[] = [];
  const raw = new Map<string, unknown>();
  for (const base of typeof bases === 'string' || bases === unreadable ? [bases] : listOf(bases)) {
    const known = typeof base === 'string' ? presets[presetName(base)] : undefined;
    if (known === undefined) {
      unread.push(`extends ${textOf(base) ?? '?'}`);
    } else {
      Object.entries(known).forEach(([name, rule]) => raw.set(name, rule));
    }
  }
  if (rules === unreadable) {
    unread.push('rules');
  }
  for (const [name, rule] of Object.entries(objectOf(rules))) {
    if (hasUnreadable(rule) || name.startsWith('...')) {
      unread.push(name.startsWith('...') ? 'rules' : `rules.${name}`);
      raw.delete(name);
    } else {
      raw.set(name, rule);
    }
  }
  for (const name of ['parserPreset', 'plugins', 'ignores'].filter((key) => others[key] !== undefined)) {
    unread.push(name);
  }
  unread.push(...Object.keys(others).flatMap((name) => (name.startsWith('...') ? ['*'] : [])));
  const known = [...raw].flatMap(([name, rule]) => ruleOf(name, rule));
  unread.push(...known.filter(({ name }) => !isKnownRule(name)).map(({ name }) => `rules.${name}`));
  return { rules: known, unread: [...new Set(unread)] };
}

/** None for a rule that is switched off. */
function ruleOf(name: string, rule: unknown): readonly Rule[] {
  const [level, when, value] = typeof rule === 'number' ? [rule] : listOf(rule);
  return level === 1 || level === 2
    ? [{ name, level: level === 2 ? 'error' : 'warning', isNever: when === 'never', value }]
    : [];
}

function hasUnreadable(value: unknown): boolean {
  return (
    value === unreadable ||
    (Array.isArray(value) ? value.some(hasUnreadable) : Object.values(objectOf(value)).some((member) => member === unreadable))
  );
}

function presetName(name: string): string {
  return /^(?:@commitlint\/(?:config-)?|commitlint-config-)?(conventional|angular)$/.exec(name)?.[1] ?? '';
}

const conventionalTypes = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];
const shared = {
  'subject-case': [2, 'never', ['sentence-case', 'start-case', 'pascal-case', 'upper-case']],
  'subject-empty': [2, 'never'],
  'subject-full-stop': [2, 'never', '.'],
  'type-case': [2, 'always', 'lower-case'],
  'type-empty': [2, 'never'],
  'body-leading-blank': [1, 'always'],
  'footer-leading-blank': [1, 'always'],
};

/** The rules of the two published configurations that most others are made of. */
const presets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  conventional: {
    ...shared,
    'body-max-line-length': [2, 'always', 100],
    'footer-max-line-length': [2, 'always', 100],
    'header-max-length': [2, 'always', 100],
    'header-trim': [2, 'always'],
    'type-enum': [2, 'always', conventionalTypes],
  },
  angular: {
    ...shared,
    'header-max-length': [2, 'always', 72],
    'scope-case': [2, 'always', 'lower-case'],
    'type-enum': [2, 'always', conventionalTypes.filter((type) => type !== 'chore')],
  },
};
