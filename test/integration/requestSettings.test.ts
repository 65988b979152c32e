/** The settings `aceClaude.request.*` in the real VS Code: what is set is sent, what is not is not, and what is wrong goes nowhere. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatRequest } from '../../src/core/chatCompletions';
import { AssistantError } from '../../src/core/errors';
import { requestParameters, type RequestSetting } from '../../src/core/requestParameters';
import { ConfiguredModel } from '../../src/host/platform/configuredModel';
import { errorNotice } from '../../src/host/platform/errorNotice';
import type { Endpoint } from '../endpoint/endpoint';
import { answer, errorAnswer } from '../endpoint/scenario';
import { ChatFixture } from '../support/chatFixture';
import { MemoryMemento } from '../support/storage';

suite('The request settings', () => {
  let fixture: ChatFixture;
  let endpoint: Endpoint;
  let state: MemoryMemento;
  let model: ConfiguredModel;
  const changed = new Set<string>();

  setup(async () => {
    fixture = await ChatFixture.start();
    ({ endpoint } = fixture);
    state = new MemoryMemento();
    model = new ConfiguredModel({ model: fixture.client, state, explain: () => import('../../src/host/platform/refusal') });
  });

  teardown(async () => {
    model.dispose();
    for (const key of changed) await set(key as RequestSetting, undefined);
    changed.clear();
    await fixture.dispose();
  });

  async function set(key: RequestSetting, value: unknown): Promise<void> {
    changed.add(key);
    await vscode.workspace.getConfiguration('aceClaude').update(`request.${key}`, value, vscode.ConfigurationTarget.Global);
  }

  const question: ChatRequest = {
    model: 'claude-haiku-4-5-20251001',
    messages: [{ role: 'user', content: 'Hi' }],
    max_tokens: 100,
  };

  /** The body that the endpoint gets, and the request as the feature is told of it. */
  async function sent(request = question): Promise<{ readonly body: Record<string, unknown>; readonly told: unknown }> {
    endpoint.enqueue(answer('Hello.'));
    let told: unknown;
    for await (const delta of model.stream(request, new AbortController().signal)) {
      if (delta.type === 'sent') told = delta.request;
    }
    const {
      stream,
      stream_options: options,
      ...body
    } = JSON.parse(endpoint.requests.at(-1)?.body ?? '{}') as Record<string, unknown>;
    return { body, told };
  }

  test('send nothing that is not set', async () => {
    const { body, told } = await sent();
    assert.deepEqual(body, question);
    assert.deepEqual(told, question);
  });

  test('send each exactly as it is set, and tell the feature so', async () => {
    const values = {
      maxTokens: 77,
      temperature: 0,
      frequencyPenalty: -2,
      presencePenalty: 0.5,
      seed: -7,
      stop: ['END', '##'],
      logitBias: { '50256': -100 },
      serviceTier: 'flex',
      store: false,
      metadata: { team: 'a b' },
      user: 'me',
      parallelToolCalls: false,
    } as const satisfies Partial<Record<RequestSetting, unknown>>;
    for (const [key, value] of Object.entries(values)) await set(key as RequestSetting, value);
    const tools = [{ type: 'function' as const, function: { name: 'f' } }];
    const { body, told } = await sent({ ...question, tools });
    const wanted = Object.entries(values).map(([key, value]) => [requestParameters[key as keyof typeof values].name, value]);
    assert.deepEqual(body, { ...question, tools, ...Object.fromEntries(wanted) });
    assert.deepEqual(told, body);
  });

  test('send max_completion_tokens in place of the limit that a feature wants', async () => {
    await set('maxCompletionTokens', 55);
    const { max_tokens: limit, ...rest } = question;
    assert.deepEqual((await sent()).body, { ...rest, max_completion_tokens: 55 });
  });

  test('send nothing at all where one is out of its range, and say which and what the range is', async () => {
    await set('temperature', 2.5);
    await assert.rejects(
      () => sent(),
      (error) => {
        assert.ok(error instanceof AssistantError && error.kind === 'badSetting');
        const { sentence, action } = errorNotice(error, false);
        assert.match(sentence, /Nothing was sent.*aceClaude\.request\.temperature must be a number from 0 to 2/);
        assert.deepEqual([action?.id, action?.parameter], ['openRequestSettings', 'temperature']);
        return true;
      },
    );
    assert.equal(endpoint.requests.length, 0);
  });

  test('leave out what the model is known to refuse, and say so once', async () => {
    await set('temperature', 0.3);
    await set('topP', 0.9);
    assert.deepEqual((await sent()).body, { ...question, temperature: 0.3 });
    assert.deepEqual(state.get('request.told'), { [question.model]: ['top_p:oneOfTwo'] });
    await sent();
    assert.deepEqual((await sent({ ...question, model: 'claude-3-haiku-20240307' })).body, {
      ...question,
      model: 'claude-3-haiku-20240307',
      temperature: 0.3,
      top_p: 0.9,
    });
  });

  test('are not to blame where it is the images that are refused', async () => {
    const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] as const;
    for (const [messages, words] of [
      [[{ role: 'user', content }], /refused the images: perhaps this model takes none/],
      [question.messages, /The endpoint refused the request/],
    ] as const) {
      endpoint.enqueue(errorAnswer(400, 'bad_request', 'This model does not support image input.'));
      await assert.rejects(
        () => model.complete({ ...question, messages }, new AbortController().signal),
        (error) => error instanceof AssistantError && words.test(errorNotice(error, false).sentence),
      );
    }
  });

  test('name the one that the endpoint refuses, and do not send it to that model again until it is changed', async () => {
    await set('seed', 4);
    endpoint.enqueue(errorAnswer(400, 'bad_request', 'seed: Extra inputs are not permitted'));
    await assert.rejects(
      () => model.complete(question, new AbortController().signal),
      (error) => {
        assert.ok(error instanceof AssistantError && error.parameter === 'seed');
        const { sentence, action } = errorNotice(error, false);
        assert.match(sentence, /refused seed/);
        assert.deepEqual(action, { id: 'turnOffParameter', label: 'Do Not Send seed to This Model', parameter: 'seed' });
        return true;
      },
    );
    await model.turnOff(question.model, 'seed');
    assert.deepEqual(model.turnedOff, [{ model: question.model, name: 'seed' }]);
    assert.deepEqual((await sent()).body, question);
    await model.turnOn(question.model, 'seed');
    assert.deepEqual(model.turnedOff, []);
    assert.deepEqual((await sent()).body, { ...question, seed: 4 });
    await model.turnOff(question.model, 'seed');
    await set('seed', 5);
    assert.deepEqual((await sent()).body, { ...question, seed: 5 });
  });

  test('are not to blame where the question is too long for the model', async () => {
    for (const words of [
      'prompt is too long: 213000 tokens > 200000 maximum',
      'Input is too long for requested model.',
      "This model's maximum context length is 200000 tokens.",
      'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000',
    ]) {
      endpoint.enqueue(errorAnswer(400, 'bad_request', words));
      await assert.rejects(
        () => model.complete(question, new AbortController().signal),
        (error) => error instanceof AssistantError && error.kind === 'tooLarge' && error.detail === words,
      );
    }
  });

  /** How backends say which parameter they refuse. */
  const refusals: readonly [shape: string, status: number, body: (name: string) => unknown][] = [
    ['beside the words', 400, (param) => ({ error: { message: 'Unsupported value.', param, code: 'unsupported_value' } })],
    [
      'in the words',
      400,
      (name) => ({ error: { code: 'bad_request', message: `'${name}' is not supported here.` }, trace_id: 't' }),
    ],
    ["in an upstream's words", 400, (name) => ({ error: { error: { message: `${name}: Extra inputs are not permitted` } } })],
    ['as a place', 422, (name) => ({ detail: [{ loc: ['body', name], msg: 'Input is not valid', type: 'value_error' }] })],
    ['as text alone', 400, (name) => `Unknown parameter ${name}`],
  ];
  const setValues: readonly (readonly [RequestSetting, unknown])[] = [
    ['maxTokens', 77],
    ['temperature', 0.5],
    ['topP', 0.96],
    ['frequencyPenalty', 1],
    ['presencePenalty', 1],
    ['seed', 3],
    ['stop', ['END']],
    ['logitBias', { '1': 1 }],
    ['serviceTier', 'flex'],
    ['store', true],
    ['metadata', { a: 'b' }],
    ['user', 'me'],
    ['parallelToolCalls', false],
  ];

  for (const [shape, status, bodyOf] of refusals) {
    const refuse = (name: string): void => {
      const body = bodyOf(name);
      const steps = [{ send: typeof body === 'string' ? body : JSON.stringify(body) }];
      endpoint.enqueue({ status, headers: { 'content-type': 'application/json' }, steps });
    };
    const refusedOf = async (request: ChatRequest, name: string): Promise<AssistantError> => {
      refuse(name);
      try {
        await model.complete(request, new AbortController().signal);
      } catch (error) {
        assert.ok(error instanceof AssistantError);
        return error;
      }
      return assert.fail('It was not refused.');
    };
    const tools = [{ type: 'function' as const, function: { name: 'f' } }];

    test(`that are refused ${shape} are named, where they were sent`, async () => {
      for (const [key, value] of setValues) {
        const { name } = requestParameters[key];
        const before = await refusedOf({ ...question, tools }, name);
        assert.equal(before.parameter, undefined, `${name} was not sent`);
        assert.match(errorNotice(before, false).sentence, /^The endpoint refused the request\.$/);
        await set(key, value);
        const error = await refusedOf({ ...question, tools }, name);
        assert.equal(error.parameter, name);
        assert.equal(errorNotice(error, false).sentence, `The endpoint refused ${name}.`);
        await set(key, undefined);
      }
      const chosen: Partial<ChatRequest> = {
        response_format: { type: 'json_object' },
        web_search_options: {},
        modalities: ['text', 'audio'],
        audio: { voice: 'alloy', format: 'mp3' },
        logprobs: true,
        top_logprobs: 2,
        prediction: { type: 'content', content: 'x' },
        reasoning_effort: 'minimal',
      };
      for (const name of Object.keys(chosen)) {
        assert.equal((await refusedOf(question, name)).parameter, undefined, `${name} was not sent`);
        assert.equal((await refusedOf({ ...question, ...chosen }, name)).parameter, name);
      }
    });
  }

  test('that are a limit above that of the model leave its own, and say so once', async () => {
    await set('maxTokens', 70_000);
    assert.deepEqual((await sent()).body, { ...question, max_tokens: 64_000 });
    assert.deepEqual(state.get('request.told'), { [question.model]: ['max_tokens:overLimit'] });
    await set('maxTokens', 64_000);
    assert.deepEqual((await sent()).body, { ...question, max_tokens: 64_000 });
    await set('maxTokens', undefined);
    await set('maxCompletionTokens', 70_000);
    assert.deepEqual((await sent()).body, { ...question, max_tokens: 64_000 });
  });

  test('that are turned off leave the limit that a feature wants', async () => {
    for (const [key, name] of [
      ['maxTokens', 'max_tokens'],
      ['maxCompletionTokens', 'max_completion_tokens'],
    ] as const) {
      await set(key, 50);
      await model.turnOff(question.model, name);
      assert.deepEqual((await sent()).body, question);
      await set(key, undefined);
    }
  });

  test('and what a feature was asked to put in are named where they are refused', async () => {
    for (const [name, value] of [
      ['reasoning_effort', 'high'],
      ['prediction', { type: 'content', content: 'x' }],
    ] as const) {
      const roomy = { ...question, max_tokens: 5000 };
      const request: ChatRequest = { ...roomy, [name]: value };
      endpoint.enqueue(errorAnswer(400, 'bad_request', `${name} is not supported by this model`));
      await assert.rejects(
        () => model.complete(request, new AbortController().signal),
        (error) => error instanceof AssistantError && error.parameter === name,
      );
      await model.turnOff(question.model, name);
      assert.deepEqual((await sent(request)).body, roomy);
    }
  });

  test('are not blamed where a retired model fails: its successor is offered', async () => {
    const retired = { ...question, model: 'claude-3-5-haiku-20241022' };
    for (const [status, code] of [
      [404, 'no_api'],
      [400, 'bad_request'],
      [501, 'api_not_implemented'],
    ] as const) {
      endpoint.enqueue(errorAnswer(status, code, 'model: no such thing'));
      await assert.rejects(
        () => model.complete(retired, new AbortController().signal),
        (error) => {
          assert.ok(error instanceof AssistantError);
          const { sentence, action } = errorNotice(error, false);
          assert.match(sentence, / This model is retired\.$/);
          assert.deepEqual(action, {
            id: 'useSuccessor',
            label: 'Ask Claude Haiku 4.5 Instead',
            model: 'claude-haiku-4-5-20251001',
          });
          return true;
        },
      );
    }
    endpoint.enqueue(errorAnswer(403, 'used_up', 'No credit'));
    await assert.rejects(
      () => model.complete(retired, new AbortController().signal),
      (error) => error instanceof AssistantError && error.successor === undefined,
    );
  });
});
