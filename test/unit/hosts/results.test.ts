/** The numbers at the end of `npm run test:all`. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countCrash, readResults, summarize } from '../../hosts/results';

suite('test results', () => {
  test('add up what every process has written', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ace-claude-results-'));
    try {
      writeFileSync(path.join(folder, '1.json'), '{"passes":3,"failures":1,"pending":0,"failed":["one more"]}');
      writeFileSync(path.join(folder, '2.json'), '{"passes":4,"failures":0,"pending":2,"failed":[]}');
      assert.deepEqual(readResults(folder), { passed: 7, failed: 1, skipped: 2, failures: ['one more'] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('are zero where nothing was written', () => {
    assert.deepEqual(readResults('/does/not/exist'), { passed: 0, failed: 0, skipped: 0, failures: [] });
  });

  test('count a phase that broke without a failed test as one failure', () => {
    const counts = { passed: 3, failed: 0, skipped: 0 };
    assert.equal(countCrash(counts, 1).failed, 1);
    assert.equal(countCrash(counts, 0).failed, 0);
    assert.equal(countCrash({ ...counts, failed: 2 }, 1).failed, 2);
  });

  test('end with the sums alone on the last line', () => {
    const phases = [
      { name: 'check', duration: 1500, passed: 3, failed: 0, skipped: 0, failures: [] },
      { name: 'UI, latest', duration: 61_000, passed: 2, failed: 1, skipped: 0, failures: ['It works'] },
    ];
    assert.equal(summarize(phases).split('\n').at(-1), '5 passed, 1 failed');
    assert.match(summarize(phases), /\nfailed in UI, latest: It works\n\n5 passed/);
  });

  test('name skipped tests, and phases that were not run', () => {
    const phases = [
      { name: 'check', duration: 1500, passed: 3, failed: 0, skipped: 1, failures: [] },
      { name: 'desktop', duration: 0, passed: 0, failed: 0, skipped: 0, failures: [], notRun: 'there is no display' },
    ];
    const text = summarize(phases);
    assert.match(text, /^desktop {2}not run: there is no display$/m);
    assert.equal(text.split('\n').at(-1), '3 passed, 0 failed, 1 skipped');
  });
});
