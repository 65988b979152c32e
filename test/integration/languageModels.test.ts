/** The models in VS Code's own list, as any extension gets them: selected, asked and counted through VS Code, answered by the real client. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatRequest } from '../../src/core/chatCompletions';
import { languageModelVendor } from '../../src/core/contributions';
import { defaultModel, modelFacts, models as knownModels } from '../../src/core/models';
import { LanguageModels } from '../../src/host/nativeChat/languageModels';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer, errorAnswer, type Scenario } from '../endpoint/scenario';
import { toolCallAnswer } from '../endpoint/toolCallAnswer';
import { wireUsage } from '../endpoint/usage';
import { onePixel } from '../support/contextFixture';
import { EnvironmentToken } from '../support/environmentToken';
import { fakeToken } from '../support/fakeSecret';
import { gated } from '../support/gated';
import { until } from '../support/until';

const haiku = 'claude-haiku-4-5-20251001';

/** The oldest supported VS Code does not tell a provider that its request was canceled. */
const passesCancellationOn = !vscode.version.startsWith('1.104.');

type Part = vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart;

/** Not in the stable API of the oldest VS Code, but there. */
interface DataParts {
  readonly LanguageModelDataPart: { image(data: Uint8Array, mimeType: string): vscode.LanguageModelTextPart };
}

function user(...content: ConstructorParameters<typeof vscode.LanguageModelChatMessage>[1][]): vscode.LanguageModelChatMessage {
  const [only] = content;
  return new vscode.LanguageModelChatMessage(vscode.LanguageModelChatMessageRole.User, only ?? '');
}

suite('The language models', () => {
  const environment = new EnvironmentToken();
  let endpoint: Endpoint;
  /** Beside which the extension may ask for the list of models. */
  const questions = (): Endpoint['requests'] => endpoint.requests.filter(({ method }) => method === 'POST');

  setup(async () => {
    await vscode.extensions.getExtension('ace-claude.ace-claude')?.activate();
    endpoint = await startEndpoint({ tokensPerSecond: Infinity });
    environment.use(endpoint.origin);
  });

  teardown(async () => {
    environment.restore();
    await endpoint.close();
  });

  async function model(id = haiku): Promise<vscode.LanguageModelChat> {
    const [found, ...others] = await vscode.lm.selectChatModels({ vendor: languageModelVendor, id });
    assert.ok(found, id);
    assert.deepEqual(others, []);
    return found;
  }

  async function ask(
    messages: vscode.LanguageModelChatMessage[] | string,
    options: vscode.LanguageModelChatRequestOptions = {},
    id = haiku,
  ): Promise<readonly Part[]> {
    const asked = typeof messages === 'string' ? [user(messages)] : messages;
    const response = await (await model(id)).sendRequest(asked, options);
    const parts: Part[] = [];
    for await (const part of response.stream) parts.push(part as Part);
    return parts;
  }

  function textIn(parts: readonly Part[]): string {
    return parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  }

  function sent(index = -1): ChatRequest {
    return JSON.parse(questions().at(index)?.body ?? '{}') as ChatRequest;
  }

  async function failure(...scenarios: readonly Scenario[]): Promise<{ readonly code: string; readonly message: string }> {
    endpoint.enqueue(...scenarios);
    try {
      await ask('Hi');
    } catch (error) {
      assert.ok(error instanceof Error);
      const code = error instanceof vscode.LanguageModelError ? error.code : '';
      return { code, message: error.message };
    }
    return assert.fail('It did not fail.');
  }

  test('are there without a question, all of them, with their limits', async () => {
    environment.remove();
    const found = await vscode.lm.selectChatModels({ vendor: languageModelVendor });
    const ids = found.map(({ id }) => id);
    for (const { id, efforts, contextTokens, outputTokens } of knownModels) {
      for (const entry of [id, ...efforts.map((effort) => `${id}@${effort}`)]) assert.ok(ids.includes(entry), entry);
      assert.equal(found.find((one) => one.id === id)?.maxInputTokens, contextTokens - outputTokens);
    }
    const named = found.find(({ id }) => id === `${haiku}@high`);
    assert.deepEqual(
      [named?.name, named?.family, named?.version],
      ['Claude Haiku 4.5, high effort', 'claude-haiku-4-5', '20251001'],
    );
    assert.equal(found.find(({ id }) => id === defaultModel)?.name, modelFacts(defaultModel).name);
  });

  suite('as a list', () => {
    const tokens = new vscode.EventEmitter<void>();
    const listed = new vscode.EventEmitter<void>();
    let looked: number;
    let list: LanguageModels;

    setup(() => {
      looked = 0;
      list = new LanguageModels({
        load: () => assert.fail('Only a request needs more.'),
        tokens: { onDidChange: tokens.event },
        live: { ids: undefined, onDidChange: listed.event },
        hasToken: () => {
          looked += 1;
          return Promise.resolve(true);
        },
      });
    });

    teardown(async () => {
      list.dispose();
      await vscode.workspace.getConfiguration('aceClaude').update('chat.model', undefined, vscode.ConfigurationTarget.Global);
    });

    test('are there at once, with one that VS Code may take by default, and nobody is asked while it is silent', () => {
      const found = list.provideLanguageModelChatInformation({ silent: true });
      assert.deepEqual(
        found.filter(({ isDefault }) => isDefault).map(({ id }) => id),
        [defaultModel],
      );
      assert.ok(found.every(({ capabilities }) => capabilities.imageInput === true && capabilities.toolCalling === true));
      assert.equal(looked, 0);
      assert.deepEqual(list.provideLanguageModelChatInformation({ silent: false }), found);
      assert.equal(looked, 1);
    });

    test('hold the model of the settings, whatever it is, and say when that or the token changes', async () => {
      let changes = 0;
      list.onDidChangeLanguageModelChatInformation(() => (changes += 1));
      tokens.fire();
      assert.equal(changes, 1);
      await vscode.workspace
        .getConfiguration('aceClaude')
        .update('chat.model', 'claude-next', vscode.ConfigurationTarget.Global);
      await until(() => changes === 2);
      const chosen = list.provideLanguageModelChatInformation({ silent: true }).find(({ isDefault }) => isDefault);
      assert.deepEqual([chosen?.id, chosen?.name], ['claude-next', 'claude-next']);
    });
  });

  test('answer piece by piece, as the pieces come', async () => {
    const { scenario, open } = gated(['Hel', 'lo.'], 'whole');
    endpoint.enqueue(scenario);
    const response = await (await model()).sendRequest([user('Hi')]);
    const pieces = response.text[Symbol.asyncIterator]();
    open(0);
    assert.equal((await pieces.next()).value, 'Hel');
    open(1);
    assert.equal((await pieces.next()).value, 'lo.');
    assert.equal((await pieces.next()).done, true);
  });

  test('close the connection when they are canceled', async function () {
    // There VS Code forgets the token once the request has begun.
    if (!passesCancellationOn) this.skip();
    const { scenario, open } = gated(['Hel']);
    endpoint.enqueue(scenario);
    const cancel = new vscode.CancellationTokenSource();
    const response = await (await model()).sendRequest([user('Hi')], {}, cancel.token);
    const pieces = response.text[Symbol.asyncIterator]();
    open(0);
    assert.equal((await pieces.next()).value, 'Hel');
    cancel.cancel();
    assert.equal(await questions()[0]?.closed, 'client');
  });

  test('get the model and the effort of the entry, and nothing of what VS Code adds for itself', async () => {
    endpoint.enqueue(answer('Hello.'));
    const modelOptions = { temperature: 1, _capturingTokenCorrelationId: 'x' };
    assert.equal(textIn(await ask('Hi', { modelOptions }, `${haiku}@low`)), 'Hello.');
    const { stream, stream_options: options, ...body } = sent() as unknown as Record<string, unknown>;
    assert.equal(stream, true);
    assert.ok(options);
    assert.deepEqual(body, {
      model: haiku,
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 32_000,
      reasoning_effort: 'low',
      temperature: 1,
    });
  });

  test('call tools, several at once, take the results, and go on', async () => {
    endpoint.enqueue(
      toolCallAnswer(
        [
          { id: 'toolu_1', name: 'read', arguments: '{"path":"a.ts"}' },
          { id: 'toolu_2', name: 'now', arguments: '' },
        ],
        { text: 'I look.', numbering: 'clamped' },
      ),
      answer('Done.'),
    );
    const tools = [
      { name: 'read', description: 'Reads a file.', inputSchema: { type: 'object', properties: { path: { type: 'string' } } } },
      { name: 'now', description: 'The time.' },
    ];
    const parts = await ask('Read a.ts', { tools });
    const calls = parts.filter((part) => part instanceof vscode.LanguageModelToolCallPart);
    assert.equal(textIn(parts), 'I look.');
    assert.deepEqual(
      calls.map(({ callId, name, input }) => ({ callId, name, input })),
      [
        { callId: 'toolu_1', name: 'read', input: { path: 'a.ts' } },
        { callId: 'toolu_2', name: 'now', input: {} },
      ],
    );
    assert.equal(sent().tool_choice, 'auto');
    assert.equal(sent().tools?.length, 2);

    const history = [
      user('Read a.ts'),
      new vscode.LanguageModelChatMessage(vscode.LanguageModelChatMessageRole.Assistant, [...parts]),
      new vscode.LanguageModelChatMessage(vscode.LanguageModelChatMessageRole.User, [
        new vscode.LanguageModelToolResultPart('toolu_2', [new vscode.LanguageModelTextPart('noon')]),
        new vscode.LanguageModelToolResultPart('toolu_1', [new vscode.LanguageModelTextPart('let a;')]),
      ]),
    ];
    assert.equal(textIn(await ask(history, { tools })), 'Done.');
    assert.deepEqual(
      sent().messages.map(({ role, content, tool_call_id: id }) => [role, content, ...(id === undefined ? [] : [id])]),
      [
        ['user', 'Read a.ts'],
        ['assistant', 'I look.'],
        ['tool', 'let a;', 'toolu_1'],
        ['tool', 'noon', 'toolu_2'],
      ],
    );
  });

  test('must call a tool where the caller says so', async () => {
    endpoint.enqueue(toolCallAnswer([{ name: 'read', arguments: '{}' }]));
    const tools = [{ name: 'read', description: 'Reads a file.', inputSchema: { type: 'object' } }];
    await ask('Read', { tools, toolMode: vscode.LanguageModelChatToolMode.Required });
    assert.deepEqual(sent().tool_choice, { type: 'function', function: { name: 'read' } });
  });

  test('see images', async () => {
    endpoint.enqueue(answer('A dot.'));
    const { LanguageModelDataPart: data } = vscode as unknown as DataParts;
    const image = data.image(Buffer.from(onePixel, 'base64'), 'image/png');
    assert.equal(textIn(await ask([user([new vscode.LanguageModelTextPart('What is it?'), image])])), 'A dot.');
    assert.deepEqual(sent().messages[0]?.content, [
      { type: 'text', text: 'What is it?' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${onePixel}` } },
    ]);
  });

  test('answer several at once, each with its own', async () => {
    const count = 6;
    const scenarios = Array.from({ length: count }, (_, index) => gated([`${String(index)}a `, `${String(index)}b `], 'whole'));
    endpoint.enqueue(...scenarios.map(({ scenario }) => scenario));
    const chat = await model();
    const cancels = scenarios.map(() => new vscode.CancellationTokenSource());
    const texts = scenarios.map(() => '');
    const readers = cancels.map(async ({ token }, index) => {
      const response = await chat.sendRequest([user(`question ${String(index)}`)], {}, token);
      for await (const text of response.text) texts[index] = (texts[index] ?? '') + text;
    });
    await until(() => questions().length === count);
    /** Which scenario each question got: they are given in the order in which requests arrive. */
    const got = texts.map((_, index) => questions().findIndex(({ body }) => body.includes(`question ${String(index)}`)));
    for (let scenario = count - 1; scenario >= 0; scenario -= 1) scenarios[scenario]?.open(0);
    await until(() => texts.every((text) => text !== ''));
    // One goes, and the others do not notice.
    const gone = passesCancellationOn ? 2 : -1;
    cancels[gone]?.cancel();
    if (passesCancellationOn) assert.equal(await questions()[got[gone] ?? -1]?.closed, 'client');
    for (const { open } of scenarios) open(1);
    await Promise.allSettled(readers);
    assert.deepEqual(
      texts,
      got.map((scenario, index) => `${String(scenario)}a ${index === gone ? '' : `${String(scenario)}b `}`),
    );
  });

  test('fail in sentences, with the kind that callers know', async () => {
    const { code, message } = await failure(errorAnswer(401, 'invalid_token', 'No such token.'));
    assert.equal(code, 'NoPermissions');
    assert.match(message, /^The endpoint does not accept this API token\. Details: No such token\. Trace ID: [\w-]+$/);
    assert.equal((await failure(errorAnswer(403, 'used_up'))).code, 'Blocked');
    const missing = await failure(errorAnswer(404, 'no_api', 'No such model.'));
    assert.equal(missing.code, 'NotFound');
    assert.match(missing.message, /does not know this address or this model/);
    assert.match(
      (await failure(errorAnswer(400, 'bad_request', 'messages: wrong'))).message,
      /refused the request.*messages: wrong/,
    );
  });

  test('say that a token is needed, and send nothing', async () => {
    environment.remove();
    const { code, message } = await failure();
    assert.equal(code, 'NoPermissions');
    assert.match(message, /API token is needed/);
    assert.equal(questions().length, 0);
  });

  test('say what looks like a secret, and send nothing', async () => {
    await assert.rejects(ask(`token = '${fakeToken()}'`), (error) => {
      assert.ok(error instanceof vscode.LanguageModelError);
      assert.equal(error.code, 'Blocked');
      assert.match(error.message, /Nothing was sent, because of what looks like a secret: GitHub token/);
      assert.doesNotMatch(error.message, /ghp_/);
      return true;
    });
    assert.equal(questions().length, 0);
  });

  test('say so where an answer is empty, or a call cannot be read', async () => {
    assert.match((await failure(answer(''))).message, /empty answer/);
    assert.match((await failure(toolCallAnswer([]))).message, /no call came/);
    assert.match((await failure(toolCallAnswer([{ name: 'read', arguments: '{"a": ' }]))).message, /cannot be read/);
    assert.equal((await failure(answer('', { finishReason: 'content_filter' }))).code, 'Blocked');
  });

  test('keep what had come where an answer breaks off, and then say so', async () => {
    const broken = answer('One two three.', { finishReason: null, usage: null, done: false });
    endpoint.enqueue(broken);
    const response = await (await model()).sendRequest([user('Count')]);
    let text = '';
    await assert.rejects(async () => {
      for await (const piece of response.text) text += piece;
    }, /broke off before it was complete/);
    assert.equal(text, 'One two three.');
  });

  test('count tokens at once, and as the endpoint counts from the first answer on', async () => {
    const id = 'claude-opus-4-6';
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(100);
    const chat = await model(id);
    const before = await chat.countTokens(text);
    assert.ok(before > 800 && before < 1300, String(before));
    assert.equal(questions().length, 0);
    endpoint.enqueue(answer('Yes.', { usage: wireUsage({ prompt: Math.round(before * 1.4), completion: 1 }) }));
    await ask(text, {}, id);
    const after = await chat.countTokens(text);
    assert.ok(Math.abs(after / before - 1.4) < 0.05, `${String(before)} → ${String(after)}`);
    assert.ok((await (await model('claude-opus-4-7')).countTokens(text)) === before);
  });

  test('count a message with all that is in it', async () => {
    const chat = await model('claude-3-haiku-20240307');
    const words = 'word '.repeat(200);
    const plain = await chat.countTokens(user(words));
    assert.ok(plain > 190 && plain < 300, String(plain));
    const result = new vscode.LanguageModelToolResultPart('a', [new vscode.LanguageModelTextPart(words)]);
    const withResult = await chat.countTokens(user([new vscode.LanguageModelTextPart(words), result]));
    assert.ok(withResult > plain * 1.8 && withResult < plain * 2.4, String(withResult));
  });
});
