import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isAlive, thisProcess } from '../../../../src/host/history/writerProcess';

suite('The process that writes an answer', () => {
  test('is alive while it runs and touches the file', () => {
    assert.equal(isAlive(thisProcess(), 1_000), true);
    assert.equal(isAlive(thisProcess(), 3_600_000), false);
  });

  test('is not the one that later got its id', function () {
    if (process.platform !== 'linux') {
      console.warn(`      skipped: ${process.platform} has no /proc`); // eslint-disable-line no-console -- the reader must learn why
      this.skip();
    }
    assert.equal(isAlive({ ...thisProcess(), stamp: '1' }, 1_000), false);
  });

  test('is gone when it has ended', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    assert.equal(isAlive({ ...thisProcess(), pid }, 0), false);
    assert.equal(isAlive({ ...thisProcess(), pid: 0 }, 0), false);
  });

  test('on another machine, or unknown, is alive as long as the file changes', () => {
    const distant = { ...thisProcess(), host: 'another.example' };
    assert.deepEqual([isAlive(distant, 10_000), isAlive(distant, 20_000)], [true, false]);
    assert.deepEqual([isAlive(undefined, 10_000), isAlive(undefined, 20_000)], [true, false]);
  });
});
