/** Globs of a model: what they match, and that none of them takes long. */
import assert from 'node:assert/strict';
import { pathGlob } from '../../../../src/core/tools/pathGlob';

function matching(glob: string, ...paths: readonly string[]): readonly string[] {
  const matches = pathGlob(glob);
  assert.ok(matches !== undefined);
  return paths.filter(matches);
}

suite('Globs that a model writes', () => {
  const paths = ['a.ts', 'src/a.ts', 'src/view/a.test.ts', 'src/view/b.CSS', '.env', 'srcs/a.ts', 'src/[x]/(y)/page.tsx'];
  const cases: Readonly<Record<string, readonly string[]>> = {
    '*.ts': ['a.ts'],
    '**/*.ts': ['a.ts', 'src/a.ts', 'src/view/a.test.ts', 'srcs/a.ts'],
    '**/*.test.ts': ['src/view/a.test.ts'],
    'src/**': ['src/a.ts', 'src/view/a.test.ts', 'src/view/b.CSS', 'src/[x]/(y)/page.tsx'],
    'src/': ['src/a.ts', 'src/view/a.test.ts', 'src/view/b.CSS', 'src/[x]/(y)/page.tsx'],
    'src/*.ts': ['src/a.ts'],
    'src\\**\\*.css': ['src/view/b.CSS'],
    './src/**/a.*': ['src/a.ts', 'src/view/a.test.ts'],
    'src/**/view/**/*': ['src/view/a.test.ts', 'src/view/b.CSS'],
    '**/*.{css,tsx}': ['src/view/b.CSS', 'src/[x]/(y)/page.tsx'],
    '{src,srcs}/{a,b}.{ts,{c,C}ss}': ['src/a.ts', 'srcs/a.ts'],
    '**/(y)/*': ['src/[x]/(y)/page.tsx'],
    'sr?/a.ts': ['src/a.ts'],
    'src/view/[!b-z]*': ['src/view/a.test.ts'],
    'src/view/[a-b].*': ['src/view/a.test.ts', 'src/view/b.CSS'],
    '*': ['a.ts', '.env'],
    '**': paths,
    '{a': [],
    '[': [],
  };
  for (const [glob, expected] of Object.entries(cases)) {
    test(`${glob} matches what it says`, () => {
      assert.deepEqual(matching(glob, ...paths), expected);
    });
  }

  test('a name with a brace or a bracket that is not closed is matched as it is', () => {
    assert.deepEqual(matching('a{b', 'a{b', 'ab'), ['a{b']);
    assert.deepEqual(matching('a[b', 'a[b', 'ab'), ['a[b']);
  });

  test('none of them takes long, however they are made', () => {
    const path = `${'a'.repeat(200)}/`.repeat(20) + 'a'.repeat(200);
    const startedAt = performance.now();
    for (const glob of [
      `${'*a'.repeat(100)}z`,
      `${'**/*a/'.repeat(60)}z`,
      `${'**/'.repeat(100)}z`,
      '**/**/**/{a,b}*z',
      `${'{a,b}'.repeat(6)}**z`,
      '?*'.repeat(200),
      `${'+('.repeat(100)}a${')'.repeat(100)}z`,
    ]) {
      assert.deepEqual(matching(glob, path), [], glob);
    }
    assert.ok(performance.now() - startedAt < 2000);
  });

  test('are not taken where they stand for too many, or are as long as a text', () => {
    assert.equal(pathGlob('{a,b}'.repeat(50)), undefined);
    assert.equal(pathGlob('{'.repeat(250) + '}'.repeat(250)) === undefined, false);
    assert.equal(pathGlob('a'.repeat(100_000)), undefined);
  });
});
