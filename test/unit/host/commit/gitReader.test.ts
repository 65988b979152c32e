import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChangedFile, Changes } from '../../../../src/core/commit/changes';
import { CommitError } from '../../../../src/host/commit/commitError';
import { readChanges } from '../../../../src/host/commit/repositoryChanges';
import { GitSandbox } from '../../../support/gitSandbox';

suite('Reading changes with Git', () => {
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

  test('are the same whatever the configuration says, and no program of it runs', async () => {
    sandbox.stage('a.txt', 'one\n\ntwo\n');
    sandbox.stage('old.txt', 'the same text\n');
    sandbox.commit('Subject');
    sandbox.stage('a.txt', 'one\n\nTWO\n');
    sandbox.stage('.gitattributes', '*.txt diff=odd\n');
    sandbox.git('mv', 'old.txt', 'näme.txt');
    const staged = await read();
    const ran = sandbox.outside('ran');
    const program = sandbox.script('program', `touch "${ran}"; echo odd`);
    const hostile: Readonly<Record<string, string>> = {
      'diff.external': program,
      'diff.odd.textconv': program,
      'diff.odd.command': program,
      'diff.odd.xfuncname': '[',
      'diff.odd.binary': 'true',
      'core.pager': program,
      'pager.diff': 'true',
      'core.fsmonitor': program,
      'core.hooksPath': path.dirname(program),
      'gpg.program': program,
      'log.showSignature': 'true',
      'alias.diff-index': '!exit 1',
      'alias.status': '!exit 1',
      'color.ui': 'always',
      'color.diff': 'always',
      'diff.noprefix': 'true',
      'diff.mnemonicPrefix': 'true',
      'diff.renames': 'false',
      'diff.renameLimit': '1',
      'diff.algorithm': 'histogram',
      'diff.context': '0',
      'diff.interHunkContext': '9',
      'diff.orderFile': '/nowhere/order',
      'diff.relative': 'true',
      'diff.suppressBlankEmpty': 'true',
      'diff.wordRegex': '.',
      'diff.ignoreSubmodules': 'all',
      'core.quotePath': 'true',
      'core.abbrev': '4',
      'core.bigFileThreshold': '1',
      'status.short': 'true',
      'status.branch': 'true',
      'status.showStash': 'true',
      'status.showUntrackedFiles': 'no',
      'status.relativePaths': 'true',
      'log.decorate': 'full',
      'log.date': 'relative',
      'format.pretty': 'fuller',
      'i18n.logOutputEncoding': 'UTF-16',
      'trace2.normalTarget': '1',
    };
    for (const [name, value] of Object.entries(hostile)) {
      sandbox.git('config', name, value);
    }
    process.env['GIT_EXTERNAL_DIFF'] = program;
    process.env['GIT_DIFF_OPTS'] = '--unified=0';
    process.env['GIT_DIR'] = '/nowhere';
    process.env['GIT_INDEX_FILE'] = '/nowhere/index';
    try {
      assert.deepEqual(await read(), staged);
    } finally {
      for (const name of ['GIT_EXTERNAL_DIFF', 'GIT_DIFF_OPTS', 'GIT_DIR', 'GIT_INDEX_FILE']) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- undefined would be set as a text
        delete process.env[name];
      }
    }
    sandbox.git('-c', 'core.fsmonitor=false', 'reset', '--quiet');
    rmSync(ran, { force: true });
    const unstaged = await read();
    assert.deepEqual(
      unstaged.files.map(({ path: name, kind, added }) => [name, kind, added]),
      [
        ['.gitattributes', 'untracked', 1],
        ['a.txt', 'modified', 1],
        ['näme.txt', 'untracked', 1],
        ['old.txt', 'deleted', 0],
      ],
    );
    assert.equal(existsSync(ran), false);
  });

  test('are read without taking a lock or writing anything', async () => {
    sandbox.stage('a.txt', 'one\n');
    sandbox.stage('same.txt', 'same\n');
    sandbox.commit('First');
    sandbox.write('a.txt', 'two\n');
    // Git would note in the index that this file is unchanged.
    utimesSync(sandbox.path('same.txt'), new Date(), new Date(1_600_000_000_000));
    const state = (): unknown => [
      readFileSync(sandbox.path('.git/index')),
      readdirSync(sandbox.path('.git'), { recursive: true }).sort(),
    ];
    const before = state();
    assert.match((await only()).patch ?? '', /\+two\n$/);
    assert.deepEqual(state(), before);
    // A lock of somebody else's must not stand in the way, either.
    sandbox.write('.git/index.lock', '');
    assert.match((await only()).patch ?? '', /\+two\n$/);
  });

  test('of a partial clone are listed where contents are missing, and nothing is fetched', async () => {
    sandbox.stage('kept.txt', 'kept\n');
    sandbox.stage('missing.txt', 'missing\n');
    sandbox.git('config', 'uploadpack.allowFilter', 'true');
    sandbox.commit('First');
    const clone = sandbox.outside('clone');
    sandbox.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${sandbox.root}`, clone);
    const inClone = (...args: readonly string[]): string => sandbox.git('-C', clone, ...args);
    inClone('read-tree', 'HEAD');
    inClone('rm', '--quiet', '--cached', 'missing.txt');
    writeFileSync(path.join(clone, 'new.txt'), 'new\n');
    inClone('add', 'new.txt');
    const { files } = await readChanges(clone, new AbortController().signal);
    assert.deepEqual(
      files.map(({ path: name, kind, patch, isPatchCut }) => [name, kind, patch, isPatchCut]),
      [
        ['missing.txt', 'deleted', undefined, true],
        ['new.txt', 'added', '@@ -0,0 +1 @@\n+new\n', undefined],
      ],
    );
    assert.match(inClone('rev-list', '--objects', '--missing=print', 'HEAD'), /^\?/m);
  });

  test('keep small files whole beside a giant one, whose beginning they show', async () => {
    sandbox.stage('0 giant.txt', 'A line of a giant file.\n'.repeat(200_000));
    sandbox.stage('1 minified.js', `x;${'y'.repeat(50_000)}\nlast\n`);
    sandbox.stage('2 small.ts', 'small\n');
    for (const { files } of [await read(), await (sandbox.git('rm', '--quiet', '-r', '--cached', '.'), read())]) {
      const [giant, minified, small] = files;
      assert.deepEqual([giant?.added, giant?.isPatchCut], [200_000, true]);
      assert.ok((giant?.patch?.length ?? 0) > 100_000 && (giant?.patch?.length ?? 0) < 300_000);
      assert.deepEqual([minified?.added, small?.added], [2, 1]);
      assert.match(minified?.patch ?? '', /\+last\n$/);
      assert.match(small?.patch ?? '', /\+small\n$/);
    }
  });

  suite('that cannot be read', () => {
    test('end with the reason of who stops', async () => {
      sandbox.stage('a.txt', 'one\n');
      for (const after of [0, 5, 10, 20, 40]) {
        const controller = new AbortController();
        const reading = readChanges(sandbox.root, controller.signal);
        setTimeout(() => {
          controller.abort();
        }, after);
        await reading.then(
          ({ files }) => {
            assert.equal(files.length, 1);
          },
          (error: unknown) => {
            assert.equal((error as Error).name, 'AbortError');
          },
        );
      }
      await assert.rejects(readChanges(sandbox.root, AbortSignal.abort()), { name: 'AbortError' });
    });

    test('say whether it is the folder, the repository, its owner or Git itself', async () => {
      const { signal } = new AbortController();
      await assert.rejects(readChanges(sandbox.outside('nowhere'), signal), isError('noFolder'));
      await assert.rejects(readChanges(sandbox.root, signal, { git: sandbox.outside('git') }), isError('gitMissing'));
      mkdirSync(sandbox.outside('plain'));
      await assert.rejects(readChanges(sandbox.outside('plain'), signal), isError('notRepository'));
      sandbox.git('init', '--quiet', '--bare', sandbox.outside('bare'));
      await assert.rejects(readChanges(sandbox.outside('bare'), signal), isError('noWorkTree'));
      process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
      try {
        await assert.rejects(readChanges(sandbox.root, signal), isError('unsafeOwner'));
      } finally {
        delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
      }
    });
  });
});

function isError(kind: CommitError['kind']): (error: unknown) => boolean {
  return (error) => error instanceof CommitError && error.kind === kind;
}
