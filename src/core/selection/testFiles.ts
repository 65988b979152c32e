/**
 * Where the tests of a file belong, by the convention that the project shows: its existing tests tell how they are named and where
 * they lie. Pure: it decides from paths alone. Paths are relative, with `/`.
 */
import { familyOf, isTestPath, stemsOf, testExtension, withUnnamedTests, type TestFamily, type TestName } from './testNames';

export interface TestPlace {
  /** The file that has, or is to have, the tests. The source itself: its language has them inside. */
  readonly path: string;
  readonly exists: boolean;
  /** Another test file of the project, whose style counts. */
  readonly example?: string;
}

/** Undefined where nothing is known of tests in this language. */
export function testPlace(source: string, paths: readonly string[]): TestPlace | undefined {
  const known = familyOf(source);
  if (known === undefined) {
    return undefined;
  }
  const related = paths.filter((path) => familyOf(path) === known && path !== source);
  const family = related.some((path) => isTestPath(path, known)) ? known : withUnnamedTests(known);
  if (family.isInline === true || isTestPath(source, family)) {
    return { path: source, exists: true };
  }
  const tests = related.filter((path) => isTestPath(path, family));
  const rivals = related.filter((path) => stemOf(path) === stemOf(source) && !tests.includes(path));
  const [existing] = tests
    .filter((test) => stemsOf(test, family).some(({ stem }) => stem === stemOf(source)))
    .map((test) => ({ test, score: likeness(test, source) }))
    .filter(({ test, score }) => rivals.every((rival) => likeness(test, rival) < score))
    .sort((one, other) => other.score - one.score || (one.test < other.test ? -1 : 1));
  const example = nearest(tests, source);
  if (existing !== undefined) {
    return { path: existing.test, exists: true };
  }
  const rule = bestRule(source, related, tests, family) ?? fallbackRule(source, family);
  const path = applyRule(rule, source, family, paths);
  return { path, exists: paths.includes(path), ...(example === undefined ? {} : { example }) };
}

/** Of a project without tests: what holds the sources is not repeated below the folder of the tests. */
function fallbackRule(source: string, { fallback }: TestFamily): TestRule {
  return fallback.to === '' || (fallback.from !== '' && fits(fallback, source))
    ? fallback
    : { ...fallback, from: sourceRoot(source) };
}

/** How a test's path comes from its source's. */
export interface TestRule {
  readonly name: TestName;
  /** Folders of the source that become `to`; both empty: beside it. */
  readonly from: string;
  readonly to: string;
  /** A folder beside the source. */
  readonly below: string;
}

/** The rule that most tests follow; those near the source count more. */
function bestRule(
  source: string,
  related: readonly string[],
  tests: readonly string[],
  family: TestFamily,
): TestRule | undefined {
  const isTest = new Set(tests);
  const byStem = new Map<string, string[]>();
  for (const path of related) {
    if (!isTest.has(path)) byStem.set(stemOf(path), [...(byStem.get(stemOf(path)) ?? []), path]);
  }
  const votes = new Map<string, { readonly rule: TestRule; weight: number }>();
  for (const test of tests) {
    const found = stemsOf(test, family).flatMap(({ stem, name }) =>
      (byStem.get(stem) ?? []).map((tested) => ({ tested, name, score: likeness(test, tested) })),
    );
    const [pair] = found.sort((one, other) => other.score - one.score);
    if (pair === undefined) continue;
    const rule = ruleOf(pair.tested, test, pair.name);
    // A rule about other folders says nothing of this file.
    if (!fits(rule, source)) continue;
    const key = JSON.stringify(rule);
    const vote = votes.get(key) ?? { rule, weight: 0 };
    vote.weight +=
      1 + 3 * common(folderOf(source), folderOf(pair.tested)) + (extensionOf(source) === extensionOf(pair.tested) ? 1 : 0);
    votes.set(key, vote);
  }
  const [best] = [...votes.values()].sort((one, other) => other.weight - one.weight);
  if (best !== undefined) {
    return best.rule;
  }
  const test = nearest(tests, source);
  if (test === undefined) {
    return undefined;
  }
  // Tests of which nobody knows what they test: their name and their topmost folder are what there is.
  const [stem] = stemsOf(test, family);
  const parts = folderOf(test);
  const at = parts.findIndex((part) => testFolders.has(part.toLowerCase()));
  const name = stem?.name ?? family.fallback.name;
  if (at < 0) return { name, from: '', to: '', below: '' };
  if (parts[at] === '__tests__' && at === parts.length - 1 && at > 0) return { name, from: '', to: '', below: '__tests__' };
  return { name, from: sourceRoot(source), to: parts.slice(0, at + 1).join('/'), below: '' };
}

function ruleOf(source: string, test: string, name: TestName): TestRule {
  const [here, there] = [folderOf(source), folderOf(test)];
  const shared = common(here, there);
  const [own, others] = [here.slice(shared), there.slice(shared)];
  if (own.length === 0) {
    // Below the source's own folder; one that mirrors the root is a rule of folders.
    return shared > 0 || others.length === 0
      ? { name, from: '', to: '', below: others.join('/') }
      : { name, from: '', to: others.join('/'), below: '' };
  }
  let same = 0;
  while (same < Math.min(own.length, others.length) && own.at(-1 - same) === others.at(-1 - same)) same++;
  const from = own.slice(0, own.length - same).join('/');
  return { name, from, to: others.slice(0, others.length - same).join('/'), below: '' };
}

function fits({ from }: TestRule, source: string): boolean {
  return from === '' || placeOf(from.split('/'), folderOf(source)) >= 0;
}

function applyRule({ name, from, to, below }: TestRule, source: string, family: TestFamily, paths: readonly string[]): string {
  const folders = folderOf(source);
  const file = `${name.prefix}${stemOf(source)}${name.suffix}${testExtension(source, family, paths)}`;
  const at = from === '' ? 0 : placeOf(from.split('/'), folders);
  const target =
    from === '' && to === ''
      ? [...folders, below]
      : at < 0
        ? [to, ...folders]
        : [...folders.slice(0, at), to, ...folders.slice(at + (from === '' ? 0 : from.split('/').length))];
  return [...target.filter((part) => part !== ''), file].join('/');
}

/** Where `part` begins in `whole`; -1 where it does not. */
function placeOf(part: readonly string[], whole: readonly string[]): number {
  return whole.findIndex((_, at) => part.every((folder, index) => whole[at + index] === folder));
}

const testFolders = new Set(['test', 'tests', '__tests__', 'spec', 'specs']);
const sourceFolders = new Set(['src', 'lib', 'app', 'source', 'sources']);

/** The folder that holds the sources, with what is before it left out; empty where there is none. */
function sourceRoot(source: string): string {
  return folderOf(source).find((folder) => sourceFolders.has(folder.toLowerCase())) ?? '';
}

function nearest(tests: readonly string[], source: string): string | undefined {
  return [...tests].sort(
    (one, other) =>
      Number(extensionOf(other) === extensionOf(source)) - Number(extensionOf(one) === extensionOf(source)) ||
      likeness(other, source) - likeness(one, source) ||
      (one < other ? -1 : 1),
  )[0];
}

/** How many folders two paths have in common, from the front and from the back. */
function likeness(one: string, other: string): number {
  const [here, there] = [folderOf(one), folderOf(other)].map((folders) => folders.filter((part) => !testFolders.has(part))) as [
    string[],
    string[],
  ];
  let back = 0;
  while (back < Math.min(here.length, there.length) && here.at(-1 - back) === there.at(-1 - back)) back++;
  return common(here, there) + back + (here.join('/') === there.join('/') ? 1 : 0);
}

function common(one: readonly string[], other: readonly string[]): number {
  let count = 0;
  while (count < Math.min(one.length, other.length) && one[count] === other[count]) count++;
  return count;
}

function folderOf(path: string): readonly string[] {
  return path.split('/').slice(0, -1);
}

function extensionOf(path: string): string {
  return /\.\w+$/.exec(path)?.[0] ?? '';
}

/** Of the file's name, without its extension. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}
