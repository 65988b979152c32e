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
    model = new ConfiguredModel({ model: fixture.client, state });
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
        assert.equal(action?.id, 'openRequestSettings');
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
      const request: ChatRequest = { ...question, [name]: value };
      endpoint.enqueue(errorAnswer(400, 'bad_request', `${name} is not supported by this model`));
      await assert.rejects(
        () => model.complete(request, new AbortController().signal),
        (error) => error instanceof AssistantError && error.parameter === name,
      );
      await model.turnOff(question.model, name);
      assert.deepEqual((await sent(request)).body, question);
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
