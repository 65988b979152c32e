/** What the extension does by being there: as little as possible. */
import assert from 'node:assert/strict';
import Module from 'node:module';
import * as vscode from 'vscode';
import { chatViewId, commandId, commandNames } from '../../src/core/contributions';

type Load = (request: string, parent: { readonly filename?: string } | undefined, isMain: boolean) => unknown;

suite('Activation', () => {
  test('loads nothing but VS Code and what Node has anyway, and nothing of the network', async () => {
    const extension = vscode.extensions.getExtension('ace-claude.ace-claude');
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'something activated the extension before anybody used it');
    const loader = Module as unknown as { _load: Load };
    const load = loader._load;
    const loaded = new Set<string>();
    loader._load = function (this: unknown, request, parent, isMain) {
      if (parent?.filename?.startsWith(`${extension.extensionPath}/dist/`) === true) {
        loaded.add(request.replace(/^node:/, ''));
      }
      return load.call(this, request, parent, isMain);
    };
    try {
      await extension.activate();
    } finally {
      loader._load = load;
    }
    const known = ['child_process', 'crypto', 'fs', 'fs/promises', 'os', 'path', 'timers/promises', 'vscode'];
    assert.deepEqual([...loaded].sort(), known);
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
