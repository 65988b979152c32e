/** Generated tests: which file they go to, and what is asked for it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answer } from '../endpoint/scenario';
import { block } from '../support/editFixture';
import { SelectionFixture } from '../support/selectionFixture';

suite('Tests of a selection', () => {
  let edit: SelectionFixture;

  setup(async () => {
    edit = await SelectionFixture.begin();
  });

  teardown(() => edit.end());

  const cart = 'exports.total = (items) => items.length;\n';

  test('go to a new file where the others are, which is shown and not written', async () => {
    await edit.code.write('other.js', 'exports.other = 1;\n');
    await edit.code.write('__tests__/other.spec.js', "test('other', () => {});\n");
    const tests = "const { total } = require('../cart');\ntest('counts', () => {});";
    edit.endpoint.enqueue(answer(`Counts items.\n\ncode-edits/__tests__/cart.spec.js\n\`\`\`js\n${tests}\n\`\`\`\n`));
    await edit.open('cart.js', cart, [0, 0]);
    await edit.run('tests');
    const review = await edit.reviews.next();
    assert.equal(review.request.uri.path, `${edit.code.folder.path}/__tests__/cart.spec.js`);
    assert.equal(review.base, '');
    assert.deepEqual(review.hunks, [{ start: 0, end: 0, lines: tests.split('\n'), isExact: true, note: 'Counts items.' }]);
    assert.equal(await edit.code.exists(review.request.uri), false);
    assert.match(
      edit.question,
      /A test file of this project, `code-edits\/__tests__\/other\.spec\.js`:\n```javascript\ntest\('other'/,
    );
    assert.match(edit.question, /as the new file `code-edits\/__tests__\/cart\.spec\.js`/);
  });

  test('are added to the file that has them', async () => {
    const uri = await edit.code.write('cart.test.js', "test('one', () => {});\n");
    edit.endpoint.enqueue(answer(block("test('one', () => {});", "test('one', () => {});\ntest('two', () => {});")));
    await edit.open('cart.js', cart, [0, 0]);
    await edit.run('tests');
    const review = await edit.reviews.next();
    assert.equal(review.request.uri.toString(), uri.toString());
    assert.deepEqual(review.hunks, [{ start: 1, end: 1, lines: ["test('two', () => {});"], isExact: true }]);
    assert.match(edit.question, /The test file as it is, `code-edits\/cart\.test\.js`:\n```javascript\ntest\('one'/);
  });

  test('of an unsaved text have no place yet, which is said', async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: cart, language: 'javascript' }));
    await edit.run('tests');
    assert.match(edit.asked[0]?.sentence ?? '', /is not saved yet\. Save it, so that its tests have a place\.$/);
    assert.equal(edit.endpoint.requests.length, 0);
  });
});
