/** The client against the local endpoint, whose wire format is written after the documented samples by someone else than the client. */
import assert from 'node:assert/strict';
import { startEndpoint, type Endpoint } from '../../endpoint/endpoint';
import { answer, errorAnswer, htmlAnswer, jsonAnswer, rechunk, withCrlf } from '../../endpoint/scenario';
import { ask, createClient, fakeToken, textOf, type ClientFixture } from '../../support/clientFixture';

suite('ChatClient and the local endpoint', () => {
  const words = 'Grüße, 世界! 🎉\n\n```ts\nconst x = 1;\n```\n';
  let endpoint: Endpoint;
  let fixture: ClientFixture;

  setup(async () => {
    endpoint = await startEndpoint({ token: fakeToken, tokensPerSecond: Infinity });
    fixture = createClient(endpoint.origin);
  });

  teardown(async () => {
    await fixture.client.dispose();
    await endpoint.close();
  });

  const scenarios = {
    'an answer': answer(words),
    'an answer byte by byte': rechunk(answer(words), 'bytes'),
    'an answer in odd pieces': rechunk(answer(words), [1, 7, 300]),
    'an answer with CRLF': withCrlf(answer(words)),
    'an answer with CRLF byte by byte': rechunk(withCrlf(answer(words)), 'bytes'),
    'plain JSON': jsonAnswer(words),
  };
  for (const [name, scenario] of Object.entries(scenarios)) {
    test(`understands ${name}`, async () => {
      endpoint.enqueue(scenario);
      const { deltas, error } = await ask(fixture);
      assert.equal(error, undefined);
      assert.equal(textOf(deltas), words);
      assert.deepEqual(
        deltas.flatMap((delta) => (delta.type === 'text' ? [] : [delta.type])),
        ['start', 'finish', 'usage'],
      );
    });
  }

  test('understands errors and pages', async () => {
    endpoint.enqueue(errorAnswer(403, 'used_up'), htmlAnswer(403));
    const { error } = await ask(fixture);
    assert.deepEqual([error?.kind, error?.code, error?.status], ['usedUp', 'used_up', 403]);
    assert.ok(error?.traceId);
    assert.equal((await ask(fixture)).error?.kind, 'badResponse');
  });

  test('sends what the specification allows, to where it is expected', async () => {
    await ask(fixture);
    assert.equal(endpoint.requests[0]?.path, '/v1/chat/completions');
    const ids = await fixture.client.listModels(new AbortController().signal);
    assert.ok(ids.includes('claude-sonnet-4-6'));
  });

  test('is told that a token is wrong', async () => {
    fixture.source.token = 'another-token-not-real';
    assert.equal((await ask(fixture)).error?.kind, 'invalidToken');
  });
});
