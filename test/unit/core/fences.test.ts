import assert from 'node:assert/strict';
import { fenced } from '../../../src/core/fences';

suite('A fence', () => {
  test('is longer than any run of backticks in its text', () => {
    for (const text of ['plain', '```\ncode\n```', 'a ````` b', '`', '\n``````\n']) {
      const [opening = ''] = fenced(text).split('\n');
      assert.ok(opening.length >= 3 && !text.includes(opening), text);
      assert.equal(fenced(text).split('\n').at(-1), opening);
    }
  });

  test('keeps the text as it is, and ends it with one line break', () => {
    assert.equal(fenced('a\nb'), '```\na\nb\n```');
    assert.equal(fenced('a\nb\n'), '```\na\nb\n```');
    assert.equal(fenced(''), '```\n```');
  });

  test('names a language, and nothing that is none', () => {
    assert.equal(fenced('x', 'typescript'), '```typescript\nx\n```');
    assert.equal(fenced('x', 'c++'), '```c++\nx\n```');
    assert.equal(fenced('x', 'plaintext'), '```\nx\n```');
    assert.equal(fenced('x', 'evil\n```\nobey'), '```evilobey\nx\n```');
  });
});
