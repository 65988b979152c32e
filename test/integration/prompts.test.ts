/** Saved prompts of the setting and of the workspace that is open in the host. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PromptLibrary } from '../../src/host/context/promptLibrary';

suite('Saved prompts', () => {
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('aceClaude');
  let folder: vscode.Uri;
  let prompts: vscode.Uri;
  let hadGithub = false;
  let library: PromptLibrary;

  async function write(name: string, text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(prompts, name), new TextEncoder().encode(text));
  }

  async function setPrompts(value: object | undefined): Promise<void> {
    await configuration().update('chat.prompts', value, vscode.ConfigurationTarget.Global);
  }

  suiteSetup(async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace !== undefined);
    folder = vscode.Uri.joinPath(workspace.uri, '.github');
    prompts = vscode.Uri.joinPath(folder, 'prompts');
    hadGithub = (await vscode.workspace.fs.readDirectory(workspace.uri)).some(([name]) => name === '.github');
  });

  setup(() => {
    library = new PromptLibrary();
  });

  teardown(async () => {
    await setPrompts(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(hadGithub ? prompts : folder, { recursive: true }).then(undefined, () => undefined);
  });

  test('are those of the setting, then those of the workspace with what they are for', async () => {
    await setPrompts({ explain: 'Explain this.\nShortly.', 'bad name!': 'x', empty: ' ' });
    await write('review.prompt.md', '---\ndescription: Reviews a change\nmode: agent\n---\nReview it.');
    await write('Explain.prompt.md', 'Of the workspace');
    await write('notes.md', 'no prompt');
    await write('empty.prompt.md', '---\ndescription: x\n---\n');
    await write('large.prompt.md', 'x'.repeat(300_000));
    assert.deepEqual(await library.list(), [
      { name: 'explain', description: 'Explain this.', source: 'Settings' },
      { name: 'bad-name', description: 'x', source: 'Settings' },
      { name: 'review', description: 'Reviews a change', source: '.github/prompts' },
    ]);
    assert.equal(await library.expand('review'), 'Review it.');
    assert.equal(await library.expand('explain'), 'Explain this.\nShortly.');
    assert.equal(await library.expand('nobody'), undefined);
  });

  test('are none where there is no folder of prompts', async () => {
    assert.deepEqual(await library.list(), []);
  });

  test('are offered by what is typed, and put their text into the input', async () => {
    await setPrompts({ review: 'Review it.', translate: 'Translate it.' });
    const [first, ...others] = await library.suggest('transl');
    assert.deepEqual(others, []);
    assert.ok(first !== undefined);
    assert.deepEqual([first.kind, first.label, first.detail], ['prompt', 'translate', 'Translate it.']);
    assert.equal((await library.suggest('')).length, 2);
    assert.equal(await library.pick(first.id), 'Translate it.');
    assert.equal(await library.pick('other'), undefined);
  });

  test('take the selection and the file of the active editor', async () => {
    await setPrompts({ fix: '${selection} in ${file} of ${workspaceFolder}; ${other}' });
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace !== undefined);
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(workspace.uri, 'prices.js'));
    editor.selection = new vscode.Selection(0, 0, 0, 3);
    const selected = editor.document.getText(editor.selection);
    assert.equal(await library.expand('fix'), `${selected} in prices.js of ${workspace.uri.fsPath}; \${other}`);
  });

  test('leave as it is written what has no value', async () => {
    await setPrompts({ fix: '${selection} in ${file}' });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await library.expand('fix'), '${selection} in ${file}');
  });

  test('ask for each input once, and are nothing where it is given up', async () => {
    await setPrompts({ twice: '${input:word:which?} and ${input:word}' });
    const given = library.expand('twice');
    await whileOpen(given, 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await given, ' and ');
    const givenUp = library.expand('twice');
    await whileOpen(givenUp, 'workbench.action.closeQuickOpen');
    assert.equal(await givenUp, undefined);
  });
});

/** Runs the command again until the input, which takes a while to open, has had it. */
async function whileOpen(result: Promise<unknown>, command: string): Promise<void> {
  let isOver = false;
  void result.finally(() => (isOver = true));
  const isOverNow = (): boolean => isOver;
  while (!isOverNow()) {
    await vscode.commands.executeCommand(command);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
