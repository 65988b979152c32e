import assert from 'node:assert/strict';
import { parseFenceInfo } from '../../../src/webview/markdown/fenceInfo';
import { hiddenHost, isRelativePath, isWebAddress } from '../../../src/webview/markdown/links';
import { closeOpenMarks, isUndecided } from '../../../src/webview/markdown/openEnd';

suite('parseFenceInfo', () => {
  for (const [info, language, path] of [
    ['', '', undefined],
    ['ts', 'ts', undefined],
    ['TypeScript', 'typescript', undefined],
    ['c++', 'c++', undefined],
    ['c#', 'c#', undefined],
    ['asp.net', 'net', 'asp.net'],
    ['{.python}', 'python', undefined],
    ['js {1,3-4}', 'js', undefined],
    ['ts src/a.ts', 'ts', 'src/a.ts'],
    ['ts:src/a.ts', 'ts', 'src/a.ts'],
    ['ts title="src/my file.ts"', 'ts', 'src/my file.ts'],
    ["ts file='a.ts' x=1", 'ts', 'a.ts'],
    ['title="src/a.ts"', '', 'src/a.ts'],
    ['{title: "src/a.ts"}', '', 'src/a.ts'],
    ['src/a.ts', 'ts', 'src/a.ts'],
    ['main.py', 'py', 'main.py'],
    ['1:20:src/a.ts', 'ts', 'src/a.ts'],
    ['sh C:\\a\\b.sh', 'sh', 'C:\\a\\b.sh'],
    ['ts https://example.com/a.ts', 'ts', undefined],
    ['ts title="https://example.com/a.ts"', 'ts', undefined],
    ['ts //example.com/a.ts', 'ts', undefined],
    ['ts just words', 'ts', undefined],
    [`ts ${'a/'.repeat(200)}`, 'ts', undefined],
  ] as const) {
    test(`reads ${info.slice(0, 40) || 'nothing'}`, () => {
      assert.deepEqual(parseFenceInfo(info), { language, path });
    });
  }
});

suite('the link policy', () => {
  test('lets complete web and mail addresses be links, and nothing else', () => {
    for (const good of ['https://example.com', 'HTTP://example.com/a?b#c', 'mailto:a@example.com'])
      assert.ok(isWebAddress(good), good);
    for (const bad of [
      '',
      'javascript:alert(1)',
      'command:x',
      'vscode://file/x',
      'data:text/html,x',
      'file:///etc/passwd',
      '//example.com',
      'https:example.com',
      'https://',
      ' https://example.com',
      'ht\ntps://example.com',
      'ftp://example.com',
    ]) {
      assert.ok(!isWebAddress(bad), bad);
    }
  });

  test('knows relative paths', () => {
    for (const good of ['src/a.ts', './a', '../b', '#part', '/root/a', 'a b.txt']) assert.ok(isRelativePath(good), good);
    for (const bad of ['', '//host/a', '\\\\host\\a', 'C:\\a', 'javascript:x', 'https://example.com'])
      assert.ok(!isRelativePath(bad), bad);
  });

  for (const [text, href, host] of [
    ['https://bank.example', 'https://bank.example/login', undefined],
    ['bank.example', 'https://www.bank.example/', undefined],
    ['www.bank.example/a', 'https://evil.example/', 'evil.example'],
    ['https://bank.example@evil.example', 'https://bank.example@evil.example/', 'evil.example'],
    ['click here', 'https://evil.example/', undefined],
    ['v1.2', 'https://example.com/', undefined],
    ['bank.example', 'mailto:a@bank.example', undefined],
    ['bank.example:8080', 'https://bank.example/', 'bank.example'],
  ] as const) {
    test(`${host === undefined ? 'adds nothing to' : 'names the host of'} "${text}" for ${href}`, () => {
      assert.equal(hiddenHost(text, href), host);
    });
  }
});

suite('closeOpenMarks', () => {
  for (const [open, closed] of [
    ['plain', 'plain'],
    ['a **b', 'a **b**'],
    ['a **b c ', 'a **b c**'],
    ['a **b*', 'a **b**'],
    ['a **b**', 'a **b**'],
    ['a **', 'a '],
    ['*a **b', '*a **b***'],
    ['~~a', '~~a~~'],
    ['snake_case and _em', 'snake_case and _em_'],
    ['2 * 3', '2 * 3'],
    ['`a', '`a`'],
    ['``a ` b', '``a ` b``'],
    ['``a`', '``a``'],
    ['a `', 'a '],
    ['`a` and `b', '`a` and `b`'],
    ['**`a', '**`a`**'],
    ['\\*a', '\\*a'],
    ['[a](https://exa', 'a'],
    ['![a](https://exa', 'a'],
    ['**[a](b', '**a**'],
    ['[a](b) and [c', '[a](b) and [c'],
  ] as const) {
    test(`makes ${closed} of ${open}`, () => {
      assert.equal(closeOpenMarks(open), closed);
    });
  }
});

suite('isUndecided', () => {
  test('holds a line back that has only marks of blocks yet', () => {
    for (const line of [
      '-',
      '- ',
      '  1.',
      '12',
      '#',
      '## ',
      '> ',
      '> -',
      '```',
      '```ts',
      '- ```js',
      '~~~ sh',
      '|',
      '|--',
      '===',
      '- [',
      '*',
      '`',
      '',
    ]) {
      assert.ok(isUndecided(line), line);
    }
  });

  test('lets text through', () => {
    for (const line of ['a', '- a', '1. a', '`a', '``` a`', '# a', '| a', '**a', '[a', '- [x] a'])
      assert.ok(!isUndecided(line), line);
  });
});
