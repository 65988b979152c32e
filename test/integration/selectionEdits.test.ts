/** Refactor, fix, document: what is asked, what is proposed while the answer streams, and what never happens to the document. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { documentedError } from '../endpoint/faults';
import { answer } from '../endpoint/scenario';
import { gated } from '../support/gated';
import { until } from '../support/until';
import { block } from '../support/editFixture';
import { SelectionFixture } from '../support/selectionFixture';

const shop =
  "const { limit } = require('./limit');\n\nfunction add(x, y) {\n  var sum = x + y;\n  return sum;\n}\n\nfunction sub(x, y) {\n  return x - y;\n}\n";
const change = `Returns the sum directly.\n\ncode-edits/shop.js\n${block('  var sum = x + y;\n  return sum;', '  return x + y;')}`;
const changed = shop.replace('  var sum = x + y;\n  return sum;', '  return x + y;');

suite('An edit of a selection', () => {
  let edit: SelectionFixture;

  setup(async () => {
    edit = await SelectionFixture.begin();
  });

  teardown(() => edit.end());

  test('proposes a hunk while later ones still come, and leaves the document alone', async () => {
    const { scenario, open } = gated([change, `\nAnd this.\n\n${block('  return x - y;', '  return x + -y;')}`]);
    edit.endpoint.enqueue(scenario);
    const { document } = await edit.open('shop.js', shop, [2, 5]);
    const running = edit.run('refactor');
    open(0);
    const review = await edit.reviews.next();
    await until(() => review.hunks.length === 1, 'the first hunk');
    // It is whole, so that it can be accepted.
    assert.equal(review.isComplete, true);
    assert.equal(review.request.uri.toString(), document.uri.toString());
    assert.deepEqual(review.hunks, [
      { start: 3, end: 5, lines: ['  return x + y;'], isExact: true, note: 'Returns the sum directly.' },
    ]);
    open(1);
    await until(() => review.hunks.length === 2, 'the second hunk');
    review.stop();
    await running;
    assert.equal(review.outcome, 'stopped');
    assert.equal(review.hunks.length, 2);
    assert.equal(document.isDirty, false);
    assert.equal(document.getText(), shop);
  });

  test('sends the selection with what is around it, and never a whole workspace', async () => {
    edit.endpoint.enqueue(answer(change));
    await edit.open('shop.js', shop, [2, 5]);
    edit.instructions.push('no var');
    await edit.run('refactor');
    assert.match(edit.question, /Lines before the selection:\n```javascript\nconst \{ limit \}/);
    assert.match(edit.question, /Lines after the selection:\n```javascript\n\nfunction sub/);
    assert.match(edit.question, /The selection, lines 3 to 6 of `code-edits\/shop\.js`[^\n]*:\n```javascript\nfunction add/);
    assert.match(edit.question, /In the words of the developer: no var$/);
    const review = await edit.reviews.next();
    assert.equal(review.outcome, 'complete');
    assert.equal(review.sentence, undefined);
    await review.accept();
    assert.equal(vscode.window.activeTextEditor?.document.getText(), changed);
  });

  test('takes the function around the cursor where nothing is selected, and shows it selected', async () => {
    edit.endpoint.enqueue(answer(change), answer(change));
    const editor = await edit.open('shop.js', shop);
    editor.selection = new vscode.Selection(4, 3, 4, 3);
    await edit.run('document');
    assert.match(edit.question, /The selection, lines 3 to 6/);
    assert.deepEqual([editor.selection.start.line, editor.selection.end.line], [2, 5]);
    assert.match(edit.question, /Task: document the selection/);

    edit.add(
      vscode.languages.registerDocumentSymbolProvider(
        { pattern: '**/code-edits/symbols.txt' },
        {
          provideDocumentSymbols: () => {
            const range = new vscode.Range(0, 0, 2, 3);
            const outer = new vscode.DocumentSymbol('Outer', '', vscode.SymbolKind.Class, range, range);
            const inner = new vscode.Range(1, 0, 1, 3);
            outer.children = [new vscode.DocumentSymbol('inner', '', vscode.SymbolKind.Method, inner, inner)];
            return [outer];
          },
        },
      ),
    );
    const other = await edit.open('symbols.txt', 'one\ntwo\nthree\n');
    other.selection = new vscode.Selection(1, 1, 1, 1);
    await edit.run('document');
    assert.match(edit.question, /The selection, line 2 of `code-edits\/symbols\.txt`, in `Outer > inner`/);
    assert.deepEqual(other.selection, new vscode.Selection(1, 0, 1, 3));
  });

  test('sends the definitions that the code uses, and none that are excluded', async () => {
    const limit = await edit.code.write('limit.js', 'exports.limit = 10;\n');
    const secret = await edit.code.write('secret.js', 'exports.key = 1;\n');
    edit.add(
      vscode.languages.registerDefinitionProvider(
        { pattern: '**/code-edits/uses.js' },
        {
          provideDefinition: (document, position) => {
            const word = document.getText(document.getWordRangeAtPosition(position));
            const uri = { limit, key: secret }[word];
            return uri === undefined ? undefined : new vscode.Location(uri, new vscode.Position(0, 8));
          },
        },
      ),
    );
    edit.endpoint.enqueue(answer('Nothing to do.'));
    await edit.open('uses.js', 'limit();\nkey();\n', [0, 1]);
    await edit.run('refactor');
    assert.match(edit.question, /Definition of limit, `code-edits\/limit\.js`:\n```javascript\nexports\.limit = 10;/);
    assert.doesNotMatch(edit.question, /exports\.key/);
  });

  test('is refused for a file that is never sent', async () => {
    await edit.open('secret.js', 'let a;\n', [0, 0]);
    await edit.run('document');
    assert.match(edit.asked[0]?.sentence ?? '', /^secret\.js is never sent/);
    assert.equal(edit.endpoint.requests.length, 0);
  });

  test('of what cannot be changed offers to explain it instead', async () => {
    const uri = vscode.Uri.parse('ace-read-only-test:/shop.js');
    edit.add(vscode.workspace.registerTextDocumentContentProvider(uri.scheme, { provideTextDocumentContent: () => shop }));
    await edit.code.show(uri, [3, 0]);
    await edit.run('refactor');
    assert.deepEqual(edit.asked, [{ sentence: 'shop.js cannot be changed.', buttons: ['Explain Instead'] }]);
    assert.equal(edit.endpoint.requests.length, 0);
  });

  test('goes where the code is by now, where the user typed before the answer came', async () => {
    const { scenario, open } = gated([change]);
    edit.endpoint.enqueue(scenario);
    const editor = await edit.open('shop.js', shop, [2, 5]);
    const asked = edit.endpoint.nextRequest();
    const running = edit.run('refactor');
    await asked;
    await editor.edit((builder) => {
      builder.insert(new vscode.Position(0, 0), '// typed\n// more\n');
    });
    open(0);
    const review = await edit.reviews.next();
    await until(() => review.hunks.length === 1, 'the hunk');
    assert.deepEqual([review.hunks[0]?.start, review.hunks[0]?.end], [5, 7]);
    review.stop();
    await running;
    assert.equal(editor.document.getText(), `// typed\n// more\n${shop}`);
  });

  test('is about the same code where the user typed while it was looked at, and before another try', async () => {
    edit.endpoint.enqueue(answer(change), answer(change));
    const { asked: looked, provider } = slowDefinitions();
    edit.add(vscode.languages.registerDefinitionProvider('javascript', provider));
    const editor = await edit.open('shop.js', shop, [2, 5]);
    const type = (): Thenable<boolean> =>
      editor.edit((builder) => {
        builder.insert(new vscode.Position(0, 0), '// typed\n// more\n');
      });
    const running = edit.run('refactor');
    await looked;
    await type();
    await running;
    assert.match(edit.question, /The selection, lines 5 to 8 of [^\n]*:\n```javascript\nfunction add/);
    const review = await edit.reviews.next();
    await type();
    const again = edit.endpoint.nextRequest();
    review.request.tryAgain?.('shorter');
    const [, question] = SelectionFixture.messages(await again);
    assert.match(question ?? '', /The selection, lines 7 to 10 of [^\n]*:\n```javascript\nfunction add/);
    await until(() => review.outcome === 'complete', 'the second answer');
  });

  test('can be stopped at the selection before anything came', async () => {
    edit.endpoint.enqueue(gated([]).scenario);
    const { document } = await edit.open('shop.js', shop, [2, 5]);
    const asked = edit.endpoint.nextRequest();
    const running = edit.run('refactor');
    const { closed } = await asked;
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
    const [progress, stop] = lenses.filter(({ range }) => range.start.line === 2).map(({ command }) => command);
    assert.match(progress?.title ?? '', /^\$\(loading~spin\) Claude: Refactor…$/);
    assert.equal(stop?.title, 'Stop');
    const [id] = (stop.arguments ?? []) as readonly number[];
    edit.edits.stop(id);
    await running;
    assert.equal(await closed, 'client');
    assert.deepEqual(edit.asked, []);
    assert.equal(edit.reviews.all.length, 0);
    const after = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
    assert.deepEqual(
      after.filter(({ command }) => command?.title === 'Stop'),
      [],
    );
  });

  test('says what an answer is that is no change', async () => {
    await edit.open('shop.js', shop, [2, 5]);
    const cases: readonly (readonly [string, RegExp])[] = [
      ['This is fine.', /^Claude answered without code\. This is fine\.$/],
      [block('  return sum;', '  return sum;'), /^Claude would leave the code as it is\.$/],
      [block('nowhere', 'x'), /the file has nothing like “nowhere”/],
      [
        block('  return sum;', '  // ... rest unchanged ...\n  return 1;'),
        /it replaces code with “\/\/ \.\.\. rest unchanged \.\.\.”/,
      ],
      [`other.js\n${block('a', 'b')}`, /would also change other\.js/],
    ];
    for (const [text, expected] of cases) {
      edit.endpoint.enqueue(answer(text));
      edit.answers.push('Show Answer');
      await edit.run('refactor');
      assert.match(edit.asked.at(-1)?.sentence ?? '', expected);
      assert.deepEqual(edit.asked.at(-1)?.buttons, ['Show Answer', 'Try Again…']);
      assert.equal(edit.shown.at(-1), text);
    }
    assert.equal(edit.reviews.all.length, 0);
  });

  test('keeps what was whole of an answer that was cut off, and says so', async () => {
    edit.endpoint.enqueue(
      answer(`${change}\nMore.\n${block('  return x - y;', '  first();\n  second();').slice(0, -20)}`, {
        finishReason: 'length',
      }),
    );
    await edit.open('shop.js', shop, [2, 5]);
    await edit.run('refactor');
    const review = await edit.reviews.next();
    // The last one has no end, so that it can only be looked at.
    assert.deepEqual(
      review.hunks.map(({ lines }) => lines),
      [['  return x + y;'], ['  first();']],
    );
    assert.equal(review.isComplete, false);
    assert.equal(review.outcome, 'failed');
    assert.match(review.sentence ?? '', /^The answer was cut off\. What had come whole can be accepted/);
  });

  test('says in a sentence why the endpoint did not answer, with the button that helps', async () => {
    edit.endpoint.enqueue(documentedError('invalid_token'));
    edit.answers.push('Set API Token');
    await edit.open('shop.js', shop, [2, 5]);
    await edit.run('refactor');
    assert.match(edit.asked[0]?.sentence ?? '', /^The endpoint does not accept this API token\./);
    assert.deepEqual(edit.asked[0]?.buttons, ['Set API Token', 'Try Again']);
    assert.deepEqual(edit.acted, ['setToken']);
  });

  test('tries again with an instruction, and with what it said before', async () => {
    edit.endpoint.enqueue(answer(change), answer(block('  var sum = x + y;', '  const sum = x + y;')));
    await edit.open('shop.js', shop, [2, 5]);
    await edit.run('refactor');
    const review = await edit.reviews.next();
    const again = edit.endpoint.nextRequest();
    review.request.tryAgain?.('keep the variable');
    const messages = SelectionFixture.messages(await again);
    assert.equal(messages.at(-2), change);
    assert.match(messages.at(-1) ?? '', /keep the variable$/);
    await until(() => review.outcome === 'complete', 'the second answer');
    assert.deepEqual(
      review.hunks.map(({ lines }) => lines),
      [['  const sum = x + y;']],
    );
    assert.equal(edit.reviews.all.length, 1);
  });

  test('ends when its review is closed', async () => {
    const { scenario, open } = gated([change]);
    edit.endpoint.enqueue(scenario);
    await edit.open('shop.js', shop, [2, 5]);
    const asked = edit.endpoint.nextRequest();
    const running = edit.run('refactor');
    open(0);
    const review = await edit.reviews.next();
    review.close();
    await running;
    assert.equal(await (await asked).closed, 'client');
    assert.equal(review.outcome, undefined);
    assert.deepEqual(edit.asked, []);
  });

  test('works on tabs and CRLF, on an unsaved text, and on a cell of a notebook', async () => {
    const windows = shop.replaceAll('  ', '\t').replaceAll('\n', '\r\n');
    edit.endpoint.enqueue(answer(change.replace('shop.js', 'windows.js')));
    const editor = await edit.open('windows.js', windows, [2, 5]);
    await edit.run('refactor');
    const review = await edit.reviews.next();
    assert.deepEqual(review.hunks[0]?.lines, ['\treturn x + y;']);
    assert.equal(review.hunks[0].isExact, false);
    await review.accept();
    assert.equal(editor.document.getText(), changed.replaceAll('  ', '\t').replaceAll('\n', '\r\n'));

    edit.endpoint.enqueue(answer(block('old text', 'new text')));
    const untitled = await vscode.workspace.openTextDocument({ content: 'old text', language: 'plaintext' });
    await vscode.window.showTextDocument(untitled);
    await edit.run('refactor');
    assert.deepEqual((await edit.reviews.next(2)).hunks[0]?.lines, ['new text']);

    edit.endpoint.enqueue(answer(block('x = 1', 'x = 2')));
    const cells = ['import math', 'x = 1'].map(
      (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python'),
    );
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData(cells));
    const shown = await vscode.window.showNotebookDocument(notebook);
    shown.selection = new vscode.NotebookRange(1, 2);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const cell = notebook.cellAt(1).document;
    await until(() => vscode.window.activeTextEditor?.document === cell, 'the cell has the focus');
    await edit.run('refactor');
    const third = await edit.reviews.next(3);
    assert.equal(third.request.uri.toString(), cell.uri.toString());
    assert.deepEqual(third.hunks[0]?.lines, ['x = 2']);
    assert.match(edit.question, /An earlier cell of the notebook:\n```python\nimport math/);
  });
});

/** A language server that takes longer than it takes to type. */
function slowDefinitions(): { readonly asked: Promise<void>; readonly provider: vscode.DefinitionProvider } {
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const provideDefinition = async (): Promise<vscode.Definition> => {
    tell();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [];
  };
  return { asked, provider: { provideDefinition } };
}
