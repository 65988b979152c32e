import assert from 'node:assert/strict';
import { issueKeyOf } from '../../../../src/core/commit/issueKey';

suite('Key of an issue in a branch', () => {
  const cases: readonly (readonly [branch: string, key: string | undefined])[] = [
    ['feature/ABC-12-login', 'ABC-12'],
    ['ABC2-7', 'ABC2-7'],
    ['ann/PROJ-9_fix', 'PROJ-9'],
    ['fix/utf8-UTF-8-CORE-3', 'CORE-3'],
    ['fix-#12', '#12'],
    ['issue-45', '#45'],
    ['bug/45-crash', '#45'],
    ['123-fix-the-thing', '#123'],
    ['feature/77_more', '#77'],
    ['main', undefined],
    ['', undefined],
    ['release/1.2.3', undefined],
    ['release/2024-01', undefined],
    ['2024-roadmap', undefined],
    ['support-UTF-8', undefined],
    ['use-SHA-256', undefined],
    ['dependabot/npm/lodash-4.17.21', undefined],
    ['node-18', undefined],
    ['abc-12', undefined],
  ];
  for (const [branch, key] of cases) {
    test(`of "${branch}" is ${key ?? 'not known'}`, () => {
      assert.equal(issueKeyOf(branch), key);
    });
  }
});
