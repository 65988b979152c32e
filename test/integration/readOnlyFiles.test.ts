/** Files in memory as VS Code sees them: read through its own file service. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ReadOnlyDocuments } from '../../src/host/context/readOnlyDocuments';
import { ReadOnlyFiles } from '../../src/host/platform/readOnlyFiles';
import { onePixel } from '../support/contextFixture';
import { until } from '../support/until';

const scheme = 'ace-test-files';

suite('A read-only file', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const uri = vscode.Uri.from({ scheme, path: '/note.txt' });
  let files: ReadOnlyFiles;

  setup(() => {
    files = new ReadOnlyFiles(scheme);
  });
  teardown(() => {
    files.dispose();
  });

  async function read(): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  }

  test('is what it was set to last, and gone when it is removed', async () => {
    files.set(uri, bytes('one'));
    assert.equal(await read(), 'one');
    const before = await vscode.workspace.fs.stat(uri);
    files.set(uri, bytes('two'));
    assert.equal(await read(), 'two');
    assert.ok((await vscode.workspace.fs.stat(uri)).mtime > before.mtime);
    files.remove(uri);
    await assert.rejects(read(), { code: 'FileNotFound' });
  });

  test('cannot be written or deleted', async () => {
    files.set(uri, bytes('one'));
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, bytes('two')), { code: 'NoPermissions' });
    await assert.rejects(async () => vscode.workspace.fs.delete(uri), { code: 'NoPermissions' });
    assert.equal(await read(), 'one');
  });

  test('is followed by an editor that shows it, also when it has been away meanwhile', async () => {
    files.set(uri, bytes('one'));
    const { document } = await vscode.window.showTextDocument(uri);
    files.set(uri, bytes('two'));
    await until(() => document.getText() === 'two');
    files.remove(uri);
    files.set(uri, bytes('three'));
    await until(() => document.getText() === 'three');
    assert.equal(document.isDirty, false);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

suite('An image of an attachment', () => {
  test('can be looked at, and is kept until ten others were', async () => {
    const documents = new ReadOnlyDocuments(scheme);
    const isKept = (name: string): Promise<boolean> =>
      Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.from({ scheme: `${scheme}-image`, path: `/${name}.png` }))).then(
        (image) => Buffer.from(image).toString('base64') === onePixel,
        () => false,
      );
    try {
      for (let count = 0; count < 10; count += 1) await documents.showImage(`image ${String(count)}`, 'image/png', onePixel);
      await documents.showImage('image 0.png', 'image/png', onePixel);
      await documents.showImage('one more', 'image/png', onePixel);
      assert.deepEqual(
        [await isKept('image 0'), await isKept('image 1'), await isKept('image 2'), await isKept('one more')],
        [true, false, true, true],
      );
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'one more.png');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      documents.dispose();
    }
  });
});
