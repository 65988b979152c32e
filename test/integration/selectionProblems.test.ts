/** Problems: fixing those that are reported, what the light bulb offers, and the errors that a change brings. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandId } from '../../src/core/contributions';
import { answer } from '../endpoint/scenario';
import { until } from '../support/until';
import { block } from '../support/editFixture';
import { SelectionFixture } from '../support/selectionFixture';

const text = 'let a = b;\n\nlet c = 1;\n';

suite('A problem', () => {
  let edit: SelectionFixture;
  let reported: vscode.DiagnosticCollection;

  setup(async () => {
    edit = await SelectionFixture.begin();
    reported = edit.add(vscode.languages.createDiagnosticCollection('test'));
  });

  teardown(() => edit.end());

  function report(uri: vscode.Uri, ...problems: readonly (readonly [line: number, message: string])[]): void {
    reported.set(
      uri,
      problems.map(([line, message]) => {
        const problem = new vscode.Diagnostic(new vscode.Range(line, 8, line, 9), message);
        problem.source = 'ts';
        problem.code = 2304;
        const location = new vscode.Location(uri, new vscode.Position(2, 4));
        problem.relatedInformation = [new vscode.DiagnosticRelatedInformation(location, 'c is declared here')];
        return problem;
      }),
    );
  }

  test('at the cursor is sent with its code and related places, and others are not to be fixed', async () => {
    const { document } = await edit.open('fix.js', text);
    report(document.uri, [0, 'Cannot find b'], [2, 'Another one']);
    edit.endpoint.enqueue(answer(block('let a = b;', 'let a = 1;')));
    await edit.run('fix');
    assert.match(
      edit.question,
      /Task: fix these problems in `code-edits\/fix\.js`[^\n]*:\n```\nline 1, column 9: error: Cannot find b \(ts 2304\)\n {2}related: code-edits\/fix\.js, line 3: c is declared here\n```\nDo not/,
    );
    assert.doesNotMatch(edit.question.slice(edit.question.indexOf('Task:')), /Another one/);
    assert.deepEqual((await edit.reviews.next()).hunks[0]?.lines, ['let a = 1;']);
  });

  test('is needed to fix one', async () => {
    await edit.open('fine.js', text);
    await edit.run('fix');
    assert.equal(edit.endpoint.requests.length, 0);
  });

  async function acceptedWithError(): Promise<vscode.TextDocument> {
    const { document } = await edit.open('after.js', text);
    report(document.uri, [0, 'Old error']);
    edit.endpoint.enqueue(answer(block('let c = 1;', 'let c = d;')));
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(2, 0, 2, 5);
    await edit.run('refactor');
    const review = await edit.reviews.next();
    edit.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return;
        const isNew = document.getText().includes('= d');
        report(document.uri, [0, 'Old error'], ...(isNew ? [[2, 'Cannot find d'] as const] : []));
      }),
    );
    await review.accept();
    await until(() => edit.asked.length === 1, 'the new error is said');
    return document;
  }

  test('that a change brings is offered to be undone with it', async () => {
    edit.answers.push('Undo');
    const document = await acceptedWithError();
    assert.deepEqual(edit.asked[0], {
      sentence: 'The change brings an error to after.js: Cannot find d',
      buttons: ['Fix', 'Undo'],
    });
    await until(() => document.getText() === text, 'the change is undone');
  });

  test('that a change brings is offered to be fixed', async () => {
    edit.answers.push('Fix');
    const asked = edit.endpoint.requests.length;
    await acceptedWithError();
    await until(() => edit.endpoint.requests.length === asked + 2, 'the fix is asked for');
    assert.match(edit.question, /fix these problems[^]*line 3, column 9: error: Cannot find d/);
    assert.doesNotMatch(edit.question.slice(edit.question.indexOf('Task:')), /Old error/);
  });

  const offered = async (uri: vscode.Uri, range: vscode.Range, kind?: string): Promise<readonly vscode.CodeAction[]> => {
    const all = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind);
    return all.filter(({ kind: own }) => own?.value.includes('aceClaude') === true);
  };

  test('or a selection is what the light bulb needs to offer anything', async () => {
    const { document } = await edit.open('bulb.js', text);
    await vscode.extensions.getExtension('ace-claude.ace-claude')?.activate();
    report(document.uri, [0, 'Cannot find b']);
    const cursor = new vscode.Range(2, 0, 2, 0);
    const problem = new vscode.Range(0, 8, 0, 8);
    const selection = new vscode.Range(2, 0, 2, 5);
    const kinds = async (range: vscode.Range, kind?: string): Promise<readonly (string | undefined)[]> =>
      (await offered(document.uri, range, kind)).map(({ kind: own }) => own?.value);
    assert.deepEqual(await kinds(cursor), []);
    assert.deepEqual(await kinds(problem), ['quickfix.aceClaude']);
    assert.deepEqual(await kinds(problem, 'refactor'), []);
    const rewrites = ['refactor.rewrite.aceClaude', 'refactor.rewrite.aceClaude.document', 'refactor.rewrite.aceClaude.tests'];
    assert.deepEqual(await kinds(selection), [...rewrites, 'aceClaude.explain']);
    assert.deepEqual(await kinds(selection, 'refactor.rewrite'), rewrites);
    assert.deepEqual(await kinds(selection, 'source'), []);
    const [fix] = await offered(document.uri, problem);
    assert.equal(fix?.isPreferred ?? false, false);
    assert.deepEqual([fix?.command?.command, fix?.command?.arguments ?? []], [commandId('fixProblem'), []]);

    const settings = vscode.workspace.getConfiguration('aceClaude');
    await settings.update('codeActions.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await kinds(selection), []);
    } finally {
      await settings.update('codeActions.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
