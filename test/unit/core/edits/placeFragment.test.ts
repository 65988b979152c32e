/** Fragments of a file, with and without lines left out: where they go, and what stays. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertPlaced, assertUnplaceable, place, shop } from '../../../support/placeFixture';

suite('A fragment', () => {
  test('that is a function replaces the one of its name', () => {
    const code = 'export function sub(x: number, y: number): number {\n  return x - y;\n}';
    const after = shop.replace('  const result = x - y;\n  return result;\n', '  return x - y;\n');
    assertPlaced(place(shop, code), after, { kind: 'fragment', isExact: true });
  });

  test('may change the signature', () => {
    const code = 'export async function sub(x: bigint, y: bigint): Promise<bigint> {\n  return x - y;\n}';
    const after = shop.replace(/export function sub[^}]*\}/, code);
    assertPlaced(place(shop, code), after, { isExact: false });
  });

  test('may change the name, where the body says which it is', () => {
    const text = 'function f(a) {\n  one(a);\n  two(a);\n  three(a);\n  four(a);\n}\n\nfunction g() {\n  five();\n}\n';
    const code = 'function renamed(a, b) {\n  one(a);\n  two(b);\n  three(a);\n  four(a);\n}';
    assertPlaced(place(text, code), `${code}\n\nfunction g() {\n  five();\n}\n`, { isExact: false });
  });

  test('keeps the comment above where it brings none, and replaces it where it brings one', () => {
    const code = 'export function add(x: number, y: number): number {\n  return y + x;\n}';
    assertPlaced(place(shop, code), shop.replace('x + y', 'y + x'));
    const documented = `/** Adds two. */\n${code}`;
    assertPlaced(place(shop, documented), shop.replace('x + y', 'y + x').replace('/** Adds. */', '/** Adds two. */'));
  });

  test('that is a method goes into its class, at its depth', () => {
    const code = 'add(item: string): void {\n  if (item !== "") {\n    this.#items.push(item);\n  }\n}';
    const after = shop.replace(
      '    this.#items.push(item);\n',
      '    if (item !== "") {\n      this.#items.push(item);\n    }\n',
    );
    assertPlaced(place(shop, code), after, { isExact: false });
  });

  test('of several functions replaces each and keeps what is between', () => {
    const text = 'function a() {\n  1;\n}\n\nconst x = 1;\n\nfunction b() {\n  2;\n}\n\nfunction c() {\n  3;\n}\n';
    const code = 'function a() {\n  one;\n}\n\nfunction c() {\n  three;\n}';
    assertPlaced(place(text, code), text.replace('  1;', '  one;').replace('  3;', '  three;'));
  });

  test('with a new function beside a known one puts it there', () => {
    const code =
      'export function sub(x: number, y: number): number {\n  return x - y;\n}\n\nexport function mul(x: number, y: number): number {\n  return x * y;\n}';
    const after = shop.replace(/export function sub[^}]*\}/, code);
    assertPlaced(place(shop, code), after);
  });

  test('with imports and a function leaves everything between', () => {
    const code = `import { b } from './b';\nimport { c } from './c';\n\nexport function sub(x: number, y: number): number {\n  return c(x, y);\n}`;
    const after = shop
      .replace("import { b } from './b';", "import { b } from './b';\nimport { c } from './c';")
      .replace('  const result = x - y;\n  return result;\n', '  return c(x, y);\n');
    assertPlaced(place(shop, code), after);
  });

  test('that is a part of a class keeps its other members', () => {
    const code = 'export class Basket {\n  clear(): void {\n    this.#items.splice(0);\n  }\n}';
    assertPlaced(place(shop, code), shop.replace('this.#items.length = 0', 'this.#items.splice(0)'), { isExact: false });
  });

  test('that is one line replaces the line of its name', () => {
    assertPlaced(place(shop, 'const limit = 25;'), shop.replace('limit = 10', 'limit = 25'));
  });

  test('of statements replaces those between its first and its last', () => {
    const text = 'function f() {\n  first();\n  old(1);\n  older(2);\n  last();\n  more();\n}\n';
    assertPlaced(
      place(text, 'first();\nfresh();\nlast();'),
      'function f() {\n  first();\n  fresh();\n  last();\n  more();\n}\n',
    );
  });

  test('that is nowhere is refused', () => {
    assertUnplaceable(place(shop, 'function other() {\n  something();\n}'), 'notFound');
    assertUnplaceable(place(shop, "console.log('hello');"), 'notFound');
  });

  test('that is in two places is refused', () => {
    const text = 'class A {\n  run() {\n    a();\n  }\n}\n\nclass B {\n  run() {\n    b();\n  }\n}\n';
    assertUnplaceable(place(text, 'run() {\n  c();\n}'), 'ambiguous');
    assertPlaced(place(text, 'class B {\n  run() {\n    c();\n  }\n}'), text.replace('b();', 'c();'));
  });

  test('takes the tabs and line ends of the file', () => {
    const text = 'class A {\r\n\tf() {\r\n\t\ta();\r\n\t}\r\n\r\n\tg() {\r\n\t\tb();\r\n\t}\r\n}\r\n';
    const code = 'f() {\n    if (x) {\n        a();\n    }\n}';
    assertPlaced(place(text, code), text.replace('\t\ta();\r\n', '\t\tif (x) {\r\n\t\t\ta();\r\n\t\t}\r\n'));
  });
});

suite('A fragment of a long file', () => {
  const rows = (name: string, count: number): string =>
    Array.from({ length: count }, (_, index) => `${name} ${String(index)};`).join('\n');

  test('is found, or said to be nowhere, without long delay', () => {
    const start = performance.now();
    assertUnplaceable(place(rows('row', 10_000), rows('line', 900), 'plaintext'), 'notFound');
    assertUnplaceable(place(rows('row', 30_000), rows('line', 1_000), 'plaintext'), 'notFound');
    const functions = Array.from({ length: 2_000 }, (_, index) => `function f${String(index)}() {\n${rows('  a', 8)}\n}`);
    assertUnplaceable(place(functions.join('\n'), rows('other', 100)), 'notFound');
    const changed = 'function f1999() {\n  b();\n}';
    assertPlaced(place(functions.join('\n'), changed), [...functions.slice(0, -1), changed].join('\n'));
    assert.ok(performance.now() - start < 8_000);
  });
});

suite('A fragment in other languages', () => {
  test('is found in Python by its def, with its decorators', () => {
    const text =
      'import os\n\n\n@cache\ndef f(a):\n    """Does."""\n    return a\n\n\nclass A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n';
    assertPlaced(
      place(text, 'def g(self):\n    x = 3\n    return x', 'python'),
      text.replace('        return 2\n', '        x = 3\n        return x\n'),
    );
    assertPlaced(
      place(text, 'def f(a):\n    return a + 1', 'python'),
      text.replace('    """Does."""\n    return a\n', '    return a + 1\n'),
    );
  });

  test('is found in Go, Rust, Ruby and shell', () => {
    const go = 'package a\n\nfunc (s *S) Run() error {\n\treturn nil\n}\n\nfunc (t *T) Run() error {\n\treturn nil\n}\n';
    assertPlaced(
      place(go, 'func (t *T) Run() error {\n    return t.err\n}', 'go'),
      go.replace(/return nil\n\}\n$/, 'return t.err\n}\n'),
    );
    const rust = 'struct A;\n\nimpl A {\n    pub fn a(&self) -> u8 {\n        1\n    }\n\n    fn b() {}\n}\n';
    assertPlaced(place(rust, 'pub fn a(&self) -> u16 {\n    2\n}', 'rust'), rust.replace('u8', 'u16').replace(' 1\n', ' 2\n'));
    const ruby = 'class A\n  def a\n    1\n  end\n\n  def b\n    2\n  end\nend\n';
    assertPlaced(place(ruby, 'def b\n  3\nend', 'ruby'), ruby.replace('2', '3'));
    const shell = 'a() {\n  echo 1\n}\n\nb() {\n  echo 2\n}\n';
    assertPlaced(place(shell, 'b() {\n  echo 3\n}', 'shellscript'), shell.replace('2', '3'));
  });

  test('is found in CSS, JSON, YAML and TOML by its key', () => {
    const css = '.a {\n  color: red;\n}\n\n.b {\n  color: blue;\n  margin: 0;\n}\n';
    assertPlaced(place(css, '.b {\n  color: green;\n}', 'css'), '.a {\n  color: red;\n}\n\n.b {\n  color: green;\n}\n');
    const json = '{\n  "a": 1,\n  "b": {\n    "c": 2\n  },\n  "d": 3\n}\n';
    assertPlaced(place(json, '"b": {\n  "c": 4,\n  "e": 5\n},', 'json'), json.replace('"c": 2', '"c": 4,\n    "e": 5'));
    const yaml = 'on: push\njobs:\n  a:\n    steps:\n      - run: x\n  b:\n    steps:\n      - run: y\n';
    assertPlaced(place(yaml, 'b:\n  steps:\n    - run: y\n    - run: z', 'yaml'), `${yaml}      - run: z\n`);
    const toml = '[a]\nx = 1\n\n[b]\nx = 2\ny = 3\n';
    assertPlaced(place(toml, '[b]\nx = 4', 'toml'), '[a]\nx = 1\n\n[b]\nx = 4\n');
  });

  test('is found in Markdown by its heading', () => {
    const text = '# A\n\nText.\n\n## B\n\nOld.\n\n## C\n\nMore.\n';
    assertPlaced(place(text, '## B\n\nNew.\n\n- one', 'markdown'), '# A\n\nText.\n\n## B\n\nNew.\n\n- one\n\n## C\n\nMore.\n');
  });

  test('is found in Java and C with braces on lines of their own', () => {
    const text =
      'class A\n{\n    int f(int a)\n    {\n        return a;\n    }\n\n    int g()\n    {\n        return 1;\n    }\n}\n';
    assertPlaced(place(text, 'int f(int a)\n{\n    return a + 1;\n}', 'java'), text.replace('return a;', 'return a + 1;'));
  });
});

suite('A fragment with lines left out', () => {
  test('keeps what they stand for in a function', () => {
    const text = 'function f() {\n  const a = 1;\n  const b = 2;\n  const c = 3;\n  return a + b + c;\n}\n';
    const code = 'function f() {\n  const a = 10;\n  // ... existing code ...\n  return a * b * c;\n}';
    assertPlaced(
      place(text, code),
      'function f() {\n  const a = 10;\n  const b = 2;\n  const c = 3;\n  return a * b * c;\n}\n',
    );
  });

  test('keeps what they stand for in a class and around it', () => {
    const code = `// ... existing code ...

export class Basket {
  // ... existing fields ...

  clear(): void {
    this.#items.splice(0);
  }

  isEmpty(): boolean {
    return this.size === 0;
  }
}

// ... rest of the file`;
    const after = shop
      .replace('this.#items.length = 0', 'this.#items.splice(0)')
      .replace(/ {2}\}\n\}\n$/, '  }\n\n  isEmpty(): boolean {\n    return this.size === 0;\n  }\n}\n');
    assertPlaced(place(shop, code), after);
  });

  test('puts a new member where it stands', () => {
    const code =
      'export class Basket {\n  // ... existing code ...\n\n  last(): string | undefined {\n    return this.#items.at(-1);\n  }\n}';
    const after = shop.replace(/\}\n$/, '\n  last(): string | undefined {\n    return this.#items.at(-1);\n  }\n}\n');
    assertPlaced(place(shop, code), after);
    const first = 'export class Basket {\n  readonly #name = "x";\n  // ... existing code ...\n}';
    assertPlaced(place(shop, first), shop.replace('  readonly #items', '  readonly #name = "x";\n  readonly #items'));
  });

  test('takes imports, what is between, and a changed function', () => {
    const code = `import { a } from './a';
import { c } from './c';
// ... existing imports and code ...

export function add(x: number, y: number): number {
  return c(x, y);
}

// ... existing code ...`;
    const after = shop
      .replace("import { a } from './a';", "import { a } from './a';\nimport { c } from './c';")
      .replace('x + y', 'c(x, y)');
    assertPlaced(place(shop, code), after);
  });

  test('goes into branches', () => {
    const text = 'function f(a) {\n  if (a) {\n    one();\n    two();\n  } else {\n    three();\n    four();\n  }\n}\n';
    const code = 'function f(a) {\n  if (a) {\n    // ...\n  } else {\n    // ... existing code\n    four(4);\n  }\n}';
    assertPlaced(place(text, code), text.replace('four()', 'four(4)'));
  });

  test('goes into Python', () => {
    const text = 'class A:\n    def a(self):\n        x = 1\n        return x\n\n    def b(self):\n        return 2\n';
    const code =
      'class A:\n    # ... existing code ...\n\n    def b(self):\n        return 3\n\n    def c(self):\n        return 4\n';
    assertPlaced(place(text, code, 'python'), text.replace('return 2\n', 'return 3\n\n    def c(self):\n        return 4\n'));
  });

  test('is refused where a new part could be anywhere', () => {
    const code =
      'export class Basket {\n  // ... existing code ...\n  fresh(): void {\n    x();\n  }\n  // ... existing code ...\n}';
    assertUnplaceable(place(shop, code), 'ambiguous');
  });

  test('is refused where nothing of it is in the file', () => {
    assertUnplaceable(place(shop, '// ... existing code ...\nfunction nowhere() {\n  x();\n}\n// ...'), 'notFound');
  });
});

suite('Any function of a file', () => {
  test('takes a change, with every other byte as it was', () => {
    const bodies = fc.array(fc.array(fc.stringMatching(/^[a-z]{1,8}\(\d{1,3}\);$/), { minLength: 1, maxLength: 5 }), {
      minLength: 2,
      maxLength: 6,
    });
    const functionOf = (index: number, body: readonly string[]): readonly string[] => [
      `function name${String(index)}(a) {`,
      ...body.map((entry) => `  ${entry}`),
      '}',
    ];
    fc.assert(
      fc.property(
        bodies,
        fc.nat(),
        fc.stringMatching(/^[a-z]{9,12}\(\);$/),
        fc.constantFrom('\n', '\r\n'),
        (all, at, fresh, end) => {
          const index = at % all.length;
          const write = (texts: readonly (readonly string[])[]): string =>
            `// Head \u00e4  ${end}${end}${texts.map((entry) => entry.join(end)).join(end + end)}${end}${end}tail();`;
          const changed = functionOf(index, [...(all[index] ?? []), fresh]);
          const placement = place(write(all.map((body, number) => functionOf(number, body))), changed.join('\n'));
          assertPlaced(placement, write(all.map((body, number) => (number === index ? changed : functionOf(number, body)))));
        },
      ),
    );
  });
});
