/** The chat's controller with the real client, against the local endpoint, inside the extension host. */
import assert from 'node:assert/strict';
import { activePath, type ConversationEvent } from '../../src/core/conversation';
import type { ChatController } from '../../src/host/chat/chatController';
import type { Endpoint } from '../endpoint/endpoint';
import { answer, errorAnswer, htmlAnswer } from '../endpoint/scenario';
import { ChatFixture, lastAnswer, untilText } from '../support/chatFixture';
import { gated } from '../support/gated';

suite('The chat controller', () => {
  let fixture: ChatFixture;
  let endpoint: Endpoint;
  let chat: ChatController;
  let events: ConversationEvent[];

  setup(async () => {
    fixture = await ChatFixture.start();
    ({ endpoint } = fixture);
    chat = await fixture.open();
    events = [];
    chat.onDidChangeConversation((changed) => events.push(changed));
  });

  teardown(() => fixture.dispose());

  test('gathers a streamed answer and settles it with its usage', async () => {
    endpoint.enqueue(answer('Hello, **world**.'));
    await chat.send('Hi');
    assert.equal(lastAnswer(chat).text, 'Hello, **world**.');
    assert.equal(lastAnswer(chat).status, 'complete');
    assert.equal(lastAnswer(chat).notice, undefined);
    assert.ok((lastAnswer(chat).usage?.total_tokens ?? 0) > 0);
  });

  test('shows each piece as it comes, before the answer is over', async () => {
    const { scenario, open } = gated(['One', ' two']);
    endpoint.enqueue(scenario);
    const sent = chat.send('Count');
    open(0);
    await untilText(chat, 'One');
    assert.equal(lastAnswer(chat).status, 'streaming');
    open(1);
    await untilText(chat, 'One two');
    chat.session.stop();
    await sent;
  });

  test('keeps what came when it is stopped, closes the socket, and can go on', async () => {
    const { scenario, open } = gated(['Half']);
    endpoint.enqueue(scenario, answer('Whole.'));
    const sent = chat.send('Long story');
    open(0);
    await untilText(chat, 'Half');
    chat.session.stop();
    await sent;
    assert.equal(await endpoint.requests.at(-1)?.closed, 'client');
    assert.equal(lastAnswer(chat).status, 'stopped');
    assert.equal(lastAnswer(chat).text, 'Half');
    await chat.send('And now?');
    assert.equal(lastAnswer(chat).text, 'Whole.');
  });

  test('puts an error into words with its trace id, and asks again on Retry', async () => {
    endpoint.enqueue(errorAnswer(403, 'used_up'), answer('Better.'));
    await chat.send('Hi');
    const failed = lastAnswer(chat);
    assert.equal(failed.status, 'failed');
    assert.match(failed.notice?.sentence ?? '', /credit/);
    assert.equal(failed.notice?.action?.id, 'openConsole');
    assert.match(failed.notice.traceId ?? '', /^[0-9a-f-]{36}$/);
    await chat.session.retry(failed.id);
    assert.deepEqual(
      chat.conversation.messages.map((message) => message.text),
      ['Hi', 'Better.'],
    );
  });

  test('keeps a half answer as a version beside the new one on Retry', async () => {
    endpoint.enqueue(answer('Half an ans', { finishReason: null, done: false, usage: null }), answer('Whole.'));
    await chat.send('Hi');
    assert.equal(lastAnswer(chat).status, 'failed');
    assert.equal(lastAnswer(chat).text, 'Half an ans');
    await chat.session.retry(lastAnswer(chat).id);
    assert.deepEqual(
      chat.conversation.messages.map((message) => message.text),
      ['Hi', 'Half an ans', 'Whole.'],
    );
    assert.deepEqual(
      activePath(chat.conversation).map((message) => message.text),
      ['Hi', 'Whole.'],
    );
  });

  test('goes on where an answer was cut off, without a repeated word, and sums up what it cost', async () => {
    endpoint.enqueue(
      answer('The stream broke off in the mid', { finishReason: 'length' }),
      answer('off in the middle of a word.'),
    );
    await chat.send('Hi');
    const first = lastAnswer(chat);
    await chat.session.continue(first.id);
    assert.equal(lastAnswer(chat).id, first.id);
    assert.equal(lastAnswer(chat).text, 'The stream broke off in the middle of a word.');
    assert.equal(lastAnswer(chat).status, 'complete');
    assert.equal(lastAnswer(chat).notice, undefined);
    assert.ok((lastAnswer(chat).usage?.completion_tokens ?? 0) > (first.usage?.completion_tokens ?? 0));
    const { messages } = JSON.parse(endpoint.requests.at(-1)?.body ?? '') as { messages: { role: string; content: string }[] };
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.match(messages.at(-1)?.content ?? '', /broke off in the mid/);
  });

  test('says so where the model has nothing to add to an answer that was cut off', async () => {
    endpoint.enqueue(answer('As far as it goes', { finishReason: 'length' }), answer(''));
    await chat.send('Hi');
    await chat.session.continue(lastAnswer(chat).id);
    assert.equal(lastAnswer(chat).text, 'As far as it goes');
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /nothing to add/);
  });

  test('marks an answer as interrupted, not as stopped, when VS Code ends in the middle of it', async () => {
    const { scenario, open } = gated(['Half']);
    endpoint.enqueue(scenario);
    const sent = chat.send('Hi');
    open(0);
    await untilText(chat, 'Half');
    chat = await fixture.open();
    await sent;
    assert.equal(lastAnswer(chat).status, 'interrupted');
    assert.equal(lastAnswer(chat).text, 'Half');
  });

  test('remembers model and effort with each chat', async () => {
    endpoint.enqueue(answer('One.'), answer('Two.'));
    chat.selectEffort('low');
    await chat.send('First');
    const { id } = chat.conversation;
    await chat.newChat();
    chat.selectEffort('high');
    await chat.send('Second');
    await chat.openConversation(id);
    assert.equal(chat.conversation.effort, 'low');
    assert.match(endpoint.requests.at(-1)?.body ?? '', /"reasoning_effort":"high"/);
  });

  test('forks from an answer with its past, and from a question with its text to be changed', async () => {
    endpoint.enqueue(answer('One.'), answer('Two.'));
    await chat.send('First');
    const { id } = lastAnswer(chat);
    await chat.send('Second');
    const [, , second] = activePath(chat.conversation);
    const original = chat.conversation.id;
    await chat.fork(id);
    assert.notEqual(chat.conversation.id, original);
    assert.deepEqual(
      activePath(chat.conversation).map((message) => message.text),
      ['First', 'One.'],
    );
    await chat.openConversation(original);
    await chat.fork(second?.id ?? '');
    assert.equal(chat.draft.text, 'Second');
    assert.deepEqual(
      activePath(chat.conversation).map((message) => message.text),
      ['First', 'One.'],
    );
  });

  test('says that it waits before it asks again', async () => {
    endpoint.enqueue(
      { ...errorAnswer(429, 'too_many_requests'), headers: { 'content-type': 'application/json', 'retry-after': '1' } },
      answer('Now.'),
    );
    await chat.send('Hi');
    const notices = events.flatMap((changed) =>
      changed.type === 'answerChanged' && changed.status === 'waiting' ? [changed.notice] : [],
    );
    assert.equal(notices.length, 1);
    assert.match(notices[0]?.sentence ?? '', /Trying again in 1 s/);
    assert.equal(lastAnswer(chat).text, 'Now.');
  });

  test('never shows a page of markup', async () => {
    endpoint.enqueue(htmlAnswer(200));
    await chat.send('Hi');
    assert.equal(lastAnswer(chat).status, 'failed');
    assert.doesNotMatch(JSON.stringify(lastAnswer(chat)), /<html|<h1|doctype/i);
  });

  test('says why an answer ended early', async () => {
    endpoint.enqueue(answer('To be conti', { finishReason: 'length' }));
    await chat.send('Hi');
    assert.equal(lastAnswer(chat).status, 'complete');
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /length limit/);
  });

  test('lets an answer go on in a chat that is left, and change nothing in the new one', async () => {
    const { scenario, open } = gated(['Old', ' and done']);
    endpoint.enqueue(scenario);
    const sent = chat.send('Hi');
    open(0);
    await untilText(chat, 'Old');
    const { id } = chat.conversation;
    await chat.newChat();
    assert.equal(chat.session.isAnswering, false);
    open(1);
    await chat.openConversation(id);
    assert.equal(chat.session.isAnswering, true);
    await untilText(chat, 'Old and done');
    chat.session.stop();
    await sent;
    assert.equal(lastAnswer(chat).status, 'stopped');
  });
});
