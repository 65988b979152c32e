/** A block of code fitted to a place: depth, unit, line ends and line breaks, over languages and kinds of places. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitCode } from '../../../../src/core/edits/fitCode';
import type { IndentUnit } from '../../../../src/core/edits/indentation';
import { four, insert, placeOf, tabs, two } from '../../../support/insertFixture';

const tabbed = 'if (a) {\n\tb();\n\n\tif (c) {\n\t\td();\n\t}\n}';
const spaced = 'if (a) {\n  b();\n\n  if (c) {\n    d();\n  }\n}';

suite('Code at a cursor in an indented line', () => {
  test('from tabs to spaces takes the unit and the depth of the place', () => {
    assert.equal(
      insert({ at: 'function f() {\n    x();\n    |\n}\n', code: tabbed }),
      'function f() {\n    x();\n    if (a) {\n        b();\n\n        if (c) {\n            d();\n        }\n    }|\n}\n',
    );
  });

  test('from spaces to tabs', () => {
    assert.equal(
      insert({ at: 'function f() {\n\tx();\n\t|\n}\n', code: spaced, unit: tabs }),
      'function f() {\n\tx();\n\tif (a) {\n\t\tb();\n\n\t\tif (c) {\n\t\t\td();\n\t\t}\n\t}|\n}\n',
    );
  });

  test('from two spaces to four, and from four to two', () => {
    assert.equal(insert({ at: '|', code: 'a {\n  b {\n    c\n  }\n}' }), 'a {\n    b {\n        c\n    }\n}|');
    assert.equal(insert({ at: '|', code: 'a {\n    b {\n        c\n    }\n}', unit: two }), 'a {\n  b {\n    c\n  }\n}|');
  });

  test('knows the unit of the document, whatever the editor is set to', () => {
    const at = 'a {\n\tb();\n\t|\n}';
    assert.equal(insert({ at, code: 'c {\n  d();\n}' }), 'a {\n\tb();\n\tc {\n\t\td();\n\t}|\n}');
    assert.equal(
      insert({ at: 'a {\n  b();\n  |\n}', code: 'c {\n\td();\n}', unit: tabs }),
      'a {\n  b();\n  c {\n    d();\n  }|\n}',
    );
  });

  test('loses the indentation that all of it has', () => {
    assert.equal(
      insert({ at: 'a {\n  |\n}', code: '        b {\n          c\n        }', unit: two }),
      'a {\n  b {\n    c\n  }|\n}',
    );
  });

  test('takes the line ends of the document', () => {
    assert.equal(
      insert({ at: 'a {\r\n    |\r\n}\r\n', code: 'b {\n\tc\n}\n' }),
      'a {\r\n    b {\r\n        c\r\n    }|\r\n}\r\n',
    );
    assert.equal(insert({ at: '|\n', code: 'b\r\nc\r\n' }), 'b\nc|\n');
  });

  test('leaves blank lines blank, and brings none around', () => {
    assert.equal(insert({ at: '    |\nz', code: '\n\na\n   \nb\n\n' }), '    a\n\n    b|\nz');
  });

  test('brings no fence along, unless it is Markdown', () => {
    assert.equal(insert({ at: '|\n', code: '```ts\na();\n```\n' }), 'a();|\n');
    assert.equal(
      insert({ at: '|\n', code: '```ts\na();\n```', language: 'md', languageId: 'markdown' }),
      '```ts\na();\n```|\n',
    );
  });
});

suite('The depth of lines', () => {
  test('keeps the blank before the stars of a comment', () => {
    const code = '/**\n * Adds.\n *\n * @returns the sum\n */\nfunction add() {\n  return 1;\n}';
    assert.equal(
      insert({ at: 'class A {\n\t|\n}', code, unit: tabs }),
      'class A {\n\t/**\n\t * Adds.\n\t *\n\t * @returns the sum\n\t */\n\tfunction add() {\n\t\treturn 1;\n\t}|\n}',
    );
    assert.equal(
      insert({ at: 'x {\n    |\n}', code: '\t/**\n\t * A.\n\t */\n\ta();' }),
      'x {\n    /**\n     * A.\n     */\n    a();|\n}',
    );
  });

  test('keeps alignment below a bracket as spaces', () => {
    const code = 'def f(a,\n      b):\n    return call(a,\n                b)';
    assert.equal(
      insert({ at: '|', code, unit: tabs, language: 'py', languageId: 'python' }),
      'def f(a,\n      b):\n\treturn call(a,\n\t            b)|',
    );
  });

  test('goes down in a body that is an argument, whatever its column', () => {
    const bodies: readonly (readonly [string, string, string])[] = [
      [
        '$(function () {\n  foo();\n  if (a) {\n    b();\n  }\n});',
        '$(function () {\n\tfoo();\n\tif (a) {\n\t\tb();\n\t}\n});',
        'js',
      ],
      ['run(async () => {\n    a();\n});', 'run(async () => {\n\ta();\n});', 'ts'],
      ['set({\n    a: 1,\n    b: [\n        2,\n    ],\n});', 'set({\n\ta: 1,\n\tb: [\n\t\t2,\n\t],\n});', 'ts'],
      ['use((req, res) => {\n    res.end("(");\n});', 'use((req, res) => {\n\tres.end("(");\n});', 'ts'],
      ['set({ // (all)\n    a: 1,\n});', 'set({ // (all)\n\ta: 1,\n});', 'ts'],
      ['map(a =>\n    b(a));', 'map(a =>\n\tb(a));', 'ts'],
      ["run({\n    'a': 1,\n})", "run({\n\t'a': 1,\n})", 'python'],
      ['run({ x ->\n    y(x)\n})', 'run({ x ->\n\ty(x)\n})', 'kotlin'],
    ];
    for (const [code, after, language] of bodies) assert.equal(insert({ at: '|', code, unit: tabs, language }), `${after}|`);
  });

  test('keeps alignment below a bracket that is not the last to be open, or has brackets in strings', () => {
    const code = 'f(a, "({",\n  b,\n  c(d,\n    e))';
    assert.equal(insert({ at: '|', code, unit: tabs }), `${code}|`);
    assert.equal(
      insert({ at: '|', code: 'if (a) {\n    f(")",\n      b);\n}', unit: tabs }),
      'if (a) {\n\tf(")",\n\t  b);\n}|',
    );
  });

  test('is found in very long lines as well', () => {
    const started = performance.now();
    for (const part of ['\\"', '"', "'", '(', ' //', ' ']) {
      insert({ at: '|', code: `f(a${part.repeat(200_000)}\n  b`, unit: tabs });
    }
    assert.ok(performance.now() - started < 2000);
  });

  test('keeps alignment that comes after tabs', () => {
    const code = 'if (a) {\n\tcall(b,\n\t     c);\n}';
    assert.equal(insert({ at: '|', code, unit: two }), 'if (a) {\n  call(b,\n       c);\n}|');
  });

  test('goes down by several levels at once', () => {
    const code = 'def f():\n    if a:\n        for b in c:\n            d()\n    return 1\nx = 2';
    assert.equal(
      insert({ at: '|', code, unit: two, language: 'python', languageId: 'python' }),
      'def f():\n  if a:\n    for b in c:\n      d()\n  return 1\nx = 2|',
    );
  });

  test('is that of the sequence in YAML, which never gets tabs', () => {
    const code = 'jobs:\n    build:\n        steps:\n            - run: a\n              with: b\n            - run: c';
    assert.equal(
      insert({ at: '|', code, unit: { useTabs: true, size: 2 }, language: 'yml', languageId: 'yaml' }),
      'jobs:\n  build:\n    steps:\n      - run: a\n        with: b\n      - run: c|',
    );
  });

  test('stays as it is in Markdown, where columns mean something', () => {
    const code = '- a\n  - b\n\n    text\n\n1. c\n   d';
    assert.equal(insert({ at: '|', code, language: 'md', languageId: 'markdown' }), `${code}|`);
  });

  test('is understood where tabs and spaces are mixed', () => {
    assert.equal(
      insert({ at: '|', code: 'a {\n\tb {\n        c\n\t}\n    d\n}' }),
      'a {\n    b {\n        c\n    }\n    d\n}|',
    );
  });

  test('is found again where the first line has lost its indentation', () => {
    assert.equal(
      insert({ at: 'f {\n  |\n}', code: 'if (a) {\n        b();\n    }', unit: two }),
      'f {\n  if (a) {\n    b();\n  }|\n}',
    );
  });
});

suite('Text in code', () => {
  test('in a string with a layout of its own stays as it is', () => {
    const code = 'function f() {\n  const text = `\nNo indent\n    four\n`;\n  return text;\n}';
    assert.equal(
      insert({ at: 'class A {\n    |\n}', code }),
      'class A {\n    function f() {\n        const text = `\nNo indent\n    four\n`;\n        return text;\n    }|\n}',
    );
  });

  test('in a string that follows the layout of the code goes along where blanks mean nothing to it', () => {
    const code = 'const a = html`\n  <b>\n    ${c({ d: `e` })}\n  </b>\n`;';
    assert.equal(
      insert({ at: '{\n\t|\n}', code, unit: tabs }),
      '{\n\tconst a = html`\n\t\t<b>\n\t\t\t${c({ d: `e` })}\n\t\t</b>\n\t`;|\n}',
    );
    const docstring = 'def f():\n    """Does.\n\n    More.\n    """\n    return 1';
    assert.equal(
      insert({ at: 'class A:\n  |', code: docstring, unit: two, language: 'py', languageId: 'python' }),
      'class A:\n  def f():\n    """Does.\n\n    More.\n    """\n    return 1|',
    );
  });

  test('in a heredoc stays as it is, and so does the word that ends it', () => {
    const code = 'if a; then\n  cat <<EOF\nhello\n  $b\nEOF\nfi';
    assert.equal(
      insert({ at: 'f() {\n\t|\n}', code, unit: tabs, language: 'bash', languageId: 'shellscript' }),
      'f() {\n\tif a; then\n\t\tcat <<EOF\nhello\n  $b\nEOF\n\tfi|\n}',
    );
  });

  test('with a stray quote is no string', () => {
    const code = "// don't\na {\n  b // it`s\n}\n// `";
    assert.equal(insert({ at: '{\n    |\n}', code }), "{\n    // don't\n    a {\n        b // it`s\n    }\n    // `|\n}");
  });

  test('behind the leading blanks is never touched', () => {
    assert.equal(insert({ at: '|', code: "a =\t'\t\t';  // b\n\tc\t=  1" }), "a =\t'\t\t';  // b\n    c\t=  1|");
  });
});

suite('A makefile', () => {
  const makefile = { language: 'makefile', languageId: 'makefile' } as const;

  test('gets real tabs before recipes, whatever the editor is set to', () => {
    assert.equal(insert({ at: '|', code: 'all: a\n\tcc a\n\tcc b', ...makefile }), 'all: a\n\tcc a\n\tcc b|');
    assert.equal(
      insert({ at: '|', code: 'all: a\n    cc a\n    cc b\n\nX = 1', ...makefile }),
      'all: a\n\tcc a\n\tcc b\n\nX = 1|',
    );
  });

  test('gets the lines of a recipe below its rule', () => {
    assert.equal(insert({ at: 'all: a\n|\n', code: 'echo a\necho b', ...makefile }), 'all: a\n\techo a\n\techo b|\n');
    assert.equal(insert({ at: 'all: a\n\tb\n|\n', code: '\techo a', ...makefile }), 'all: a\n\tb\n\techo a|\n');
  });

  test('keeps spaces that are no recipe', () => {
    assert.equal(
      insert({ at: '|', code: 'ifeq (a,b)\n  X := 1\nendif\nall:\n\techo', ...makefile }),
      'ifeq (a,b)\n  X := 1\nendif\nall:\n\techo|',
    );
  });
});

suite('The place', () => {
  test('on an empty line is as deep as what is around it', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['f() {\n|\n}', 'f() {\n    a|\n}'],
      ['f() {\n    x\n|\n}', 'f() {\n    x\n    a|\n}'],
      ['f() {\n    x\n|\n    y\n}', 'f() {\n    x\n    a|\n    y\n}'],
      ['f() {\n    x\n}\n|\ng() {\n}', 'f() {\n    x\n}\na|\ng() {\n}'],
      ['def f():\n    x\n|\ndef g():\n', 'def f():\n    x\na|\ndef g():\n'],
      ['def f():\n|\n', 'def f():\n    a|\n'],
    ];
    for (const [at, after] of cases) assert.equal(insert({ at, code: 'a' }), after);
  });

  test('in the blanks before text is above that line', () => {
    for (const at of ['{\n|    x\n}', '{\n  |  x\n}', '{\n    |x\n}']) {
      assert.equal(insert({ at, code: 'a {\n\tb\n}' }), '{\n    a {\n        b\n    }|\n    x\n}');
    }
  });

  test('behind text takes the first line inline and the others as deep as the line', () => {
    assert.equal(insert({ at: '    const x = |', code: 'f({\n\ta,\n});' }), '    const x = f({\n        a,\n    });|');
    assert.equal(insert({ at: 'f(|)', code: 'a' }), 'f(a|)');
    assert.equal(insert({ at: '    f(|, b)', code: '  () => {\n    c\n  }' }), '    f(() => {\n        c\n    }|, b)');
  });

  test('behind a finished statement is a new line', () => {
    assert.equal(insert({ at: '    a();|\n', code: 'b();' }), '    a();\n    b();|\n');
    assert.equal(insert({ at: 'f() {|\n}', code: 'a;\nb;' }), 'f() {\n    a;\n    b;|\n}');
    assert.equal(insert({ at: 'import {|} from', code: 'a' }), 'import {a|} from');
  });

  test('between brackets opens them for several lines', () => {
    assert.equal(insert({ at: '  f({|});', code: 'a,\nb', unit: two }), '  f({\n    a,\n    b|\n  });');
    assert.equal(insert({ at: 'f() {|}', code: 'a', unit: two }), 'f() {a|}');
  });

  test('before a closing brace is inside it', () => {
    assert.equal(insert({ at: 'f() {\n|}', code: 'a' }), 'f() {\n    a|\n}');
    assert.equal(insert({ at: 'f() {\n    x\n|}', code: 'a' }), 'f() {\n    x\n    a|\n}');
  });

  test('at the end of a file keeps its last line break', () => {
    assert.equal(insert({ at: 'a\n|', code: 'b' }), 'a\nb|\n');
    assert.equal(insert({ at: 'a\n\n|', code: 'b\n' }), 'a\n\nb|\n');
    assert.equal(insert({ at: '|', code: 'b\n' }), 'b|');
  });
});

suite('A selection', () => {
  test('of whole lines is replaced by whole lines', () => {
    const at = '{\n|    a\n    b\n|    c\n}';
    assert.equal(insert({ at, code: 'x {\n\ty\n}\n' }), '{\n    x {\n        y\n    }|\n    c\n}');
    assert.equal(insert({ at: '{\n    |a\n    b|\n}', code: 'x {\n\ty\n}' }), '{\n    x {\n        y\n    }|\n}');
    assert.equal(insert({ at: '{\n|    a\n    b|\n}', code: 'x' }), '{\n    x|\n}');
  });

  test('of all of a document leaves nothing of it', () => {
    assert.equal(insert({ at: '|  a\n  b\n|', code: 'x\n\ty', unit: two }), '  x\n    y|\n');
    assert.equal(insert({ at: '|a\nb|', code: 'x' }), 'x|');
  });

  test('of a part of a line is replaced inline', () => {
    assert.equal(insert({ at: '    f(|old|);', code: '{\n\ta,\n}\n' }), '    f({\n        a,\n    }|);');
    assert.equal(insert({ at: '    |old|();', code: 'now' }), '    now|();');
  });
});

suite('Any block of code', () => {
  const depths = fc
    .array(fc.integer({ min: -3, max: 1 }), { minLength: 1, maxLength: 20 })
    .map((steps) => steps.reduce<number[]>((all, step) => [...all, Math.max(0, (all.at(-1) ?? 0) + step)], [0]));
  const units = fc.constantFrom<IndentUnit>(two, four, tabs, { useTabs: false, size: 3 }, { useTabs: false, size: 8 });
  const write = (levels: readonly number[], unit: IndentUnit, base: string): readonly string[] =>
    levels.map((level, index) => base + (unit.useTabs ? '\t' : ' '.repeat(unit.size)).repeat(level) + `line${String(index)}`);

  test('keeps its depth in every unit, and comes back as it was', () => {
    fc.assert(
      fc.property(depths, units, units, fc.integer({ min: 0, max: 3 }), (levels, from, to, base) => {
        // A block of one level tells no unit.
        fc.pre(levels.some((level, index) => level === (levels[index - 1] ?? level) + 1));
        const blanks = (to.useTabs ? '\t' : ' '.repeat(to.size)).repeat(base);
        const code = write(levels, from, '').join('\n');
        const place = placeOf(`${blanks}|`, to);
        const fitted = fitCode(code, 'ts', place);
        assert.deepEqual(fitted.text.split('\n'), write(levels, to, blanks));
        const back = fitCode(fitted.text, 'ts', placeOf('|', from));
        assert.equal(back.text, code);
      }),
    );
  });
});
