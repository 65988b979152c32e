/** What becomes of a question before it is asked: it is asked once, or it stands in the input again, over restarts, too. */
import assert from 'node:assert/strict';
import type { ChatController } from '../../src/host/chat/chatController';
import type { Endpoint } from '../endpoint/endpoint';
import { answer } from '../endpoint/scenario';
import { ChatFixture, untilText } from '../support/chatFixture';
import { gated } from '../support/gated';

suite('The unsent question', () => {
  let fixture: ChatFixture;
  let endpoint: Endpoint;
  let chat: ChatController;

  setup(async () => {
    fixture = await ChatFixture.start();
    ({ endpoint } = fixture);
    chat = await fixture.open();
  });

  teardown(() => fixture.dispose());

  test('can be stopped while a question is put together: it is not asked, and the next one is', async () => {
    let signal: AbortSignal | undefined;
    const asked = chat.session.ask((given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    assert.equal(chat.session.canStop, true);
    assert.equal(await chat.send('Meanwhile'), false);
    chat.session.stop();
    assert.deepEqual([await asked, signal?.aborted, chat.session.isBusy], [false, true, false]);
    endpoint.enqueue(answer('Hello.'));
    assert.equal(await chat.send('Hi'), true);
    assert.equal(endpoint.requests.length, 1);
  });

  test('asks no blank question in place of another one', async () => {
    endpoint.enqueue(answer('Hello.'));
    await chat.send('Hi');
    await chat.session.edit(chat.conversation.messages[0]?.id ?? '', ' \n');
    assert.equal(chat.conversation.messages.length, 2);
  });

  test('shows after a restart what was open, with its draft', async () => {
    endpoint.enqueue(answer('Hello.'));
    await chat.send('Hi');
    chat.setDraft('And then');
    const again = await fixture.open();
    assert.equal(again.conversation.id, chat.conversation.id);
    assert.deepEqual(
      again.conversation.messages.map((message) => message.text),
      ['Hi', 'Hello.'],
    );
    assert.equal(again.draft.text, 'And then');
  });

  test('keeps the draft of a chat without a question over a restart', async () => {
    chat.setDraft('Not sent yet');
    const again = await fixture.open();
    assert.equal(again.draft.text, 'Not sent yet');
    assert.deepEqual(again.conversation.messages, []);
  });

  test('keeps the unsent question of a new chat over any number of restarts', async () => {
    chat.setDraft('Not sent yet');
    chat.selectEffort('high');
    for (let restart = 0; restart < 3; restart += 1) {
      chat = await fixture.open();
      assert.equal(chat.draft.text, 'Not sent yet');
      assert.equal(chat.conversation.effort, 'high');
    }
  });

  test('brings the unsent question of a new chat back with New Chat', async () => {
    endpoint.enqueue(answer('Hello.'));
    await chat.send('Hi');
    const { id } = chat.conversation;
    await chat.newChat();
    chat.setDraft('For later');
    await chat.openConversation(id);
    assert.equal(chat.draft.text, '');
    await chat.newChat();
    assert.equal(chat.draft.text, 'For later');
  });

  test('asks one of two questions that are sent at once, and keeps the other in the input', async () => {
    endpoint.enqueue(answer('One.'));
    const first = chat.send('First');
    assert.equal(await chat.send('Second'), false);
    assert.equal(await first, true);
    assert.deepEqual(
      chat.conversation.messages.map((message) => message.text),
      ['First', 'One.'],
    );
    assert.equal(chat.draft.text, 'Second');
  });

  test('asks one thing at a time', async () => {
    const { scenario, open } = gated(['x']);
    endpoint.enqueue(scenario);
    const sent = chat.send('First');
    open(0);
    await untilText(chat, 'x');
    assert.equal(await chat.send('Second'), false);
    assert.equal(chat.conversation.messages.length, 2);
    chat.session.stop();
    await sent;
  });
});
