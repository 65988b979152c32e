/** What models write instead of SEARCH/REPLACE blocks: whole versions, diffs, prose. */
import assert from 'node:assert/strict';
import { block, readAnswer, targetOf } from '../../../support/editFixture';
import { shop } from '../../../support/placeFixture';

const region = { start: 10, end: 14 };
const newSub = 'export function sub(x: number, y: number): number {\n  return x - y;\n}';
const after = shop.replace('  const result = x - y;\n  return result;\n', '  return x - y;\n');

suite('An answer without blocks', () => {
  test('can be the lines that were asked about, written anew', () => {
    const { hunks, verdict, text } = readAnswer(targetOf(shop, { region }), [`Shorter:\n\n\`\`\`ts\n${newSub}\n\`\`\`\n`]);
    assert.equal(text, after);
    assert.equal(verdict.outcome, 'hunks');
    assert.equal(hunks[0]?.isExact, false);
    assert.equal(hunks[0].note, 'Shorter.');
  });

  test('can be the whole file, or a part of it with stand-ins for the rest', () => {
    assert.equal(readAnswer(targetOf(shop, { region }), [`\`\`\`ts\n${after}\`\`\``]).text, after);
    const part = `// ... existing code ...\n\n${newSub}\n\n// ... existing code ...`;
    assert.equal(readAnswer(targetOf(shop, { region }), [`\`\`\`ts\n${part}\n\`\`\``]).text, after);
  });

  test('can be a diff, in a fence or without one', () => {
    const diff =
      '--- a/src/shop.ts\n+++ b/src/shop.ts\n@@ -11,4 +11,3 @@\n export function sub(x: number, y: number): number {\n-  const result = x - y;\n-  return result;\n+  return x - y;\n }\n';
    assert.equal(readAnswer(targetOf(shop), [diff]).text, after);
    assert.equal(readAnswer(targetOf(shop), [`\`\`\`diff\n${diff}\`\`\``]).text, after);
    const other = readAnswer(targetOf(shop), [diff.replaceAll('shop.ts', 'other.ts')]);
    assert.deepEqual(other.verdict.faults, [{ kind: 'otherFile', path: 'src/other.ts' }]);
  });

  test('can be a text with the same words, where no line is left', () => {
    const base = 'Dear all,\n\nthe meeting is on Monday, bring the numbers.\n\nYours\n';
    const target = targetOf(base, { languageId: 'plaintext', region: { start: 2, end: 3 } });
    const { text, hunks } = readAnswer(target, ['```\nOn Monday is the meeting. Please bring the numbers.\n```']);
    assert.equal(
      text,
      base.replace('the meeting is on Monday, bring the numbers.', 'On Monday is the meeting. Please bring the numbers.'),
    );
    assert.equal(hunks[0]?.isExact, false);
  });

  test('is not taken for a new version where it is about something else', () => {
    const { hunks, verdict } = readAnswer(targetOf(shop, { region }), ['Like this:\n```ts\nfoo(bar, baz);\n```\n']);
    assert.deepEqual(hunks, []);
    assert.equal(verdict.outcome, 'faults');
    assert.equal(verdict.faults[0]?.kind, 'notFound');
  });

  suite('that is a part of a file', () => {
    const python =
      'class Shop:\n    def add(self, item):\n        if item is None:\n            return\n        self.items.append(item)\n\n' +
      '    def clear(self):\n        if item is None:\n            return\n        self.items = []\n';
    const target = targetOf(python, { path: 'shop.py', languageId: 'python', unit: { useTabs: false, size: 4 } });
    const add = { start: 1, end: 5 };
    const better = python.replace('item is None', 'not item');
    const lines = better.split('\n');
    const read = (code: readonly string[], where = add) =>
      readAnswer({ ...target, region: where }, [`\`\`\`python\n${code.join('\n')}\n\`\`\`\n`]);

    test('goes to the depth of the file, whatever its own is', () => {
      const method = lines.slice(1, 5);
      assert.equal(read(method).text, better);
      assert.equal(read(method.map((line) => line.slice(4))).text, better);
      assert.equal(read(method.map((line, index) => (index === 0 ? line.trim() : line))).text, better);
      assert.equal(read(['    # Adds.', ...method]).text, better.replace('    def add', '    # Adds.\n    def add'));
    });

    test('may repeat lines around what was asked about', () => {
      assert.equal(read(lines.slice(0, 8)).text, better);
      assert.equal(read(lines.slice(1, 5), { start: 2, end: 4 }).text, better);
    });

    test('leaves blank lines around what was asked about', () => {
      assert.equal(read(lines.slice(1, 5), { start: 1, end: 6 }).text, better);
    });

    test('keeps lines that it does not change as they are, however they are indented', () => {
      const mixed = 'class A {\n\tint sum() {\n\t    int c = a;\n        c += b;\n\t\treturn c;\n\t}\n}\n';
      const java = targetOf(mixed, { path: 'A.java', languageId: 'java', region: { start: 1, end: 6 } });
      const changed = mixed.replace('return c;', 'return c + 1;');
      const code = changed.split('\n').slice(1, 6).join('\n');
      assert.equal(readAnswer(java, [`\`\`\`java\n${code}\n\`\`\`\n`]).text, changed);
    });

    test('is not taken for all of it', () => {
      const function_ = 'export function one(x: number) {\n  if (x > 0) {\n    return a(x);\n  }\n  return 0;\n}\n';
      const file = `${function_}\n${function_.replace('one', 'two')}`;
      const code = function_.replace('x > 0', 'x > 1').split('\n');
      const parts = [code.slice(0, 5), code.slice(1, 6), code.slice(1, 5), code.slice(1, 4), code.slice(0, 3)];
      for (const region of [{ start: 0, end: 6 }, undefined]) {
        for (const part of parts) {
          const where = region === undefined ? targetOf(file) : targetOf(file, { region });
          const { hunks, verdict } = readAnswer(where, [`\`\`\`ts\n${part.join('\n')}\n\`\`\`\n`]);
          assert.deepEqual(hunks, [], part.join('\n'));
          assert.equal(verdict.outcome, 'faults');
        }
      }
      assert.deepEqual(read(lines.slice(2, 5)).hunks, []);
      assert.deepEqual(read(lines.slice(2, 3), { start: 2, end: 5 }).hunks, []);
      assert.deepEqual(read(lines.slice(3, 5), { start: 2, end: 5 }).hunks, []);
    });

    test('is found in no time among lines that are all alike', () => {
      const start = performance.now();
      const closing = '}\n'.repeat(3000);
      readAnswer(targetOf(closing, { region: { start: 1000, end: 2000 } }), [`\`\`\`ts\n${closing.slice(0, 3000)}\`\`\`\n`]);
      const headings = Array.from({ length: 300 }, (_, index) => `h${String(index)}\n=======`).join('\n');
      readAnswer(targetOf('text\n'.repeat(20_000), { languageId: 'plaintext' }), [block(headings, headings)]);
      assert.ok(performance.now() - start < 4000);
    });

    test('may close what the file has left open', () => {
      const open = 'function a() {\n  if (b) {\n    c();\n}\n';
      const code = 'function a() {\n  if (b) {\n    c();\n  }\n}';
      assert.equal(
        readAnswer(targetOf(open, { region: { start: 0, end: 4 } }), [`\`\`\`ts\n${code}\n\`\`\`\n`]).text,
        `${code}\n`,
      );
    });
  });

  test('of several blocks changes each part', () => {
    const add = 'export function add(x: number, y: number): number {\n  return y + x;\n}';
    const { text } = readAnswer(targetOf(shop), [`\`\`\`ts\n${newSub}\n\`\`\`\nand\n\`\`\`ts\n${add}\n\`\`\`\n`]);
    assert.equal(text, after.replace('return x + y', 'return y + x'));
  });

  test('of several blocks finds what was asked about although another block has moved it', () => {
    const base = 'function one() {\n  return 1;\n}\n\nfunction two() {\n  const x = a();\n  return x;\n}\n';
    const one = 'function one() {\n  const y = 1;\n  log(y);\n  return y;\n}';
    const two = 'function two() {\n  return a();\n}';
    const { text } = readAnswer(targetOf(base, { region: { start: 4, end: 8 } }), [
      `\`\`\`ts\n${one}\n\`\`\`\nand\n\`\`\`ts\n${two}\n\`\`\`\n`,
    ]);
    assert.equal(text, `${one}\n\n${two}\n`);
  });

  test('says that there is no code in prose, and none in a command to run', () => {
    assert.equal(readAnswer(targetOf(shop), ['This looks fine as it is.']).verdict.outcome, 'noCode');
    assert.equal(readAnswer(targetOf(shop), ['Run:\n```sh\nnpm test\n```']).verdict.outcome, 'noCode');
    assert.equal(readAnswer(targetOf(shop), ['']).verdict.outcome, 'noCode');
  });

  test('is unchanged where the file has it already', () => {
    assert.equal(
      readAnswer(targetOf(after, { region: { start: 10, end: 13 } }), [`\`\`\`ts\n${newSub}\n\`\`\``]).verdict.outcome,
      'unchanged',
    );
  });

  test('is dropped where it is half a file', () => {
    const { hunks, verdict } = readAnswer(targetOf(shop), [`\`\`\`ts\n${after.slice(0, 200)}`], false);
    assert.deepEqual(hunks, []);
    assert.equal(verdict.isCutOff, true);
    assert.equal(verdict.faults[0]?.kind, 'unfinished');
  });

  test('is proposed up to its last part where a diff without a fence was cut off', () => {
    const [first, second] = [
      '@@\n-const limit = 10;\n+const limit = 20;\n',
      '@@\n-  const result = x - y;\n-  return result;\n+  log(x',
    ];
    const { verdict, text } = readAnswer(targetOf(shop), [`Two changes.\n\n${first}${second}`], false);
    assert.equal(text, shop.replace('limit = 10', 'limit = 20'));
    assert.equal(verdict.isCutOff, true);
    assert.deepEqual(verdict.faults, [
      { kind: 'unfinished', searched: ['@@', '-  const result = x - y;', '-  return result;', '+  log(x'] },
    ]);
    const only = readAnswer(targetOf(shop), [second], false);
    assert.deepEqual([only.hunks, only.verdict.outcome], [[], 'faults']);
  });

  test('of a new file with stand-ins is not proposed', () => {
    const { hunks, verdict } = readAnswer(targetOf('', { path: 'test/a.test.ts' }), [
      '```ts\nsuite();\n// ... more tests ...\n```',
    ]);
    assert.deepEqual(hunks, []);
    assert.deepEqual(verdict.faults, [{ kind: 'standIn', line: '// ... more tests ...' }]);
  });

  test('of Markdown keeps fences inside one that is no longer', () => {
    const text = '# Title\n\n```js\nrun();\n```\n\nEnd.\n';
    const markdown = targetOf('', { path: 'a.md', languageId: 'markdown' });
    assert.equal(readAnswer(markdown, [`a.md\n\`\`\`markdown\n${text}\`\`\`\nDone.\n`]).text, text);
    const changed = text.replace('End', 'The end');
    assert.equal(readAnswer({ ...markdown, base: text }, [`\`\`\`md\n${changed}\`\`\`\n`]).text, changed);
  });

  test('keeps fences inside a longer fence', () => {
    const { text } = readAnswer(targetOf('', { path: 'a.md', languageId: 'markdown' }), ['````md\n# A\n```sh\nls\n```\n````']);
    assert.equal(text, '# A\n```sh\nls\n```\n');
  });
});
