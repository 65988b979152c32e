import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChangedFile, Changes } from '../../../../src/core/commit/changes';
import { CommitError } from '../../../../src/host/commit/commitError';
import { readChanges, type ReadOptions } from '../../../../src/host/commit/repositoryChanges';
import { GitSandbox } from '../../../support/gitSandbox';

suite('Changes and the state of a repository', () => {
  let sandbox: GitSandbox;

  setup(() => {
    sandbox = new GitSandbox();
  });

  teardown(() => {
    sandbox.remove();
  });

  const read = (options?: ReadOptions): Promise<Changes> => readChanges(sandbox.root, new AbortController().signal, options);
  const only = async (): Promise<ChangedFile> => {
    const { files } = await readChanges(sandbox.root, new AbortController().signal);
    const [file] = files;
    assert.ok(file !== undefined && files.length === 1, JSON.stringify(files));
    return file;
  };

  test('are found before there is a commit', async () => {
    sandbox.stage('a.txt', 'one\n');
    const { files, state } = await read();
    assert.equal(files[0]?.kind, 'added');
    assert.equal(files[0].patch, '@@ -0,0 +1 @@\n+one\n');
    assert.equal(files[0].newMode, '100644');
    assert.equal(state.isFirstCommit, true);
    assert.equal(state.branch, 'main');
    assert.deepEqual(state.recentSubjects, []);
  });

  suite('while Git is in the middle of something', () => {
    const conflict = (): void => {
      sandbox.stage('a.txt', 'base\n');
      sandbox.commit('Base');
      sandbox.git('checkout', '--quiet', '-b', 'feature/ABC-12-other');
      sandbox.stage('a.txt', 'theirs\n');
      sandbox.stage('clean.txt', 'clean\n');
      sandbox.commit('Theirs');
      sandbox.git('checkout', '--quiet', 'main');
      sandbox.stage('a.txt', 'ours\n');
      sandbox.commit('Ours');
    };

    test('name what is not merged, and show what is', async () => {
      conflict();
      sandbox.tryGit('merge', 'feature/ABC-12-other');
      const { source, files, state } = await read();
      assert.equal(source, 'index');
      assert.equal(state.operation, 'merge');
      assert.match(state.prepared ?? '', /^Merge branch 'feature\/ABC-12-other'/);
      assert.deepEqual(
        files.map(({ path: name, kind, patch }) => [name, kind, patch]),
        [
          ['a.txt', 'unmerged', undefined],
          ['clean.txt', 'added', '@@ -0,0 +1 @@\n+clean\n'],
        ],
      );
    });

    test('show a conflict in the working tree where nothing else is staged', async () => {
      conflict();
      sandbox.tryGit('merge', 'feature/ABC-12-other');
      sandbox.git('rm', '--quiet', '--cached', 'clean.txt');
      const { source, files } = await read();
      assert.equal(source, 'workingTree');
      assert.equal(files[0]?.kind, 'unmerged');
      assert.match(files[0].patch ?? '', /\+<<<<<<< HEAD\n/);
    });

    test('tell a cherry-pick, a revert and a rebase, and the branch that is rebased', async () => {
      conflict();
      sandbox.tryGit('cherry-pick', 'feature/ABC-12-other');
      assert.equal((await read()).state.operation, 'cherryPick');
      sandbox.git('cherry-pick', '--abort');
      sandbox.stage('a.txt', 'later\n');
      sandbox.commit('Later');
      sandbox.tryGit('revert', 'HEAD~1');
      assert.equal((await read()).state.operation, 'revert');
      sandbox.git('revert', '--abort');
      sandbox.git('checkout', '--quiet', 'feature/ABC-12-other');
      sandbox.tryGit('rebase', 'main');
      const { state } = await read();
      assert.deepEqual([state.operation, state.branch, state.issueKey], ['rebase', 'feature/ABC-12-other', 'ABC-12']);
    });

    test('are of a merge without any difference none, but of the merge', async () => {
      conflict();
      sandbox.git('merge', '--quiet', '--no-commit', '--strategy=ours', 'feature/ABC-12-other');
      const { files, state } = await read();
      assert.deepEqual([files, state.operation], [[], 'merge']);
    });

    test('are of an amended commit what it and the index hold together', async () => {
      sandbox.stage('a.txt', 'one\n');
      sandbox.commit('First');
      sandbox.stage('b.txt', 'two\n');
      sandbox.commit('Second\n\nwith a body');
      sandbox.stage('c.txt', 'three\n');
      const second = await read({ amend: true });
      assert.deepEqual(
        second.files.map(({ path: name }) => name),
        ['b.txt', 'c.txt'],
      );
      assert.equal(second.state.prepared, 'Second\n\nwith a body');
      assert.equal(second.state.isFirstCommit, false);
      sandbox.git('reset', '--quiet', '--soft', 'HEAD~1');
      const first = await read({ amend: true });
      assert.deepEqual(
        first.files.map(({ path: name }) => name),
        ['a.txt', 'b.txt', 'c.txt'],
      );
      assert.equal(first.state.isFirstCommit, true);
    });

    test('are not made up for an amended commit whose parent is not in a shallow clone', async () => {
      sandbox.commit('First');
      sandbox.stage('a.txt', 'one\n');
      sandbox.commit('Second');
      const clone = sandbox.outside('clone');
      sandbox.git('clone', '--quiet', '--depth=1', `file://${sandbox.root}`, clone);
      await assert.rejects(readChanges(clone, new AbortController().signal, { amend: true }), isError('shallow'));
    });
  });

  test('are of the worktree that is asked about', async () => {
    sandbox.stage('a.txt', 'one\n');
    sandbox.commit('First');
    const other = sandbox.outside('worktree');
    sandbox.git('worktree', 'add', '--quiet', '-b', 'GH-7', other);
    sandbox.stage('a.txt', 'here\n');
    writeFileSync(path.join(other, 'a.txt'), 'there\n');
    const { source, files, state } = await readChanges(other, new AbortController().signal);
    assert.deepEqual([source, state.branch, state.issueKey], ['workingTree', 'GH-7', 'GH-7']);
    assert.match(files[0]?.patch ?? '', /\+there\n$/);
    assert.match((await only()).patch ?? '', /\+here\n$/);
  });

  test('carry subjects, template, comment character and marks of the repository', async () => {
    sandbox.commit('Of another', '--author=Other <other@example.com>');
    sandbox.commit('Of mine');
    sandbox.write('template.txt', '# Why?\n');
    sandbox.git('config', 'commit.template', 'template.txt');
    sandbox.git('config', 'core.commentString', '//');
    sandbox.git('config', 'core.commentChar', ';');
    sandbox.stage('.gitattributes', 'api.ts linguist-generated\npackage.lock -linguist-generated\n');
    sandbox.stage('api.ts', 'x\n');
    sandbox.stage('package.lock', 'x\n');
    sandbox.stage('secret.env', 'x\n');
    const { files, state } = await read({ isExcluded: (name) => name.endsWith('.env') });
    assert.deepEqual(state.recentSubjects, ['Of mine', 'Of another']);
    assert.deepEqual(state.ownSubjects, ['Of mine']);
    assert.deepEqual([state.template, state.commentChar], ['# Why?\n', ';']);
    assert.deepEqual(
      files.map(({ path: name, isGenerated, isExcluded }) => [name, isGenerated, isExcluded]),
      [
        ['.gitattributes', undefined, undefined],
        ['api.ts', true, undefined],
        ['package.lock', false, undefined],
        ['secret.env', undefined, true],
      ],
    );
  });
});

function isError(kind: CommitError['kind']): (error: unknown) => boolean {
  return (error) => error instanceof CommitError && error.kind === kind;
}
