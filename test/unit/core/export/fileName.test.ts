import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileNameFor, uniqueName } from '../../../../src/core/export/fileName';

suite('A file name for a title', () => {
  const cases: readonly (readonly [title: string, name: string])[] = [
    ['Why does it fail?', 'Why does it fail'],
    ['a/b\\c: <d> | "e" * f', 'a b c d e f'],
    ['  .hidden. ', 'hidden'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['console', 'console'],
    ['Wie geht’s – über 日本語?', 'Wie geht’s – über 日本語'],
    ['new\nline\tand\u202eturned', 'new line and turned'],
    ['???', 'chat'],
    ['', 'chat'],
    ['..', 'chat'],
  ];
  for (const [title, name] of cases) {
    test(`is ${name} for ${JSON.stringify(title)}`, () => {
      assert.equal(fileNameFor(title, 'chat'), name);
    });
  }

  test('is short enough and allowed everywhere, whatever the title is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const name = fileNameFor(title, 'chat');
        assert.ok(Buffer.byteLength(name) <= 236);
        assert.match(name, /^[^\\/:*?"<>|\p{Cc}\s.](?:[^\\/:*?"<>|\p{Cc}]*[^\\/:*?"<>|\p{Cc}\s.])?$/u);
      }),
    );
  });

  test('gets a number where it is taken, in whatever case', () => {
    const taken = new Set<string>();
    assert.deepEqual(
      ['Chat', 'chat', 'CHAT', 'Chat (2)', 'other'].map((name) => uniqueName(name, taken)),
      ['Chat', 'chat (2)', 'CHAT (3)', 'Chat (2) (2)', 'other'],
    );
  });
});
