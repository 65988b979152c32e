/** Work that could take for ever: it ends in time, whatever it is, and what follows is as before. */
import assert from 'node:assert/strict';
import { OutOfTime, withinTime } from '../../../../src/host/platform/withinTime';

suite('Work within its time', () => {
  test('gives what it gives, and throws what it throws', () => {
    const thrown = new RangeError('Its own.');
    assert.deepEqual(
      withinTime(1000, () => [1, { two: 2 }]),
      [1, { two: 2 }],
    );
    assert.throws(
      () =>
        withinTime(1000, () => {
          throw thrown;
        }),
      (error) => error === thrown,
    );
  });

  test('is broken off in the middle of a regular expression, and where it would catch that itself', () => {
    const endless = (): boolean => /^(?:a+)+$/.test(`${'a'.repeat(60)}!`);
    const stubborn = (): boolean => {
      for (;;) {
        try {
          endless();
        } catch {
          // On and on.
        }
      }
    };
    for (const work of [endless, stubborn]) {
      const start = performance.now();
      assert.throws(() => withinTime(50, work), OutOfTime);
      assert.ok(performance.now() - start < 2000);
    }
    assert.equal(
      withinTime(1000, () => 'fine'),
      'fine',
    );
  });
});
