/** Code that is inserted behind the text of a line: on a line of its own where it would be glued, inline where the line goes on. */
import assert from 'node:assert/strict';
import { four, insert, tabs, two } from '../../../support/insertFixture';

const python = { language: 'python', languageId: 'python' } as const;
const yaml = { language: 'yaml', languageId: 'yaml', unit: two } as const;

suite('Code behind the text of a line', () => {
  test('is below the header of a block in Python, one level deeper', () => {
    for (const [at, after] of [
      ['def f():|', 'def f():\n    x = 1\n    y = 2|'],
      ['    async with a:  # (why)|\n', '    async with a:  # (why)\n        x = 1\n        y = 2|\n'],
      ['    else: |\r\n', '    else: \r\n        x = 1\r\n        y = 2|\r\n'],
    ] as const) {
      assert.equal(insert({ at, code: 'x = 1\ny = 2', ...python }), after);
    }
    assert.equal(
      insert({ at: 'def f(a,\n      b) -> int:|', code: 'return 1', ...python })
        .trimStart()
        .slice(-9),
      'return 1|',
    );
    assert.equal(insert({ at: 'if a:|', code: 'b()', ...python, unit: tabs }), 'if a:\n\tb()|');
  });

  test('stays behind a colon in Python that is none of a block', () => {
    for (const before of ['x:', 'if a[1:', 'x = {"a":', 'f = lambda:', 'else_:']) {
      assert.equal(insert({ at: `${before}|`, code: 'y', ...python }), `${before}y|`);
    }
  });

  test('begins a line where it has several and the line is finished', () => {
    for (const [before, code, language] of [
      ['    a = 1', 'b = 2\nc = 3', 'python'],
      ['  f(x)', 'const a = 1\ng()', 'typescript'],
      ['  名前 = "値"', 'a = 1\nb = 2', 'ruby'],
      ['f() // (see', 'a()\nb()', 'typescript'],
      ['  // first', 'a()\nb()', 'typescript'],
      ['  /** Does. */', 'a()\nb()', 'typescript'],
      ['  <b>x</b>', '<i>\n</i>', 'html'],
      ['Text:', '- a\n- b', 'markdown'],
      ['文字。', '- a\n- b', 'markdown'],
      ['a = 1', '[b]\nc = 1', 'toml'],
    ] as const) {
      const base = /^ */.exec(before)?.[0] ?? '';
      const expected = `${before}\n${base}${code.replace('\n', `\n${base}`)}|\n`;
      assert.equal(insert({ at: `${before}|\n`, code, language, languageId: language }), expected);
    }
  });

  test('goes on with a line that is not finished, or with code that can only go on', () => {
    for (const [before, code] of [
      ['return ', 'f(\n    a)'],
      ['export default ', 'class A {\n}'],
      ['public static ', 'f() {\n}'],
      ['const a = ', '{\n}'],
      ['a, ', 'b,\nc'],
      ['a &&', 'b &&\nc'],
      ['f(', 'a,\nb'],
      ['fetch(a)', '.then(b)\n.catch(c)'],
      ['if (a) ', '{\n    b\n}'],
      ['  x: ', '[\n]'],
    ] as const) {
      const base = /^ */.exec(before)?.[0] ?? '';
      assert.equal(insert({ at: `${before}|`, code }), `${before}${code.replaceAll('\n', `\n${base}`)}|`);
    }
  });

  test('is one line where it came as one line in a fence', () => {
    assert.equal(insert({ at: 'foo|', code: '```ts\nBar\n```' }), 'fooBar|');
  });

  test('is the recipe of the rule in a makefile', () => {
    const makefile = { language: 'makefile', languageId: 'makefile', unit: four } as const;
    assert.equal(insert({ at: 'all: a|\n', code: 'echo a\necho b', ...makefile }), 'all: a\n\techo a\n\techo b|\n');
  });

  test('is looked at in time however long the line is', () => {
    const started = performance.now();
    for (const part of ['a', ' ', '(', 'return ', '- ', ' //', '</a']) {
      for (const language of ['typescript', 'python', 'yaml', 'markdown']) {
        insert({ at: `x${part.repeat(50_000)}|`, code: 'a\nb', language, languageId: language });
      }
    }
    assert.ok(performance.now() - started < 2000);
  });
});

suite('YAML behind the text of a line', () => {
  test('is below its key where it is more than a value', () => {
    assert.equal(insert({ at: 'a:|', code: 'b: 1\nc: 2', ...yaml }), 'a:\n  b: 1\n  c: 2|');
    assert.equal(insert({ at: 'a: |', code: 'b: 1', ...yaml }), 'a: \n  b: 1|');
    assert.equal(insert({ at: '- a:|', code: '- b\n- c', ...yaml }), '- a:\n    - b\n    - c|');
  });

  test('is behind its key where it is a value', () => {
    assert.equal(insert({ at: 'a:|', code: '80', ...yaml }), 'a: 80|');
    assert.equal(insert({ at: 'a: |', code: '"b: c"', ...yaml }), 'a: "b: c"|');
  });

  test('is as deep as what its item holds', () => {
    assert.equal(insert({ at: 'x:\n  - a: 1|\n', code: 'b: 2\nc: 3', ...yaml }), 'x:\n  - a: 1\n    b: 2\n    c: 3|\n');
    assert.equal(insert({ at: 'x:\n  - a: 1|\n', code: '- b: 2\n- c: 3', ...yaml }), 'x:\n  - a: 1\n  - b: 2\n  - c: 3|\n');
    assert.equal(insert({ at: 'x:\n  - |\n', code: 'b: 2\nc: 3', ...yaml }), 'x:\n  - b: 2\n    c: 3|\n');
    assert.equal(insert({ at: 'x:\n  -|\n', code: 'b: 2\nc: 3', ...yaml }), 'x:\n  - b: 2\n    c: 3|\n');
  });
});
