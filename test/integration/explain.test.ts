/** Explanations: what a thread says and does, where it stays, and what goes to the chat. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activePath } from '../../src/core/conversation';
import type { ChatController } from '../../src/host/chat/chatController';
import { Exclusions } from '../../src/host/context/exclusions';
import { Explanations } from '../../src/host/explain/explanations';
import { nullLogger } from '../../src/core/logger';
import { answer, errorAnswer } from '../endpoint/scenario';
import { ChatFixture, lastAnswer } from '../support/chatFixture';
import { CodeFixture } from '../support/codeFixture';
import { gated } from '../support/gated';
import { until } from '../support/until';

const shop = 'function add(x, y) {\n  return x + y;\n}\n\nfunction sub(x, y) {\n  return x - y;\n}\n';

suite('An explanation', () => {
  let code: CodeFixture;
  let fixture: ChatFixture;
  let chat: ChatController;
  let explanations: Explanations;
  let editor: vscode.TextEditor;
  let excluded: readonly string[];
  let revealed: number;

  setup(async () => {
    code = new CodeFixture();
    await code.begin();
    fixture = await ChatFixture.start();
    chat = await fixture.open();
    excluded = [];
    revealed = 0;
    explanations = new Explanations({
      model: fixture.client,
      log: nullLogger,
      store: fixture.store,
      exclusions: new Exclusions(() => excluded),
      chat,
      reveal: () => {
        revealed += 1;
        return Promise.resolve();
      },
    });
    editor = await code.show(await code.write('shop.js', shop));
    editor.selection = new vscode.Selection(4, 0, 7, 0);
  });

  teardown(async () => {
    explanations.dispose();
    await fixture.dispose();
    await code.end();
  });

  function thread(index = 0): vscode.CommentThread {
    const found = explanations.threads[index];
    assert.ok(found, 'no such thread');
    return found;
  }

  /** Author and text of each comment. */
  function said(index = 0): readonly string[] {
    return thread(index).comments.map(({ author, body }) => `${author.name}: ${typeof body === 'string' ? body : body.value}`);
  }

  function sent(request = -1): { readonly model: string; readonly messages: readonly { role: string; content: string }[] } {
    return JSON.parse(fixture.endpoint.requests.at(request)?.body ?? '{}') as ReturnType<typeof sent>;
  }

  test('shows at once that the code is being read, and grows in one comment', async () => {
    const { scenario, open } = gated(['It sub', 'tracts.']);
    fixture.endpoint.enqueue(scenario);
    const done = explanations.explain(editor);
    await until(() => explanations.threads.length === 1);
    assert.deepEqual(said(), ['Claude: Claude is reading shop\\.js\\:5\\-7 …']);
    assert.deepEqual(thread().range, new vscode.Range(4, 0, 6, 0));
    await until(() => thread().contextValue === 'running');
    const [comment] = thread().comments;
    open(0);
    await until(() => said()[0] === 'Claude: It sub');
    assert.equal(thread().comments[0], comment);
    assert.match(comment?.label ?? '', /^\d+ s$/);
    open(1);
    await until(() => said()[0] === 'Claude: It subtracts.');
    explanations.stop(thread());
    await done;
    assert.equal(thread().comments[0], comment);
    assert.match(said()[0] ?? '', /^Claude: It subtracts\.\n\n\*Stopped/);
    assert.equal(comment?.label, undefined);
    assert.equal(thread().contextValue, 'again');
  });

  test('sends the selection with what is around it', async () => {
    fixture.endpoint.enqueue(answer('It subtracts.'));
    await explanations.explain(editor);
    const { messages } = sent();
    assert.match(messages[1]?.content ?? '', /lines 5 to 7 of `[^`]*shop\.js`:\n```javascript\nfunction sub/);
    assert.match(messages[1]?.content ?? '', /Lines before the selection:\n```javascript\nfunction add/);
    assert.equal(thread().contextValue, 'whole');
  });

  test('takes questions, also while an answer is coming, each with its answer below', async () => {
    const { scenario, open } = gated(['First.']);
    fixture.endpoint.enqueue(scenario, answer('Second.'), answer('Third.'));
    const done = explanations.explain(editor);
    await until(() => explanations.threads.length === 1);
    open(0);
    await until(() => said()[0] === 'Claude: First.');
    const asked = explanations.ask({ thread: thread(), text: 'Why *so*?' });
    await until(() => said()[1] === 'You: Why *so*?');
    assert.equal(thread().comments[1]?.label, 'asked next');
    explanations.stop(thread());
    await Promise.all([done, asked]);
    await explanations.ask({ thread: thread(), text: 'And then?' });
    assert.deepEqual(said().slice(1), ['You: Why *so*?', 'Claude: Second.', 'You: And then?', 'Claude: Third.']);
    assert.deepEqual(
      sent().messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user', 'assistant', 'user'],
    );
    assert.match(sent().messages[1]?.content ?? '', /function sub/);
  });

  test('says in a sentence what went wrong, and asks again on Retry', async () => {
    fixture.endpoint.enqueue(errorAnswer(500, 'api_error'), errorAnswer(500, 'api_error'), errorAnswer(500, 'api_error'));
    await explanations.explain(editor);
    const [failure = ''] = said();
    assert.match(failure, /internal error.*Press Retry to ask again[^]*Trace id/);
    assert.match(thread().contextValue ?? '', /again/);
    fixture.endpoint.enqueue(answer('Now.'));
    await explanations.retry(thread());
    assert.deepEqual(said(), ['Claude: Now.']);
  });

  test('offers the key where the endpoint takes none that is stored', async () => {
    fixture.endpoint.enqueue(errorAnswer(401, 'invalid_token'));
    await explanations.explain(editor);
    assert.match(said()[0] ?? '', /does not accept this API token.*Press the key above, then Retry/);
    assert.equal(thread().contextValue, 'again setToken');
  });

  test('says that an answer was cut off, outside of the code that it was cut off in, and where it can go on', async () => {
    fixture.endpoint.enqueue(answer('See:\n\n```js\nsub(', { finishReason: 'length' }));
    await explanations.explain(editor);
    assert.match(said()[0] ?? '', /sub\(\n```\n\n\*The answer reached its length limit.*\* Continue in Chat/);
  });

  test('lets no image, no HTML and no command through, and is never trusted', async () => {
    fixture.endpoint.enqueue(answer('![a](https://thief.test/a.png) <img src=x> [b](command:c)'));
    await explanations.explain(editor);
    const { body } = thread().comments[0] ?? {};
    assert.ok(body instanceof vscode.MarkdownString);
    assert.equal(body.value, '[a](https://thief.test/a.png) &lt;img src=x> b (`command:c`)');
    assert.ok(body.isTrusted !== true && body.supportHtml !== true);
  });

  test('moves with its code, and is there again when the file is opened anew', async () => {
    fixture.endpoint.enqueue(answer('It subtracts.'));
    await explanations.explain(editor);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '// one\n// two\n');
    });
    await until(() => thread().range?.start.line === 6);
    assert.equal(thread().label, 'Explanation of shop.js:7-9');
    await editor.document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await code.show(editor.document.uri);
    assert.deepEqual(said(), ['Claude: It subtracts.']);
    assert.equal(thread().range?.start.line, 6);
  });

  test('is one of many, in one file and in others', async () => {
    fixture.endpoint.enqueue(answer('Sub.'), answer('Add.'), answer('Text.'));
    await explanations.explain(editor);
    editor.selection = new vscode.Selection(0, 0, 2, 1);
    await explanations.explain(editor);
    const other = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'plain text' }));
    await explanations.explain(other);
    assert.deepEqual([said(0), said(1), said(2)], [['Claude: Sub.'], ['Claude: Add.'], ['Claude: Text.']]);
    assert.equal(thread(2).uri.scheme, 'untitled');
    await explanations.explain(other);
    assert.equal(explanations.threads.length, 3, 'the same is not explained twice');
    explanations.close(thread(1));
    assert.deepEqual([said(0), said(1)], [['Claude: Sub.'], ['Claude: Text.']]);
  });

  test('that is closed ends its request', async () => {
    const { scenario, open } = gated(['Half']);
    fixture.endpoint.enqueue(scenario);
    const done = explanations.explain(editor);
    await until(() => explanations.threads.length === 1);
    open(0);
    await until(() => said()[0] === 'Claude: Half');
    explanations.close(thread());
    await done;
    assert.equal(await fixture.endpoint.requests.at(-1)?.closed, 'client');
    assert.deepEqual(explanations.threads, []);
  });

  test('goes on in the chat with code, answers and questions, and only once', async () => {
    fixture.endpoint.enqueue(answer('It subtracts.'), answer('Because.'));
    await explanations.explain(editor);
    await explanations.ask({ thread: thread(), text: 'Why?' });
    await explanations.continueInChat(thread());
    assert.equal(revealed, 1);
    const [question, ...others] = activePath(chat.conversation);
    assert.ok(question?.role === 'user');
    const [attachment] = question.attachments ?? [];
    assert.ok(attachment !== undefined && attachment.kind !== 'image');
    assert.equal(attachment.text, 'function sub(x, y) {\n  return x - y;\n}\n');
    assert.deepEqual(
      others.map(({ text }) => text),
      ['It subtracts.', 'Why?', 'Because.'],
    );
    assert.equal(chat.conversation.title, 'Explanation of shop.js:5-7');
    await explanations.continueInChat(thread());
    assert.equal((await fixture.store.list()).length, 1);
    fixture.endpoint.enqueue(answer('In the chat.'));
    await chat.send('More?');
    assert.match(sent().messages[1]?.content ?? '', /function sub/);
    assert.equal(lastAnswer(chat).text, 'In the chat.');
    assert.deepEqual(said(), ['Claude: It subtracts.', 'You: Why?', 'Claude: Because.']);
  });

  test('goes to the chat again after that chat was deleted', async () => {
    fixture.endpoint.enqueue(answer('It subtracts.'));
    await explanations.explain(editor);
    await explanations.continueInChat(thread());
    const { id } = chat.conversation;
    chat.closeConversation(id);
    await fixture.store.moveToTrash(id);
    await explanations.continueInChat(thread());
    assert.equal(lastAnswer(chat).text, 'It subtracts.');
  });

  test('whose answer is still coming goes on in the chat where it was', async () => {
    const { scenario, open } = gated(['The function takes one number']);
    fixture.endpoint.enqueue(scenario, answer('one number from another.'));
    const done = explanations.explain(editor);
    await until(() => explanations.threads.length === 1);
    open(0);
    await until(() => said()[0] === 'Claude: The function takes one number');
    await explanations.continueInChat(thread());
    await done;
    assert.equal(lastAnswer(chat).text, 'The function takes one number from another.');
    assert.equal(lastAnswer(chat).status, 'complete');
  });

  test('is asked for in a chat of its own where the setting says so, whatever is written in another', async () => {
    const settings = vscode.workspace.getConfiguration('aceClaude');
    await settings.update('explain.location', 'chat', vscode.ConfigurationTarget.Global);
    try {
      chat.setDraft('half a question');
      const { id } = chat.conversation;
      fixture.endpoint.enqueue(answer('In the chat.'));
      await explanations.explain(editor);
      assert.equal(lastAnswer(chat).text, 'In the chat.');
      assert.match(sent().messages[1]?.content ?? '', /shop\.js:5-7[^]*function sub[^]*Explain this code/);
      assert.deepEqual(explanations.threads, []);
      assert.notEqual(chat.conversation.id, id);
      await chat.newChat();
      assert.equal(chat.draft.text, 'half a question');
    } finally {
      await settings.update('explain.location', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('of a notebook cell is in the chat', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'print(1)', 'python');
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const cellEditor = (): vscode.TextEditor | undefined => vscode.window.activeTextEditor;
    await until(() => cellEditor()?.document.uri.scheme === 'vscode-notebook-cell');
    const inCell = cellEditor();
    assert.ok(inCell);
    inCell.selection = new vscode.Selection(0, 0, 0, 8);
    fixture.endpoint.enqueue(answer('It prints.'));
    await explanations.explain(inCell);
    assert.deepEqual(explanations.threads, []);
    assert.equal(lastAnswer(chat).text, 'It prints.');
    assert.match(sent().messages[1]?.content ?? '', /print\(1\)/);
  });

  test('of a file that is never sent is refused', async () => {
    excluded = ['**/shop.js'];
    await explanations.explain(editor);
    assert.deepEqual(explanations.threads, []);
    assert.equal(fixture.endpoint.requests.length, 0);
  });

  test('of a read-only document is as any other', async () => {
    const scheme = 'ace-test-explain';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => 'read only',
    });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: '/a.txt' }));
      fixture.endpoint.enqueue(answer('Fixed.'));
      await explanations.explain(await vscode.window.showTextDocument(document));
      assert.deepEqual(said(), ['Claude: Fixed.']);
    } finally {
      provider.dispose();
    }
  });

  test('leaves nothing on disk unless it goes to the chat', async () => {
    fixture.endpoint.enqueue(answer('It subtracts.'));
    await explanations.explain(editor);
    assert.deepEqual(await fixture.store.list(), []);
  });
});
