import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import type { ChangedFile, Changes } from '../../../../src/core/commit/changes';
import { readChanges } from '../../../../src/host/commit/repositoryChanges';
import { GitSandbox } from '../../../support/gitSandbox';

suite('Changes of a repository', () => {
  let sandbox: GitSandbox;

  setup(() => {
    sandbox = new GitSandbox();
  });

  teardown(() => {
    sandbox.remove();
  });

  const read = (): Promise<Changes> => readChanges(sandbox.root, new AbortController().signal);
  const only = async (): Promise<ChangedFile> => {
    const { files } = await readChanges(sandbox.root, new AbortController().signal);
    const [file] = files;
    assert.ok(file !== undefined && files.length === 1, JSON.stringify(files));
    return file;
  };

  test('are exactly the index, and nothing unstaged of the same file', async () => {
    sandbox.stage('a.txt', 'one\ntwo\nthree\n');
    sandbox.commit('First');
    sandbox.stage('a.txt', 'one\nstaged\nthree\n');
    sandbox.write('a.txt', 'one\nstaged\nunstaged\n');
    sandbox.write('new.txt', 'untracked\n');
    const { source, files } = await read();
    assert.equal(source, 'index');
    assert.deepEqual(files, [
      {
        path: 'a.txt',
        kind: 'modified',
        isBinary: false,
        isSubmodule: false,
        added: 1,
        deleted: 1,
        patch: '@@ -1,3 +1,3 @@\n one\n-two\n+staged\n three\n',
      },
    ]);
  });

  test('are the objects of the index even where a file of the same size and time is on disk', async () => {
    sandbox.git('config', 'core.checkStat', 'minimal');
    sandbox.git('config', 'core.trustCTime', 'false');
    sandbox.write('a.txt', 'staged..\n');
    const time = new Date(1_600_000_000_000);
    utimesSync(sandbox.path('a.txt'), time, time);
    sandbox.git('add', 'a.txt');
    sandbox.git('gc', '--quiet');
    sandbox.write('a.txt', 'unstaged\n');
    utimesSync(sandbox.path('a.txt'), time, time);
    assert.equal((await only()).patch, '@@ -0,0 +1 @@\n+staged..\n');
  });

  test('are the working tree with new files where nothing is staged', async () => {
    sandbox.stage('a.txt', 'one\n');
    sandbox.stage('gone.txt', 'gone\n');
    sandbox.stage('.gitignore', 'ignored.txt\n');
    sandbox.commit('First');
    sandbox.write('a.txt', 'two\n');
    sandbox.write('folder/new.txt', 'new\nlines');
    sandbox.write('ignored.txt', 'ignored\n');
    rmSync(sandbox.path('gone.txt'));
    const { source, files } = await read();
    assert.equal(source, 'workingTree');
    assert.deepEqual(
      files.map(({ path: name, kind, added, deleted, patch }) => ({ name, kind, added, deleted, patch })),
      [
        { name: 'a.txt', kind: 'modified', added: 1, deleted: 1, patch: '@@ -1 +1 @@\n-one\n+two\n' },
        {
          name: 'folder/new.txt',
          kind: 'untracked',
          added: 2,
          deleted: 0,
          patch: '@@ -0,0 +1,2 @@\n+new\n+lines\n\\ No newline at end of file\n',
        },
        { name: 'gone.txt', kind: 'deleted', added: 0, deleted: 1, patch: '@@ -1 +0,0 @@\n-gone\n' },
      ],
    );
  });

  test('are none where nothing is changed', async () => {
    sandbox.stage('a.txt', 'one\n');
    sandbox.commit('First');
    utimesSync(sandbox.path('a.txt'), new Date(), new Date(0));
    assert.deepEqual((await read()).files, []);
  });

  test('are found in a repository of the other kind of hash', async () => {
    sandbox.remove();
    sandbox = new GitSandbox(['--object-format=sha256']);
    sandbox.stage('a.txt', 'one\n');
    assert.equal((await only()).patch, '@@ -0,0 +1 @@\n+one\n');
  });

  test('are known as renames, with what else changed', async () => {
    const text = Array.from({ length: 20 }, (_, line) => `line ${String(line)}\n`).join('');
    sandbox.stage('old name.txt', text);
    sandbox.stage('moved.txt', `${text}moved\n`);
    sandbox.commit('First');
    sandbox.git('mv', 'old name.txt', 'näw.txt');
    sandbox.git('mv', 'moved.txt', 'away.txt');
    sandbox.stage('näw.txt', `${text}more\n`);
    const { files } = await read();
    assert.deepEqual(
      files.map(({ path: name, oldPath, kind, added, isPatchCut }) => ({ name, oldPath, kind, added: added ?? 0, isPatchCut })),
      [
        { name: 'away.txt', oldPath: 'moved.txt', kind: 'renamed', added: 0, isPatchCut: undefined },
        { name: 'näw.txt', oldPath: 'old name.txt', kind: 'renamed', added: 1, isPatchCut: undefined },
      ],
    );
    assert.match(files[1]?.patch ?? '', /\+more\n$/);
  });

  test('have odd names as they are', async () => {
    const names = [
      'with space',
      ' lead',
      'trail ',
      'quo"te',
      "apo'strophe",
      'back\\slash',
      'tab\tin',
      'new\nline',
      'ünï/中文',
      '-dash',
      ':colon',
      '*.star',
      'a -> b',
      'e\u0007\u001b',
      'b/x b/x',
    ];
    for (const name of names) {
      sandbox.stage(name, `content of ${JSON.stringify(name)}\n`);
    }
    const { files } = await read();
    assert.deepEqual(new Set(files.map(({ path: name }) => name)), new Set(names));
    for (const file of files) {
      assert.equal(file.patch, `@@ -0,0 +1 @@\n+content of ${JSON.stringify(file.path)}\n`, file.path);
    }
    sandbox.commit('First');
    for (const name of names) {
      sandbox.write(name, 'changed\n');
    }
    const unstaged = await read();
    assert.deepEqual(new Set(unstaged.files.map(({ path: name }) => name)), new Set(names));
    assert.deepEqual(
      unstaged.files.filter(({ patch }) => patch?.endsWith('+changed\n') !== true),
      [],
    );
  });

  test('tell modes, types, links and binary files', async () => {
    sandbox.stage('run.sh', 'run\n');
    sandbox.stage('turned', 'file\n');
    sandbox.stage('image.png', Buffer.from([137, 80, 0, 1]));
    sandbox.commit('First');
    chmodSync(sandbox.path('run.sh'), 0o755);
    rmSync(sandbox.path('turned'));
    symlinkSync('target', sandbox.path('turned'));
    sandbox.write('image.png', Buffer.from([137, 80, 0, 2]));
    const unstaged = await read();
    sandbox.git('add', '--all');
    const staged = await read();
    for (const { files } of [unstaged, staged]) {
      const [image, run, turned] = files;
      assert.deepEqual(image, { path: 'image.png', kind: 'modified', isBinary: true, isSubmodule: false });
      assert.deepEqual([run?.oldMode, run?.newMode, run?.patch, run?.isPatchCut], ['100644', '100755', undefined, undefined]);
      assert.deepEqual([turned?.kind, turned?.oldMode, turned?.newMode], ['typeChanged', '100644', '120000']);
      assert.match(turned?.patch ?? '', /-file\n[^]*\+target\n/);
    }
    assert.equal(staged.source, 'index');
  });

  test('tell new links, empty, binary and executable files that are not staged', async () => {
    symlinkSync('nowhere', sandbox.path('link'));
    sandbox.write('empty', '');
    sandbox.write('binary', Buffer.from([1, 0, 2]));
    sandbox.write('run', 'x\r\n');
    chmodSync(sandbox.path('run'), 0o755);
    const { files } = await read();
    assert.deepEqual(
      files.map(({ path: name, isBinary, newMode, added, patch }) => [name, isBinary, newMode, added, patch]),
      [
        ['binary', true, '100644', undefined, undefined],
        ['empty', false, '100644', 0, undefined],
        ['link', false, '120000', 1, '@@ -0,0 +1 @@\n+nowhere\n\\ No newline at end of file\n'],
        ['run', false, '100755', 1, '@@ -0,0 +1 @@\n+x\r\n'],
      ],
    );
  });

  test('tell where a submodule moves, whatever the configuration ignores', async () => {
    const other = new GitSandbox();
    try {
      other.commit('One');
      sandbox.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'lib');
      sandbox.commit('First');
      sandbox.git('config', 'submodule.lib.ignore', 'all');
      sandbox.git('config', 'diff.submodule', 'log');
      sandbox.git('-C', 'lib', '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '--quiet', '--allow-empty', '-m', 'Two');
      const unstaged = await only();
      sandbox.git('add', '--force', 'lib');
      const staged = await only();
      for (const file of [unstaged, staged]) {
        assert.equal(file.isSubmodule, true);
        assert.match(file.patch ?? '', /^@@ -1 \+1 @@\n-Subproject commit \w{40}\n\+Subproject commit \w{40}\n$/);
      }
    } finally {
      other.remove();
    }
  });

  test('name the folder of another repository as one thing', async () => {
    mkdirSync(sandbox.path('inner'));
    sandbox.git('init', '--quiet', 'inner');
    sandbox.write('inner/a.txt', 'x');
    sandbox.git('-C', 'inner', 'add', '.');
    const file = await only();
    assert.deepEqual([file.path, file.kind, file.isSubmodule, file.patch], ['inner', 'untracked', true, undefined]);
  });

  test('take a file that is only announced for not staged', async () => {
    sandbox.write('announced.txt', 'text\n');
    sandbox.git('add', '--intent-to-add', 'announced.txt');
    const { source, files } = await read();
    assert.equal(source, 'workingTree');
    assert.deepEqual(
      files.map(({ kind, patch }) => [kind, patch]),
      [['added', '@@ -0,0 +1 @@\n+text\n']],
    );
  });

  test('do not look outside of a sparse checkout', async () => {
    sandbox.stage('in/a.txt', 'a\n');
    sandbox.stage('out/b.txt', 'b\n');
    sandbox.commit('First');
    sandbox.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
    assert.equal(existsSync(sandbox.path('out')), false);
    assert.deepEqual((await read()).files, []);
    sandbox.stage('in/a.txt', 'changed\n');
    assert.equal((await only()).path, 'in/a.txt');
  });
});
