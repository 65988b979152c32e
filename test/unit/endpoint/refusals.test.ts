/** What the local endpoint refuses: each violation of the specification by the name of its field, and each documented error. */
import assert from 'node:assert/strict';
import { documentedError, documentedErrors, paymentRequired } from '../../endpoint/faults';
import { maxBodyBytes, startEndpoint, type Endpoint } from '../../endpoint/endpoint';
import { furtherModels } from '../../endpoint/requestCheck';
import { documentedModels } from '../../endpoint/requestSchema';

interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
  readonly trace_id: string;
}

const token = 'test-token-not-real';
const user = { role: 'user', content: 'Hello' };
const valid = { model: 'claude-sonnet-4-6', messages: [user] };
const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
const call = { id: 'toolu_1', type: 'function', function: { name: 'read', arguments: '{}' } };
const tool = { type: 'function', function: { name: 'read' } };

/** Parameter, values that are refused, and the field that the refusal must name where it is a deeper one. */
const refused: readonly (readonly [string, readonly unknown[], string?])[] = [
  ['n', [0, 129, '1', true]],
  ['model', [5, null, ['claude-opus-4-8']]],
  ['stream', ['true', 1]],
  ['messages', [[], 'Hello', null, {}]],
  ['messages', [['Hello'], [null]], 'messages[0]'],
  ['messages', [[{ content: 'x' }], [{ role: 'robot', content: 'x' }], [{ role: null }]], 'messages[0].role'],
  [
    'messages',
    [[{ role: 'user', content: 5 }], [{ role: 'user', content: [] }], [{ role: 'user', content: null }]],
    'messages[0].content',
  ],
  ['messages', [[user, { role: 'user', content: ['x'] }]], 'messages[1].content[0]'],
  [
    'messages',
    [[{ role: 'user', content: [{ type: 'text' }] }], [{ role: 'user', content: [{ type: 'text', text: 5 }] }]],
    'messages[0].content[0].text',
  ],
  [
    'messages',
    [[{ role: 'user', content: [{ type: 'file', text: 'x' }] }], [{ role: 'user', content: [{ text: 'x' }] }]],
    'messages[0].content[0].type',
  ],
  ['messages', [[{ role: 'user', content: [{ type: 'image_url' }] }]], 'messages[0].content[0].image_url'],
  ['messages', [[{ role: 'user', content: [image, { ...image, image_url: {} }] }]], 'messages[0].content[1].image_url.url'],
  [
    'messages',
    [[{ role: 'user', content: [{ ...image, image_url: { url: 'x', detail: 'max' } }] }]],
    'messages[0].content[0].image_url.detail',
  ],
  ['messages', [[{ ...user, name: 5 }]], 'messages[0].name'],
  ['messages', [[{ ...user, colour: 'red' }]], 'messages[0].colour'],
  ['messages', [[{ role: 'assistant', tool_calls: {} }]], 'messages[0].tool_calls'],
  ['messages', [[{ role: 'assistant', tool_calls: [{ ...call, id: undefined }] }]], 'messages[0].tool_calls[0].id'],
  ['messages', [[{ role: 'assistant', tool_calls: [{ ...call, type: 'tool' }] }]], 'messages[0].tool_calls[0].type'],
  [
    'messages',
    [[{ role: 'assistant', tool_calls: [{ ...call, function: { name: 'x', arguments: {} } }] }]],
    'messages[0].tool_calls[0].function.arguments',
  ],
  ['messages', [[{ role: 'tool', tool_call_id: 7 }]], 'messages[0].tool_call_id'],
  ['messages', [[{ role: 'assistant', refusal: false }]], 'messages[0].refusal'],
  ['max_tokens', ['10', true]],
  ['temperature', [-0.1, 2.1, 'warm']],
  ['response_format', ['text', null]],
  ['response_format', [{}, { type: 'xml' }], 'response_format.type'],
  ['response_format', [{ type: 'json_schema' }], 'response_format.json_schema'],
  ['response_format', [{ type: 'json_schema', json_schema: {} }], 'response_format.json_schema.name'],
  ['response_format', [{ type: 'json_schema', json_schema: { name: 'x', schema: [] } }], 'response_format.json_schema.schema'],
  ['response_format', [{ type: 'json_schema', json_schema: { name: 'x', strict: 1 } }], 'response_format.json_schema.strict'],
  ['top_p', [-0.1, 1.1, '1']],
  ['frequency_penalty', [-2.1, 2.1, '0']],
  ['presence_penalty', [-2.1, 2.1, '0']],
  ['seed', [1.5, '1']],
  ['stop', [5, [], ['a', 'b', 'c', 'd', 'e']]],
  ['stop', [['a', 5]], 'stop[1]'],
  ['max_completion_tokens', [1.5, '10']],
  ['logprobs', ['yes', 1]],
  ['top_logprobs', [-1, 21, 1.5]],
  ['stream_options', [true, []]],
  ['stream_options', [{ include_usage: 'yes' }], 'stream_options.include_usage'],
  ['parallel_tool_calls', [null, 'no']],
  ['user', [5, null]],
  ['reasoning_effort', ['none', 'max', 3]],
  ['service_tier', ['fast', 1]],
  ['store', ['yes', 0]],
  ['metadata', ['x', []]],
  ['metadata', [{ place: 5 }], 'metadata.place'],
  ['logit_bias', [5]],
  ['logit_bias', [{ word: 1.5 }], 'logit_bias.word'],
  ['modalities', ['text']],
  ['modalities', [['text', 'video']], 'modalities[1]'],
  ['audio', ['loud']],
  ['audio', [{ format: 'wav' }, { voice: 'bass', format: 'wav' }], 'audio.voice'],
  ['audio', [{ voice: 'ash' }, { voice: 'ash', format: 'midi' }], 'audio.format'],
  ['prediction', ['x']],
  ['prediction', [{ content: 'x' }, { type: 'guess', content: 'x' }], 'prediction.type'],
  ['prediction', [{ type: 'content' }, { type: 'content', content: 5 }], 'prediction.content'],
  ['prediction', [{ type: 'content', content: [{ type: 'text' }] }], 'prediction.content[0].text'],
  ['web_search_options', [null, true]],
  ['web_search_options', [{ search_context_size: 'huge' }], 'web_search_options.search_context_size'],
  ['web_search_options', [{ user_location: { type: 'exact' } }], 'web_search_options.user_location.type'],
  [
    'web_search_options',
    [{ user_location: { approximate: { city: 5 } } }],
    'web_search_options.user_location.approximate.city',
  ],
  ['tools', [{}]],
  ['tools', [[{ ...tool, type: 'mcp' }]], 'tools[0].type'],
  ['tools', [[{ type: 'function', function: {} }]], 'tools[0].function.name'],
  ['tools', [[{ type: 'function', function: { name: 'x', parameters: 'none' } }]], 'tools[0].function.parameters'],
  ['tool_choice', ['any', null, 5]],
  ['tool_choice', [{ type: 'function' }], 'tool_choice.function'],
  ['top_k', [5]],
  ['functions', [[]]],
];

/** Values that the specification allows, at the edges of its ranges. */
const allowed: Readonly<Record<string, readonly unknown[]>> = {
  n: [1, 2, null],
  stream: [false, null],
  messages: [
    [
      { role: 'developer', content: 'x', name: 'me' },
      { role: 'user', content: [{ type: 'text', text: 'x' }, image, { ...image, image_url: { url: 'x', detail: 'low' } }] },
    ],
    [user, { role: 'assistant', refusal: null, tool_calls: [call] }, { role: 'tool', tool_call_id: 'toolu_1', content: 'x' }],
  ],
  max_tokens: [1, 10.5, null],
  temperature: [0, 2, null],
  response_format: [
    { type: 'text' },
    { type: 'json_object' },
    { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' }, strict: null } },
  ],
  top_p: [0, 1, null],
  frequency_penalty: [-2, 2, null],
  presence_penalty: [-2, 2, null],
  seed: [-5, null],
  stop: ['x', ['a', 'b', 'c', 'd'], null],
  max_completion_tokens: [100, null],
  logprobs: [true, null],
  top_logprobs: [0, 20, null],
  stream_options: [{ include_usage: true }, {}, null],
  parallel_tool_calls: [false],
  user: ['me'],
  reasoning_effort: ['minimal', 'high', null],
  service_tier: ['auto', 'priority', null],
  store: [true, null],
  metadata: [{}, { a: 'b' }, null],
  logit_bias: [{ '5': -100 }, null],
  modalities: [['text', 'audio'], [], null],
  audio: [{ voice: 'alloy', format: 'wav' }, null],
  prediction: [{ type: 'content', content: 'x' }, { type: 'content', content: [{ type: 'text', text: 'x' }] }, null],
  web_search_options: [
    {},
    { search_context_size: 'low', user_location: { type: 'approximate', approximate: { country: 'CH' } } },
  ],
  tools: [[{ type: 'function', function: { name: 'x', description: 'y', parameters: { type: 'object', anything: 1 } } }], null],
  tool_choice: ['none', 'auto', { type: 'function', function: { name: 'x' } }],
};

suite('refusals of the local endpoint', () => {
  let endpoint: Endpoint;

  setup(async () => {
    endpoint = await startEndpoint({ tokensPerSecond: Infinity, token });
  });

  teardown(() => endpoint.close());

  function post(
    body: unknown,
    headers: Record<string, string> = { authorization: `Bearer ${token}` },
    path = '/v1/chat/completions',
  ) {
    return fetch(endpoint.origin + path, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async function assertError(response: Response, status: number, code: string): Promise<string> {
    const body = (await response.json()) as ErrorBody;
    assert.deepEqual([response.status, body.error.code], [status, code], body.error.message);
    assert.match(body.trace_id, /^[\da-f]{8}-[\da-f-]{27}$/);
    return body.error.message;
  }

  for (const [parameter, values, field = parameter] of refused) {
    test(`a wrong ${field} is refused by its name`, async () => {
      for (const value of values) {
        const message = await assertError(await post({ ...valid, [parameter]: value }), 400, 'bad_request');
        assert.ok(message.startsWith(`'${field}' `), `${JSON.stringify(value)}: ${message}`);
      }
    });
  }

  for (const [parameter, values] of Object.entries(allowed)) {
    test(`an allowed ${parameter} is answered`, async () => {
      for (const value of values) {
        const response = await post({ ...valid, [parameter]: value });
        assert.equal(response.status, 200, `${JSON.stringify(value)}: ${await response.text()}`);
      }
    });
  }

  test('the tables have every parameter', async () => {
    const { requestSchema } = await import('../../endpoint/requestSchema');
    const names = Object.keys(requestSchema.properties);
    assert.deepEqual(
      names.filter((name) => !refused.some(([parameter]) => parameter === name)),
      [],
    );
    assert.deepEqual(
      names.filter((name) => name !== 'model' && !(name in allowed)),
      [],
    );
  });

  test('a missing required parameter is named', async () => {
    assert.equal(await assertError(await post({ messages: [user] }), 400, 'bad_request'), "'model' is required.");
    assert.equal(await assertError(await post({ model: valid.model }), 400, 'bad_request'), "'messages' is required.");
  });

  test('a body that is no JSON object is refused', async () => {
    assert.match(await assertError(await post('{"model": '), 400, 'bad_request'), /not valid JSON/);
    assert.match(await assertError(await post([]), 400, 'bad_request'), /body must be object/);
  });

  test('every offered model is taken, another is reported like an unknown address', async () => {
    for (const model of [...documentedModels, ...furtherModels]) {
      assert.equal((await post({ ...valid, model })).status, 200, model);
    }
    assert.match(await assertError(await post({ ...valid, model: 'claude-sonnet' }), 404, 'no_api'), /'claude-sonnet'/);
  });

  test('a token that is missing or wrong is refused, for the list of models too', async () => {
    await assertError(await post(valid, {}), 400, 'no_token');
    await assertError(await post(valid, { authorization: 'Bearer ' }), 400, 'no_token');
    await assertError(await post(valid, { authorization: 'Bearer other-not-real' }), 401, 'invalid_token');
    await assertError(await fetch(`${endpoint.origin}/v1/models`), 400, 'no_token');
  });

  test('both addresses of chat and of the model list answer, others do not exist', async () => {
    const authorization = `Bearer ${token}`;
    assert.equal((await post(valid, { authorization }, '/openai/chat/completions')).status, 200);
    for (const path of ['/openai/v1/chat/completions', '/chat/completions', '/v1', '/v1/messages']) {
      await assertError(await post(valid, { authorization }, path), 404, 'no_api');
    }
    for (const path of ['/v1/models', '/openai/models']) {
      const response = await fetch(endpoint.origin + path, { headers: { authorization } });
      const list = (await response.json()) as {
        object: string;
        data: { id: string; object: string; created: number; owned_by: string }[];
      };
      assert.equal(list.object, 'list');
      assert.deepEqual(list.data[0], { id: 'claude-opus-4-8', object: 'model', created: 0, owned_by: 'acedata' });
      assert.ok(list.data.length > documentedModels.length);
    }
  });

  test('a body that is too large is read to its end and refused', async () => {
    const content = 'x'.repeat(maxBodyBytes);
    await assertError(await post({ ...valid, messages: [{ role: 'user', content }] }), 413, 'request_entity_too_large');
  });

  for (const { status, code, message } of documentedErrors) {
    test(`the documented error ${String(status)} ${code} can be played`, async () => {
      endpoint.enqueue(documentedError(code, status));
      assert.equal(await assertError(await post(valid), status, code), message);
    });
  }

  test('the error of the pay-per-call gateway has no code', async () => {
    endpoint.enqueue(paymentRequired());
    const response = await post(valid);
    assert.equal(response.status, 402);
    assert.deepEqual(await response.json(), { x402Version: 2, error: 'Payment Required', accepts: [] });
  });
});
