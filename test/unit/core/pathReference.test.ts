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
    ['ünï.ts', { path: 'ünï.ts' }],
    ['说明.md:3', { path: '说明.md', line: 3 }],
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

  test('finds names in any script', () => {
    assert.deepEqual(found('src/ünï.ts:3, src/中文.ts:2, src/u\u0308.ts and файлы/тест.py(4).'), [
      'src/ünï.ts:3',
      'src/中文.ts:2',
      'src/u\u0308.ts',
      'файлы/тест.py(4)',
    ]);
    assert.deepEqual(found('ünï.ts:3\r\n문서/설명.md 说明.md:7 🚀src/𠮷.ts:1🚀'), [
      'ünï.ts:3',
      '문서/설명.md',
      '说明.md:7',
      'src/𠮷.ts:1',
    ]);
  });

  test('finds files that are known by a name without an ending', () => {
    assert.deepEqual(found('src/Makefile:3, docker/Dockerfile and Makefile:12, but not Makefile: or LICENSE'), [
      'src/Makefile:3',
      'docker/Dockerfile',
      'Makefile:12',
    ]);
    assert.deepEqual(found('app/.gitignore is new, app/other is not'), ['app/.gitignore']);
  });

  test('tells a name from the words around it in scripts without blanks between words', () => {
    assert.deepEqual(found('修改src/a.ts中的函数，打开src/中文.ts:2行，文件(src/b.ts:12)和src/c.ts:3行。'), [
      'src/a.ts',
      'src/中文.ts:2',
      'src/b.ts:12',
      'src/c.ts:3',
    ]);
    assert.deepEqual(found('src/a.tsを開く, src/b.ts에서, 見る:src/c.ts:3, 在./d.ts:4, 看a.ts:5'), [
      'src/a.ts',
      'src/b.ts',
      'src/c.ts:3',
      './d.ts:4',
      'a.ts:5',
    ]);
    assert.deepEqual(found('在src/a.ts:12行和src/b.ts:3'), ['src/a.ts:12', 'src/b.ts:3']);
    assert.deepEqual(found('在src/a.ts和src/b.ts里'), ['src/a.ts', 'src/b.ts']);
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
      'и/или, 和/或, 1.5米/2.5米',
      'https://example.com/文档/说明.html',
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
    for (const word of ['a.', '/', 'a/', '((', 'a:1', '.1/', '中', '中/', '中a', 'ü.a:1', '看a.ts:1和', 'u\u0308'])
      findPathReferences(word.repeat(50_000));
    assert.ok(performance.now() - started < 2000);
  });
});
