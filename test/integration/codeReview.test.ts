/** Apply: what a review shows, and what accepting and rejecting it do, in real editors. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { resolveTarget } from '../../src/host/edits/workspacePath';
import { applyEdit } from '../support/applyEdit';
import { CodeFixture } from '../support/codeFixture';
import { until } from '../support/until';

suite('The review of a code block', () => {
  let code: CodeFixture;

  setup(async () => {
    code = new CodeFixture();
    await code.begin();
  });

  teardown(() => code.end());

  const shop =
    'import { a } from "./a";\r\n\r\nfunction add(x, y) {\r\n\treturn x + y;\r\n}\r\n\r\nfunction sub(x, y) {\r\n\treturn x - y;\r\n}\r\n';
  const change = 'function sub(x, y) {\n  if (y) {\n    return x - y;\n  }\n  return x;\n}';
  const lf = (text: string): string => text.replaceAll('\r\n', '\n');
  const changed = shop.replace('\treturn x - y;\r\n', '\tif (y) {\r\n\t\treturn x - y;\r\n\t}\r\n\treturn x;\r\n');

  test('shows a review and writes nothing; accepting is one step to undo and does not save', async () => {
    const uri = await code.write('shop.js', `\uFEFF${shop}`);
    const editor = await code.show(uri);
    await code.run('apply', change, { language: 'js' });
    assert.equal(code.open().length, 1);
    assert.equal(code.open()[0]?.target.uri.toString(), uri.toString());
    assert.equal(code.proposedText(), lf(changed));
    assert.equal(editor.document.isDirty, false);
    assert.equal(editor.document.getText(), shop);
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /^shop\.js \(Proposal\)/);

    await code.reviews.acceptAll();
    assert.equal(code.open().length, 0);
    assert.equal(editor.document.getText(), changed);
    assert.equal(editor.document.isDirty, true);
    assert.equal(await code.read(uri), `\uFEFF${shop}`);
    await code.undo(editor);
    assert.equal(editor.document.getText(), shop);
    await vscode.commands.executeCommand('redo');
    await editor.document.save();
    assert.equal(await code.read(uri), `\uFEFF${changed}`);
  });

  test('rejecting leaves the file as it is', async () => {
    const uri = await code.write('reject.js', shop);
    await code.show(uri);
    await code.run('apply', change);
    await code.reviews.rejectAll();
    assert.equal(code.open().length, 0);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), shop);
    assert.equal(document.isDirty, false);
  });

  test('goes to the file that the block names, whatever is in front, also by the end of its path', async () => {
    const uri = await code.write('named.js', shop);
    await code.show(await code.write('other.js', 'other\n'));
    for (const path of ['code-edits/named.js', uri.path, ...((await code.canSearch()) ? ['named.js'] : [])]) {
      await code.run('apply', change, { path });
      assert.equal(code.open()[0]?.target.uri.toString(), uri.toString(), path);
      await code.reviews.rejectAll();
    }
  });

  test('starts from what is typed, and follows what is typed after', async () => {
    const uri = await code.write('dirty.js', shop);
    const editor = await code.show(uri, [0, 0]);
    await vscode.commands.executeCommand('type', { text: 'let typed;\n' });
    await code.run('apply', change);
    assert.equal(code.proposedText(), lf(`let typed;\n${changed}`));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(1, 0), 'let more;\n');
    await applyEdit(edit);
    await until(() => code.proposedText() === lf(`let typed;\nlet more;\n${changed}`), 'the proposal follows');
    await code.reviews.acceptAll();
    assert.equal(editor.document.getText(), `let typed;\r\nlet more;\r\n${changed}`);
  });

  test('stays open where the file has changed beyond recognition', async () => {
    const uri = await code.write('gone.js', shop);
    await code.show(uri);
    await code.run('apply', change);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, 99, 0), 'nothing of it\n');
    await applyEdit(edit);
    await code.reviews.acceptAll(code.open()[0]?.page.uri);
    assert.equal(code.open().length, 1);
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), 'nothing of it\r\n');
  });

  test('can have several reviews, and a closed one is over', async () => {
    const first = await code.write('first.js', shop);
    const second = await code.write('second.js', shop);
    await code.run('apply', change, { path: 'code-edits/first.js' });
    await code.run('apply', change, { path: 'code-edits/second.js' });
    assert.equal(code.open().length, 2);
    const closed = code.open()[1];
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(() => code.open().length === 1, 'the tab closes');
    await code.reviews.acceptAll(closed?.page.uri);
    assert.equal((await vscode.workspace.openTextDocument(second)).getText(), shop);
    await code.reviews.acceptAll(code.open()[0]?.page.uri);
    assert.equal((await vscode.workspace.openTextDocument(first)).getText(), changed);
  });

  test('asks about the older review of the same file', async () => {
    await code.show(await code.write('again.js', shop));
    await code.run('apply', change);
    code.answers.push('Keep Both', 'Discard the Older One');
    await code.run('apply', change);
    assert.equal(code.open().length, 2);
    assert.match(code.asked[0]?.sentence ?? '', /^There is an older review of .*again\.js\. Undecided changes: 1/);
    await code.reviews.rejectAll();
    await code.run('apply', 'function sub(x, y) {\n  return 0;\n}');
    await until(() => code.open().length === 1, 'the older one closes');
    assert.equal(code.proposedText(), lf(shop.replace('return x - y', 'return 0')));
  });

  test('of a diff of two files opens both', async () => {
    await code.write('one.js', 'a\n');
    const diff =
      '--- a/code-edits/one.js\n+++ b/code-edits/one.js\n@@ -1 +1 @@\n-a\n+b\n--- /dev/null\n+++ b/code-edits/two.js\n@@ -0,0 +1 @@\n+c\n';
    await code.run('apply', diff, { language: 'diff' });
    assert.equal(code.proposedText(0), 'b\n');
    assert.equal(code.proposedText(1), 'c\n');
  });

  test('of a new file makes it only when accepted, unsaved and with its name', async () => {
    const uri = vscode.Uri.joinPath(code.folder, 'sub', 'fresh.py');
    await code.run('apply', 'print(1)\n', { language: 'py', path: 'code-edits/sub/fresh.py' });
    assert.equal(code.proposedText(), 'print(1)\n');
    assert.equal(await code.exists(uri), false);
    await code.reviews.acceptAll();
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), 'print(1)\n');
    assert.equal(document.uri.scheme, 'untitled');
    assert.equal(document.uri.path, uri.path);
    assert.equal(document.languageId, 'python');
    assert.equal(await code.exists(uri), false);
  });

  test('works on a document that is not saved yet', async () => {
    const document = await vscode.workspace.openTextDocument({ content: shop, language: 'javascript' });
    const editor = await vscode.window.showTextDocument(document);
    await code.run('apply', change);
    await code.reviews.acceptAll();
    assert.equal(document.getText(), changed);
    await code.undo(editor);
    assert.equal(document.getText(), shop);
  });

  test('offers other ways where the block fits nowhere or twice', async () => {
    const editor = await code.show(
      await code.write('twice.js', 'class A {\n  run() {\n    a();\n  }\n}\nclass B {\n  run() {\n    b();\n  }\n}\n'),
      [0, 0],
    );
    await code.run('apply', 'run() {\n  c();\n}');
    await code.run('apply', 'nothing(like).it();');
    assert.match(code.asked[0]?.sentence ?? '', /^Several places in .*twice\.js/);
    assert.match(code.asked[1]?.sentence ?? '', /^No place in .*twice\.js/);
    assert.deepEqual(code.asked[0]?.buttons, ['Insert at Cursor', 'Replace Whole File…', 'New File']);
    assert.equal(code.open().length, 0);
    code.answers.push('Replace Whole File…');
    await code.run('apply', 'nothing(like).it();');
    assert.equal(code.proposedText(), 'nothing(like).it();\n');
    assert.equal(editor.document.isDirty, false);
  });

  test('says where a file has it all already', async () => {
    await code.show(await code.write('same.js', shop));
    await code.run('apply', shop);
    assert.equal(code.open().length, 0);
    assert.deepEqual(code.asked, []);
  });

  test('touches nothing outside the workspace unless the user picks the file in front', async () => {
    const editor = await code.show(await code.write('front.js', shop));
    for (const path of [
      '/etc/hosts',
      '../outside.js',
      'code-edits/../../outside.js',
      '/etc/../etc/hosts',
      'C:\\Windows\\win.ini',
    ]) {
      assert.deepEqual(await resolveTarget(path), { kind: 'outside' }, path);
    }
    await code.run('apply', change, { path: '/etc/hosts' });
    assert.deepEqual(code.asked[0]?.buttons, ['Apply to code-edits/front.js', 'New File']);
    assert.equal(code.open().length, 0);
    code.answers.push('Apply to code-edits/front.js');
    await code.run('apply', change, { path: '/etc/hosts' });
    assert.equal(code.open()[0]?.target.uri.toString(), editor.document.uri.toString());
  });
});
