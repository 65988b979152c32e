/** Where the token must not get to: another origin, the log, an error. And the list of models, with which a token is checked. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ask, failureOf, fakeToken, textOf } from '../../support/clientFixture';
import { answerFrames, frame, textChunk } from '../../support/frames';
import { reply, replyEvents, type Responder } from '../../support/rawServer';
import { useServer } from '../../support/servedClient';

const { signal } = new AbortController();

suite('ChatClient: token', () => {
  const { serve, start } = useServer();

  suite('redirect', () => {
    test('within the origin is followed with the whole request', async () => {
      const fixture = await serve(
        reply(307, '', { location: '/v2/chat?x=1' }),
        reply(308, '', { location: 'third' }),
        replyEvents(answerFrames('Hi')),
      );
      assert.equal(textOf((await ask(fixture)).deltas), 'Hi');
      const [first, second, third] = fixture.server.requests;
      assert.deepEqual([second?.url, third?.url, third?.method], ['/v2/chat?x=1', '/v2/third', 'POST']);
      assert.equal(third?.body, first?.body);
      assert.equal(third?.headers.authorization, `Bearer ${fakeToken}`);
    });

    test('to another origin is refused, and nothing goes there', async () => {
      const other = await start(replyEvents(answerFrames('Mine now')));
      let questions = 0;
      for (const status of [301, 302, 303, 307, 308]) {
        const fixture = await serve(
          reply(status, '', { location: `${other.origin.replace('//', '//user:pass@')}/v1/chat/completions?q=1` }),
        );
        const { error } = await ask(fixture);
        assert.deepEqual([error?.kind, error?.status, error?.detail], ['redirect', status, other.origin]);
        const listing = await failureOf(fixture.client.listModels(signal));
        assert.deepEqual([listing.kind, listing.detail], ['redirect', other.origin]);
        questions += fixture.server.requests.length;
      }
      assert.equal(questions, 10);
      assert.equal(other.connectionCount, 0);
    });

    test('that would change the method is refused', async () => {
      for (const status of [301, 302, 303]) {
        const fixture = await serve(reply(status, '', { location: '/elsewhere' }));
        assert.equal((await ask(fixture)).error?.kind, 'redirect');
        assert.equal(fixture.server.requests.length, 1);
      }
    });

    test('is followed three times', async () => {
      const fixture = await serve(reply(307, '', { location: '/again' }));
      const { error } = await ask(fixture);
      assert.deepEqual([error?.kind, error?.code, fixture.server.requests.length], ['redirect', 'tooManyRedirects', 4]);
    });

    test('to nowhere is refused', async () => {
      for (const headers of [{}, { location: 'http://[' }]) {
        const fixture = await serve(reply(307, '', headers));
        assert.equal((await ask(fixture)).error?.kind, 'redirect');
      }
      const fixture = await serve(reply(307, '', { location: 'data:text/plain,x' }));
      assert.deepEqual((await ask(fixture)).error?.detail, 'data:');
    });
  });

  suite('listModels', () => {
    test('gives the ids in the order of the endpoint, with the stored token', async () => {
      const list = { object: 'list', data: [{ id: 'b' }, { id: 'a', object: 'model' }, { id: '' }, null, {}] };
      const { client, server, source } = await serve(reply(200, JSON.stringify(list)));
      assert.deepEqual(await client.listModels(signal), ['b', 'a']);
      const [sent] = server.requests;
      assert.deepEqual(
        [sent?.method, sent?.url, sent?.body, sent?.headers.authorization],
        ['GET', '/v1/models', '', `Bearer ${fakeToken}`],
      );
      assert.deepEqual(source.askedOrigins, [server.origin]);
    });

    test('checks the token that it is given instead of the stored one', async () => {
      const { client, server, source } = await serve(reply(200, '{"data":[]}'));
      await client.listModels(signal, 'other-token-not-real');
      assert.equal(server.requests[0]?.headers.authorization, 'Bearer other-token-not-real');
      assert.deepEqual(source.askedOrigins, []);
    });

    const failures: readonly [name: string, responder: Responder, kind: string][] = [
      ['an error with a successful status', reply(200, '{"error":"unauthorized"}'), 'invalidToken'],
      ['a page', reply(200, '<html>', { 'content-type': 'text/html' }), 'badResponse'],
      ['something else', reply(200, '{"models":[]}'), 'badResponse'],
      ['a refusal', reply(401, '{"error":{"code":"invalid_token"}}'), 'invalidToken'],
    ];
    for (const [name, responder, kind] of failures) {
      test(`throws ${kind} for ${name}`, async () => {
        const { client } = await serve(responder);
        assert.equal((await failureOf(client.listModels(signal))).kind, kind);
      });
    }
  });

  test('keeps the token out of the log and of every error, whatever the endpoint says', async () => {
    const echo = {
      error: { code: fakeToken, message: `Bearer ${fakeToken} is ${fakeToken}`, type: fakeToken },
      trace_id: fakeToken,
    };
    const responders: Responder[] = [
      reply(400, JSON.stringify(echo)),
      reply(400, `you sent ${fakeToken}`),
      reply(403, `<title>${fakeToken}</title>`),
      reply(200, JSON.stringify(echo)),
      replyEvents(frame(textChunk('a')), frame(echo)),
      replyEvents(frame(textChunk('a')), JSON.stringify(echo)),
      replyEvents(`data: ${fakeToken}\n\n${fakeToken}\n`),
      replyEvents(answerFrames('Hi')),
    ];
    const fixture = await serve(...responders);
    const kept: unknown[] = [];
    while (fixture.server.requests.length < responders.length) {
      const { error } = await ask(fixture);
      kept.push(error?.message, error?.detail, error?.code, error?.traceId, inspect(error, { depth: 9, showHidden: true }));
    }
    const text = [...kept, ...fixture.log.lines].map(String).join('\n');
    assert.ok(!text.includes(fakeToken), text);
    assert.match(
      fixture.log.lines.at(-1) ?? '',
      /^POST http:\/\/127\.0\.0\.1:\d+\/v1\/chat\/completions: 200 in \d+ ms, msg_test, 8 \+ 12 tokens$/,
    );
  });

  test('logs the trace id of a failure', async () => {
    const fixture = await serve(reply(403, '{"error":{"code":"used_up","message":"m"},"trace_id":"trace-9"}'));
    await ask(fixture);
    assert.match(fixture.log.lines.at(-1) ?? '', /usedUp \(HTTP 403, used_up, m, trace trace-9\) after \d+ ms/);
  });
});
