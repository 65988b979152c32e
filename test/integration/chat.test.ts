/** The chat's controller with the real client, against the local endpoint, inside the extension host. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ChatClient } from '../../src/client/chatClient';
import { activePath, type Answer, type ConversationEvent } from '../../src/core/conversation';
import { nullLogger } from '../../src/core/logger';
import { ChatController } from '../../src/host/chat/chatController';
import { DraftAttachments } from '../../src/host/context/draftAttachments';
import { Exclusions } from '../../src/host/context/exclusions';
import { ReadOnlyDocuments } from '../../src/host/context/readOnlyDocuments';
import { SourceReader } from '../../src/host/context/sourceReader';
import { ConversationStore } from '../../src/host/history/conversationStore';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer, chunk, errorAnswer, event, htmlAnswer, streamHeaders, type Scenario } from '../endpoint/scenario';
import { gate } from '../support/gate';

suite('The chat controller', () => {
  let endpoint: Endpoint;
  let client: ChatClient;
  let chat: ChatController;
  let events: ConversationEvent[];
  let folder: string;
  let parts: { dispose(): unknown }[];
  let documents: ReadOnlyDocuments;
  suiteSetup(() => {
    documents = new ReadOnlyDocuments('test-chat');
  });
  suiteTeardown(() => {
    documents.dispose();
  });

  /** What this workspace remembers. */
  function memento() {
    const values = new Map<string, unknown>();
    return {
      keys: () => [...values.keys()],
      get: (key: string) => values.get(key) as never,
      update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
    };
  }
  let state: ReturnType<typeof memento>;

  /** A window with this workspace: the second one is the first after a restart. */
  function openChat(): ChatController {
    const store = new ConversationStore({ folder, log: nullLogger });
    const attachments = new DraftAttachments({
      reader: new SourceReader(new Exclusions(() => [])),
      documents,
      log: nullLogger,
      say: (sentence) => {
        assert.fail(sentence);
      },
    });
    const controller = new ChatController({ model: client, log: nullLogger, store, attachments, state });
    parts.push(controller, store, attachments);
    return controller;
  }

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
    folder = mkdtempSync(path.join(tmpdir(), 'ace-chat-'));
    parts = [];
    state = memento();
    chat = openChat();
    await chat.restore();
    events = [];
    chat.onDidChangeConversation((changed) => events.push(changed));
  });

  teardown(async () => {
    parts.forEach((part) => void part.dispose());
    await client.dispose();
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function lastAnswer(): Answer {
    const last = activePath(chat.conversation).at(-1);
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
        const last = activePath(chat.conversation).at(-1);
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
    chat.session.stop();
    await sent;
  });

  test('keeps what came when it is stopped, closes the socket, and can go on', async () => {
    const { scenario, open } = gated(['Half']);
    endpoint.enqueue(scenario, answer('Whole.'));
    const sent = chat.send('Long story');
    open(0);
    await untilText('Half');
    chat.session.stop();
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
    await chat.session.retry(failed.id);
    assert.deepEqual(
      chat.conversation.messages.map((message) => message.text),
      ['Hi', 'Better.'],
    );
  });

  test('keeps a half answer as a version beside the new one on Retry', async () => {
    endpoint.enqueue(answer('Half an ans', { finishReason: null, done: false, usage: null }), answer('Whole.'));
    await chat.send('Hi');
    assert.equal(lastAnswer().status, 'failed');
    assert.equal(lastAnswer().text, 'Half an ans');
    await chat.session.retry(lastAnswer().id);
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
    const first = lastAnswer();
    await chat.session.continue(first.id);
    assert.equal(lastAnswer().id, first.id);
    assert.equal(lastAnswer().text, 'The stream broke off in the middle of a word.');
    assert.equal(lastAnswer().status, 'complete');
    assert.equal(lastAnswer().notice, undefined);
    assert.ok((lastAnswer().usage?.completion_tokens ?? 0) > (first.usage?.completion_tokens ?? 0));
    const { messages } = JSON.parse(endpoint.requests.at(-1)?.body ?? '') as { messages: { role: string; content: string }[] };
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.match(messages.at(-1)?.content ?? '', /broke off in the mid/);
  });

  test('shows after a restart what was open, with its draft', async () => {
    endpoint.enqueue(answer('Hello.'));
    await chat.send('Hi');
    chat.setDraft('And then');
    parts.forEach((part) => void part.dispose());
    const again = openChat();
    await again.restore();
    assert.equal(again.conversation.id, chat.conversation.id);
    assert.deepEqual(
      again.conversation.messages.map((message) => message.text),
      ['Hi', 'Hello.'],
    );
    assert.equal(again.draft.text, 'And then');
  });

  test('keeps the draft of a chat without a question over a restart', async () => {
    chat.setDraft('Not sent yet');
    parts.forEach((part) => void part.dispose());
    const again = openChat();
    await again.restore();
    assert.equal(again.draft.text, 'Not sent yet');
    assert.deepEqual(again.conversation.messages, []);
  });

  test('keeps the unsent question of a new chat over any number of restarts', async () => {
    chat.setDraft('Not sent yet');
    chat.selectEffort('high');
    for (let restart = 0; restart < 3; restart += 1) {
      parts.forEach((part) => void part.dispose());
      chat = openChat();
      await chat.restore();
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

  test('marks an answer as interrupted, not as stopped, when VS Code ends in the middle of it', async () => {
    const { scenario, open } = gated(['Half']);
    endpoint.enqueue(scenario);
    const sent = chat.send('Hi');
    open(0);
    await untilText('Half');
    parts.forEach((part) => void part.dispose());
    await sent;
    chat = openChat();
    await chat.restore();
    assert.equal(lastAnswer().status, 'interrupted');
    assert.equal(lastAnswer().text, 'Half');
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
    const { id } = lastAnswer();
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

  test('lets an answer go on in a chat that is left, and change nothing in the new one', async () => {
    const { scenario, open } = gated(['Old', ' and done']);
    endpoint.enqueue(scenario);
    const sent = chat.send('Hi');
    open(0);
    await untilText('Old');
    const { id } = chat.conversation;
    await chat.newChat();
    assert.equal(chat.isAnswering, false);
    open(1);
    await chat.openConversation(id);
    assert.equal(chat.isAnswering, true);
    await untilText('Old and done');
    chat.session.stop();
    await sent;
    assert.equal(lastAnswer().status, 'stopped');
  });

  test('asks one thing at a time', async () => {
    const { scenario, open } = gated(['x']);
    endpoint.enqueue(scenario);
    const sent = chat.send('First');
    open(0);
    await untilText('x');
    assert.equal(await chat.send('Second'), false);
    assert.equal(chat.conversation.messages.length, 2);
    chat.session.stop();
    await sent;
  });
});
