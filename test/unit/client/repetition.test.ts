/** When the client sends a request again, and how often. How long it waits is `retry.test.ts`'s matter. */
import assert from 'node:assert/strict';
import { ask, createClient, failureOf, question, textOf } from '../../support/clientFixture';
import { answerFrames, frame, textChunk } from '../../support/frames';
import { RawServer, reply, replyEvents, type Responder } from '../../support/rawServer';
import { useServer } from '../../support/servedClient';

const { signal } = new AbortController();

suite('ChatClient: repetition', () => {
  const { serve, later } = useServer();

  const busy = (status: number, headers: Readonly<Record<string, string>> = { 'retry-after': '0' }): Responder =>
    reply(status, '{"error":{"code":"x","message":"m"}}', headers);

  for (const status of [408, 409, 429, 502, 503, 504, 524]) {
    test(`comes after ${String(status)}, four times at most`, async () => {
      const fixture = await serve(busy(status));
      const { deltas, error } = await ask(fixture);
      assert.deepEqual(
        deltas.map((delta) => (delta.type === 'retry' ? [delta.attempt, delta.delayMs, delta.error.status] : [])),
        [
          [1, 0, status],
          [2, 0, status],
          [3, 0, status],
          [4, 0, status],
        ],
      );
      assert.equal(error?.status, status);
      assert.equal(fixture.server.requests.length, 5);
    });
  }

  test('comes once after 500', async () => {
    const fixture = await serve(busy(500));
    const { deltas, error } = await ask(fixture);
    assert.deepEqual([deltas.length, error?.status, fixture.server.requests.length], [1, 500, 2]);
  });

  for (const status of [400, 401, 402, 403, 404, 413, 501]) {
    test(`does not come after ${String(status)}`, async () => {
      const fixture = await serve(busy(status));
      await ask(fixture);
      assert.equal(fixture.server.requests.length, 1);
    });
  }

  test('brings the answer', async () => {
    const fixture = await serve(busy(503), reply(502, '<html>', { 'retry-after': '0' }), replyEvents(answerFrames('Hi')));
    const { deltas, error } = await ask(fixture);
    assert.equal(error, undefined);
    assert.deepEqual(
      deltas.slice(0, 3).map((delta) => delta.type),
      ['retry', 'retry', 'start'],
    );
    assert.equal(textOf(deltas), 'Hi');
    assert.equal(new Set(fixture.server.requests.map((request) => request.body)).size, 1);
  });

  test('waits a growing time with a part by chance where nobody says how long', async () => {
    const { server } = await serve(busy(503, {}));
    const { client } = createClient(server.origin, { random: () => 0.25 });
    const first = await client.stream(question, signal)[Symbol.asyncIterator]().next();
    assert.ok(first.done !== true && first.value.type === 'retry');
    assert.deepEqual([first.value.attempt, first.value.delayMs], [1, 1250]);
    await client.dispose();
  });

  test('does not come where the wait would be longer than a minute, and the error says how long', async () => {
    const fixture = await serve(busy(429, { 'retry-after': '61' }));
    const { error } = await ask(fixture);
    assert.deepEqual([error?.retryAfterMs, fixture.server.requests.length], [61_000, 1]);
  });

  test('keeps to a date', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const { client } = await serve(busy(429, { 'retry-after': date }));
    const deltas = client.stream(question, signal)[Symbol.asyncIterator]();
    const first = await deltas.next();
    assert.ok(first.done !== true && first.value.type === 'retry');
    assert.ok(first.value.delayMs > 25_000 && first.value.delayMs <= 30_000, String(first.value.delayMs));
    await deltas.return?.();
  });

  test('comes after a connection that was lost before any byte', async () => {
    const drop: Responder = (response) => {
      response.socket?.destroy();
    };
    const { server } = await serve(drop, replyEvents(answerFrames('Hi')));
    const fixture = createClient(server.origin);
    later(() => fixture.client.dispose());
    const { deltas, error } = await ask(fixture);
    assert.equal(error, undefined);
    assert.ok(deltas[0]?.type === 'retry' && deltas[0].error.kind === 'network');
    assert.equal(server.requests.length, 2);
  });

  test('comes after a refused connection', async () => {
    const server = await RawServer.start([]);
    await server.close();
    const { client } = createClient(server.origin);
    const deltas = client.stream(question, signal)[Symbol.asyncIterator]();
    const first = await deltas.next();
    assert.ok(first.done !== true && first.value.type === 'retry');
    assert.deepEqual([first.value.error.kind, first.value.error.code], ['refused', 'ECONNREFUSED']);
    await deltas.return?.();
    await client.dispose();
  });

  test('never comes once an answer has begun', async () => {
    for (const pieces of [
      [frame({ error: { code: 'too_many_requests' } })],
      [frame(textChunk('a')), frame({ error: { code: 'api_error', status: 503 } })],
      [': PING\n\n'],
    ]) {
      const fixture = await serve(replyEvents(...pieces));
      const { deltas, error } = await ask(fixture);
      assert.ok(error !== undefined && !deltas.some((delta) => delta.type === 'retry'));
      assert.equal(fixture.server.requests.length, 1);
    }
  });

  test('does not come for the list of models', async () => {
    const fixture = await serve(busy(503));
    assert.equal((await failureOf(fixture.client.listModels(signal))).status, 503);
    assert.equal(fixture.server.requests.length, 1);
  });
});
