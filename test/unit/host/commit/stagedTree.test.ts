import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gitIn, restoreIndex, saveIndex, stageOnly, type Git } from '../../../../src/host/commit/stagedTree';
import { GitSandbox } from '../../../support/gitSandbox';

suite('Staging some of the changed files', () => {
  let sandbox: GitSandbox;
  let git: Git;

  setup(() => {
    sandbox = new GitSandbox();
    git = gitIn('git', sandbox.root);
  });

  teardown(() => {
    sandbox.remove();
  });

  const staged = (): readonly string[] =>
    sandbox
      .git('diff', '--cached', '--name-only', '--no-renames', '-z')
      .split('\0')
      .filter((name) => name !== '');

  test('takes them as they were staged, and gives the index back', async () => {
    sandbox.stage('a.txt', 'one\n');
    sandbox.stage('old.txt', 'the same\n');
    sandbox.commit('Subject');
    sandbox.stage('a.txt', 'two\n');
    sandbox.git('mv', 'old.txt', 'new.txt');
    sandbox.stage('b.txt', 'new\n');
    sandbox.write('a.txt', 'three\n');
    const before = sandbox.git('diff', '--cached');
    const tree = await saveIndex(git);
    await stageOnly(git, ['a.txt'], ['b.txt', 'new.txt', 'old.txt'], tree);
    assert.deepEqual(staged(), ['a.txt']);
    assert.equal(sandbox.git('show', ':a.txt'), 'two\n');
    assert.equal(readFileSync(sandbox.path('a.txt'), 'utf8'), 'three\n');
    await restoreIndex(git, tree, ['a.txt', 'b.txt', 'new.txt', 'old.txt']);
    assert.equal(sandbox.git('diff', '--cached'), before);
  });

  test('works before there is a commit, with names that look like patterns, and more of them than a command line takes', async () => {
    const names = ['*.txt', ':(top)a', '-n', 'quo"te', 'line\nbreak', 'näme'];
    const many = Array.from({ length: 600 }, (_, index) => `${'folder'.repeat(20)}/${String(index)}.txt`);
    for (const name of [...names, ...many, 'a.txt']) sandbox.write(name, `${name}\n`);
    const before = await saveIndex(git);
    await stageOnly(git, [...names, ...many], [], undefined);
    assert.deepEqual(new Set(staged()), new Set([...names, ...many]));
    const tree = await saveIndex(git);
    await stageOnly(git, ['*.txt'], [...names.slice(1), ...many], tree);
    assert.deepEqual(staged(), ['*.txt']);
    await restoreIndex(git, before, [...names, ...many]);
    assert.deepEqual(staged(), []);
  });

  test('leaves alone what else the index knows', async () => {
    sandbox.stage('in/a.txt', 'one\n');
    sandbox.stage('in/b.txt', 'one\n');
    sandbox.stage('out/c.txt', 'one\n');
    sandbox.commit('Subject');
    sandbox.git('sparse-checkout', 'set', 'in');
    sandbox.write('in/announced.txt', 'new\n');
    sandbox.git('add', '--intent-to-add', 'in/announced.txt');
    sandbox.stage('in/a.txt', 'two\n');
    sandbox.stage('in/b.txt', 'two\n');
    const marks = (): string => sandbox.git('ls-files', '-t') + sandbox.git('status', '--porcelain');
    const before = marks();
    const tree = await saveIndex(git);
    await stageOnly(git, ['in/a.txt'], ['in/b.txt'], tree);
    assert.equal(marks(), before.replace('M  in/b.txt', ' M in/b.txt'));
    await restoreIndex(git, tree, ['in/a.txt', 'in/b.txt']);
    assert.equal(marks(), before);
  });
});
