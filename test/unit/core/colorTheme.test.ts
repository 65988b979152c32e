import assert from 'node:assert/strict';
import { customisedRules, mergeThemeFiles, type ThemeFiles } from '../../../src/core/colorTheme';
import { parsePropertyList } from '../../../src/core/propertyList';

class FakeFiles implements ThemeFiles {
  readonly read_: string[] = [];

  constructor(private readonly files: Readonly<Record<string, unknown>>) {}

  resolve(from: string, relative: string): string {
    return new URL(relative, `file://${from}`).pathname;
  }

  read(path: string): Promise<unknown> {
    this.read_.push(path);
    return path in this.files ? Promise.resolve(this.files[path]) : Promise.reject(new Error(`No ${path}`));
  }
}

function rule(scope: string, foreground: string): { scope: string; settings: { foreground: string } } {
  return { scope, settings: { foreground } };
}

suite('mergeThemeFiles', () => {
  test('puts the rules of included files before the own ones', async () => {
    const files = new FakeFiles({
      '/t/a.json': { include: './b.json', tokenColors: [rule('a', '#111111')] },
      '/t/b.json': { include: 'sub/c.json', tokenColors: [rule('b', '#222222')] },
      '/t/sub/c.json': { tokenColors: [rule('c', '#333333')] },
    });
    const rules = await mergeThemeFiles('/t/a.json', files);
    assert.deepEqual(
      rules.map(({ scope }) => scope),
      ['c', 'b', 'a'],
    );
  });

  test('takes settings for token colours, and the rules of a property list that is named', async () => {
    const files = new FakeFiles({
      '/t/a.json': { tokenColors: './a.tmTheme', colors: {} },
      '/t/a.tmTheme': { settings: [{ settings: { foreground: '#eeeeee' } }, rule('a', '#111111')] },
    });
    assert.deepEqual(await mergeThemeFiles('/t/a.json', files), [
      { settings: { foreground: '#eeeeee' } },
      rule('a', '#111111'),
    ]);
  });

  test('ends with files that include each other, or one another without end', async () => {
    const loop = new FakeFiles({ '/a': { include: 'b', tokenColors: [rule('a', '#111111')] }, '/b': { include: 'a' } });
    assert.deepEqual(await mergeThemeFiles('/a', loop), [rule('a', '#111111')]);
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`/${String(index)}`, { include: String(index + 1) }]),
    );
    const chain = new FakeFiles(files);
    await mergeThemeFiles('/0', chain);
    assert.ok(chain.read_.length <= 20);
  });

  test('rejects when a file is missing', async () => {
    await assert.rejects(mergeThemeFiles('/a', new FakeFiles({ '/a': { include: 'gone' } })));
  });

  test('leaves out what is no rule', async () => {
    const tokenColors = [
      null,
      'x',
      { scope: 'a' },
      { scope: 'b', settings: { foreground: 'red' } },
      { scope: 'c', settings: { foreground: 'url(https://evil.example)' } },
      { scope: 5, settings: { foreground: '#111111' } },
      { scope: ['d', 5], settings: { foreground: '#11111122', fontStyle: 'bold', other: 1 } },
    ];
    assert.deepEqual(await mergeThemeFiles('/a', new FakeFiles({ '/a': { tokenColors } })), [
      { scope: ['d'], settings: { foreground: '#11111122', fontStyle: 'bold' } },
    ]);
    assert.deepEqual(await mergeThemeFiles('/a', new FakeFiles({ '/a': 'text' })), []);
  });
});

suite('customisedRules', () => {
  test('knows the groups of tokens and the rules of the setting', () => {
    const rules = customisedRules(
      {
        comments: '#111111',
        numbers: { foreground: '#222222', fontStyle: 'bold' },
        textMateRules: [rule('x', '#333333')],
        other: 1,
      },
      'Any',
    );
    assert.deepEqual(rules, [
      rule('comment, punctuation.definition.comment', '#111111'),
      { scope: 'constant.numeric', settings: { foreground: '#222222', fontStyle: 'bold' } },
      rule('x', '#333333'),
    ]);
  });

  test('puts the blocks for the theme last, and leaves those for others out', () => {
    const setting = {
      '[Mine]': { comments: '#111111' },
      '[Other]': { comments: '#222222' },
      '[A][Mine]': { strings: '#333333' },
      '[Mi*]': { numbers: '#444444' },
      '[*x*]': { numbers: '#555555' },
      comments: '#666666',
    };
    assert.deepEqual(
      customisedRules(setting, 'Mine').map(({ settings }) => settings.foreground),
      ['#666666', '#111111', '#333333', '#444444'],
    );
  });

  test('takes nothing from a setting that is none', () => {
    for (const setting of [undefined, null, 'x', [], { '[Mine]': 'x', comments: 5 }])
      assert.deepEqual(customisedRules(setting, 'Mine'), []);
  });
});

suite('parsePropertyList', () => {
  test('reads a TextMate theme', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0"><dict><!-- note --><key>name</key><string>A &amp; B &#x41;</string>
      <key>settings</key><array><dict><key>scope</key><string>comment, <![CDATA[<x>]]></string>
      <key>settings</key><dict><key>foreground</key><string>#111111</string><key>fontStyle</key><string/></dict></dict>
      <dict/></array><key>flag</key><true/><key>count</key><integer>3</integer></dict></plist>`;
    assert.deepEqual(parsePropertyList(text), {
      name: 'A & B A',
      settings: [{ scope: 'comment, <x>', settings: { foreground: '#111111', fontStyle: '' } }, {}],
      flag: 'true',
      count: '3',
    });
  });

  test('makes nothing of other texts, and does not fail on broken ones', () => {
    assert.equal(parsePropertyList(''), undefined);
    assert.equal(parsePropertyList('{"a": 1}'), undefined);
    assert.equal(parsePropertyList('<plist></plist>'), undefined);
    parsePropertyList('<plist><dict><key>a</key><array><string>x');
    parsePropertyList(`<plist>${'<array>'.repeat(100_000)}`);
    parsePropertyList(`<plist>${'<dict><key>a</key>'.repeat(10_000)}`);
    assert.deepEqual(
      parsePropertyList('<plist><dict><key>__proto__</key><string>x</string></dict></plist>'),
      Object.fromEntries([['__proto__', 'x']]),
    );
  });
});
