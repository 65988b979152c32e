/** Answers of every kind and encoding over HTTP, and what is no answer. */
import assert from 'node:assert/strict';
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { ask, outcomeOf, question, textOf } from '../../support/clientFixture';
import { answerFrames, chunk, doneFrame, finishChunk, frame, textChunk, usageCounts } from '../../support/frames';
import { reply, replyEvents, type Responder } from '../../support/rawServer';
import { useServer } from '../../support/servedClient';

const { signal } = new AbortController();
const completion = {
  id: 'msg_1',
  object: 'chat.completion',
  created: 5,
  model: 'claude-sonnet-4-6',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: 'Hi',
        reasoning_content: 'hm',
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '' } }],
      },
      finish_reason: 'tool_calls',
    },
  ],
  usage: usageCounts,
};

suite('ChatClient: answer', () => {
  const { serve } = useServer();

  test('is given as it comes', async () => {
    const gates: (() => void)[] = [];
    const { client } = await serve(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const text of ['a', 'b', 'c']) {
        response.write(frame(textChunk(text)));
        // The next one is written only when this one was seen.
        await new Promise<void>((resolve) => gates.push(resolve));
      }
      response.end(frame(finishChunk()) + doneFrame);
    });
    let seen = '';
    for await (const delta of client.stream(question, signal)) {
      if (delta.type === 'text') {
        seen += delta.text;
        gates.shift()?.();
      }
    }
    assert.equal(seen, 'abc');
  });

  test('may be plain JSON in spite of stream: true', async () => {
    for (const headers of [{}, { 'content-type': 'text/event-stream' }, { 'content-type': 'text/html' }]) {
      const { client } = await serve(reply(200, `\n ${JSON.stringify(completion, undefined, 2)}`, headers));
      const { deltas, error } = await outcomeOf(client.stream(question, signal));
      assert.equal(error, undefined);
      assert.deepEqual(deltas, [
        { type: 'start', id: 'msg_1', model: 'claude-sonnet-4-6', created: 5, systemFingerprint: null },
        { type: 'reasoning', choice: 0, text: 'hm' },
        { type: 'text', choice: 0, text: 'Hi' },
        { type: 'toolCall', choice: 0, call: 0, id: 'a', name: 'f', arguments: '' },
        { type: 'finish', choice: 0, reason: 'tool_calls' },
        { type: 'usage', usage: usageCounts },
      ]);
    }
  });

  test('has the trace id of its headers where its body names none', async () => {
    for (const [body, traceId] of [
      [answerFrames('Hi'), 'of-header'],
      [JSON.stringify(completion), 'of-header'],
      [JSON.stringify({ ...completion, trace_id: 'of-body' }), 'of-body'],
    ] as const) {
      const { client } = await serve(reply(200, body, { 'x-trace-id': 'of-header' }));
      const { deltas } = await outcomeOf(client.stream(question, signal));
      assert.equal(deltas[0]?.type === 'start' ? deltas[0].traceId : undefined, traceId);
    }
    const { client } = await serve(reply(400, '{}', { 'x-request-id': 'of-header' }));
    assert.equal((await outcomeOf(client.stream(question, signal))).error?.traceId, 'of-header');
  });

  test('may be one chunk with a message in it', async () => {
    const fixture = await serve(
      reply(200, JSON.stringify(chunk({ index: 0, message: { content: 'Hi' }, finish_reason: null }))),
    );
    const { deltas } = await ask(fixture);
    assert.deepEqual(deltas.slice(1), [
      { type: 'text', choice: 0, text: 'Hi' },
      { type: 'finish', choice: 0, reason: 'stop' },
    ]);
  });

  test('may be a stream under the wrong content type', async () => {
    const fixture = await serve(reply(200, `\uFEFF\n${answerFrames('Hi')}`, { 'content-type': 'application/json' }));
    const { deltas, error } = await ask(fixture);
    assert.equal(error, undefined);
    assert.equal(textOf(deltas), 'Hi');
  });

  test('is gathered by complete', async () => {
    const fixture = await serve(replyEvents(answerFrames('Hel', 'lo')), reply(200, JSON.stringify(completion)));
    const streamed = await fixture.client.complete(question, signal);
    assert.equal(streamed.choices[0]?.message.content, 'Hello');
    assert.deepEqual([streamed.choices[0].finish_reason, streamed.usage, streamed.id], ['stop', usageCounts, 'msg_test']);
    const plain = await fixture.client.complete(question, signal);
    assert.equal(plain.choices[0]?.message.tool_calls?.[0]?.function.arguments, '{}');
  });

  test('gives calls without an id ids that no other call has', async () => {
    const calls = [{ function: { name: 'f', arguments: '{}' } }, { index: 1, function: { name: 'f', arguments: '{}' } }];
    const fixture = await serve(
      replyEvents(frame(chunk({ index: 0, delta: { tool_calls: calls } })), frame(finishChunk('tool_calls'))),
    );
    const ids: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { choices } = await fixture.client.complete(question, signal);
      ids.push(...(choices[0]?.message.tool_calls ?? []).map((call) => call.id));
    }
    assert.equal(new Set(ids).size, 4);
    assert.ok(
      ids.every((id) => /^call_[0-9a-f]{32}$/.test(id)),
      ids.join(),
    );
  });

  const encodings: readonly [name: string, encode: (text: string) => Uint8Array][] = [
    ['gzip', (text) => gzipSync(text)],
    ['deflate', (text) => deflateSync(text)],
    ['deflate', (text) => deflateRawSync(text)],
    ['br', (text) => brotliCompressSync(text)],
    ['identity', (text) => Buffer.from(text)],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
  ];
  for (const [name, encode] of encodings) {
    test(`may come as ${name}`, async () => {
      const fixture = await serve(reply(200, encode(answerFrames('Hi')), { 'content-encoding': name }));
      const { deltas, error } = await ask(fixture);
      assert.equal(error, undefined);
      assert.equal(textOf(deltas), 'Hi');
    });
  }

  test('still streams when it is compressed', async () => {
    let isSeen: (() => void) | undefined;
    const fixture = await serve(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
      gzip.pipe(response);
      gzip.write(frame(textChunk('first')));
      await new Promise<void>((resolve) => {
        isSeen = resolve;
      });
      gzip.end(frame(textChunk(' second')) + frame(finishChunk()) + doneFrame);
    });
    let text = '';
    for await (const delta of fixture.client.stream(question, signal)) {
      if (delta.type === 'text') {
        text += delta.text;
        isSeen?.();
      }
    }
    assert.equal(text, 'first second');
  });

  test('that is compressed and cut off is an interrupted one', async () => {
    const whole = gzipSync(answerFrames('Hi'), { level: 0 });
    const fixture = await serve(reply(200, whole.subarray(0, 400), { 'content-encoding': 'gzip' }));
    const { error } = await ask(fixture);
    assert.equal(error?.kind, 'interrupted');
  });

  test('that is not what its encoding says is a bad one', async () => {
    for (const encoding of ['gzip', 'br', 'snappy']) {
      const fixture = await serve(reply(200, answerFrames('Hi'), { 'content-encoding': encoding }));
      const { error } = await ask(fixture);
      assert.deepEqual([error?.kind, error?.code], ['badResponse', 'contentEncoding'], encoding);
    }
  });

  suite('failure', () => {
    const failures: readonly [name: string, responder: Responder, kind: string, status: number, detail: string | undefined][] =
      [
        [
          'a page instead of an answer',
          reply(200, '<html><title>Welcome to the hotel</title><p>Log in', { 'content-type': 'text/html' }),
          'badResponse',
          200,
          'Welcome to the hotel',
        ],
        ['a page with any content type', reply(200, ' \n<!doctype html><p>x'), 'badResponse', 200, undefined],
        [
          'a page that refuses',
          reply(403, '<html><title>Blocked</title>', { 'content-type': 'text/html' }),
          'badResponse',
          403,
          'Blocked',
        ],
        ['text that is no answer', reply(200, 'It works!', { 'content-type': 'text/plain' }), 'badResponse', 200, undefined],
        ['JSON that is no answer', reply(200, '{"hello":1}'), 'badResponse', 200, undefined],
        ['a JSON list', reply(200, '[1]'), 'badResponse', 200, undefined],
        ['JSON that breaks off', reply(200, '{"choices":[{'), 'badResponse', 200, undefined],
        [
          'an error with a successful status',
          reply(200, '{"error":{"code":"used_up","message":"Top up."}}'),
          'usedUp',
          200,
          'Top up.',
        ],
        [
          'an error with a successful status, as text',
          reply(200, '{"error":"unauthorized"}'),
          'invalidToken',
          200,
          'unauthorized',
        ],
        ['an empty answer', reply(200, ''), 'interrupted', 200, undefined],
        [
          'a refusal',
          reply(401, '{"error":{"code":"invalid_token","message":"No."},"trace_id":"t"}'),
          'invalidToken',
          401,
          'No.',
        ],
        [
          'a compressed refusal',
          reply(401, gzipSync('{"error":{"code":"invalid_token","message":"No."}}'), { 'content-encoding': 'gzip' }),
          'invalidToken',
          401,
          'No.',
        ],
        ['a refusal in an unknown encoding', reply(401, 'x', { 'content-encoding': 'snappy' }), 'invalidToken', 401, undefined],
      ];
    for (const [name, responder, kind, status, detail] of failures) {
      test(`${kind} for ${name}`, async () => {
        const fixture = await serve(responder);
        const { error, deltas } = await ask(fixture);
        assert.deepEqual([error?.kind, error?.status, error?.detail], [kind, status, detail]);
        assert.deepEqual(deltas, []);
        assert.equal(fixture.server.requests.length, 1);
      });
    }

    test('interrupted, with what had come, when the connection is lost', async () => {
      const fixture = await serve((response) => {
        response.writeHead(200);
        response.write(frame(textChunk('so far')), () => {
          setImmediate(() => response.destroy());
        });
      });
      const { deltas, error } = await ask(fixture);
      assert.equal(textOf(deltas), 'so far');
      assert.equal(error?.kind, 'interrupted');
      assert.equal(fixture.server.requests.length, 1);
    });

    test('of an endless error page ends', async () => {
      const fixture = await serve((response) => {
        response.writeHead(400);
        const more = (): void => {
          while (!response.destroyed && response.write('x'.repeat(16_384)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      });
      const { error } = await ask(fixture);
      assert.deepEqual([error?.kind, error?.detail?.length], ['badRequest', 300]);
      await fixture.server.requests[0]?.socketClosed;
    });

    test('badResponse for something that does not speak HTTP', async () => {
      const fixture = await serve((response) => {
        response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n');
      });
      assert.equal((await ask(fixture)).error?.kind, 'badResponse');
    });
  });
});
