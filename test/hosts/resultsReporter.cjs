/**
 * Mocha's usual output, and at the end the counts and the names of what failed as JSON in the folder that `ACE_TEST_RESULTS`
 * names, one file per process, so that `npm run test:all` can add them up. Plain JavaScript, because Mocha loads it by its path.
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { reporters } = require('mocha');

class ResultsReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const folder = process.env.ACE_TEST_RESULTS;
      if (folder === undefined) return;
      const { passes, failures, pending } = runner.stats;
      const failedTests = this.failures.map((test) => test.fullTitle());
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify({ passes, failures, pending, failedTests }));
    });
  }
}

module.exports = ResultsReporter;
