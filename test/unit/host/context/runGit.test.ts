import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runGit } from '../../../../src/host/context/runGit';

suite('Git', () => {
  let folder: string;

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ace-claude-git-'));
  });

  teardown(() => {
    rmSync(folder, { recursive: true });
  });

  test('is read to its end', async () => {
    await runGit('git', folder, ['init', '--initial-branch=main'], 10_000);
    const { text, isCut } = await runGit('git', folder, ['symbolic-ref', 'HEAD'], 10_000);
    assert.deepEqual({ text, isCut }, { text: 'refs/heads/main\n', isCut: false });
  });

  test('is stopped at the limit', async () => {
    const endless = "setInterval(() => process.stdout.write('x'.repeat(60)), 1)";
    const { text, isCut } = await runGit(process.execPath, folder, ['--eval', endless], 100);
    assert.equal(isCut, true);
    assert.equal(text, 'x'.repeat(100));
  });

  test('says what it complains about', async () => {
    await assert.rejects(runGit('git', folder, ['no-such-command'], 100), /no-such-command/);
  });

  test('that is not there is an error', async () => {
    await assert.rejects(runGit(path.join(folder, 'git'), folder, ['--version'], 100), /ENOENT/);
  });
});
