/** What the extension does by being there: as little as possible. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chatViewId, commandId, commandNames } from '../../src/core/contributions';

suite('Activation', () => {
  test('loads one small file, and nothing that is not used yet: no client, no editing, no export', async () => {
    const extension = vscode.extensions.getExtension('ace-claude.ace-claude');
    assert.ok(extension);
    await extension.activate();
    const root = `${extension.extensionPath}/dist/`;
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(root));
    assert.deepEqual(loaded, [`${root}extension.js`]);
  });

  test('registers every command that the manifest names', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandNames.map(commandId).filter((id) => !registered.has(id)),
      [],
    );
    assert.ok(registered.has(`${chatViewId}.focus`));
  });
});
