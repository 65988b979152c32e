/** A review: what it shows while a proposal streams, and what deciding on its hunks does to the document. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ProposedHunk } from '../../src/core/review/proposedHunk';
import type { Review, ReviewRequest } from '../../src/host/review/review';
import { applyEdit } from '../support/applyEdit';
import { CodeFixture } from '../support/codeFixture';
import { until } from '../support/until';

suite('A review', () => {
  let code: CodeFixture;

  setup(async () => {
    code = new CodeFixture();
    await code.begin();
  });

  teardown(() => code.end());

  function hunk(start: number, end: number, ...lines: readonly string[]): ProposedHunk {
    return { start, end, lines, isExact: true };
  }

  async function begin(name: string, text: string, more: Partial<ReviewRequest> = {}): Promise<Review> {
    return code.reviews.begin({ uri: await code.write(name, text), label: 'Refactor', ...more });
  }

  /** A review of a file with all hunks that are to come. */
  async function opened(name: string, text: string, ...hunks: readonly ProposedHunk[]): Promise<Review> {
    const review = await begin(name, text);
    review.propose(hunks, true);
    review.finish('complete');
    await review.open();
    return review;
  }

  function shownText(review: Review): string {
    const address = review.page.uri.toString();
    return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address)?.getText() ?? 'not open';
  }

  async function documentOf(review: Review): Promise<vscode.TextDocument> {
    return vscode.workspace.openTextDocument(review.target.uri);
  }

  function editorOf(review: Review): vscode.TextEditor {
    const address = review.page.uri.toString();
    return (
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === address) ?? assert.fail('hidden')
    );
  }

  async function lenses(review: Review): Promise<readonly (readonly [line: number, title: string])[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', review.page.uri);
    return found.map(({ range, command }) => [range.start.line, command?.title ?? ''] as const);
  }

  async function lensTitles(review: Review, line: number): Promise<readonly string[]> {
    return (await lenses(review)).flatMap(([at, title]) => (at === line ? [title] : []));
  }

  test('shows each old line with the new one below, and a line above all, in a language of colours alone', async () => {
    const review = await opened('a.ts', 'one\r\ntwo\r\nthree\r\n', hunk(1, 2, 'TWO', 'and more'));
    assert.equal(shownText(review), '\none\ntwo\nTWO\nand more\nthree\n');
    const { document } = editorOf(review);
    assert.equal(document.languageId, 'ace-claude-review-typescript');
    assert.equal(editorOf(review).selection.active.line, 2);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'a.ts (Refactor)');
    assert.equal(tab.isPreview, false);
    assert.deepEqual(await lensTitles(review, 2), ['$(check) Accept', '$(close) Reject', 'Change 1, line 2']);
    assert.match((await lensTitles(review, 0))[0] ?? '', /Refactor · 1 of 1 to decide/);
  });

  test('shows its first hunk whenever that comes, though nothing follows it', async () => {
    // The page is busy with the text without hunks for some turns; each of them is a moment in which a hunk can come.
    for (let turns = 0; turns < 12; turns += 1) {
      const review = await begin(`turn${String(turns)}.ts`, 'one\ntwo\n');
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      review.propose([hunk(1, 2, 'TWO')], false);
      await until(() => shownText(review) === '\none\ntwo\nTWO\n', `the hunk that came after ${String(turns)} turns`);
      review.close();
    }
  });

  test('is not seen by what looks for errors', async () => {
    const review = await opened('broken.json', '{\n  "a": 1\n}\n', hunk(1, 2, '  "b": 2'));
    assert.equal(shownText(review), '\n{\n  "a": 1\n  "b": 2\n}\n');
    assert.deepEqual(vscode.languages.getDiagnostics(review.page.uri), []);
    assert.equal(editorOf(review).document.languageId, 'ace-claude-review-json');
  });

  const trials: readonly (readonly [name: string, text: string])[] = [
    ['tabs and CRLF', '\tone\r\n\ttwo  \r\n\tthree\r\n\tfour\r\n'],
    ['no final line end', 'one\ntwo\nthree\nfour'],
    ['a byte order mark', '\uFEFFone\ntwo\nthree\nfour\n'],
    ['astral characters and long lines', `𝒳𝒴\n${'long '.repeat(5000)}\n\t 🙂\nfour\n`],
  ];
  for (const [index, [name, text]] of trials.entries()) {
    test(`changes nothing but the accepted lines of a file with ${name}, and undo brings back every byte`, async () => {
      const review = await opened(
        `bytes${String(index)}.txt`,
        text,
        hunk(0, 1, 'ONE', '\tmore'),
        hunk(2, 3),
        hunk(3, 4, 'FOUR'),
      );
      const document = await documentOf(review);
      await code.reviews.acceptHunk({ review: review.id, version: 1, hunk: 0 });
      assert.equal(document.isDirty, true);
      await code.reviews.rejectHunk({ review: review.id, version: 1, hunk: 1 });
      await code.reviews.acceptHunk({ review: review.id, version: 1, hunk: 2 });
      assert.equal(review.isClosed, true);
      assert.equal(await code.read(review.target.uri), text);
      await document.save();
      const [eol, mark] = [text.includes('\r\n') ? '\r\n' : '\n', text.startsWith('\uFEFF') ? '\uFEFF' : ''];
      const lines = text.slice(mark.length).split(eol);
      const expected = [...lines.with(0, `ONE${eol}\tmore`).with(3, 'FOUR')].join(eol);
      assert.equal(await code.read(review.target.uri), mark + expected);
      const editor = await vscode.window.showTextDocument(document);
      await code.undo(editor);
      await code.undo(editor);
      await document.save();
      assert.equal(await code.read(review.target.uri), text);
    });
  }

  test('grows while it streams, and what has come can be accepted and typed around meanwhile', async () => {
    const text = Array.from({ length: 40 }, (_, index) => `line ${String(index)}`).join('\n');
    const review = await begin('stream.ts', text);
    const document = await documentOf(review);
    review.propose([hunk(2, 3, 'first')], true);
    await until(() => shownText(review).includes('line 2\nfirst\nline 3'), 'the first hunk is shown');
    assert.match((await lensTitles(review, 0)).join(' | '), /loading~spin\) Refactor · \d+ s \| \$\(debug-stop\) Stop/);
    review.propose([hunk(2, 3, 'first'), hunk(20, 22, 'second')], false);
    await until(() => shownText(review).includes('second'), 'the second begins');
    assert.deepEqual(
      review.hunks().map(({ state }) => state),
      ['undecided', 'growing'],
    );
    await code.reviews.acceptAll(review.page.uri);
    assert.equal(document.getText(), text.replace('line 2\n', 'first\n'));
    const typed = new vscode.WorkspaceEdit();
    typed.insert(document.uri, new vscode.Position(10, 0), 'typed\n');
    await applyEdit(typed);
    review.propose([hunk(2, 3, 'first'), hunk(20, 22, 'second', 'third'), hunk(30, 30, 'fourth')], true);
    review.finish('complete');
    await until(() => shownText(review).includes('typed') && shownText(review).includes('fourth'), 'all is shown');
    await code.reviews.acceptAll(review.page.uri);
    const expected = text
      .replace('line 2\n', 'first\n')
      .replace('line 10\n', 'typed\nline 10\n')
      .replace('line 20\nline 21\n', 'second\nthird\n')
      .replace('line 29\n', 'line 29\nfourth\n');
    assert.equal(document.getText(), expected);
    assert.equal(review.isClosed, true);
  });

  test('shows a long file that grows ten times a second without falling behind', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `const value${String(index)} = ${String(index)};`);
    const review = await begin('long.ts', lines.join('\n'));
    const added: string[] = [];
    for (let index = 0; index < 30; index++) {
      added.push(`added${String(index)};`);
      review.propose([hunk(10, 10, ...added)], false);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const end = Date.now();
    review.finish('complete');
    await until(() => shownText(review).includes('added29;'), 'the last line is shown');
    assert.ok(Date.now() - end < 2000, `${String(Date.now() - end)} ms late`);
    await code.reviews.acceptAll(review.page.uri);
    assert.equal((await documentOf(review)).getText(), lines.toSpliced(10, 0, ...added).join('\n'));
  });

  test('keeps the lines that are read in place while lines come above them', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${String(index)}`);
    const review = await begin('reading.ts', lines.join('\n'));
    review.propose([hunk(5, 5, 'a')], false);
    await until(() => shownText(review).includes('\na\n'), 'it is shown');
    await review.open();
    const editor = editorOf(review);
    editor.revealRange(new vscode.Range(150, 0, 150, 0), vscode.TextEditorRevealType.AtTop);
    const top = (): string => editor.document.lineAt(editor.visibleRanges[0]?.start.line ?? 0).text;
    await until(() => (editor.visibleRanges[0]?.start.line ?? 0) > 100, 'it scrolls');
    const read = top();
    review.propose([hunk(5, 5, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')], true);
    review.finish('complete');
    await until(() => shownText(review).includes('\nh\n'), 'more is shown');
    await until(() => top() === read, `${read} is at the top again`);
  });

  test('lets a change that has no end not be accepted', async () => {
    const review = await begin('cut.ts', '1\n2\n3\n');
    review.propose([hunk(0, 1, 'one'), hunk(1, 3, 'tw')], false);
    review.finish('stopped', 'The answer was cut off.');
    await review.open();
    assert.match((await lensTitles(review, 0)).join(), /The answer was cut off\./);
    await code.reviews.acceptAll();
    assert.equal((await documentOf(review)).getText(), 'one\n2\n3\n');
    assert.equal(review.isClosed, false);
    await code.reviews.acceptHunk({ review: review.id, version: 1, hunk: 1 });
    assert.equal((await documentOf(review)).getText(), 'one\n2\n3\n');
    await code.reviews.rejectAll();
    assert.equal(review.isClosed, true);
  });

  test('is accepted also where VS Code has read the file anew in that moment', async () => {
    const review = await opened('anew.ts', '1\n2\n3\n', hunk(1, 2, 'two'));
    const document = await documentOf(review);
    const same = new vscode.WorkspaceEdit();
    same.replace(document.uri, new vscode.Range(0, 0, 0, 1), '1');
    const readAnew = vscode.workspace.applyEdit(same);
    assert.equal(await review.target.apply(['1', '2', '3', ''], [{ start: 1, end: 2, lines: ['two'] }]), true);
    assert.equal(await readAnew, true);
    assert.equal(document.getText(), '1\ntwo\n3\n');
  });

  test('says of a change that it no longer fits, and offers it again once the typing is undone', async () => {
    const review = await opened('stale.ts', '1\n2\n3\n4\n5\n', hunk(1, 2, 'two'), hunk(4, 5, 'five'));
    const document = await documentOf(review);
    const typed = new vscode.WorkspaceEdit();
    typed.replace(document.uri, new vscode.Range(1, 0, 1, 1), 'typed');
    await applyEdit(typed);
    await until(() => review.hunks()[0]?.state === 'stale', 'it is noticed');
    await until(() => shownText(review) === '\n1\ntyped\ntwo\n3\n4\n5\nfive\n', 'it is shown');
    assert.match((await lensTitles(review, 3)).join(), /No longer fits/);
    await code.reviews.acceptAll();
    assert.equal(document.getText(), '1\ntyped\n3\n4\nfive\n');
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    await code.undo(editor);
    await code.undo(editor);
    await until(() => review.hunks().every(({ state }) => state === 'undecided'), 'both fit again');
  });

  test('has a change to decide again when its acceptance was undone', async () => {
    const review = await opened('undo.ts', '1\n2\n3\n', hunk(0, 1, 'one'), hunk(2, 3, 'three'));
    await code.reviews.acceptHunk({ review: review.id, version: 1, hunk: 0 });
    await until(() => shownText(review) === '\none\n2\n3\nthree\n', 'one is accepted');
    await code.undo(await vscode.window.showTextDocument(await documentOf(review), { preview: false }));
    await until(() => shownText(review) === '\n1\none\n2\n3\nthree\n', 'it is back');
  });

  test('decides on the change at the cursor and goes on to the next; elsewhere it only goes there', async () => {
    const review = await opened('cursor.ts', '1\n2\n3\n4\n5\n6\n', hunk(1, 2, 'two'), hunk(3, 4, 'four'), hunk(5, 6, 'six'));
    const document = await documentOf(review);
    await code.reviews.acceptHunk();
    assert.equal(document.getText(), '1\ntwo\n3\n4\n5\n6\n');
    await until(() => editorOf(review).selection.active.line === 4, 'the cursor is at the next');
    await code.reviews.rejectHunk();
    await until(() => editorOf(review).selection.active.line === 6, 'the cursor is at the last');
    editorOf(review).selection = new vscode.Selection(1, 0, 1, 0);
    await until(() => editorOf(review).selection.active.line === 1, 'the cursor is elsewhere');
    await code.reviews.acceptHunk();
    assert.equal(document.getText(), '1\ntwo\n3\n4\n5\n6\n');
    await until(() => editorOf(review).selection.active.line === 6, 'it goes to the change');
    await code.reviews.acceptHunk();
    assert.equal(document.getText(), '1\ntwo\n3\n4\n5\nsix\n');
    assert.equal(review.isClosed, true);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  test('keeps earlier versions to go back to', async () => {
    const asked: string[] = [];
    const review = await begin('again.ts', '1\n2\n3\n', { tryAgain: (instruction) => asked.push(instruction) });
    review.propose([hunk(0, 1, 'one'), hunk(2, 3, 'three')], true);
    review.finish('complete');
    await review.open();
    await code.reviews.acceptHunk({ review: review.id, version: 1, hunk: 0 });
    review.tryAgain('shorter');
    review.startAnew();
    assert.deepEqual(asked, ['shorter']);
    assert.equal(review.base, 'one\n2\n3\n');
    review.propose([hunk(2, 3, '3.0')], true);
    review.finish('complete');
    await until(() => shownText(review) === '\none\n2\n3\n3.0\n', 'the second version');
    assert.ok((await lensTitles(review, 0)).includes('Version 2 of 2'));
    code.reviews.showVersion(-1);
    await until(() => shownText(review) === '\none\n2\n3\nthree\n', 'the first version');
    await code.reviews.acceptAll();
    assert.equal((await documentOf(review)).getText(), 'one\n2\nthree\n');
  });

  test('asks after its tab was closed only where something is undecided', async () => {
    const review = await opened('closed.ts', '1\n2\n', hunk(0, 1, 'one'));
    code.answers.push('Reopen');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(() => code.asked.length === 1, 'it asks');
    assert.deepEqual(code.asked[0]?.buttons, ['Reopen', 'Discard']);
    const isInFront = (): boolean => vscode.window.activeTextEditor?.document.uri.toString() === review.page.uri.toString();
    await until(isInFront, 'it is open again');
    await until(() => shownText(review) === '\n1\none\n2\n', 'with all that was in it');
    assert.equal(editorOf(review).document.languageId, 'ace-claude-review-typescript');
    code.answers.push('Discard');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(() => review.isClosed, 'it is discarded');
    assert.equal((await documentOf(review)).getText(), '1\n2\n');
    await opened('closed2.ts', '1\n2\n', hunk(0, 1, 'one'));
    await code.reviews.acceptAll();
    assert.equal(code.asked.length, 2);
  });

  test('grows on while another tab is in front', async () => {
    const review = await begin('hidden.ts', '1\n2\n3\n');
    review.propose([hunk(0, 1, 'one')], false);
    await until(() => code.open().length === 1, 'it is open');
    await review.open();
    await code.show(await code.write('front.ts', 'front\n'));
    review.propose([hunk(0, 1, 'one'), hunk(1, 2, 'two')], true);
    review.finish('complete');
    await review.open();
    await until(() => shownText(review) === '\n1\none\n2\ntwo\n3\n', 'all is there');
    await code.reviews.acceptAll();
    assert.equal((await documentOf(review)).getText(), 'one\ntwo\n3\n');
  });

  test('works on a cell of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'a = 1\nb = 2', 'python');
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(0);
    const review = await code.reviews.begin({ uri: document.uri, label: 'Refactor' });
    review.propose([hunk(1, 2, 'b = 3')], true);
    review.finish('complete');
    await review.open();
    assert.equal(editorOf(review).document.languageId, 'ace-claude-review-python');
    await code.reviews.acceptAll();
    assert.equal(document.getText(), 'a = 1\nb = 3');
  });

  test('goes with its file to another name, and with a folder of it', async () => {
    const review = await opened('old/name.ts', '1\n2\n3\n', hunk(0, 1, 'one'), hunk(2, 3, 'three'));
    for (const [from, to] of [
      ['old/name.ts', 'old/other.ts'],
      ['old', 'new'],
    ] as const) {
      const rename = new vscode.WorkspaceEdit();
      rename.renameFile(vscode.Uri.joinPath(code.folder, from), vscode.Uri.joinPath(code.folder, to));
      assert.ok(await vscode.workspace.applyEdit(rename));
    }
    await code.reviews.acceptAll({ review: review.id });
    const renamed = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(code.folder, 'new/other.ts'));
    assert.equal(renamed.getText(), 'one\n2\nthree\n');
    assert.ok(review.isClosed);
  });

  test('of an unsaved text that is gone changes nothing, and makes no other one of its name', async () => {
    const { uri } = await vscode.workspace.openTextDocument({ content: '1\n2\n', language: 'plaintext' });
    await vscode.window.showTextDocument(uri);
    const review = await code.reviews.begin({ uri, label: 'Refactor' });
    review.propose([hunk(0, 1, 'one')], true);
    review.finish('complete');
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const isThere = (): boolean => vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString());
    await until(() => !isThere(), 'the text is gone');
    await review.accept(() => true);
    assert.ok(!isThere());
    assert.ok(!review.isClosed);
  });

  test('shows the proposal side by side, and takes it over from there', async () => {
    const review = await opened('diff.ts', '1\n2\n3\n', hunk(0, 1, 'one'), hunk(2, 3, 'three'));
    await code.reviews.showAsDiff();
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.original.toString(), review.target.uri.toString());
    assert.equal((await vscode.workspace.openTextDocument(input.modified)).getText(), 'one\n2\nthree\n');
    await code.reviews.acceptAll(input.modified);
    assert.equal((await documentOf(review)).getText(), 'one\n2\nthree\n');
    assert.equal(code.open().length, 0);
  });
});
