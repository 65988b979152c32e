import assert from 'node:assert/strict';
import type { ChangedFile, Changes } from '../../../../src/core/commit/changes';
import { shownPath } from '../../../../src/core/commit/changeList';
import { changesText } from '../../../../src/core/commit/changesText';
import { worthOf } from '../../../../src/core/commit/fileWorth';
import { estimateTokens } from '../../../../src/core/tokens';

function changes(files: readonly ChangedFile[], source: Changes['source'] = 'index'): Changes {
  const state = { operation: 'none', isFirstCommit: false, recentSubjects: [], ownSubjects: [], commentChar: '#' } as const;
  return { source, files, state };
}

function file(path: string, lines: number, more: Partial<ChangedFile> = {}): ChangedFile {
  const content = Array.from({ length: lines }, (_, line) => `+const value${String(line)} = compute(${String(line * 7)});\n`);
  const patch = `@@ -0,0 +1,${String(lines)} @@\n${content.join('')}`;
  return { path, kind: 'modified', isBinary: false, isSubmodule: false, added: lines, deleted: 0, patch, ...more };
}

suite('Text of changes', () => {
  test('names every file with its counts and what it is, and holds all contents where there is room', () => {
    const plain = { isBinary: false, isSubmodule: false, added: 0, deleted: 0 };
    const { text, tokens, shortened, leftOut } = changesText(
      changes([
        file('src/a.ts', 2),
        { path: 'new.md', oldPath: 'old.md', kind: 'renamed', ...plain },
        { path: 'logo.png', kind: 'added', isBinary: true, isSubmodule: false, newMode: '100644' },
        { path: 'lib', kind: 'modified', ...plain, isSubmodule: true },
        { path: 'run.sh', kind: 'modified', ...plain, oldMode: '100644', newMode: '100755' },
        { path: 'both.txt', kind: 'unmerged', isBinary: false, isSubmodule: false },
        { path: 'new\nline "x"', kind: 'deleted', ...plain, deleted: 3 },
      ]),
      1000,
    );
    assert.equal(
      text,
      [
        'Staged for the commit: 7 files, +2 -3',
        '',
        'M src/a.ts +2 -0',
        'R old.md -> new.md +0 -0',
        'A logo.png (binary)',
        'M lib +0 -0 (submodule)',
        'M run.sh +0 -0 (mode 100644 -> 100755)',
        'U both.txt (not merged yet)',
        'D "new\\nline \\"x\\"" +0 -3',
        '',
        'Contents:',
        '',
        '### src/a.ts',
        '@@ -0,0 +1,2 @@',
        '+const value0 = compute(0);',
        '+const value1 = compute(7);',
        '',
      ].join('\n'),
    );
    assert.equal(tokens, estimateTokens(text));
    assert.deepEqual([shortened, leftOut], [[], []]);
  });

  test('says where it is of the working tree', () => {
    assert.match(
      changesText(changes([file('a.ts', 1)], 'workingTree'), 500).text,
      /^Nothing is staged\. In the working tree: 1 file, /,
    );
  });

  test('shortens a giant file inside, and keeps the small one beside it whole', () => {
    const { text, shortened, leftOut } = changesText(changes([file('src/giant.ts', 5000), file('src/small.ts', 5)]), 1000);
    assert.deepEqual([shortened, leftOut], [['src/giant.ts'], []]);
    assert.ok(text.includes(file('src/small.ts', 5).patch ?? ''));
    assert.match(text, /### src\/giant\.ts\n@@ -0,0 \+1,5000 @@\n\+const value0 [^]*… \d+ lines left out …\n[^]*value4999/);
    assert.match(text, /Lines that begin with … stand for what is left out of src\/giant\.ts\./);
  });

  test('gives generated files the least, and tests and documents less than source', () => {
    const paths = ['package-lock.json', 'docs/a.md', 'test/a.ts', 'src/a.ts'];
    const { text } = changesText(changes(paths.map((path) => file(path, 3000))), 3000);
    const lengths = paths.map((path) => (text.split(`### ${path}\n`)[1] ?? '').split('\n###')[0]?.length ?? 0);
    assert.deepEqual(
      [...lengths].sort((one, other) => one - other),
      lengths,
    );
    assert.ok((lengths[3] ?? 0) > 10 * (lengths[0] ?? 0), String(lengths));
  });

  test('does not let many snapshots take the room of one source file', () => {
    const snapshots = Array.from({ length: 40 }, (_, index) => file(`src/${String(index)}.snap`, 100));
    const source = file('src/a.ts', 150);
    const { text, leftOut } = changesText(changes([...snapshots, source]), 3200);
    assert.ok(text.includes(source.patch ?? ''));
    assert.ok(leftOut.length > 0 && leftOut.every((path) => path.endsWith('.snap')));
    assert.match(text, new RegExp(`The contents of ${String(leftOut.length)} files are left out here`));
  });

  test('never holds what is excluded, and says so', () => {
    const { text, leftOut } = changesText(changes([file('secret.env', 3, { isExcluded: true }), file('a.ts', 1)]), 1000);
    assert.match(text, /M secret\.env \+3 -0 \(contents are not sent\)/);
    assert.equal(text.includes('value2'), false);
    assert.deepEqual(leftOut, ['secret.env']);
  });

  test('tells what was too much to read', () => {
    const unread: ChangedFile = { path: 'b.ts', kind: 'modified', isBinary: false, isSubmodule: false, isPatchCut: true };
    const { text, shortened, leftOut } = changesText(changes([file('a.ts', 2, { isPatchCut: true }), unread]), 1000);
    assert.match(text, /value1[^\n]*\n… more was not read …\n/);
    assert.deepEqual([shortened, leftOut], [['a.ts'], ['b.ts']]);
  });

  test('names thousands of files by their folders, and counts only the least of them where even that is too much', () => {
    const files = Array.from({ length: 2000 }, (_, index) => {
      const folder = index < 200 ? 'src/core/deep' : `vendor/library${String(index % 10)}`;
      return file(`${folder}/module${String(index)}.js`, 1);
    });
    const some = changesText(changes(files), 40_000);
    assert.ok(some.tokens <= 40_000);
    for (const { path } of files) {
      assert.ok(some.text.includes(path.slice(path.lastIndexOf('/') + 1)), path);
    }
    const few = changesText(changes(files), 6_000);
    assert.ok(few.tokens <= 6_000, String(few.tokens));
    assert.match(few.text, /^vendor\/library3\/ 180 files, \+180 -0$/m);
    assert.match(few.text, /module199\.js/);
  });

  test('of a merge without changes says that there are none', () => {
    assert.equal(changesText(changes([]), 100).text, 'Staged for the commit: 0 files, +0 -0\n\n');
  });

  test('of tens of megabytes is made within a second or so', () => {
    const patch = file('x', 6000).patch ?? '';
    const files = Array.from({ length: 60 }, (_, index) => ({ ...file(`src/${String(index)}.ts`, 1), patch }));
    const start = performance.now();
    const { tokens } = changesText(changes(files), 30_000);
    assert.ok(tokens <= 30_000);
    assert.ok(performance.now() - start < 5_000);
  });

  test('keeps its budget, names every file and lets generated ones give way, whatever the changes are', () => {
    let seed = 7;
    const random = (most: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * most);
    };
    for (let round = 0; round < 150; round += 1) {
      const files = Array.from({ length: 1 + random(30) }, (_, index) => {
        const folder = ['src', 'test', 'docs', 'dist', 'wéird "ñ'][random(5)] ?? '';
        const lines = 1 + random(random(8) === 0 ? 3000 : 40);
        const wide = random(4) === 0 ? `@@ -1 +1 @@\n-x\n+${'汉字 '.repeat(random(4000))}\n` : undefined;
        return file(`${folder}/${String(index)}.ts`, lines, wide === undefined ? {} : { patch: wide });
      });
      const budget = 900 + random(8000);
      const result = changesText(changes(files), budget);
      const context = `round ${String(round)}, budget ${String(budget)}`;
      assert.ok(result.tokens <= budget && result.tokens === estimateTokens(result.text), context);
      const whole = files.filter(({ path }) => !result.shortened.includes(path) && !result.leftOut.includes(path));
      for (const each of files) {
        assert.ok(result.text.includes(shownPath(each.path)), `${context}: ${each.path}`);
      }
      for (const each of whole) {
        assert.ok(result.text.includes(`### ${shownPath(each.path)}\n${each.patch ?? ''}`), `${context}: ${each.path}`);
      }
      // Where a source file is cut, generated ones have together less than it has.
      const lengthOf = (each: ChangedFile): number =>
        (result.text.split(`### ${shownPath(each.path)}\n`)[1] ?? '').split('\n###')[0]?.length ?? 0;
      const generated = files.filter((each) => worthOf(each) === 'generated');
      const cutSource = files.filter(({ path }) => path.startsWith('src/') && result.shortened.includes(path));
      const sourceLength = files.filter((each) => worthOf(each) === 'source').reduce((sum, each) => sum + lengthOf(each), 0);
      if (cutSource.length > 0) {
        assert.ok(generated.reduce((sum, each) => sum + lengthOf(each), 0) <= sourceLength, context);
      }
    }
  });
});
