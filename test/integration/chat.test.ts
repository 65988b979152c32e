/** The chat's controller with the real client, against the local endpoint, inside the extension host. */
import assert from 'node:assert/strict';
import { ChatClient } from '../../src/client/chatClient';
import type { Answer, ConversationEvent } from '../../src/core/conversation';
import { nullLogger } from '../../src/core/logger';
import { ChatController } from '../../src/host/chat/chatController';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer, chunk, errorAnswer, event, htmlAnswer, streamHeaders, type Scenario } from '../endpoint/scenario';
import { gate } from '../support/gate';

suite('The chat controller', () => {
  let endpoint: Endpoint;
  let client: ChatClient;
  let chat: ChatController;
  let events: ConversationEvent[];

  setup(async () => {
    endpoint = await startEndpoint({ tokensPerSecond: Infinity });
    client = new ChatClient({
      source: {
        connection: () => ({
          baseUrl: `${endpoint.origin}/v1`,
          timeouts: { connect: 5, firstByte: 5, idle: 5 },
          proxy: { url: '', noProxy: [], authorization: '', strictTls: true, enabled: false },
        }),
        tokenFor: () => Promise.resolve('test-token-not-real'),
      },
      log: nullLogger,
    });
    chat = new ChatController({ model: client, log: nullLogger });
    events = [];
    chat.onDidChangeConversation((changed) => events.push(changed));
  });

  teardown(async () => {
    chat.dispose();
    await client.dispose();
    await endpoint.close();
  });

  function lastAnswer(): Answer {
    const last = chat.conversation.messages.at(-1);
    assert.ok(last?.role === 'assistant');
    return last;
  }

  /** Sends `text` piece by piece, each when the test lets it. */
  function gated(pieces: readonly string[]): { readonly scenario: Scenario; readonly open: (piece: number) => void } {
    const gates = pieces.map(() => gate());
    const steps = pieces.flatMap((piece, index) => [
      { until: gates[index]?.opened ?? Promise.resolve() },
      { send: event(chunk({ content: piece })) },
    ]);
    const scenario: Scenario = {
      headers: streamHeaders,
      steps: [{ send: event(chunk({ role: 'assistant', content: '' })) }, ...steps, 'stall'],
    };
    return { scenario, open: (piece) => gates[piece]?.open() };
  }

  async function untilText(text: string): Promise<void> {
    await new Promise<void>((resolve) => {
      const check = (): void => {
        const last = chat.conversation.messages.at(-1);
        if (last?.role === 'assistant' && last.text === text) resolve();
      };
      chat.onDidChangeConversation(check);
      check();
    });
  }

  test('gathers a streamed answer and settles it with its usage', async () => {
    endpoint.enqueue(answer('Hello, **world**.'));
    await chat.send('Hi');
    assert.equal(lastAnswer().text, 'Hello, **world**.');
    assert.equal(lastAnswer().status, 'complete');
    assert.equal(lastAnswer().notice, undefined);
    assert.ok((lastAnswer().usage?.total_tokens ?? 0) > 0);
  });

  test('shows each piece as it comes, before the answer is over', async () => {
    const { scenario, open } = gated(['One', ' two']);
    endpoint.enqueue(scenario);
    const sent = chat.send('Count');
    open(0);
    await untilText('One');
    assert.equal(lastAnswer().status, 'streaming');
    open(1);
    await untilText('One two');
    chat.stop();
    await sent;
  });

  test('keeps what came when it is stopped, closes the socket, and can go on', async () => {
    const { scenario, open } = gated(['Half']);
    endpoint.enqueue(scenario, answer('Whole.'));
    const sent = chat.send('Long story');
    open(0);
    await untilText('Half');
    chat.stop();
    await sent;
    assert.equal(await endpoint.requests.at(-1)?.closed, 'client');
    assert.equal(lastAnswer().status, 'stopped');
    assert.equal(lastAnswer().text, 'Half');
    await chat.send('And now?');
    assert.equal(lastAnswer().text, 'Whole.');
  });

  test('puts an error into words with its trace id, and asks again on Retry', async () => {
    endpoint.enqueue(errorAnswer(403, 'used_up'), answer('Better.'));
    await chat.send('Hi');
    const failed = lastAnswer();
    assert.equal(failed.status, 'failed');
    assert.match(failed.notice?.sentence ?? '', /credit/);
    assert.equal(failed.notice?.action?.id, 'openConsole');
    assert.match(failed.notice.traceId ?? '', /^[0-9a-f-]{36}$/);
    await chat.retry(failed.id);
    assert.deepEqual(
      chat.conversation.messages.map((message) => message.text),
      ['Hi', 'Better.'],
    );
  });

  test('keeps a half answer above the new one on Retry', async () => {
    endpoint.enqueue(answer('Half an ans', { finishReason: null, done: false, usage: null }), answer('Whole.'));
    await chat.send('Hi');
    assert.equal(lastAnswer().status, 'failed');
    assert.equal(lastAnswer().text, 'Half an ans');
    await chat.retry(lastAnswer().id);
    assert.deepEqual(
      chat.conversation.messages.map((message) => message.text),
      ['Hi', 'Half an ans', 'Whole.'],
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
    assert.equal(lastAnswer().text, 'Now.');
  });

  test('never shows a page of markup', async () => {
    endpoint.enqueue(htmlAnswer(200));
    await chat.send('Hi');
    assert.equal(lastAnswer().status, 'failed');
    assert.doesNotMatch(JSON.stringify(lastAnswer()), /<html|<h1|doctype/i);
  });

  test('says why an answer ended early', async () => {
    endpoint.enqueue(answer('To be conti', { finishReason: 'length' }));
    await chat.send('Hi');
    assert.equal(lastAnswer().status, 'complete');
    assert.match(lastAnswer().notice?.sentence ?? '', /length limit/);
  });

  test('lets an answer of an old conversation change nothing in the new one', async () => {
    const { scenario, open } = gated(['Old']);
    endpoint.enqueue(scenario);
    const sent = chat.send('Hi');
    open(0);
    await untilText('Old');
    chat.newChat();
    await sent;
    assert.deepEqual(chat.conversation.messages, []);
    assert.equal(chat.isAnswering, false);
  });

  test('asks one thing at a time', async () => {
    const { scenario } = gated(['x']);
    endpoint.enqueue(scenario);
    const sent = chat.send('First');
    await chat.send('Second');
    assert.equal(chat.conversation.messages.length, 2);
    chat.stop();
    await sent;
  });
});
