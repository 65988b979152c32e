/** What a block of code is to a file, and what the file then looks like: diffs, SEARCH/REPLACE blocks and whole files. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineChanges } from '../../../../src/core/edits/lineDiff';
import { filesInBlock, placeCode, replaceWhole } from '../../../../src/core/edits/placeCode';
import { assertPlaced, assertUnplaceable, place, shop, unit } from '../../../support/placeFixture';

suite('A diff', () => {
  const diff = `--- a/src/shop.ts
+++ b/src/shop.ts
@@ -11,5 +11,4 @@ export function add
 export function sub(x: number, y: number): number {
-  const result = x - y;
-  return result;
+  return x - y;
 }
`;
  const after = shop.replace('  const result = x - y;\n  return result;\n', '  return x - y;\n');

  test('changes the lines that it names', () => {
    assertPlaced(place(shop, diff), after, { kind: 'diff', isExact: true });
  });

  test('may have wrong line numbers, or none', () => {
    assertPlaced(place(shop, diff.replace('-11,5 +11,4', '-400,9 +3,1')), after, { isExact: true });
    assertPlaced(place(shop, diff.replace(/@@ .* @@.*/, '@@')), after, { isExact: true });
    assertPlaced(place(shop, diff.replace(/@@ .* @@.*/, '@@ ... @@')), after);
    assertPlaced(place(shop, diff.replace(/@@.*\n/, '')), after);
  });

  test('may have no file header, and carriage returns', () => {
    assertPlaced(place(shop, diff.split('\n').slice(2).join('\r\n')), after);
  });

  test('may have lost the blank before its context', () => {
    assertPlaced(place(shop, diff.replace(/^ (?=\S)/gm, '')), after);
  });

  test('may be indented with tabs where the file has spaces', () => {
    assertPlaced(place(shop, diff.replace(/(?<=^[+-]) {2}/gm, '\t')), after, { isExact: false });
  });

  test('keeps line ends, byte order mark and the missing last line break', () => {
    const windows = `\uFEFF${shop.trimEnd().replaceAll('\n', '\r\n')}`;
    assertPlaced(place(windows, diff), `\uFEFF${after.trimEnd().replaceAll('\n', '\r\n')}`);
  });

  test('keeps the context of the file, trailing blanks as well', () => {
    assertPlaced(place('a \n  b\nc', '@@\n a\n-  b\n+  x\n c'), 'a \n  x\nc', { isExact: false });
  });

  test('that fits twice goes where its number says, else nowhere', () => {
    const text = 'x {\n  a\n}\ny\nx {\n  a\n}\n';
    const hunk = (header: string): string => `${header}\n x {\n-  a\n+  b\n }`;
    assertUnplaceable(place(text, hunk('@@')), 'ambiguous');
    assertUnplaceable(place(text, hunk('@@ -3,3 +3,3 @@')), 'ambiguous');
    assertPlaced(place(text, hunk('@@ -5,3 +5,3 @@')), 'x {\n  a\n}\ny\nx {\n  b\n}\n');
  });

  test('with several hunks takes each after the one before', () => {
    const text = 'a\nx\nb\nx\nc\nx\n';
    assertPlaced(place(text, '@@\n b\n-x\n+1\n@@\n c\n-x\n+2'), 'a\nx\nb\n1\nc\n2\n');
  });

  test('with lines that are nowhere is refused', () => {
    assertUnplaceable(place(shop, '@@\n-nothing like it\n+new'), 'notFound');
    assertUnplaceable(place(shop, '@@\n+new'), 'noContext');
    assertUnplaceable(place(shop, '--- a/x\n+++ /dev/null\n@@\n-a'), 'deletion');
  });

  test('that has been applied changes nothing', () => {
    assert.deepEqual(place(after, diff), { outcome: 'unchanged' });
  });

  test('makes a new file', () => {
    assertPlaced(place('', '--- /dev/null\n+++ b/x.ts\n@@ -0,0 +1,2 @@\n+a\n+b'), 'a\nb\n', { kind: 'diff' });
  });

  test('names its files', () => {
    const two = `${diff}diff --git a/new.ts b/new.ts\nnew file mode 100644\nindex 000..111\n--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1 @@\n+x\n`;
    assert.deepEqual(
      filesInBlock(two).map(({ path, isNewFile }) => ({ path, isNewFile })),
      [
        { path: 'src/shop.ts', isNewFile: false },
        { path: 'new.ts', isNewFile: true },
      ],
    );
    const second = placeCode('', { code: two, language: 'diff', languageId: 'typescript', unit, fileIndex: 1 });
    assertPlaced(second, 'x\n');
    assertPlaced(place(shop, two), after);
  });

  test('is not what has a line of dashes or a list', () => {
    assert.deepEqual(filesInBlock('- one\n- two\n--- three\n+ four'), []);
    assert.deepEqual(filesInBlock('title: x\n---\n+ a'), []);
  });
});

suite('SEARCH/REPLACE blocks', () => {
  const block = (search: string, replace: string): string => `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;

  test('replace what they search for, each its own', () => {
    const code = `${block('const limit = 10;', 'const limit = 20;')}\n\n${block('  return x + y;', '  return y + x;')}`;
    const after = shop.replace('limit = 10', 'limit = 20').replace('x + y', 'y + x');
    assertPlaced(place(shop, code), after, { kind: 'searchReplace', isExact: true });
  });

  test('may be indented otherwise', () => {
    const code = block(
      'add(item: string): void {\n  this.#items.push(item);\n}',
      'add(item: string): void {\n  if (item) {\n    this.#items.push(item);\n  }\n}',
    );
    const after = shop.replace('    this.#items.push(item);\n', '    if (item) {\n      this.#items.push(item);\n    }\n');
    assertPlaced(place(shop, code), after, { isExact: false });
  });

  test('may delete', () => {
    assertPlaced(place('a\nb\nc\n', '<<<<<<< SEARCH\nb\n=======\n>>>>>>> REPLACE'), 'a\nc\n');
  });

  test('do not choose between two places', () => {
    assertUnplaceable(place('a\na\n', block('a', 'b')), 'ambiguous');
    assertUnplaceable(place('a\n', block('z', 'b')), 'notFound');
  });

  test('name their file above', () => {
    assert.deepEqual(filesInBlock(`src/a.ts\n${block('a', 'b')}`), [{ path: 'src/a.ts', isNewFile: false, isDeletion: false }]);
  });

  test('are a change of one file also where they name none', () => {
    assert.deepEqual(filesInBlock(block('a', 'b')), [{ path: undefined, isNewFile: false, isDeletion: false }]);
  });

  test('of several files go each to its own, those without a name to the one before', () => {
    const code = `src/a.ts\n${block('a', '1')}\n\n${block('b', '2')}\n\nsrc/c.ts\n${block('c', '3')}\nsrc/a.ts\n${block('d', '4')}`;
    assert.deepEqual(
      filesInBlock(code).map(({ path }) => path),
      ['src/a.ts', 'src/c.ts'],
    );
    const placeIn = (fileIndex: number, text: string): ReturnType<typeof placeCode> =>
      placeCode(text, { code, language: '', languageId: 'typescript', unit, fileIndex });
    assertPlaced(placeIn(0, 'a\nb\nc\nd\n'), '1\n2\nc\n4\n');
    assertPlaced(placeIn(1, 'a\nb\nc\nd\n'), 'a\nb\n3\nd\n');
  });

  test('are not the marks of a merge conflict', () => {
    assert.equal(place('', '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main').outcome, 'placed');
  });
});

suite('A whole file', () => {
  test('replaces its older version', () => {
    const code = shop
      .replace("import { b } from './b';", "import { b } from './b';\nimport { c } from './c';")
      .replace('x + y', 'c(x, y)');
    assertPlaced(place(shop, code), code, { kind: 'wholeFile', isExact: true });
    assertPlaced(place(shop, code.trimEnd()), code);
  });

  test('may lack a part in the middle', () => {
    const code = shop.replace(/\nexport function sub[^}]*\}\n/, '');
    assertPlaced(place(shop, code), code, { kind: 'wholeFile' });
  });

  test('keeps line ends, tabs and the missing last line break of the file', () => {
    const old = 'a {\r\n\tb {\r\n\t\tc\r\n\t}\r\n}';
    assertPlaced(place(old, 'a {\n  b {\n    c\n    d\n  }\n}\n'), 'a {\r\n\tb {\r\n\t\tc\r\n\t\td\r\n\t}\r\n}');
  });

  test('keeps trailing blanks of lines that stay', () => {
    assertPlaced(place('a  \nb\nc\n', 'a\nx\nc\n'), 'a  \nx\nc\n');
  });

  test('may be nothing but another indentation', () => {
    assertPlaced(place('a {\n\tb\n}\n', 'a {\n    b\n}'), 'a {\n    b\n}\n');
  });

  test('fills an empty file', () => {
    assertPlaced(place('', 'a\nb'), 'a\nb\n', { kind: 'wholeFile' });
    assertPlaced(place('\r\n', 'a\nb'), 'a\r\nb\r\n');
  });

  test('that is the file changes nothing', () => {
    assert.deepEqual(place(shop, shop), { outcome: 'unchanged' });
    assert.deepEqual(place(shop, '  return x + y;'), { outcome: 'unchanged' });
  });

  test('is written over any other where the user says so', () => {
    const replaced = replaceWhole('x\r\n\ty\r\n', { code: 'a\n  b', language: 'ts', languageId: 'typescript', unit });
    assert.equal(replaced, 'a\r\n\tb\r\n');
  });
});

suite('Any change of any file', () => {
  const line = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('alpha', 'beta', 'gamma', '}', '{', '', 'x = 1'))
    .map(([depth, text]) => (text === '' ? '' : '  '.repeat(depth) + text));
  const file = fc.array(line, { minLength: 1, maxLength: 30 });
  const eol = fc.constantFrom('\n', '\r\n');

  function diffOf(old: readonly string[], now: readonly string[]): string {
    let text = '';
    for (const change of lineChanges(old, now)) {
      const from = Math.max(0, change.oldStart - 3);
      text += `@@ -${String(from + 1)} +1 @@\n`;
      const lines = [
        ...old.slice(from, change.oldStart).map((entry) => ` ${entry}`),
        ...old.slice(change.oldStart, change.oldEnd).map((entry) => `-${entry}`),
        ...now.slice(change.newStart, change.newEnd).map((entry) => `+${entry}`),
      ];
      text += lines.map((entry) => `${entry}\n`).join('');
    }
    return text;
  }

  test('comes out of its diff, or is said to be unclear', () => {
    fc.assert(
      fc.property(file, file, eol, fc.boolean(), (old, now, end, hasBreak) => {
        const text = old.join(end) + (hasBreak ? end : '');
        fc.pre(
          old.length > 1 && text.trim() !== '' && old.join('\n') !== now.join('\n') && old.at(-1) !== '' && now.at(-1) !== '',
        );
        const placement = place(text, diffOf(old, now));
        if (placement.outcome !== 'placed') return;
        assert.equal(placement.text, now.join(end) + (hasBreak ? end : ''));
      }),
      { numRuns: 500 },
    );
  });
});
