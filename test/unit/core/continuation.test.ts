import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { continuationTail, openFence, Seam } from '../../../src/core/continuation';

/** The whole answer after a continuation that arrives in these pieces. */
function joined(before: string, ...pieces: readonly string[]): string {
  const seam = new Seam(before);
  let text = before;
  const take = (part: { offset: number; text: string } | undefined): void => {
    if (part !== undefined) {
      text = text.slice(0, part.offset) + part.text;
    }
  };
  pieces.forEach((piece) => {
    take(seam.push(piece));
  });
  take(seam.finish());
  return text;
}

const prose =
  'A stream is read in pieces. Each piece may end within a character, within a word or within a line, and the reader must not ' +
  'care. That is why the decoder keeps what it cannot decide yet.\n\nThe second paragraph says that nothing is lost:\n\n' +
  '```ts\nexport function add(left: number, right: number): number {\n  const sum = left + right;\n  return sum;\n}\n```\n\nDone.';

suite('continuation of an answer', () => {
  test('a remainder that repeats nothing is joined as it is, wherever the answer was cut', () => {
    for (let cut = 1; cut < prose.length; cut += 1) {
      assert.equal(joined(prose.slice(0, cut), prose.slice(cut)), prose, `cut at ${String(cut)}`);
    }
  });

  test('the last words that were asked for are taken out, wherever the answer was cut', () => {
    for (let cut = 40; cut < prose.length; cut += 1) {
      const before = prose.slice(0, cut);
      assert.equal(
        joined(before, continuationTail(before) + prose.slice(before.trimEnd().length)),
        prose,
        `cut at ${String(cut)}`,
      );
    }
  });

  test('a repetition that begins within a word is taken out', () => {
    for (let cut = 120; cut < prose.length; cut += 1) {
      for (const repeated of [32, 47, 80]) {
        const before = prose.slice(0, cut);
        if (/\S$/.test(before) && before.slice(-repeated).replaceAll(/[^\p{L}\p{N}]/gu, '').length >= 12) {
          assert.equal(
            joined(before, prose.slice(cut - repeated).trimStart()),
            prose,
            `${String(repeated)} before ${String(cut)}`,
          );
        }
      }
    }
  });

  test('pieces of any size give the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: prose.length - 1 }),
        fc.integer({ min: 0, max: 120 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
        (cut, repeated, sizes) => {
          const continuation = prose.slice(Math.max(0, cut - repeated));
          const pieces: string[] = [];
          for (let at = 0, index = 0; at < continuation.length; index += 1) {
            const size = sizes[index % sizes.length] ?? 1;
            pieces.push(continuation.slice(at, at + size));
            at += size;
          }
          assert.equal(joined(prose.slice(0, cut), ...pieces), joined(prose.slice(0, cut), continuation));
        },
      ),
    );
  });

  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a repeated word', 'the quick brown', 'brown fox', 'the quick brown fox'],
    ['a word that was cut and is begun again', 'the quick bro', 'brown fox', 'the quick brown fox'],
    ['a repeated last sentence', 'One. Two and three.', 'Two and three. Four.', 'One. Two and three. Four.'],
    [
      'a repetition after other white space',
      'One two three\nfour five six ',
      'three four five six seven',
      'One two three\nfour five six seven',
    ],
    [
      'a repeated line of code',
      'a\n  const sum = left + right;',
      '  const sum = left + right;\n  return',
      'a\n  const sum = left + right;\n  return',
    ],
    ['a closing bracket that closes the next one', '  }\n', '}\n', '  }\n}\n'],
    ['a word that begins with the last letters', 'It is a', 'ble to', 'It is able to'],
    ['a word that comes a second time', 'He had', ' had enough', 'He had enough'],
    ['several of them', 'the quick brown fox', ' brown fox jumps', 'the quick brown fox jumps'],
    ['a short one', 'It is a', ' a dog', 'It is a dog'],
    ['a word of which little was there', 'the quick brown fo', 'fox jumps', 'the quick brown fox jumps'],
    ['a line of code that is begun again', 'x\n  return x +', '  return x + 2;', 'x\n  return x + 2;'],
    ['an item that is begun again', '1. One\n2. Sec', '2. Second', '1. One\n2. Second'],
    ['a tag that closes the next one', '</b>\n</div>\n', '</div>\n', '</b>\n</div>\n</div>\n'],
    ['equal numbers in a row', 'x = [0, 0, 0,', ' 0, 0]', 'x = [0, 0, 0, 0, 0]'],
    ['white space first', 'The answer is', '\n\n42', 'The answer is\n\n42'],
    ['white space alone', 'The answer is', ' ', 'The answer is '],
    [
      'Chinese, with repetition',
      '今天天气很好,我们一起去公园散步吧',
      '我们一起去公园散步吧,然后回家',
      '今天天气很好,我们一起去公园散步吧,然后回家',
    ],
    ['numbers in a list', '1, 2, 3, 4,', ' 5, 6', '1, 2, 3, 4, 5, 6'],
    ['nothing', 'The answer', '', 'The answer'],
    ['an item of an array that comes twice', 'x = ["a",', ' "a", "b"]', 'x = ["a", "a", "b"]'],
    ['a number that comes twice', 'x = 10, 10', ' 10', 'x = 10, 10 10'],
    ['bytes that come twice', '0a 1f', ' 1f 20', '0a 1f 1f 20'],
    ['a character that comes twice', '我说:谢', '谢!', '我说:谢谢!'],
    ['a string that is begun again', '{\n  "na', '  "name": "x"', '{\n  "name": "x"'],
    ['a tag that is begun again', '<div>\n  <p>Hel', '  <p>Hello</p>', '<div>\n  <p>Hello</p>'],
    ['a decorator that is begun again', '@app.ro', '@app.route("/")', '@app.route("/")'],
    ['a comment that is begun again', 'x\n// do th', '// do this', 'x\n// do this'],
    ['a list of numbers that is begun again', 'x\n[1, 2', '[1, 2, 3]', 'x\n[1, 2, 3]'],
    ['a quotation that is begun again', '> quoted te', '> quoted text', '> quoted text'],
    ['a word with a digit', 'You can call getUser2', 'getUser2() here', 'You can call getUser2() here'],
    ['a word with an underscore', 'You can call get_us', 'get_user_name()', 'You can call get_user_name()'],
    ['a path that is begun again', 'See src/core/jo', 'src/core/journal.ts', 'See src/core/journal.ts'],
    ['words in bold that are begun again', 'This is **very impor', '**very important** too', 'This is **very important** too'],
    ['code that is begun again', 'Call `getUse', '`getUserName()`', 'Call `getUserName()`'],
    ['a number', 'values are 1, 2, 34', '34, 56', 'values are 1, 2, 34, 56'],
    ['a number that was cut', 'Pi is 3.14', '3.14159', 'Pi is 3.14159'],
    ['Chinese words', '今天我们去公园', '去公园散步', '今天我们去公园散步'],
    ['Japanese words', 'これはテスト', 'テストです。', 'これはテストです。'],
    ['Korean words', '오늘 공원', '공원에 갑니다', '오늘 공원에 갑니다'],
    ['an indented line', 'def f():\n    ', '    x = 1', 'def f():\n    x = 1'],
    ['a line with a tab', 'def f():\r\n\t', '\tx = 1', 'def f():\r\n\tx = 1'],
    ['a line that is indented less', 'if x:\n        ', '    y', 'if x:\n            y'],
    ['a fence that was cut before its line ended', 'Look:\n\n```ts', '```ts\nfoo()\n```', 'Look:\n\n```ts\nfoo()\n```'],
    ['a fence that lacks its line feed', 'Look:\n\n```ts', '\nfoo()\n```', 'Look:\n\n```ts\nfoo()\n```'],
    ['a fence whose language was cut', '```typ', '```typescript\r\nfoo()', '```typescript\r\nfoo()'],
    ['a fence that gets another name', '```typescript', '```ts\nfoo()', '```typescript\nfoo()'],
    ['a fence that was cut within its marks', '1. Do\n   ``', '   ```sh\n   ls', '1. Do\n   ```sh\n   ls'],
    ['a fence without a language', 'Look:\n```', '```\nfoo\n```', 'Look:\n```\nfoo\n```'],
    ['the end of a fence that was cut', '```js\nfoo()\n``', '`\n\nDone', '```js\nfoo()\n```\n\nDone'],
    [
      'what comes after a sentence of its own',
      'The quick brown fox jumps over',
      'Sure, continuing:\n\nThe quick brown fox jumps over the lazy dog.',
      'The quick brown fox jumps over the lazy dog.',
    ],
    [
      'what comes after dots',
      'The quick brown fox jumps over',
      '…over the lazy dog.',
      'The quick brown fox jumps over the lazy dog.',
    ],
    ['what comes after three dots', 'The quick brown fox', '... brown fox jumps', 'The quick brown fox jumps'],
    ['dots that belong to it', 'Well', '... no.', 'Well... no.'],
    [
      'what comes after a sentence in Chinese',
      '今天天气很好,我们一起去公园散步吧',
      '好的,继续:\n\n今天天气很好,我们一起去公园散步吧。',
      '今天天气很好,我们一起去公园散步吧。',
    ],
    [
      'code after a sentence and its fence again',
      'Here:\n\n```ts\nconst alpha = compute(1);\nconst beta = com',
      'Continuing from where I left off:\n\n```ts\nconst beta = compute(2);\n```\n',
      'Here:\n\n```ts\nconst alpha = compute(1);\nconst beta = compute(2);\n```\n',
    ],
    [
      'code after a sentence and its fence, with nothing repeated',
      '```ts\nconst alpha = 1;\n',
      'Continuing:\n\n```ts\nlet beta;\n```',
      '```ts\nconst alpha = 1;\nlet beta;\n```',
    ],
    [
      'a sentence that belongs to it',
      'First.\n\n',
      'Then do this:\n\n```ts\nfoo();\n```',
      'First.\n\nThen do this:\n\n```ts\nfoo();\n```',
    ],
    ['a label in code', '```yaml\na: 1\n', 'Second:\n  b: 2\n```', '```yaml\na: 1\nSecond:\n  b: 2\n```'],
    [
      'a block after the one that ends',
      '```js\na();\n',
      '```\n\nThen:\n\n```js\nb();\n```',
      '```js\na();\n```\n\nThen:\n\n```js\nb();\n```',
    ],
  ];
  for (const [name, before, continuation, expected] of cases) {
    test(`joins ${name}`, () => {
      assert.equal(joined(before, continuation), expected);
      const letters = Array.from({ length: continuation.length }, (_, index) => continuation.charAt(index));
      assert.equal(joined(before, ...letters), expected, 'letter by letter');
    });
  }

  test('a fence that is opened anew inside an open one is taken out, one that closes it is not', () => {
    const before = 'See:\n```ts\nconst first = 1;\nconst sec';
    assert.equal(joined(before, '```ts\nconst second = 2;\n```\n'), 'See:\n```ts\nconst first = 1;\nconst second = 2;\n```\n');
    assert.equal(joined('```ts\nconst a = 1;\n', '```\n\nThat is all.'), '```ts\nconst a = 1;\n```\n\nThat is all.');
  });

  const lines = Array.from(
    { length: 60 },
    (_, index) => `  const value${String(index)} = compute(${String(index)}); // 🦊`,
  ).join('\n');
  const items = Array.from(
    { length: 60 },
    (_, index) => `${String(index + 1)}. Item ${String(index + 1)}\n\n   It is so.`,
  ).join('\n\n');
  const paragraph = Array.from({ length: 60 }, (_, index) => `Sentence ${String(index)} says so.`).join(' ');
  const long: readonly (readonly [string, before: string, restart: string, expected: string])[] = [
    ['a block from its fence', `See:\n\n\`\`\`ts\n${lines}\n  const la`, `\`\`\`ts\n${lines}\n  const la`, 'st = 1;\n```\n'],
    ['a block without a language', `See:\n\n\`\`\`\n${lines}\n  const la`, `\`\`\`\n${lines}\n  const la`, 'st = 1;\n```\n'],
    ['a block from its first line', `See:\n\n~~~ts\n${lines}\n  const la`, `${lines}\n  const la`, 'st = 1;\n~~~\n'],
    ['a list', `See:\n\n${items}\n\n61. It`, `${items}\n\n61. It`, 'em 61\n'],
    ['a paragraph', `See:\r\n\r\n${paragraph} And the la`, `${paragraph} And the la`, 'st one.'],
    ['the whole answer', `See:\n\n${items}\n\n${paragraph} And`, `See:\n\n${items}\n\n${paragraph} And`, ' so on.'],
    ['the whole answer after a sentence', `See:\n\n${items} An`, `Here it is again:\n\nSee:\n\n${items} An`, 'd so on.'],
  ];
  for (const [name, before, restart, rest] of long) {
    test(`joins what begins again with ${name}`, () => {
      assert.equal(joined(before, restart + rest), before + rest);
      assert.equal(joined(before, ...Array.from(restart + rest)), before + rest, 'letter by letter');
    });
  }

  test('takes nothing of an answer that begins again and does not come as far', () => {
    const before = `See:\n\n${items}\n`;
    assert.equal(joined(before, before.slice(0, -9)), before);
    assert.equal(joined(before, 'See:'), `${before}See:`);
  });

  test('takes no time for a very long answer that begins again letter by letter', () => {
    const before = Array.from({ length: 100 }, () => paragraph).join('\n\n');
    const began = performance.now();
    const seam = new Seam(before);
    const parts = Array.from(`${before} New.${' And more.'.repeat(1_000)}`, (letter) => seam.push(letter));
    assert.ok(performance.now() - began < 3_000);
    assert.deepEqual(
      [parts.find((part) => part !== undefined)?.offset, parts.map((part) => part?.text ?? '').join('')],
      [before.length, ` New.${' And more.'.repeat(1_000)}`],
    );
  });

  test('shows what goes on in the middle of a sentence at once', () => {
    assert.deepEqual(new Seam('The quick brown fox').push(' jumps'), { offset: 19, text: ' jumps' });
  });

  test('knows the fence that a text ends in', () => {
    assert.equal(openFence('a\n```ts\nb'), '```ts');
    assert.equal(openFence('a\n```ts\nb\n```'), undefined);
    assert.equal(openFence('````\n```\nb'), '````');
    assert.equal(openFence('1. a\n   ```sh\n   b'), '```sh');
    assert.equal(openFence('a `b` c'), undefined);
  });

  test('the tail begins with a word and is found in the text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: prose.length }), (cut) => {
        const before = prose.slice(0, cut);
        const tail = continuationTail(before);
        assert.ok(before.trimEnd().endsWith(tail));
        assert.equal(tail.trim(), tail);
      }),
    );
  });
});
