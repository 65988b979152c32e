import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import type { ChangedFile } from '../../../../src/core/commit/changes';
import { shownPath } from '../../../../src/core/commit/changeList';
import { changesText } from '../../../../src/core/commit/changesText';
import { readChanges } from '../../../../src/host/commit/repositoryChanges';
import { GitSandbox } from '../../../support/gitSandbox';

const signal = new AbortController().signal;

suite('Changes, against what Git itself says', () => {
  test('of commits of this repository are complete, and their text keeps its budget', async function () {
    this.timeout(120_000);
    const history = commitsOfThis();
    if (history.length === 0) {
      this.skip();
    }
    const sandbox = new GitSandbox();
    try {
      sandbox.git('remote', 'add', 'origin', process.cwd());
      sandbox.git('fetch', '--quiet', 'origin', 'HEAD');
      for (const commit of sample(history, 8)) {
        sandbox.git('update-ref', '--no-deref', 'HEAD', `${commit}^`);
        sandbox.git('read-tree', commit);
        const { source, files } = await readChanges(sandbox.root, signal);
        assert.equal(source, 'index');
        compareWithGit(sandbox, files, commit);
        const small = changesText({ source, files }, 4_000);
        assert.ok(small.tokens <= 4_000, commit);
        const large = changesText({ source, files }, 60_000);
        assert.ok(large.tokens <= 60_000, commit);
        for (const { path } of files) {
          assert.ok(large.text.includes(shownPath(path)), `${commit}: ${path}`);
        }
      }
    } finally {
      sandbox.remove();
    }
  });

  test('of random edits name every path, and hold no byte that is not staged', async function () {
    this.timeout(120_000);
    const random = randomNumbers(20_240_607);
    const sandbox = new GitSandbox();
    try {
      const names = [
        'src/a.ts',
        'src/b c.ts',
        'test/ü.ts',
        'docs/q"uote.md',
        'package-lock.json',
        'dist/x.min.js',
        '-dash',
        'new\nline',
      ];
      for (const name of names) {
        sandbox.stage(name, lines('base', 30, random));
      }
      sandbox.commit('Base');
      for (let round = 0; round < 8; round += 1) {
        const isStaged = edit(sandbox, names, random, round);
        const { source, files } = await readChanges(sandbox.root, signal);
        assert.equal(source, isStaged ? 'index' : 'workingTree', String(round));
        const all = JSON.stringify(files);
        if (source === 'index') {
          compareWithGit(sandbox, files, String(round));
          assert.equal(all.includes(`UNSTAGED ${String(round)}`), false, String(round));
        } else {
          const listed = sandbox.git('status', '--porcelain', '-z', '--untracked-files=all', '--no-renames').split('\0');
          assert.deepEqual(
            new Set(files.map(({ path }) => path)),
            new Set(listed.flatMap((line) => (line === '' ? [] : [line.slice(3)]))),
          );
        }
        const budget = 400 + random(3_000);
        const { text, tokens, leftOut, shortened } = changesText({ source, files }, budget);
        assert.ok(tokens <= budget, String(round));
        for (const { path, patch } of files) {
          assert.ok(text.includes(shownPath(path)), `${String(round)}: ${path}`);
          assert.ok(patch === undefined || leftOut.includes(path) || shortened.includes(path) || text.includes(patch), path);
        }
        sandbox.git('add', '--all');
        sandbox.commit(`Round ${String(round)}`);
      }
    } finally {
      sandbox.remove();
    }
  });
});

/** Names, renames, counts and patches, as `git diff --cached` has them. */
function compareWithGit(sandbox: GitSandbox, files: readonly ChangedFile[], context: string): void {
  const diff = ['diff', '--cached', '-M', '-z'];
  const named = sandbox
    .git(...diff, '--name-only')
    .split('\0')
    .slice(0, -1);
  assert.deepEqual(files.map(({ path }) => path).sort(), named.sort(), context);
  const counts = sandbox.git('diff', '--cached', '--no-renames', '--shortstat');
  const renamed = files.filter(({ oldPath }) => oldPath !== undefined);
  for (const file of files.filter(({ patch }) => patch !== undefined).slice(0, 8)) {
    const paths = [file.path, ...(file.oldPath === undefined ? [] : [file.oldPath])].map((path) => `:(top,literal)${path}`);
    const patch = sandbox.git('diff', '--cached', '-M', '--', ...paths);
    const hunks = patch.slice(patch.search(/^@@ /m));
    if (file.isPatchCut === true) {
      assert.ok(hunks.startsWith(file.patch?.slice(0, 1000) ?? ''), `${context}: ${file.path}`);
    } else {
      assert.equal(file.patch, hunks, `${context}: ${file.path}`);
    }
  }
  if (renamed.length === 0) {
    const sum = (of: 'added' | 'deleted'): number => files.reduce((total, file) => total + (file[of] ?? 0), 0);
    const [added, deleted] = [/(\d+) insertion/, /(\d+) deletion/].map((count) => Number(count.exec(counts)?.[1] ?? 0));
    assert.deepEqual([sum('added'), sum('deleted')], [added, deleted], context);
  }
}

/** @returns whether anything is staged */
function edit(sandbox: GitSandbox, names: readonly string[], random: (most: number) => number, round: number): boolean {
  const isStaging = round % 4 !== 3;
  let isStaged = false;
  for (const name of names) {
    const kind = random(5);
    if (kind === 0) {
      continue;
    }
    if (kind === 1 && isStaging) {
      sandbox.git('rm', '--quiet', '--force', '--cached', '--ignore-unmatch', '--', `:(literal)${name}`);
      isStaged = true;
      continue;
    }
    if (kind === 2 && isStaging) {
      const moved = `${name}.${String(round)}`;
      renameSync(sandbox.path(name), sandbox.path(moved));
      sandbox.git('add', '--all', '--', `:(literal)${name}`, `:(literal)${moved}`);
      isStaged = true;
      sandbox.write(moved, `UNSTAGED ${String(round)}\n`);
      sandbox.write(name, lines(`UNSTAGED ${String(round)}`, 3, random));
      continue;
    }
    if (isStaging) {
      sandbox.stage(name, lines(`staged ${String(round)}`, random(200), random));
      isStaged = true;
    }
    sandbox.write(name, lines(`UNSTAGED ${String(round)}`, random(60), random));
  }
  sandbox.write(`untracked ${String(round)}.txt`, `UNSTAGED ${String(round)}\n`);
  rmSync(sandbox.path(`untracked ${String(round - 1)}.txt`), { force: true });
  return isStaged;
}

function lines(word: string, count: number, random: (most: number) => number): string {
  return Array.from({ length: count }, () => `${word} ${String(random(1000))}\n`).join('');
}

function randomNumbers(seed: number): (most: number) => number {
  let current = seed;
  return (most) => {
    current = (current * 48_271) % 2_147_483_647;
    return current % most;
  };
}

/** With one parent; none where this is no repository, or Git is not there. */
function commitsOfThis(): readonly string[] {
  try {
    const range = ['rev-list', '--no-merges', '--min-parents=1', 'HEAD'];
    return execFileSync('git', range, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')
      .slice(0, -1);
  } catch {
    return [];
  }
}

function sample<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, index) => items[Math.floor(index * step)] as T);
}
