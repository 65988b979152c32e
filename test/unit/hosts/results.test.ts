/** The numbers at the end of `npm run test:all`. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot, resultsReporter } from '../../hosts/folders';
import { countCrash, readResults, summarize } from '../../hosts/results';

suite('test results', () => {
  test('add up what every process has written', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ace-claude-results-'));
    try {
      writeFileSync(path.join(folder, '1.json'), '{"passes":3,"failures":1,"pending":0,"failedTests":["one more"]}');
      writeFileSync(path.join(folder, '2.json'), '{"passes":4,"failures":0,"pending":2,"failedTests":[]}');
      assert.deepEqual(readResults(folder), { passed: 7, failed: 1, skipped: 2, failedTests: ['one more'] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('have the name of a test that failed, from the reporter', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ace-claude-results-'));
    try {
      const file = path.join(folder, 'some.test.js');
      writeFileSync(file, "suite('Some', () => { test('works', () => {}); test('breaks', () => { throw new Error(); }); });");
      const results = path.join(folder, 'results');
      const mocha = path.join(projectRoot, 'node_modules', 'mocha', 'bin', 'mocha.js');
      spawnSync(process.execPath, [mocha, '--no-config', '--ui', 'tdd', '--reporter', resultsReporter, file], {
        env: { ...process.env, ACE_TEST_RESULTS: results, MOCHA_OPTIONS: '' },
      });
      assert.deepEqual(readResults(results), { passed: 1, failed: 1, skipped: 0, failedTests: ['Some breaks'] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('are zero where nothing was written', () => {
    assert.deepEqual(readResults('/does/not/exist'), { passed: 0, failed: 0, skipped: 0, failedTests: [] });
  });

  test('count a phase that broke without a failed test as one failure', () => {
    const counts = { passed: 3, failed: 0, skipped: 0 };
    assert.equal(countCrash(counts, 1).failed, 1);
    assert.equal(countCrash(counts, 0).failed, 0);
    assert.equal(countCrash({ ...counts, failed: 2 }, 1).failed, 2);
  });

  test('end with the sums alone on the last line', () => {
    const phases = [
      { name: 'check', duration: 1500, passed: 3, failed: 0, skipped: 0, failedTests: [] },
      { name: 'UI, latest', duration: 61_000, passed: 2, failed: 1, skipped: 0, failedTests: ['It works'] },
    ];
    assert.equal(summarize(phases).split('\n').at(-1), '5 passed, 1 failed');
    assert.match(summarize(phases), /\nfailed in UI, latest: It works\n\n5 passed/);
  });

  test('name skipped tests, and phases that were not run', () => {
    const phases = [
      { name: 'check', duration: 1500, passed: 3, failed: 0, skipped: 1, failedTests: [] },
      { name: 'desktop', duration: 0, passed: 0, failed: 0, skipped: 0, failedTests: [], notRun: 'there is no display' },
    ];
    const text = summarize(phases);
    assert.match(text, /^desktop {2}not run: there is no display$/m);
    assert.equal(text.split('\n').at(-1), '3 passed, 0 failed, 1 skipped');
  });
});
