/** Tools in the chat, from the switch to the answer that knows their results: real tools, the real client, the local endpoint. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatMessage, ChatRequest } from '../../src/core/chatCompletions';
import type { ToolDecision } from '../../src/core/tools/toolDecision';
import type { ToolUse } from '../../src/core/tools/toolUse';
import { readToolLimits } from '../../src/host/platform/settings';
import type { ChatController } from '../../src/host/chat/chatController';
import { answer, errorAnswer } from '../endpoint/scenario';
import { toolCallAnswer } from '../endpoint/toolCallAnswer';
import { ChatFixture, lastAnswer } from '../support/chatFixture';
import { CodeFixture } from '../support/codeFixture';
import { until } from '../support/until';

suite('Tools in the chat', () => {
  let code: CodeFixture;
  let fixture: ChatFixture;
  let chat: ChatController;

  setup(async () => {
    code = new CodeFixture();
    await code.begin();
    fixture = await ChatFixture.start({ reviews: () => Promise.resolve(code.reviews) });
    chat = await fixture.open();
  });

  teardown(async () => {
    await vscode.workspace.getConfiguration('aceClaude').update('tools.rounds', undefined, vscode.ConfigurationTarget.Global);
    await fixture.dispose();
    await code.end();
  });

  function use(...names: readonly string[]): void {
    chat.changeOptions({ tools: names });
  }

  /** As the user, to each call that asks. */
  function decide(decision: ToolDecision): { dispose(): unknown } {
    return chat.onDidChangeConversation((event) => {
      if (event.type === 'toolUseChanged' && event.use.status === 'asking') {
        setImmediate(() => chat.session.decideTool(event.id, event.use.id, decision));
      }
    });
  }

  function sent(index: number): ChatRequest {
    return fixture.endpoint.requests[index]?.json as ChatRequest;
  }

  function uses(): readonly ToolUse[] {
    return lastAnswer(chat).toolUses ?? [];
  }

  function outcomes(): readonly (readonly [string, string])[] {
    return uses().map(({ status, result = '' }) => [status, result] as const);
  }

  /** Of the last messages of a request: what the tools have said. */
  function told(index: number): readonly ChatMessage[] {
    return sent(index).messages.filter(({ role }) => role === 'tool');
  }

  test('send no tool unless one is switched on, and then exactly those', async () => {
    await chat.send('Hi');
    assert.equal('tools' in sent(0), false);
    use('read_file', 'propose_edit', 'no_such_tool');
    await chat.send('Hi again');
    assert.deepEqual(
      sent(1).tools?.map((tool) => tool.function.name),
      ['read_file', 'propose_edit'],
    );
    assert.equal(sent(1).tool_choice, undefined);
  });

  test('run several calls of one answer and give their results back in the order of the calls', async () => {
    await code.write('a.txt', 'one\ntwo');
    await code.write('b.txt', 'three');
    use('read_file');
    const calls = ['b.txt', 'a.txt'].map((name) => ({ name: 'read_file', arguments: `{"path":"code-edits/${name}"}` }));
    fixture.endpoint.enqueue(
      toolCallAnswer(calls, { text: 'Let me look.', numbering: 'clamped' }),
      answer('There are three lines.'),
    );
    const deciding = decide('once');
    await chat.send('How many lines?');
    deciding.dispose();
    assert.equal(lastAnswer(chat).status, 'complete');
    assert.equal(lastAnswer(chat).text, 'Let me look.\n\nThere are three lines.');
    const messages = sent(1).messages.slice(2);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['assistant', 'tool', 'tool'],
    );
    const [asked, ...results] = messages;
    assert.equal(asked?.content, 'Let me look.');
    assert.deepEqual(
      results.map(({ tool_call_id: id }) => id),
      asked.tool_calls?.map(({ id }) => id),
    );
    assert.match(contentOf(messages[1]), /three/);
    assert.match(contentOf(messages[2]), /one\ntwo/);
    assert.equal(lastAnswer(chat).usage?.prompt_tokens, 16);
  });

  test('send the calls and results of earlier answers again, also once no tool is switched on any more', async () => {
    await code.write('a.txt', 'one');
    use('read_file');
    fixture.endpoint.enqueue(
      toolCallAnswer([{ name: 'read_file', arguments: '{"path":"code-edits/a.txt"}' }]),
      answer('One.'),
      answer('Yes.'),
    );
    const deciding = decide('chat');
    await chat.send('What is in it?');
    deciding.dispose();
    chat.changeOptions({});
    await chat.send('Sure?');
    assert.deepEqual(
      sent(2).messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'tool', 'assistant', 'user'],
    );
    assert.equal(sent(2).tool_choice, 'none');
    assert.deepEqual(
      sent(2).tools?.map((tool) => tool.function.name),
      ['read_file'],
    );
  });

  test('go on after each kind of call that cannot be run', async () => {
    use('read_file');
    fixture.endpoint.enqueue(
      toolCallAnswer([
        { name: 'read_file', arguments: '{"path":' },
        { name: 'read_file', arguments: '{"file":"a"}' },
        { name: 'rm', arguments: '{}' },
        { name: 'read_file', arguments: '{"path":"nowhere.txt"}' },
        { name: 'read_file', arguments: '{"path":"../../etc/passwd"}' },
        { name: 'read_file', arguments: '{"path":"/etc/passwd"}' },
        { name: 'read_file', arguments: '{"path":"code-edits/secret.txt"}' },
      ]),
      answer('I cannot read that.'),
    );
    await code.write('secret.txt', 'hidden');
    const deciding = decide('once');
    await chat.send('Read');
    deciding.dispose();
    assert.equal(lastAnswer(chat).text, 'I cannot read that.');
    assert.deepEqual(
      outcomes().map(([status]) => status),
      Array.from({ length: 7 }, () => 'failed'),
    );
    const words = told(1).map(contentOf);
    assert.match(words[3] ?? '', /no file nowhere\.txt/);
    assert.match(words[4] ?? '', /outside the workspace/);
    assert.match(words[5] ?? '', /outside the workspace/);
    assert.match(words[6] ?? '', /excluded/);
    assert.doesNotMatch(words.join(), /hidden|root:/);
  });

  test('tell the model that the user has declined, and go on', async () => {
    use('list_files');
    fixture.endpoint.enqueue(toolCallAnswer([{ name: 'list_files', arguments: '' }]), answer('Then not.'));
    const deciding = decide('decline');
    await chat.send('List');
    deciding.dispose();
    assert.deepEqual(uses()[0]?.status, 'declined');
    assert.match(contentOf(told(1)[0]), /declined/);
    assert.equal(lastAnswer(chat).text, 'Then not.');
  });

  test('can be stopped while a call asks; Continue then sends what there is, and another question does, too', async () => {
    use('list_files');
    fixture.endpoint.enqueue(
      toolCallAnswer([{ name: 'list_files', arguments: '{}' }], { text: 'I look.' }),
      answer('Without the list, then.'),
      answer('Fine.'),
    );
    const asked = chat.send('List');
    await until(() => chat.conversation.messages.length === 2 && uses()[0]?.status === 'asking');
    chat.session.stop();
    await asked;
    assert.equal(lastAnswer(chat).status, 'stopped');
    assert.equal(uses()[0]?.status, 'stopped');
    await chat.session.continue(lastAnswer(chat).id);
    assert.match(contentOf(told(1)[0]), /broken off/);
    assert.equal(sent(1).messages.at(-1)?.role, 'tool');
    assert.equal(lastAnswer(chat).text, 'I look.\n\nWithout the list, then.');
    await chat.send('And?');
    assert.equal(lastAnswer(chat).text, 'Fine.');
  });

  test('can be stopped while arguments come; what came of them is kept and sent as a call that was broken off', async () => {
    use('propose_edit');
    const whole = toolCallAnswer([{ name: 'propose_edit', arguments: '{"path":"a.txt","content":"some text"}' }]);
    fixture.endpoint.enqueue({ ...whole, steps: [...whole.steps.slice(0, 4), 'stall'] }, answer('Next.'));
    const asked = chat.send('Edit');
    await until(() => chat.conversation.messages.length === 2 && (uses()[0]?.arguments ?? '') !== '');
    chat.session.stop();
    await asked;
    assert.deepEqual(
      uses().map(({ status }) => status),
      ['stopped'],
    );
    await chat.send('Something else');
    assert.match(contentOf(told(1)[0]), /broken off/);
    assert.equal(lastAnswer(chat).text, 'Next.');
  });

  test('are not run where the answer reached its length within them, which is said; Continue goes on', async () => {
    use('list_files');
    const call = { name: 'list_files', arguments: '{"pattern":"*.t' };
    fixture.endpoint.enqueue(toolCallAnswer([call], { text: 'I look.', finishReason: 'length' }), answer('Shorter.'));
    await chat.send('List');
    assert.equal(fixture.endpoint.requests.length, 1);
    assert.equal(uses()[0]?.status, 'stopped');
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /length limit/);
    await chat.session.continue(lastAnswer(chat).id);
    assert.equal(lastAnswer(chat).text, 'I look.\n\nShorter.');
  });

  test('stop at the limit of rounds, say so, and go on with Continue', async () => {
    await vscode.workspace.getConfiguration('aceClaude').update('tools.rounds', 2, vscode.ConfigurationTarget.Global);
    use('list_files');
    const round = (): ReturnType<typeof toolCallAnswer> => toolCallAnswer([{ name: 'list_files', arguments: '{}' }]);
    fixture.endpoint.enqueue(round(), round(), answer('Done.'));
    const deciding = decide('chat');
    await chat.send('List for ever');
    assert.equal(fixture.endpoint.requests.length, 2);
    assert.equal(lastAnswer(chat).status, 'stopped');
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /2 rounds.*limit/);
    await chat.session.continue(lastAnswer(chat).id);
    deciding.dispose();
    assert.equal(lastAnswer(chat).text, 'Done.');
    assert.deepEqual(
      uses().map(({ round: number }) => number),
      [0, 1],
    );
    assert.equal(new Set(uses().map(({ id }) => id)).size, 2);
  });

  test('have a limit of rounds also where the setting is none, by a slip in the file', async () => {
    for (const slip of ['ten', 0, -1, null]) {
      await vscode.workspace.getConfiguration('aceClaude').update('tools.rounds', slip, vscode.ConfigurationTarget.Global);
      assert.equal(readToolLimits().rounds, 25);
    }
  });

  test('keep what tools gave when the request after them fails, and go on from there', async () => {
    await code.write('a.txt', 'one');
    use('read_file');
    fixture.endpoint.enqueue(
      toolCallAnswer([{ name: 'read_file', arguments: '{"path":"code-edits/a.txt"}' }]),
      errorAnswer(403, 'used_up'),
      answer('One.'),
    );
    const deciding = decide('once');
    await chat.send('Read');
    deciding.dispose();
    assert.equal(lastAnswer(chat).status, 'failed');
    assert.equal(uses()[0]?.status, 'done');
    await chat.session.continue(lastAnswer(chat).id);
    assert.equal(lastAnswer(chat).status, 'complete');
    assert.equal(told(2).length, 1);
  });

  test('are all there again after the window was opened anew', async () => {
    await code.write('a.txt', 'one');
    use('read_file');
    fixture.endpoint.enqueue(
      toolCallAnswer([{ name: 'read_file', arguments: '{"path":"code-edits/a.txt"}' }], { text: 'Look.' }),
      answer('One.'),
    );
    const deciding = decide('once');
    await chat.send('Read');
    deciding.dispose();
    const { text, toolUses } = lastAnswer(chat);
    chat = await fixture.open();
    assert.equal(lastAnswer(chat).text, text);
    assert.deepEqual(lastAnswer(chat).toolUses, toolUses);
    assert.deepEqual(chat.conversation.options, { tools: ['read_file'] });
  });

  test('are known to ask in a chat that is left, until they are answered for there or the chat is deleted', async () => {
    use('list_files');
    const list = [{ name: 'list_files', arguments: '{}' }];
    fixture.endpoint.enqueue(toolCallAnswer(list), answer('Then not.'), toolCallAnswer(list));
    const asked = chat.send('List them');
    await until(() => chat.conversation.messages.length === 2 && uses()[0]?.status === 'asking');
    const { id } = chat.conversation;
    let changes = 0;
    chat.asking.onDidChange(() => (changes += 1));
    await chat.newChat();
    assert.deepEqual(chat.asking.chats, [{ id, title: 'List them', calls: 1 }]);
    assert.equal(changes, 1);
    await chat.openConversation(id);
    chat.session.decideTool(lastAnswer(chat).id, uses()[0]?.id ?? '', 'decline');
    await asked;
    assert.deepEqual(chat.asking.chats, []);
    assert.equal(lastAnswer(chat).text, 'Then not.');

    void chat.send('Again');
    await until(() => chat.conversation.messages.length === 4 && uses()[0]?.status === 'asking');
    await chat.newChat();
    assert.equal(chat.asking.chats.length, 1);
    const before = changes;
    chat.closeConversation(id);
    assert.deepEqual(chat.asking.chats, []);
    await until(() => changes > before);
  });

  test('are not run on Continue where the window was closed while they asked: the model was told that they were broken off', async () => {
    await code.write('a.txt', 'one');
    use('read_file');
    const read = { name: 'read_file', arguments: '{"path":"code-edits/a.txt"}' };
    fixture.endpoint.enqueue(toolCallAnswer([read]), toolCallAnswer([read]), answer('One.'));
    void chat.send('Read');
    await until(() => chat.conversation.messages.length === 2 && uses()[0]?.status === 'asking');
    chat = await fixture.open();
    assert.equal(lastAnswer(chat).status, 'interrupted');
    const deciding = decide('once');
    await chat.session.continue(lastAnswer(chat).id);
    deciding.dispose();
    assert.equal(lastAnswer(chat).text, 'One.');
    assert.deepEqual(
      uses().map(({ status }) => status),
      ['stopped', 'done'],
    );
    assert.match(contentOf(told(2)[0]), /broken off/);
    assert.match(contentOf(told(2)[1]), /one/);
  });

  test('belong to the model that was asked, whatever is chosen while they ask', async () => {
    use('list_files');
    fixture.endpoint.enqueue(toolCallAnswer([{ name: 'list_files', arguments: '{}' }]), answer('Done.'));
    const asked = chat.send('List');
    await until(() => chat.conversation.messages.length === 2 && uses()[0]?.status === 'asking');
    const { model } = chat.conversation;
    chat.session.choose('claude-haiku-4-5-20251001', undefined);
    chat.session.decideTool(lastAnswer(chat).id, uses()[0]?.id ?? '', 'decline');
    await asked;
    assert.deepEqual([sent(0).model, sent(1).model], [model, model]);
    assert.equal(lastAnswer(chat).text, 'Done.');
  });

  test('propose an edit for review: nothing is written before it is accepted, and a second one joins the first', async () => {
    const uri = await code.write('sum.ts', 'export function sum(a, b) {\n  return a - b;\n}\n');
    use('propose_edit');
    const edit = (oldText: string, newText: string) => ({
      name: 'propose_edit',
      arguments: JSON.stringify({ path: 'code-edits/sum.ts', edits: [{ oldText, newText }] }),
    });
    fixture.endpoint.enqueue(
      toolCallAnswer([edit('  return a - b;', '  return a + b;'), edit('sum(a, b)', 'sum(a: number, b: number)')]),
      toolCallAnswer([edit('not in it', 'x')]),
      answer('Have a look.'),
    );
    const deciding = decide('chat');
    await chat.send('Fix it');
    deciding.dispose();
    assert.deepEqual(
      outcomes().map(([status]) => status),
      ['done', 'done', 'failed'],
    );
    assert.match(outcomes()[2]?.[1] ?? '', /does not stand in code-edits\/sum\.ts/);
    assert.match(await code.read(uri), /a - b/);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    const shown = vscode.window.visibleTextEditors.map(({ document }) => document.getText()).join('\n');
    assert.match(shown, /a \+ b/);
    assert.match(shown, /a: number/);
  });
});

function contentOf(message: ChatMessage | undefined): string {
  assert.ok(typeof message?.content === 'string');
  return message.content;
}
