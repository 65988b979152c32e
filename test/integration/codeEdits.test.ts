/** Insert at Cursor, New File and links to files, in real editors. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { existingReferences, openReference } from '../../src/host/edits/workspacePath';
import { CodeFixture } from '../support/codeFixture';
import { until } from '../support/until';

suite('Code of an answer', () => {
  let code: CodeFixture;

  setup(async () => {
    code = new CodeFixture();
    await code.begin();
  });

  teardown(() => code.end());

  const tabbed = 'if (a) {\n\tb();\n\n\tif (c) {\n\t\td();\n\t}\n}\n';

  suite('Insert', () => {
    test('fits tabs to spaces and CRLF, puts the cursor behind, and is one step to undo', async () => {
      const text = 'function f() {\r\n  x();\r\n  \r\n}\r\n';
      const editor = await code.show(await code.write('crlf.ts', text), [2, 2]);
      await code.run('insert', tabbed);
      const inserted = '  if (a) {\r\n    b();\r\n\r\n    if (c) {\r\n      d();\r\n    }\r\n  }';
      assert.equal(editor.document.getText(), `function f() {\r\n  x();\r\n${inserted}\r\n}\r\n`);
      assert.deepEqual(editor.selections, [new vscode.Selection(8, 3, 8, 3)]);
      await code.undo(editor);
      assert.equal(editor.document.getText(), text);
      assert.equal(editor.document.isDirty, false);
      assert.deepEqual(code.asked, []);
    });

    test('fits spaces to a file with tabs', async () => {
      const text = 'class A {\n\tx() {\n\t\ty();\n\t\t\n\t}\n}\n';
      const editor = await code.show(await code.write('tabs.ts', text), [3, 2]);
      await code.run('insert', 'for (const a of b) {\n    c(a);\n}');
      assert.equal(editor.document.getText(), text.replace('\t\t\n', '\t\tfor (const a of b) {\n\t\t\tc(a);\n\t\t}\n'));
      await code.undo(editor);
      assert.equal(editor.document.getText(), text);
    });

    test('goes to every cursor, each at its own depth, in one step', async () => {
      const text = '{\n  \n  {\n    \n  }\n}\n';
      const editor = await code.show(await code.write('cursors.ts', text), [1, 2], [3, 4]);
      await code.run('insert', 'a {\n\tb\n}');
      assert.equal(editor.document.getText(), '{\n  a {\n    b\n  }\n  {\n    a {\n      b\n    }\n  }\n}\n');
      assert.deepEqual(
        editor.selections.map(({ active }) => [active.line, active.character]),
        [
          [3, 3],
          [7, 5],
        ],
      );
      await code.undo(editor);
      assert.equal(editor.document.getText(), text);
    });

    test('replaces what is selected', async () => {
      const text = '{\n    one();\n    two();\n    three();\n}\n';
      const editor = await code.show(await code.write('selection.ts', text));
      editor.selection = new vscode.Selection(1, 0, 3, 0);
      await code.run('insert', 'x {\n  y\n}\n');
      assert.equal(editor.document.getText(), '{\n    x {\n        y\n    }\n    three();\n}\n');
      await code.undo(editor);
      assert.equal(editor.document.getText(), text);
    });

    test('is a step of its own after typing', async () => {
      const editor = await code.show(await code.write('typed.ts', 'a\n'), [0, 1]);
      await vscode.commands.executeCommand('type', { text: ' b' });
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await code.run('insert', 'c');
      assert.equal(editor.document.getText(), 'a b\nc\n');
      await code.undo(editor);
      assert.equal(editor.document.getText(), 'a b\n');
    });

    test('works in a document that is not saved yet', async () => {
      const document = await vscode.workspace.openTextDocument({ content: 'x:\n\n', language: 'yaml' });
      const editor = await vscode.window.showTextDocument(document);
      editor.options = { insertSpaces: true, tabSize: 2 };
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await code.run('insert', 'a:\n    b: 1', { language: 'yaml' });
      assert.equal(document.getText(), 'x:\n  a:\n    b: 1\n');
    });

    test('goes to the editor that was in front before the chat or a panel got the focus', async () => {
      const editor = await code.show(await code.write('focus.ts', '\n'), [0, 0]);
      await vscode.commands.executeCommand('workbench.panel.output.focus');
      await code.run('insert', 'a');
      assert.equal(editor.document.getText(), 'a\n');
      await vscode.commands.executeCommand('aceClaude.chat.focus');
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await code.run('insert', 'b');
      assert.equal(editor.document.getText(), 'a\nb\n');
      assert.equal(vscode.window.activeTextEditor, editor);
      assert.deepEqual(code.asked, []);
      // The editor has the focus again: what is typed arrives there.
      await vscode.commands.executeCommand('type', { text: '!' });
      assert.equal(editor.document.getText(), 'a\nb!\n');
    });

    test('goes into a cell of a notebook', async () => {
      const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'if a:\n    b()\n', 'python');
      const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
      await vscode.window.showNotebookDocument(notebook);
      await vscode.commands.executeCommand('notebook.cell.edit');
      const { document } = notebook.cellAt(0);
      await until(() => vscode.window.activeTextEditor?.document === document, 'the cell is edited');
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      editor.selection = new vscode.Selection(2, 0, 2, 0);
      await code.run('insert', 'for c in d:\n\te(c)', { language: 'py' });
      assert.match(document.getText(), /^if a:\n {4}b\(\)\nfor c in d:\n {4}e\(c\)\n?$/);
      assert.deepEqual(code.asked, []);
    });

    test('says so where the editor is read-only, and can copy instead', async () => {
      const provider = vscode.workspace.registerTextDocumentContentProvider('code-edits-test', {
        provideTextDocumentContent: () => 'read me\n',
      });
      try {
        await code.show(vscode.Uri.parse('code-edits-test:/read.ts'), [0, 0]);
        await vscode.env.clipboard.writeText('before');
        code.answers.push('Copy');
        await code.run('insert', 'a();');
        assert.deepEqual(code.asked, [{ sentence: 'The active editor cannot be changed.', buttons: ['Copy', 'New File'] }]);
        assert.equal(vscode.window.activeTextEditor?.document.getText(), 'read me\n');
        assert.equal(await vscode.env.clipboard.readText(), 'a();');
      } finally {
        provider.dispose();
      }
    });

    test('says so where there is no editor, and can make a file instead', async () => {
      code.answers.push('New File');
      await code.run('insert', 'print(1)', { language: 'py' });
      assert.deepEqual(code.asked[0]?.buttons, ['Copy', 'New File']);
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.getText(), 'print(1)\n');
      assert.equal(document.languageId, 'python');
    });

    test('asks before it inserts code that leaves something out, or a diff', async () => {
      const editor = await code.show(await code.write('left.ts', 'x\n'), [1, 0]);
      await code.run('insert', 'a();\n// ... existing code ...\nb();');
      await code.run('insert', '@@\n-a\n+b');
      assert.deepEqual(
        code.asked.map(({ buttons }) => buttons),
        [
          ['Apply', 'Insert Anyway'],
          ['Apply', 'Insert Anyway'],
        ],
      );
      assert.equal(editor.document.getText(), 'x\n');
      code.answers.push('Insert Anyway');
      await code.run('insert', '// ... existing code ...');
      assert.equal(editor.document.getText(), 'x\n// ... existing code ...\n');
    });
  });

  suite('New File', () => {
    test('has the name that the block gives, is not saved, and leaves its indentation', async () => {
      await code.run('newFile', '  a {\n    b\n  }\n', { language: 'ts', path: 'code-edits/sub/made.ts' });
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.getText(), 'a {\n  b\n}\n');
      assert.equal(document.uri.path, vscode.Uri.joinPath(code.folder, 'sub', 'made.ts').path);
      assert.equal(document.languageId, 'typescript');
      assert.equal(document.isUntitled, true);
      assert.equal(await code.exists(vscode.Uri.joinPath(code.folder, 'sub')), false);
    });

    test('has no name where a file has it, or where it leads out of the workspace', async () => {
      await code.write('taken.ts', 'mine\n');
      for (const path of ['code-edits/taken.ts', '../out.ts', '/etc/out.ts']) {
        await code.run('newFile', 'a', { path });
        const document = vscode.window.activeTextEditor?.document;
        assert.equal(document?.getText(), 'a\n');
        assert.match(document.uri.toString(), /^untitled:Untitled-/);
        assert.equal(document.languageId, 'typescript');
      }
    });

    test('pressed twice makes two', async () => {
      for (const text of ['first', 'second']) await code.run('newFile', text, { path: 'code-edits/twice.ts' });
      const texts = vscode.workspace.textDocuments
        .filter((document) => document.isUntitled)
        .map((document) => document.getText());
      assert.deepEqual(texts.filter((text) => text !== '').sort(), ['first\n', 'second\n']);
    });
  });

  suite('Links to files', () => {
    test('are those that name one file of the workspace', async () => {
      await code.write('link.ts', 'a\nb\nc\n');
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(code.folder, 'deep'));
      await code.write('deep/same.ts', '1');
      await code.write('same.ts', '2');
      const paths = ['code-edits/link.ts', './code-edits/link.ts', 'code-edits\\link.ts'];
      const endings = ['link.ts', 'deep/same.ts'];
      const others = ['same.ts', 'none.ts', '../x', '/etc/passwd', 'code-edits', '', 'a\u0000b', '**', '{link}.ts'];
      const found = (await code.canSearch()) ? [...paths, ...endings] : paths;
      assert.deepEqual(await existingReferences([...paths, ...endings, ...others]), found);
      const absolute = vscode.Uri.joinPath(code.folder, 'link.ts').path;
      assert.deepEqual(await existingReferences([absolute]), [absolute]);
    });

    test('open the file and select its lines', async () => {
      await code.write('open.ts', 'one\ntwo\nthree\n');
      const cases: readonly (readonly [number, number, number, readonly number[]])[] = [
        [2, 0, 0, [1, 0, 1, 3]],
        [2, 2, 0, [1, 1, 1, 1]],
        [1, 0, 2, [0, 0, 1, 3]],
        [900, 0, 0, [3, 0, 3, 0]],
      ];
      for (const [line, column, endLine, [startLine, startCharacter, lastLine, lastCharacter]] of cases) {
        await openReference({ path: 'code-edits/open.ts', line, column, endLine });
        const { selection, document } = vscode.window.activeTextEditor ?? {};
        assert.match(document?.uri.path ?? '', /open\.ts$/);
        assert.ok(selection?.isEqual(new vscode.Range(startLine ?? 0, startCharacter ?? 0, lastLine ?? 0, lastCharacter ?? 0)));
      }
    });
  });
});
