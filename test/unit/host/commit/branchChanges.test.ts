import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { changesText } from '../../../../src/core/commit/changesText';
import { readBranch, readBranchChanges } from '../../../../src/host/commit/branchChanges';
import { CommitError } from '../../../../src/host/commit/commitError';
import { GitSandbox } from '../../../support/gitSandbox';

suite('Changes of a branch', () => {
  let sandbox: GitSandbox;

  setup(() => {
    sandbox = new GitSandbox();
    sandbox.stage('a.txt', 'one\n');
    sandbox.commit('Begin');
    sandbox.git('checkout', '--quiet', '-b', 'topic');
    sandbox.stage('a.txt', 'two\n');
    sandbox.commit('Change a');
    sandbox.stage('odd "näme".txt', 'new\n');
    sandbox.commit('Add a file\n\nWith a body.');
    sandbox.git('checkout', '--quiet', 'main');
    sandbox.stage('later.txt', 'on main\n');
    sandbox.commit('Go on');
    sandbox.git('checkout', '--quiet', 'topic');
    sandbox.stage('a.txt', 'staged\n');
    sandbox.write('a.txt', 'unstaged\n');
  });

  teardown(() => {
    sandbox.remove();
  });

  const { signal } = new AbortController();
  const read = (base = 'main') => readBranchChanges(sandbox.root, base, signal);

  test('are what its commits hold since it left the other, and nothing else', async () => {
    const { messages, files } = await read();
    assert.deepEqual(messages, ['Change a', 'Add a file\n\nWith a body.']);
    assert.deepEqual(
      files.map(({ path, kind, patch }) => [path, kind, patch]),
      [
        ['a.txt', 'modified', '@@ -1 +1 @@\n-one\n+two\n'],
        ['odd "näme".txt', 'added', '@@ -0,0 +1 @@\n+new\n'],
      ],
    );
  });

  test('are the same whatever the configuration says, and no program of it runs', async () => {
    const expected = await read();
    const ran = sandbox.outside('ran');
    const program = sandbox.script('program', `touch "${ran}"; echo odd`);
    for (const [name, value] of [
      ['diff.external', program],
      ['core.pager', program],
      ['core.fsmonitor', program],
      ['gpg.program', program],
      ['log.showSignature', 'true'],
      ['color.ui', 'always'],
      ['diff.noprefix', 'true'],
      ['diff.orderFile', '/nowhere/order'],
      ['diff.context', '0'],
      ['core.bigFileThreshold', '1'],
      ['i18n.logOutputEncoding', 'UTF-16'],
    ] as const) {
      sandbox.git('config', name, value);
    }
    assert.deepEqual(await read(), expected);
    assert.ok(!existsSync(ran));
  });

  test('name every file where the contents are too much', async () => {
    for (let index = 0; index < 200; index += 1) {
      sandbox.write(`src/${String(index)}.ts`, `export const name${String(index)} = '${'word '.repeat(60)}';\n`);
    }
    sandbox.write('package-lock.json', '"generated": 1,\n'.repeat(200));
    sandbox.git('add', 'src', 'package-lock.json');
    sandbox.commit('Add many');
    const changes = await read();
    const { text, tokens, leftOut, shortened } = changesText(changes, 4000);
    assert.ok(tokens <= 4000 && text.startsWith('Changed by the branch: 203 files'));
    assert.ok([...leftOut, ...shortened].includes('package-lock.json'));
    for (let index = 0; index < 200; index += 1) assert.ok(text.includes(`${String(index)}.ts`), String(index));
  });

  test('are all there is where nothing is common', async () => {
    sandbox.git('checkout', '--quiet', '--force', '--orphan', 'alone');
    sandbox.commit('Alone');
    const { messages, files } = await read();
    assert.deepEqual(messages, ['Alone']);
    assert.ok(files.some(({ path, kind }) => path === 'later.txt' && kind === 'deleted'));
  });

  test('are not to be had from a branch that is not there', async () => {
    for (const base of ['nowhere', '--output=file']) {
      await assert.rejects(read(base), (error) => error instanceof CommitError && error.kind === 'failed');
    }
    assert.ok(!existsSync(sandbox.path('file')));
  });

  test('are compared with the main branch first, and never with their own', async () => {
    sandbox.git('update-ref', 'refs/remotes/origin/main', 'main');
    sandbox.git('update-ref', 'refs/remotes/origin/topic', 'topic');
    sandbox.git('update-ref', 'refs/remotes/origin/dev', 'main');
    sandbox.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/dev');
    assert.deepEqual(await readBranch(sandbox.root, signal), {
      name: 'topic',
      candidates: ['origin/dev', 'origin/main', 'main'],
    });
    sandbox.git('checkout', '--quiet', '--detach', '--force');
    assert.equal((await readBranch(sandbox.root, signal)).name, undefined);
  });
});
