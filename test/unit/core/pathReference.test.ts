import assert from 'node:assert/strict';
import { findPathReferences, parsePathReference, parsePathTarget } from '../../../src/core/pathReference';

suite('parsePathReference', () => {
  for (const [text, expected] of [
    ['src/a.ts', { path: 'src/a.ts' }],
    ['a.ts', { path: 'a.ts' }],
    ['./a.ts', { path: './a.ts' }],
    ['../b/a.ts', { path: '../b/a.ts' }],
    ['src/a.ts:12', { path: 'src/a.ts', line: 12 }],
    ['src/a.ts:12:5', { path: 'src/a.ts', line: 12, column: 5 }],
    ['src/a.ts:12-20', { path: 'src/a.ts', line: 12, endLine: 20 }],
    ['src/a.ts#L12', { path: 'src/a.ts', line: 12 }],
    ['src/a.ts#L12-L20', { path: 'src/a.ts', line: 12, endLine: 20 }],
    ['src/a.ts#L12C3-L20C9', { path: 'src/a.ts', line: 12, column: 3, endLine: 20 }],
    ['src/a.ts#12-20', { path: 'src/a.ts', line: 12, endLine: 20 }],
    ['src/a.ts(12,5)', { path: 'src/a.ts', line: 12, column: 5 }],
    ['src/a.ts(12)', { path: 'src/a.ts', line: 12 }],
    ['C:\\x\\a.ts:3', { path: 'C:\\x\\a.ts', line: 3 }],
    ['src\\x\\a.ts', { path: 'src\\x\\a.ts' }],
    ['/home/me/a.py', { path: '/home/me/a.py' }],
    ['app/[id]/page.tsx:4', { path: 'app/[id]/page.tsx', line: 4 }],
    ['文档/说明.md', { path: '文档/说明.md' }],
    ['.gitignore', { path: '.gitignore' }],
    ['docker/Dockerfile:3', { path: 'docker/Dockerfile', line: 3 }],
    ['src/a.ts:0', undefined],
    ['a.ts:20-12', { path: 'a.ts', line: 20 }],
    ['https://example.com/a.ts', undefined],
    ['//host/a.ts', undefined],
    ['console.log', undefined],
    ['Math.max', undefined],
    ['.then', undefined],
    ['v1.2.3', undefined],
    ['3.14', undefined],
    ['and/or', undefined],
    ['src/**/*.ts', undefined],
    ['npm run build', undefined],
    ['-a.ts', undefined],
    ['', undefined],
    [`${'a/'.repeat(200)}a.ts`, undefined],
  ] as const) {
    test(`reads ${text.slice(0, 40) || 'nothing'}`, () => {
      assert.deepEqual(parsePathReference(text), expected);
    });
  }
});

suite('parsePathTarget', () => {
  for (const [target, expected] of [
    ['src/a.ts#L12', { path: 'src/a.ts', line: 12 }],
    ['LICENSE', { path: 'LICENSE' }],
    ['docs/my%20file.md', { path: 'docs/my file.md' }],
    ['docs/100%.md', { path: 'docs/100%.md' }],
    ['a.ts?plain=1', { path: 'a.ts' }],
    ['#part', undefined],
    ['docs/a.md#part', undefined],
  ] as const) {
    test(`reads ${target}`, () => {
      assert.deepEqual(parsePathTarget(target), expected);
    });
  }
});

suite('findPathReferences', () => {
  const found = (text: string): string[] => findPathReferences(text).map(({ start, end }) => text.slice(start, end));

  test('finds names with a place, and names in folders, without the punctuation around them', () => {
    assert.deepEqual(found('See src/a.ts:12, (lib/b.py) and c.go:3. Also src/d.ts(1,2).'), [
      'src/a.ts:12',
      'lib/b.py',
      'c.go:3',
      'src/d.ts(1,2)',
    ]);
    assert.deepEqual(found('请看src/a.ts:12。然后'), ['src/a.ts:12']);
    assert.deepEqual(found('C:\\x\\a.ts:3 fails'), ['C:\\x\\a.ts:3']);
  });

  test('leaves other words alone', () => {
    for (const text of [
      'README.md and main.rs',
      'at 12:30, e.g. and/or',
      'https://example.com/a/b.html',
      'a ratio of 1.5/2.5',
      'user@example.com',
      'see #12 (3)',
      'x.y.z',
    ]) {
      assert.deepEqual(found(text), [], text);
    }
  });

  test('gives the place', () => {
    assert.deepEqual(findPathReferences('in src/a.ts#L3-L5'), [
      { start: 3, end: 17, reference: { path: 'src/a.ts', line: 3, endLine: 5 } },
    ]);
  });

  test('is quick with long words', () => {
    const started = performance.now();
    for (const word of ['a.', '/', 'a/', '((', 'a:1', '.1/']) findPathReferences(word.repeat(50_000));
    assert.ok(performance.now() - started < 2000);
  });
});
