/** The endpoint's own list of models: asked in the background, kept over restarts, believed only where it says something. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatClient } from '../../src/client/chatClient';
import type { Conversation } from '../../src/core/conversation';
import { modelFacts, models } from '../../src/core/models';
import { controlsOf } from '../../src/host/chat/controls';
import { LiveModels } from '../../src/host/platform/liveModels';
import { LanguageModels } from '../../src/host/nativeChat/languageModels';
import { createClient } from '../support/clientFixture';
import { EnvironmentToken } from '../support/environmentToken';
import { startMuteServer } from '../support/muteServer';
import { RawServer, reply, type Responder } from '../support/rawServer';
import { MemoryMemento } from '../support/storage';

const listOf = (...ids: readonly string[]): string => JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) });
const hour = 60 * 60 * 1000;

suite('The live list of models', () => {
  const environment = new EnvironmentToken();
  const cleanups: (() => unknown)[] = [];
  let state: MemoryMemento;
  let now: number;
  let hasToken: boolean;
  let changes: number;

  setup(() => {
    state = new MemoryMemento();
    now = Date.now();
    hasToken = true;
    changes = 0;
  });

  teardown(async () => {
    environment.restore();
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  /** A window's list; another one of the same state is the next window. */
  function windowFor(origin: string): LiveModels {
    environment.use(origin);
    const client: ChatClient = createClient(origin).client;
    const live = new LiveModels({ directory: client, state, hasToken: () => Promise.resolve(hasToken), now: () => now });
    live.onDidChange(() => (changes += 1));
    cleanups.push(
      () => {
        live.dispose();
      },
      () => client.dispose(),
    );
    return live;
  }

  async function serve(...responders: readonly Responder[]): Promise<RawServer> {
    const server = await RawServer.start(responders);
    cleanups.push(() => server.close());
    return server;
  }

  test('keeps the Claude models that chat, and has them after a restart', async () => {
    const server = await serve(reply(200, listOf('claude-opus-4-8', 'claude-next-9', 'gpt-image-1', 'claude-embedding-1')));
    const first = windowFor(server.origin);
    assert.equal(first.ids, undefined);
    await first.refresh();
    assert.deepEqual(first.ids, ['claude-opus-4-8', 'claude-next-9']);
    assert.deepEqual(windowFor(server.origin).ids, ['claude-opus-4-8', 'claude-next-9']);
    assert.equal(changes, 1);
  });

  test('asks once a day, and where somebody looks once a minute', async () => {
    const server = await serve(reply(200, listOf('claude-opus-4-8')));
    const live = windowFor(server.origin);
    await Promise.all([live.refresh(), live.refresh(true), live.refresh()]);
    await live.refresh(true);
    assert.equal(server.requests.length, 1);
    now += 23 * hour;
    await live.refresh();
    await windowFor(server.origin).refresh();
    assert.equal(server.requests.length, 1);
    await live.refresh(true);
    assert.equal(server.requests.length, 2);
    now += 25 * hour;
    await live.refresh();
    assert.equal(server.requests.length, 3);
    // A clock that was set back.
    now -= 48 * hour;
    await windowFor(server.origin).refresh();
    assert.equal(server.requests.length, 4);
    assert.equal(changes, 1);
  });

  test('asks nobody without a token', async () => {
    const server = await serve(reply(200, listOf('claude-opus-4-8')));
    hasToken = false;
    const live = windowFor(server.origin);
    await live.refresh();
    await live.refresh(true);
    assert.equal(server.connectionCount, 0);
    hasToken = true;
    await live.refresh(true);
    assert.deepEqual(live.ids, ['claude-opus-4-8']);
  });

  const sayNothing: readonly [string, Responder][] = [
    ['an empty list', reply(200, listOf())],
    ['a list without Claude', reply(200, listOf('gpt-4o-mini'))],
    ['what is no list', reply(200, '{"error":"unauthorized"}')],
    ['entries that are none', reply(200, '{"data":[null,7,{"id":3},[]]}')],
    ['a page', reply(200, '<html><title>Log in</title></html>')],
    ['a refusal', reply(401, '{"error":{"code":"invalid_token"}}')],
    ['an error', reply(500, '')],
  ];
  for (const [name, responder] of sayNothing) {
    test(`is left as it is by ${name}`, async () => {
      const server = await serve(reply(200, listOf('claude-opus-4-8')), responder);
      const live = windowFor(server.origin);
      await live.refresh();
      now += 25 * hour;
      await live.refresh();
      assert.equal(server.requests.length, 2);
      assert.deepEqual(live.ids, ['claude-opus-4-8']);
      assert.equal(changes, 1);
    });
  }

  test('belongs to its address', async () => {
    const [one, other] = [await serve(reply(200, listOf('claude-opus-4-8'))), await serve(reply(200, listOf('claude-next-9')))];
    await windowFor(one.origin).refresh();
    const live = windowFor(other.origin);
    assert.equal(live.ids, undefined);
    await live.refresh();
    assert.deepEqual(live.ids, ['claude-next-9']);
    assert.deepEqual(windowFor(one.origin).ids, ['claude-opus-4-8']);
  });

  test('is there while the endpoint is silent', async () => {
    const server = await startMuteServer();
    cleanups.push(() => server.close());
    const live = windowFor(`http://${server.host}`);
    const asking = live.refresh();
    assert.equal(live.ids, undefined);
    assert.equal(controlsOf(conversation('claude-opus-4-8'), true, live.ids).models.length, models.length);
    live.dispose();
    await asking;
  });

  test('is not believed where what was kept is something else', () => {
    for (const kept of [7, 'x', null, [], { 'http://127.0.0.1:1': 7 }, { 'http://127.0.0.1:1': { at: 'x', ids: [1] } }]) {
      state.values.set('models.live', kept);
      assert.equal(windowFor('http://127.0.0.1:1').ids, undefined, JSON.stringify(kept));
    }
  });

  test('remembers the answer to a token that is being checked', async () => {
    const server = await serve(reply(200, listOf('claude-next-9')));
    const live = windowFor(server.origin);
    await live.listModels(new AbortController().signal, 'another-token-not-real');
    assert.deepEqual(live.ids, ['claude-next-9']);
  });

  function conversation(model: string): Conversation {
    return { id: 'c', createdAt: 0, messages: [], selected: {}, model };
  }

  test('marks in the chat what it does not name, and offers what it adds', () => {
    const live = ['claude-opus-4-8', 'claude-opus-5', 'claude-next-9'];
    const { models: choices } = controlsOf(conversation('typed-by-hand'), true, live);
    const choice = (id: string) => choices.find((one) => one.id === id);
    assert.equal(choice('claude-opus-4-8')?.summary, '1M context · $1.84 in, $9.20 out');
    assert.equal(choice('claude-sonnet-4-6')?.summary, 'not offered by the endpoint now · 1M context · $1.10 in, $5.52 out');
    assert.match(
      choice('claude-sonnet-4-6')?.detail ?? '',
      /^not offered by the endpoint now · .* per million tokens · takes images$/,
    );
    assert.deepEqual(
      ['claude-opus-5', 'claude-next-9', 'typed-by-hand'].map((id) => [
        choice(id)?.name,
        choice(id)?.group,
        choice(id)?.summary,
      ]),
      [
        ['Claude Opus 5', 'further', '1M context · $1.84 in, $9.20 out'],
        ['claude-next-9', 'further', ''],
        ['typed-by-hand', 'further', 'not offered by the endpoint now'],
      ],
    );
    assert.equal(choices.length, models.length + 3);
    assert.ok(!controlsOf(conversation('claude-opus-4-8'), true, undefined).models.some(({ id }) => id === 'claude-opus-5'));
  });

  test("is in VS Code's own list, too, which follows it", () => {
    const changed = new vscode.EventEmitter<void>();
    const live: { ids: readonly string[] | undefined; onDidChange: vscode.Event<void> } = {
      ids: undefined,
      onDidChange: changed.event,
    };
    const list = new LanguageModels({
      load: () => assert.fail('Only a request needs more.'),
      tokens: { onDidChange: new vscode.EventEmitter<void>().event },
      hasToken: () => Promise.resolve(true),
      live,
    });
    let told = 0;
    list.onDidChangeLanguageModelChatInformation(() => (told += 1));
    const entry = (id: string) => list.provideLanguageModelChatInformation({ silent: true }).find((one) => one.id === id);
    assert.equal(entry('claude-next-9'), undefined);
    live.ids = ['claude-next-9'];
    changed.fire();
    assert.equal(told, 1);
    const { contextTokens, outputTokens } = modelFacts('claude-next-9');
    assert.deepEqual(
      [entry('claude-next-9')?.maxInputTokens, entry('claude-next-9')?.maxOutputTokens, entry('claude-next-9@high')?.name],
      [contextTokens - outputTokens, outputTokens, 'claude-next-9, high effort'],
    );
    assert.match(entry('claude-opus-4-8@low')?.detail ?? '', /^not offered by the endpoint now/);
    assert.match(entry('claude-opus-4-8')?.tooltip ?? '', /not offered by the endpoint now/);
    assert.equal(entry('claude-opus-4-8')?.isUserSelectable, true);
    list.dispose();
    changed.dispose();
  });
});
