/** What the client sends, and over which connection. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { ChatRequest } from '../../../src/core/chatCompletions';
import { ask, fakeToken, outcomeOf, question, textOf } from '../../support/clientFixture';
import { answerFrames } from '../../support/frames';
import { reply, replyEvents } from '../../support/rawServer';
import { useServer } from '../../support/servedClient';

const { signal } = new AbortController();

suite('ChatClient: request', () => {
  const { serve, start } = useServer();

  test('is exactly this', async () => {
    const { client, server, source } = await serve(replyEvents(answerFrames('Hi')));
    const request: ChatRequest = {
      model: 'claude-opus-4-8',
      messages: [{ role: 'user', content: 'Grüße 🎉' }],
      max_tokens: 5,
      temperature: 0,
    };
    await outcomeOf(client.stream(request, signal));
    const body =
      '{"model":"claude-opus-4-8","messages":[{"role":"user","content":"Grüße 🎉"}],"max_tokens":5,"temperature":0,' +
      '"stream":true,"stream_options":{"include_usage":true}}';
    const [sent] = server.requests;
    assert.equal(sent?.method, 'POST');
    assert.equal(sent.url, '/v1/chat/completions');
    assert.equal(sent.body, body);
    assert.deepEqual(Object.fromEntries(Object.entries(sent.headers).sort()), {
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${fakeToken}`,
      connection: 'keep-alive',
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json',
      host: new URL(server.origin).host,
      'user-agent': 'ace-claude',
    });
    assert.deepEqual(source.askedOrigins, [server.origin]);
  });

  test('carries no parameter that is undefined', async () => {
    const { client, server } = await serve(replyEvents(answerFrames('Hi')));
    // As a caller without strict types would pass it.
    const request = { ...question, ...({ top_p: undefined } as object) };
    await outcomeOf(client.stream(request, signal));
    assert.ok(!server.requests[0]?.body.includes('top_p'));
  });

  test('carries megabytes', async () => {
    const { client, server } = await serve(replyEvents(answerFrames('Hi')));
    const content = 'ü'.repeat(2_000_000);
    const { error } = await outcomeOf(client.stream({ ...question, messages: [{ role: 'user', content }] }, signal));
    assert.equal(error, undefined);
    assert.equal((JSON.parse(server.requests[0]?.body ?? '') as ChatRequest).messages[0]?.content, content);
  });

  test('is made only when the answer is asked for', async () => {
    const { client, server } = await serve(replyEvents(answerFrames('Hi')));
    client.stream(question, signal);
    await client.listModels(signal).catch(() => undefined);
    assert.deepEqual(
      server.requests.map((request) => request.method),
      ['GET'],
    );
  });

  test('uses the connection of the one before', async () => {
    const fixture = await serve(
      replyEvents(answerFrames('Hi')),
      replyEvents(answerFrames('Hi')),
      reply(200, '{"data":[]}'),
      reply(401, '{}'),
      replyEvents(answerFrames('Hi')),
    );
    await ask(fixture);
    await ask(fixture);
    await fixture.client.listModels(signal);
    await ask(fixture);
    await ask(fixture);
    assert.equal(fixture.server.requests.length, 5);
    assert.equal(new Set(fixture.server.requests.map((request) => request.socket)).size, 1);
  });

  test('runs beside another one', async () => {
    const fixture = await serve(replyEvents(answerFrames('Hi')));
    const outcomes = await Promise.all([ask(fixture), ask(fixture), ask(fixture)]);
    assert.deepEqual(
      outcomes.map(({ deltas }) => textOf(deltas)),
      ['Hi', 'Hi', 'Hi'],
    );
  });

  test('is not made without a token, or with one that no header can carry', async () => {
    const fixture = await serve(replyEvents(answerFrames('Hi')));
    fixture.source.token = '';
    assert.equal((await ask(fixture)).error?.kind, 'noToken');
    fixture.source.token = 'two\nlines';
    assert.equal((await ask(fixture)).error?.kind, 'invalidToken');
    assert.equal(fixture.server.requests.length, 0);
  });

  test('asks the settings anew each time', async () => {
    const fixture = await serve(replyEvents(answerFrames('Hi')));
    await ask(fixture);
    const other = await start(replyEvents(answerFrames('Ho')));
    fixture.source.baseUrl = `${other.origin}/openai`;
    assert.equal(textOf((await ask(fixture)).deltas), 'Ho');
    assert.equal(other.requests[0]?.url, '/openai/chat/completions');
    assert.deepEqual(fixture.source.askedOrigins, [fixture.server.origin, other.origin]);
  });

  test("leaves the process's own fetch alone", () => {
    const program = `
      require('undici/lib/dispatcher/client.js');
      require('undici/lib/api/api-request.js');
      process.stdout.write(String(globalThis[Symbol.for('undici.globalDispatcher.1')]));`;
    // In a process of its own, where nothing else has loaded undici.
    assert.equal(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }), 'undefined');
  });
});
