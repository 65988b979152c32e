/** Links to what is never sent, and to what never ends, in the real VS Code: a link can have any name. */
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { ContextFixture } from '../support/contextFixture';

// Windows makes links for administrators and developers only, and has no devices in its folders.
const links = process.platform === 'win32' ? suite.skip : suite;

links('The context of a question: links (not on Windows)', () => {
  let context: ContextFixture;

  /** @param target seen from the link */
  async function link(name: string, target: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(context.folder, name);
    await symlink(target, uri.fsPath);
    return uri;
  }

  setup(async () => {
    context = await ContextFixture.create();
    await context.write('.env', 'KEY=1');
    await context.write('secrets/deep.txt', 'KEY=2');
    await context.write('plain.txt', 'nothing to hide\n');
  });

  teardown(() => context.remove());

  test('to what is never sent are refused', async () => {
    const folder = await link('docs', 'secrets');
    for (const uri of [
      await link('notes.txt', '.env'),
      await link('shot.png', '.env'),
      await link('again.txt', 'notes.txt'),
      folder,
      vscode.Uri.joinPath(folder, 'deep.txt'),
    ]) {
      context.said.length = 0;
      await context.attachments.addUris([uri.toString()]);
      assert.match(context.said.join(), /is never sent: the setting aceClaude\.context\.exclude/, uri.path);
      assert.deepEqual(context.attachments.chips, []);
    }
  });

  test('to what is never sent are refused also where an editor has them open', async () => {
    // A name of its own: its document stays in memory.
    const uri = await link('opened.txt', '.env');
    await vscode.window.showTextDocument(uri);
    const range = { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 5 };
    await context.attachments.add({ kind: 'selection', uri: uri.toString(), range });
    assert.match(context.said.join(), /opened\.txt is never sent/);
    assert.deepEqual(context.attachments.chips, []);
  });

  test('that come to lead to what is never sent are not sent any more', async () => {
    const uri = await link('notes.txt', 'plain.txt');
    await context.attachments.addUris([uri.toString()]);
    assert.equal((await context.readText()).text, 'nothing to hide\n');
    await vscode.workspace.fs.delete(uri);
    await link('notes.txt', '.env');
    const { sent, unavailable } = await context.attachments.read();
    assert.deepEqual(sent, []);
    assert.match(unavailable[0]?.note ?? '', /notes\.txt is never sent/);
  });

  test('in a folder are left out where they lead to what is never sent, and are read where not', async () => {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(context.folder, 'lib'));
    await link('lib/key.txt', '../.env');
    await link('lib/plain.txt', '../plain.txt');
    await context.attachments.addUris([vscode.Uri.joinPath(context.folder, 'lib').toString()]);
    const { text } = await context.readText();
    assert.match(text, /nothing to hide/);
    assert.doesNotMatch(text, /key\.txt|KEY=/);
  });

  test('to what never ends are refused rather than read', async () => {
    for (const name of ['data.txt', 'data.png']) {
      context.said.length = 0;
      const uri = await link(name, '/dev/zero');
      await context.attachments.addUris([uri.toString()]);
      assert.match(context.said.join(), /data\.(txt|png) cannot be read/);
    }
  });
});
