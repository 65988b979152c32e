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
