import assert from 'node:assert/strict';
import { Base64Pieces } from '../../../../src/core/audio/base64Pieces';

function together(...texts: readonly string[]): string {
  const pieces = new Base64Pieces();
  for (const text of texts) {
    pieces.push(text);
  }
  return Buffer.from(pieces.bytes()).toString('latin1');
}

suite('Base64 in pieces', () => {
  const text = 'a sound of some length';
  const whole = Buffer.from(text, 'latin1').toString('base64');

  test('is the same however it is cut', () => {
    for (let size = 1; size <= whole.length; size += 1) {
      assert.equal(together(...(whole.match(new RegExp(`.{1,${String(size)}}`, 'g')) ?? [])), text);
    }
  });

  test('may have an end in each piece', () => {
    const pieces = Array.from(text).map((letter) => Buffer.from(letter, 'latin1').toString('base64'));
    assert.equal(together(...pieces), text);
    assert.equal(together(pieces.join('')), text);
  });

  test('is as much as can be read where it breaks off or is none', () => {
    assert.equal(together('YWJj', 'ZA'), 'abcd');
    assert.equal(together('YWJj', 'Z'), 'abc');
    assert.equal(together('YW\nJj '), 'abc');
    assert.equal(together('', '%%', '==='), '');
    assert.equal(together(), '');
  });
});
