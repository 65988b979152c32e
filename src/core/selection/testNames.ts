/** How test files are called, language by language. Where they lie is `testFiles.ts`'s to find out. */
import type { TestRule } from './testFiles';

/** A test's name is the source's between these. */
export interface TestName {
  readonly prefix: string;
  readonly suffix: string;
}

export interface TestFamily {
  readonly extensions: readonly string[];
  /** Longer ones first: the first that matches a file counts. */
  readonly names: readonly TestName[];
  /** Folders in which every file is a test, whatever its name. */
  readonly folders: readonly string[];
  /** Of a project without tests. */
  readonly fallback: TestRule;
  /** Tests of a unit are in its own file. */
  readonly isInline?: boolean;
}

const suffixes = (...all: readonly string[]): readonly TestName[] => all.map((suffix) => ({ prefix: '', suffix }));

function family(
  extensions: string,
  names: readonly TestName[],
  rule: Partial<TestRule> = {},
  more: Partial<TestFamily> = {},
): TestFamily {
  const name = names[0] ?? { prefix: '', suffix: '' };
  return {
    extensions: extensions.split(' ').map((extension) => `.${extension}`),
    names,
    folders: [],
    fallback: { name, from: '', to: '', below: '', ...rule },
    ...more,
  };
}

const families: readonly TestFamily[] = [
  family(
    'ts tsx js jsx mts cts mjs cjs vue svelte',
    [...suffixes('.test', '.spec', '-test', '_test', '.unit.test'), { prefix: 'test-', suffix: '' }],
    {},
    { folders: ['__tests__'] },
  ),
  family('go', suffixes('_test')),
  family('py', [{ prefix: 'test_', suffix: '' }, ...suffixes('_test', '_tests')], { to: 'tests' }),
  family('rs', [], {}, { isInline: true }),
  family('java', suffixes('Test', 'Tests', 'IT'), { from: 'src/main', to: 'src/test' }),
  family('kt', suffixes('Test', 'Tests', 'Spec'), { from: 'src/main', to: 'src/test' }),
  family('scala', suffixes('Spec', 'Test', 'Suite'), { from: 'src/main', to: 'src/test' }),
  family('groovy', suffixes('Spec', 'Test'), { from: 'src/main', to: 'src/test' }),
  family('cs', suffixes('Tests', 'Test'), { to: 'Tests' }),
  family('rb', [...suffixes('_spec', '_test'), { prefix: 'test_', suffix: '' }], { from: 'lib', to: 'spec' }),
  family('php', suffixes('Test'), { from: 'src', to: 'tests' }),
  family('dart', suffixes('_test'), { from: 'lib', to: 'test' }),
  family('ex exs', suffixes('_test'), { from: 'lib', to: 'test' }),
  family('swift', suffixes('Tests', 'Test'), { from: 'Sources', to: 'Tests' }),
  family('c cc cpp cxx', [...suffixes('_test', '_unittest', 'Test'), { prefix: 'test_', suffix: '' }], { to: 'tests' }),
];

/** By the extension; undefined where nothing is known of tests in this language. */
export function familyOf(path: string): TestFamily | undefined {
  const extension = /\.\w+$/.exec(path)?.[0].toLowerCase() ?? '';
  return families.find(({ extensions }) => extensions.includes(extension));
}

/** Of a project whose tests tell by their folder alone that they are some. */
export function withUnnamedTests(known: TestFamily): TestFamily {
  return known.folders.length === 0 ? known : { ...known, folders: [...known.folders, 'test', 'tests'] };
}

export function isTestPath(path: string, family: TestFamily): boolean {
  return stemsOf(path, family).length > 0;
}

/** What a test may be of: the names of sources without extension, each with how the test is named after it. */
export function stemsOf(
  path: string,
  { names, folders }: TestFamily,
): readonly { readonly stem: string; readonly name: TestName }[] {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const found = names.flatMap((name) => {
    const isNamed =
      file.length > name.prefix.length + name.suffix.length && file.startsWith(name.prefix) && file.endsWith(name.suffix);
    return isNamed ? [{ stem: file.slice(name.prefix.length, file.length - name.suffix.length), name }] : [];
  });
  const isInFolder = path
    .split('/')
    .slice(0, -1)
    .some((folder) => folders.includes(folder));
  return found.length === 0 && isInFolder ? [{ stem: file, name: { prefix: '', suffix: '' } }] : found;
}

/** Scripts of Elixir, and what stands for a component, have another extension than their source. */
export function testExtension(source: string, { extensions }: TestFamily, paths: readonly string[]): string {
  const own = /\.\w+$/.exec(source)?.[0] ?? '';
  if (own === '.ex') return '.exs';
  if (own === '.vue' || own === '.svelte') {
    return paths.some((path) => path.endsWith('.ts') && extensions.includes('.ts')) ? '.ts' : '.js';
  }
  return own;
}
