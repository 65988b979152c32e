/** What a model writes, as a comment shows it. The judge is the library that VS Code reads Markdown with. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { commentMarkdown, plainMarkdown } from '../../../../src/core/explain/commentMarkdown';

function tokensOf(markdown: string): readonly Token[] {
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token) => void tokens.push(token));
  return tokens;
}

function textOf(markdown: string): string {
  const html = marked.parse(markdown, { async: false });
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();
}

suite('Markdown of a comment', () => {
  const kept: readonly string[] = [
    'It adds `a` to **b**:\n\n- one\n- two\n',
    'See [the manual](https://example.test/a_b).',
    '```ts\nif (![1, 2].includes(x)) {\n  y = a < b;\n}\n```\n',
    '```ts\ninterface A {\n  [key: string]: unknown;\n}\nconst b = ![c][d];\n```',
    '```html\n<img src="https://example.test/a.png">\n```',
    'A `vector<int>` and 1 < 2.',
    '> ```js\n> a(<b/>)\n> ```\n',
    '| a | b |\n| --- | --- |\n| `x<y>` | 2 |\n',
    'An autolink: <https://example.test/> and \\<b>.',
    'An open fence\n\n```js\nconst a = <T,>(x: T) => x;',
  ];
  for (const text of kept) {
    test(`leaves ${JSON.stringify(text.slice(0, 40))} as it is`, () => {
      assert.equal(commentMarkdown(text), text);
    });
  }

  const changed: readonly (readonly [string, string])[] = [
    ['![chart](https://thief.test/a.png)', '[chart](https://thief.test/a.png)'],
    ['![](https://thief.test/a.png)', '[https\\://thief\\.test/a\\.png](https://thief.test/a.png)'],
    ['A vector<int> and <b>bold</b>', 'A vector&lt;int> and &lt;b>bold&lt;/b>'],
    ['See [prices.js](prices.js).', 'See prices.js.'],
    ['See [`total`](src/prices.js).', 'See `total` (`src/prices.js`).'],
    ['[run](command:workbench.action.quit)', 'run (`command:workbench.action.quit`)'],
    ['[![a](https://a.test/b)](command:c)', '[[a](https://a.test/b)]\\(command:c)'],
    ['a\r\nb', 'a\nb'],
    // Even in code, what would be an image if it were none is kept from being one: who can tell what a parser takes for code?
    ['`![a](b)`', '`!\u200b[a](b)`'],
  ];
  for (const [text, expected] of changed) {
    test(`makes ${JSON.stringify(text)} readable`, () => {
      assert.equal(commentMarkdown(text), expected);
    });
  }

  /** What Markdown is made of, and what an attacker would put together from it. */
  const piece = fc.oneof(
    fc.constantFrom(
      ...['![', '!', '[', ']', '](', '][', ']:', '(', ')', '<', '>', '/>', '`', '``', '```', '~~~', '\\', '"', "'", ':', '#'],
      ...[
        '\n',
        '\n\n',
        '\r\n',
        '\r',
        '    ',
        '\t',
        '- ',
        '1. ',
        '> ',
        ' ',
        '|',
        '---',
        '\u00a0',
        '\f',
        '\u200b',
        '<!--',
        '-->',
      ],
      ...[
        'https://thief.test/a.png',
        'command:x',
        'vscode://a/b',
        'file:///etc',
        'data:image/png;base64,AA',
        'com\\mand:x',
        'a',
        'A',
        'b',
      ],
      ...[
        '[a]: https://thief.test/a.png',
        '[a]: command:x',
        '![a]',
        '![a][]',
        '![b][a]',
        '![x](https://thief.test/b)',
        '[x](command:y)',
      ],
      ...['<img src=https://thief.test/c>', '<command:x>', '<script>', '&#99;ommand:x', '$(trash)'],
    ),
    fc.string({ maxLength: 3 }),
  );
  const hostile = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

  test('has no image and no dangerous link, whatever was written', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const token of tokensOf(commentMarkdown(text))) {
          assert.notEqual(token.type, 'image');
          if (token.type === 'link') {
            assert.doesNotMatch((token as { href: string }).href, /^\s*(?:command|data|file|javascript|vscode[a-z-]*):/i);
          }
        }
      }),
      { numRuns: 20_000 },
    );
  });

  test('has no image in any part of an answer that is still coming', () => {
    fc.assert(
      fc.property(hostile, fc.nat(), (text, length) => {
        const part = commentMarkdown(text.slice(0, length % (text.length + 1)));
        assert.ok(tokensOf(part).every(({ type }) => type !== 'image'));
      }),
      { numRuns: 5_000 },
    );
  });

  test('reads long hostile texts in no time', () => {
    const repeated = ['![', '](', '`', '`` ', '[a]: ', '<', '\\', '![a](', '[a](b', '> - ```', ' ', '[a](b "'];
    const texts = repeated.map((part) => part.repeat(60_000 / part.length));
    const runsOfBackticks = Array.from({ length: 340 }, (_, index) => '`'.repeat(index + 1)).join(' ');
    for (const text of [...texts, `[a](${' '.repeat(60_000)}`, `[a](b${' '.repeat(60_000)}`, runsOfBackticks]) {
      const start = performance.now();
      commentMarkdown(text);
      assert.ok(performance.now() - start < 1_500, text.slice(0, 40));
    }
  });

  test('shows plain text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const expected = text.replace(/\s+/g, ' ').trim();
        assert.equal(textOf(plainMarkdown(text)).replace(/\s+/g, ' '), expected);
      }),
      { examples: [['![a](https://thief.test/b) <b> 1. `c`']] },
    );
  });
});
