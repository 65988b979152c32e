/** Strings of several lines in code that is inserted or applied: what they say never changes, wherever they stand. */
import assert from 'node:assert/strict';
import { insert, tabs } from '../../../support/insertFixture';
import { assertPlaced, place } from '../../../support/placeFixture';

interface Inserted {
  readonly code: string;
  readonly after: string;
  readonly language: string;
}

/** Inserted where tabs are used, at depth 0. */
function assertInserted({ code, after, language }: Inserted): void {
  assert.equal(insert({ at: '|', code, unit: tabs, language, languageId: language }), `${after}|`, language);
}

suite('A string whose blanks are its value', () => {
  test('stays as it is, although it is deeper than the line that opens it', () => {
    for (const [language, quotes] of [
      ['typescript', '`'],
      ['go', '`'],
      ['python', '"""'],
      ['toml', "'''"],
      ['dart', "'''"],
      ['kotlin', '"""'],
      ['groovy', '"""'],
    ] as const) {
      assertInserted({
        language,
        code: `if a {\n  x = ${quotes}\n    one\n      two\n  ${quotes}\n  y = 1\n}`,
        after: `if a {\n\tx = ${quotes}\n    one\n      two\n  ${quotes}\n\ty = 1\n}`,
      });
    }
  });

  test('keeps its line breaks, blank lines, tabs and emoji', () => {
    const text = '`\r\n\t 🚀\r\n  \r\n  文`';
    assert.equal(
      insert({ at: 'a\r\n\t|\r\n', code: `x = ${text};\r\ny {\r\n  z\r\n}`, unit: tabs }),
      `a\r\n\tx = ${text};\r\n\ty {\r\n\t\tz\r\n\t}|\r\n`,
    );
  });

  test('does not begin in a regular expression', () => {
    const code = (blanks: string): string =>
      `a {\n${blanks}x = /['"\`]/;\n${blanks}y = b / c;\n${blanks}z(/[/\`]\\//g, () => /'/);\n}`;
    assertInserted({ language: 'typescript', code: code('  '), after: code('\t') });
  });

  test('is also one in Python that is passed on', () => {
    for (const line of ['f(', 'x = \\', 'x = [']) {
      assertInserted({
        language: 'python',
        code: `def g():\n    ${line}\n    """\n    a\n    """`,
        after: `def g():\n\t${line}\n\t"""\n    a\n    """`,
      });
    }
  });
});

suite('A string that may move', () => {
  test('is a docstring', () => {
    assertInserted({
      language: 'python',
      code: 'class A:\n    x = 1\n    """Of x.\n\n    More:\n        y\n    """\n    def f(self):\n        r"""Does."""',
      after: 'class A:\n\tx = 1\n\t"""Of x.\n\n\tMore:\n\t\ty\n\t"""\n\tdef f(self):\n\t\tr"""Does."""',
    });
  });

  test('moves as a whole where its language takes away what all lines share', () => {
    for (const language of ['java', 'csharp', 'swift']) {
      assertInserted({
        language,
        code: 'a {\n  x = """\n    one\n      two\n\n    three\n    """;\n}',
        after: 'a {\n\tx = """\n\t\tone\n\t\t  two\n\n\t\tthree\n\t\t""";\n}',
      });
    }
    assertInserted({
      language: 'ruby',
      code: 'def f\n  x = <<~SQL\n      a\n    b\n  SQL\nend',
      after: 'def f\n\tx = <<~SQL\n\t\t  a\n\t\tb\n\tSQL\nend',
    });
  });

  test('moves as a whole where a function takes that away', () => {
    for (const [language, before, mark, after] of [
      ['kotlin', '', '"""', '.trimIndent()'],
      ['scala', '', '"""', '.stripMargin'],
      ['python', 'textwrap.dedent(', '"""', ')'],
      ['typescript', 'dedent', '`', ''],
    ] as const) {
      assertInserted({
        language,
        code: `a {\n  x = ${before}${mark}\n    one\n      two\n  ${mark}${after}\n}`,
        after: `a {\n\tx = ${before}${mark}\n\t  one\n\t    two\n\t${mark}${after}\n}`,
      });
    }
  });

  test('stays where it is shallower than the line that opens it', () => {
    assertInserted({
      language: 'java',
      code: 'a {\n  x = """\none\n  two\n""";\n}',
      after: 'a {\n\tx = """\none\n  two\n""";\n}',
    });
  });

  test('is laid out as code where blanks mean nothing to its language', () => {
    assertInserted({
      language: 'typescript',
      code: 'a {\n  x = html`\n    <b>\n      ${y}\n    </b>\n  `;\n}',
      after: 'a {\n\tx = html`\n\t\t<b>\n\t\t\t${y}\n\t\t</b>\n\t`;\n}',
    });
  });
});

suite('A string in code that is applied', () => {
  const file = 'class A {\n  f() {\n    const a = `\n      one\n        two\n    `;\n    return a;\n  }\n}\n';

  test('is that of the file, where the code has lost its indentation together with the string', () => {
    const code = 'f() {\n  const a = `\n    one\n      two\n  `;\n  return a.trim();\n}';
    assertPlaced(place(file, code), file.replace('return a;', 'return a.trim();'));
    const longer = code.replace('one\n', 'one\n    more\n');
    assertPlaced(place(file, longer), file.replace('one\n', 'one\n      more\n').replace('return a;', 'return a.trim();'));
  });

  test('stays as it is where the file does not have it', () => {
    const code = 'f() {\n  const a = `\n    new\n      text`;\n  return a;\n}';
    assertPlaced(place(file, code), file.replace(/`[^`]*`/, '`\n    new\n      text`'));
  });
});

test('Strings that nothing closes are looked for in time', () => {
  const started = performance.now();
  for (const [language, part] of [
    ['ts', '\\"'],
    ['ts', '\\`'],
    ['ts', '`${'],
    ['ts', '/*'],
    ['py', '\\"""'],
    ['rb', '<<A\n'],
    ['ts', '`\n`'],
  ] as const) {
    insert({ at: '|', code: `f {\n  a\n${part.repeat(50_000)}\n}`, unit: tabs, language });
  }
  assert.ok(performance.now() - started < 4000);
});
