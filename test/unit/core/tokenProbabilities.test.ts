import assert from 'node:assert/strict';
import type { TokenLogprob } from '../../../src/core/chatCompletions';
import { decodeProbabilities, encodeProbabilities, tokenPieces } from '../../../src/core/tokenProbabilities';

const token = (text: string, more: Partial<TokenLogprob> = {}): TokenLogprob => ({
  token: text,
  logprob: Math.log(0.5),
  ...more,
});
const texts = (tokens: readonly TokenLogprob[]): string[] => tokenPieces(tokens).map((piece) => piece.text);

suite('The probabilities of tokens', () => {
  test('have a piece for each token, with its probability', () => {
    const pieces = tokenPieces([token('Hel'), token('lo', { logprob: 0 }), token('', { logprob: -9999 })]);
    assert.deepEqual(
      pieces.map(({ text, probability }) => [text, Number(probability.toFixed(3))]),
      [
        ['Hel', 0.5],
        ['lo', 1],
        ['', 0],
      ],
    );
  });

  test('join what is a letter only together, by its bytes', () => {
    const [a, b, c] = [...Buffer.from('€')];
    const bytes = (...values: (number | undefined)[]) => ({ bytes: values.map((value) => value ?? 0) });
    assert.deepEqual(
      texts([token('x', bytes(0x78)), token('\uFFFD', bytes(a)), token('\uFFFD', bytes(b, c)), token('!', bytes(0x21))]),
      ['x', '€', '!'],
    );
    assert.equal(tokenPieces([token('\uFFFD', bytes(a)), token('\uFFFD', bytes(b, c))])[0]?.probability.toFixed(3), '0.250');
  });

  test('join it where the bytes are written into the token, or a letter is cut between its units', () => {
    assert.deepEqual(texts([token('bytes:\\xf0\\x9f'), token('bytes:\\x98\\x80'), token(' ok')]), ['😀', ' ok']);
    assert.deepEqual(texts([token('a\uD83D'), token('\uDE00b')]), ['a😀b']);
  });

  test('never join more than a letter has, whatever the bytes are', () => {
    const stray = token('\uFFFD', { bytes: [0x80] });
    assert.deepEqual(texts([stray, stray]), ['\uFFFD', '\uFFFD']);
    assert.equal(texts([token('\uFFFD', { bytes: [0xf0] }), token('next')]).length, 2);
    assert.equal(texts([token('\uD83D'), token('x')]).length, 2);
  });

  test('are the same after they were kept', () => {
    const parts = [[token('\uD83D', { top_logprobs: [{ token: 'a', logprob: -1 }], bytes: [240, 159] })], [token('b')]];
    assert.deepEqual(decodeProbabilities(encodeProbabilities(parts)), parts);
  });

  test('are nothing where what was kept is damaged', () => {
    for (const text of ['', '{', 'null', '{"parts":7}', '{"parts":[[],[{"token":1}]]}']) {
      assert.equal(decodeProbabilities(text), undefined, text);
    }
    assert.deepEqual(decodeProbabilities('{"parts":[[{"token":"a","logprob":-1,"bytes":[999],"top_logprobs":[{}]},7]]}'), [
      [{ token: 'a', logprob: -1 }],
    ]);
  });

  test('of ten thousand tokens take no time', () => {
    const began = performance.now();
    assert.equal(tokenPieces(Array.from({ length: 10_000 }, (_, index) => token(`t${String(index)} `))).length, 10_000);
    assert.ok(performance.now() - began < 500);
  });
});
