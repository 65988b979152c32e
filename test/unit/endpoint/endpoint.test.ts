/** Sockets and time: what is sent arrives when it is sent, and both sides notice when the other leaves. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, request as openRequest, type IncomingMessage } from 'node:http';
import { startEndpoint, type Endpoint } from '../../endpoint/endpoint';
import { brokenOff } from '../../endpoint/faults';
import { answer, rechunk, type Scenario } from '../../endpoint/scenario';

const valid = { model: 'claude-sonnet-4-6', stream: true, messages: [{ role: 'user', content: 'Hello' }] };
const headers = { authorization: 'Bearer test-token-not-real' };

suite('local endpoint', () => {
  let endpoint: Endpoint;

  setup(async () => {
    endpoint = await startEndpoint({ tokensPerSecond: Infinity });
  });

  teardown(() => endpoint.close());

  function post(signal?: AbortSignal, body: unknown = valid): Promise<Response> {
    return fetch(`${endpoint.origin}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: signal ?? null,
    });
  }

  /** Sends over `node:http`, where chunks come as they were read from the socket. */
  async function postRaw(): Promise<IncomingMessage> {
    const outgoing = openRequest(`${endpoint.origin}/v1/chat/completions`, { method: 'POST', headers, agent: false });
    outgoing.end(JSON.stringify(valid));
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    return response;
  }

  test('listens on this machine only', () => {
    assert.match(endpoint.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('plays queued scenarios in order, byte by byte, and then answers itself', async () => {
    endpoint.enqueue(
      { steps: [{ send: 'one' }] },
      { status: 418, headers: { 'x-test': 'yes' }, steps: [{ send: Uint8Array.of(0, 255) }] },
    );
    const first = await post();
    assert.deepEqual(
      [first.status, first.headers.get('content-type'), await first.text()],
      [200, 'text/event-stream; charset=utf-8', 'one'],
    );
    const second = await post();
    assert.deepEqual([second.status, second.headers.get('x-test')], [418, 'yes']);
    assert.deepEqual(new Uint8Array(await second.arrayBuffer()), Uint8Array.of(0, 255));
    assert.match(await (await post()).text(), /"id": "msg_bdrk_[\s\S]*data: \[DONE]\n\n$/);
  });

  test('keeps a scenario for the next request where the body is not allowed', async () => {
    endpoint.enqueue({ steps: [{ send: 'kept' }] });
    assert.equal((await post(undefined, { ...valid, top_k: 1 })).status, 400);
    assert.equal(await (await post()).text(), 'kept');
  });

  test('does not spend a scenario on a request for the models', async () => {
    endpoint.enqueue({ steps: [{ send: 'kept' }] });
    assert.equal((await fetch(`${endpoint.origin}/v1/models`, { headers })).status, 200);
    assert.equal(await (await post()).text(), 'kept');
  });

  test('records requests and announces the next one', async () => {
    const next = endpoint.nextRequest();
    await (await post()).text();
    const request = await next;
    assert.equal(endpoint.requests[0], request);
    assert.deepEqual(
      [request.method, request.path, request.headers.authorization],
      ['POST', '/v1/chat/completions', headers.authorization],
    );
    assert.deepEqual(request.json, valid);
    assert.equal(request.body, JSON.stringify(valid));
    assert.equal(await request.closed, 'server');
  });

  test('sends each chunk at once: the first arrives while the second waits at a gate', async () => {
    let open: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    endpoint.enqueue({ steps: [{ send: 'first' }, { until: gate }, { send: 'second' }] });
    const response = await postRaw();
    response.setEncoding('utf8');
    const chunks = response[Symbol.asyncIterator]() as AsyncIterator<string>;
    assert.deepEqual(await chunks.next(), { value: 'first', done: false });
    open?.();
    assert.deepEqual(await chunks.next(), { value: 'second', done: false });
    assert.equal((await chunks.next()).done, true);
  });

  test('sends the head with the first chunk, be it empty', async () => {
    endpoint.enqueue({ steps: [{ send: '' }, 'stall'] }, { steps: ['stall'] });
    const stop = new AbortController();
    assert.equal((await post(stop.signal)).status, 200);
    const next = endpoint.nextRequest();
    const silent = post(stop.signal);
    const { closed } = await next;
    stop.abort();
    await assert.rejects(silent, { name: 'AbortError' });
    assert.equal(await closed, 'client');
  });

  test('waits as long as the scenario says', async () => {
    endpoint.enqueue({ steps: [{ send: 'a' }, { wait: 120 }, { send: 'b' }] });
    const start = performance.now();
    await (await post()).text();
    assert.ok(performance.now() - start >= 118);
  });

  test('keeps the pace of many short waits on average', async () => {
    const steps = Array.from({ length: 300 }, () => [{ wait: 1.5 }, { send: 'x' }]).flat();
    endpoint.enqueue({ steps });
    const start = performance.now();
    assert.equal((await (await post()).text()).length, 300);
    const elapsed = performance.now() - start;
    assert.ok(elapsed >= 400, `${String(elapsed)} ms instead of 450`);
  });

  test('sees that the client has left a stalled answer, and one that is being sent', async () => {
    const endless: Scenario = { steps: Array.from({ length: 100_000 }, () => [{ send: 'x' }, { wait: 1 }]).flat() };
    for (const scenario of [brokenOff('Half an ans', 'stall'), endless]) {
      endpoint.enqueue(scenario);
      const next = endpoint.nextRequest();
      const response = await postRaw();
      const { closed } = await next;
      await once(response, 'data');
      response.destroy();
      assert.equal(await closed, 'client');
    }
  });

  test('drops the connection in the middle of an answer', async () => {
    endpoint.enqueue(brokenOff('Half an ans', 'drop'));
    const next = endpoint.nextRequest();
    await assert.rejects(async () => (await post()).text(), { name: 'TypeError' });
    assert.equal(await (await next).closed, 'server');
  });

  test('drops the connection before the first byte', async () => {
    endpoint.enqueue({ steps: ['drop'] });
    await assert.rejects(post(), { name: 'TypeError' });
  });

  test('delivers an answer in single bytes whole', async () => {
    const whole = await collect(answer('Grüße 👋🏽'));
    assert.equal(await collect(rechunk(answer('Grüße 👋🏽'), 'bytes')), whole);

    async function collect(scenario: Scenario): Promise<string> {
      endpoint.enqueue(scenario);
      return (await post()).text();
    }
  });

  test('closes open connections with itself', async () => {
    const other = await startEndpoint();
    other.enqueue({ steps: [{ send: 'x' }, 'stall'] });
    const next = other.nextRequest();
    const outgoing = openRequest(`${other.origin}/v1/chat/completions`, { method: 'POST', headers, agent: false });
    outgoing.end(JSON.stringify(valid));
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const failed = once(response, 'error');
    response.resume();
    const { closed } = await next;
    await other.close();
    await failed;
    assert.equal(await closed, 'server');
    await assert.rejects(once(get(other.origin, { agent: false }), 'response'), { code: 'ECONNREFUSED' });
  });

  test('says so where its port is taken', async () => {
    await assert.rejects(startEndpoint({ port: Number(new URL(endpoint.origin).port) }), { code: 'EADDRINUSE' });
  });

  test('paces its own answers, after a delay before the first word', async () => {
    const slow = await startEndpoint({ tokensPerSecond: 200 });
    try {
      const start = performance.now();
      const body = JSON.stringify({ ...valid, max_tokens: 60 });
      const response = await fetch(`${slow.origin}/v1/chat/completions`, { method: 'POST', headers, body });
      const first = performance.now() - start;
      await response.text();
      const whole = performance.now() - start;
      assert.ok(first >= 295, `first byte after ${String(first)} ms`);
      assert.ok(whole >= 570, `60 tokens after ${String(whole)} ms`);
    } finally {
      await slow.close();
    }
  });
});
