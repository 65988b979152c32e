/** Where tests go, by what a project shows of its convention. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { testPlace } from '../../../../src/core/selection/testFiles';

suite('Tests of a file', () => {
  const cases: readonly (readonly [title: string, source: string, paths: readonly string[], expected: string])[] = [
    ['are beside it without a convention', 'src/a.ts', ['src/a.ts'], 'src/a.test.ts'],
    ['are beside it where others are', 'src/x/a.ts', ['src/x/a.ts', 'src/b.ts', 'src/b.spec.ts'], 'src/x/a.spec.ts'],
    ['are in __tests__', 'src/x/a.tsx', ['src/b.ts', 'src/__tests__/b.test.ts'], 'src/x/__tests__/a.test.tsx'],
    ['are in __tests__ without a suffix', 'src/a.js', ['src/b.js', 'src/__tests__/b.js'], 'src/__tests__/a.js'],
    ['mirror the sources', 'src/core/x/a.ts', ['src/core/b.ts', 'test/unit/core/b.test.ts'], 'test/unit/core/x/a.test.ts'],
    ['mirror the sources, with src', 'src/x/a.ts', ['src/y/b.ts', 'tests/src/y/b.test.ts'], 'tests/src/x/a.test.ts'],
    [
      'mirror in a package',
      'packages/p/src/a.ts',
      ['packages/q/src/b.ts', 'packages/q/test/b.test.ts'],
      'packages/p/test/a.test.ts',
    ],
    [
      'follow the tests nearby',
      'packages/p/src/a.ts',
      [
        ...['packages/p/src/b.ts', 'packages/p/src/b.spec.ts', 'packages/q/src/c.ts', 'packages/q/test/c.test.ts'],
        ...['packages/q/src/d.ts', 'packages/q/test/d.test.ts'],
      ],
      'packages/p/src/a.spec.ts',
    ],
    ['go where tests of nothing known are', 'src/x/a.js', ['test/everything.test.js'], 'test/x/a.test.js'],
    ['of a root folder are in test/', 'a.js', ['b.js', 'test/b.test.js'], 'test/a.test.js'],
    ['of Go are beside it', 'pkg/x/a.go', [], 'pkg/x/a_test.go'],
    ['of Python are in tests/', 'a.py', [], 'tests/test_a.py'],
    ['are in test/ without a suffix', 'lib/x/a.js', ['lib/x/b.js', 'test/x/b.js'], 'test/x/a.js'],
    ['of Python leave src out', 'src/x/a.py', [], 'tests/x/test_a.py'],
    ['of Rails leave app out', 'app/models/a.rb', [], 'spec/models/a_spec.rb'],
    ['of Ruby follow minitest', 'lib/a.rb', ['lib/b.rb', 'test/test_b.rb'], 'test/test_a.rb'],
    ['of Python mirror', 'app/x/a.py', ['app/y/b.py', 'tests/y/test_b.py'], 'tests/x/test_a.py'],
    ['of Python are beside it', 'app/a.py', ['app/b.py', 'app/b_test.py'], 'app/a_test.py'],
    ['of Rust are inside', 'src/lib.rs', ['tests/integration.rs'], 'src/lib.rs'],
    ['of Java mirror', 'src/main/java/com/x/A.java', [], 'src/test/java/com/x/ATest.java'],
    [
      'of Java follow the others',
      'm/src/main/java/A.java',
      ['m/src/main/java/B.java', 'm/src/test/java/BTests.java'],
      'm/src/test/java/ATests.java',
    ],
    ['of Ruby', 'lib/x/a.rb', [], 'spec/x/a_spec.rb'],
    ['of Elixir are scripts', 'lib/x/a.ex', [], 'test/x/a_test.exs'],
    ['of C#', 'Shop/A.cs', ['Shop/B.cs', 'Shop.Tests/BTests.cs'], 'Shop.Tests/ATests.cs'],
    ['of a component', 'src/A.vue', ['src/b.ts', 'src/b.spec.ts'], 'src/A.spec.ts'],
    ['of a test are in itself', 'test/a.test.ts', ['src/a.ts'], 'test/a.test.ts'],
  ];
  for (const [title, source, paths, expected] of cases) {
    test(title, () => {
      assert.equal(testPlace(source, paths)?.path, expected);
    });
  }

  test('are added to those that there are, the nearest of several', () => {
    const paths = ['src/x/index.ts', 'src/y/index.ts', 'test/x/index.test.ts', 'test/y/index.test.ts'];
    assert.deepEqual(testPlace('src/y/index.ts', paths), { path: 'test/y/index.test.ts', exists: true });
    assert.deepEqual(testPlace('src/deep/a.py', ['tests/test_a.py', 'tests/test_b.py']), {
      path: 'tests/test_a.py',
      exists: true,
    });
  });

  test('are not those of a file of the same name elsewhere', () => {
    const paths = ['src/x/index.ts', 'src/x/index.test.ts', 'lib/y/index.ts'];
    assert.equal(testPlace('lib/y/index.ts', paths)?.path, 'lib/y/index.test.ts');
  });

  test('are there where their folder alone says what they are', () => {
    const paths = ['lib/a.js', 'lib/b.js', 'test/a.js', 'test/b.js'];
    assert.deepEqual(testPlace('lib/a.js', paths), { path: 'test/a.js', exists: true });
  });

  test('come with an example of the project', () => {
    const place = testPlace('src/x/a.ts', ['src/y/b.test.ts', 'src/x/c.test.ts', 'src/x/d.test.js']);
    assert.deepEqual(place, { path: 'src/x/a.test.ts', exists: false, example: 'src/x/c.test.ts' });
  });

  test('are unknown for a language without a convention', () => {
    assert.equal(testPlace('notes.md', []), undefined);
    assert.equal(testPlace('Makefile', []), undefined);
  });

  test('are never in the file itself, nor out of the workspace, whatever else there is', () => {
    const part = fc.constantFrom('src', 'test', '__tests__', 'lib', 'a', 'b');
    const path = fc
      .tuple(
        fc.array(part, { maxLength: 3 }),
        fc.constantFrom('a.ts', 'b.ts', 'b.test.ts', 'test_b.py', 'b.py', 'c.spec.js', 'c.js'),
      )
      .map(([folders, file]) => [...folders, file].join('/'));
    fc.assert(
      fc.property(
        fc.array(path, { maxLength: 8 }),
        fc.array(fc.constantFrom('src', 'lib', 'a'), { maxLength: 3 }),
        (paths, folders) => {
          const source = [...folders, 'new.ts'].join('/');
          const found = testPlace(source, paths);
          assert.ok(found !== undefined && found.path !== source && !found.path.startsWith('/') && !found.path.includes('//'));
        },
      ),
    );
  });
});
