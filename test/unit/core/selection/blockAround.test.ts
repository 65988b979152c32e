/** The block or paragraph around a line. */
import assert from 'node:assert/strict';
import { blockAround, declarationEnd } from '../../../../src/core/selection/blockAround';

const code = `import a

def f(x):
    if x:
        return 1

    return 2


function g() {
  one();

  two();
}

last`.split('\n');

suite('The lines around a line', () => {
  const cases: readonly (readonly [number, readonly [number, number]])[] = [
    [0, [0, 0]],
    [2, [2, 6]],
    [3, [3, 4]],
    [4, [3, 4]],
    [6, [2, 6]],
    [7, [9, 13]],
    [10, [9, 13]],
    [13, [9, 13]],
    [15, [15, 15]],
  ];
  for (const [line, [start, end]] of cases) {
    test(`around line ${String(line)} are ${String(start)} to ${String(end)}`, () => {
      assert.deepEqual(blockAround(code, line), { start, end });
    });
  }

  test('are a paragraph of prose', () => {
    assert.deepEqual(blockAround(['a', '', 'b', 'c', '', 'd'], 3), { start: 2, end: 3 });
    assert.deepEqual(blockAround(['a', '', ''], 2), { start: 0, end: 0 });
  });

  test('are none where all is blank', () => {
    assert.equal(blockAround(['', '  '], 0), undefined);
    assert.equal(blockAround([], 0), undefined);
  });

  test('end with the declaration that begins there', () => {
    assert.equal(declarationEnd(code, 9), 13);
    assert.equal(declarationEnd(code, 2), 6);
    assert.equal(declarationEnd(code, 10), 10);
  });
});
