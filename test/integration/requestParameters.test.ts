/**
 * Every parameter that the user can set, in both directions, on every surface that sends: what is set arrives exactly, what is not set
 * does not arrive, and a value that the endpoint does not document is refused before anything is sent, with the range. The endpoint
 * refuses what its specification does not allow.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { languageModelVendor } from '../../src/core/contributions';
import { requestParameters, type RequestSetting } from '../../src/core/requestParameters';
import type { ChatController } from '../../src/host/chat/chatController';
import type { GitRepository } from '../../src/host/context/git';
import { ConfiguredModel } from '../../src/host/platform/configuredModel';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { checkRequest } from '../endpoint/requestCheck';
import { ChatFixture, lastAnswer } from '../support/chatFixture';
import { CommitFixture, git, write } from '../support/commitFixture';
import { EnvironmentToken } from '../support/environmentToken';
import { SelectionFixture } from '../support/selectionFixture';
import { MemoryMemento } from '../support/storage';

type Body = Readonly<Record<string, unknown>>;
const surfaces = ['chat', 'edit', 'commit', 'native chat'] as const;
type Surface = (typeof surfaces)[number];

/** Takes temperature, or top_p, and has a reasoning effort. */
const model = 'claude-haiku-4-5-20251001';
const manyNames = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`name ${String(index)}`, `värde ${String(index)}`]),
);

/** Values to send as they are; among them every kind of nothing that is a value all the same. */
const sentValues: Readonly<Record<RequestSetting, readonly unknown[]>> = {
  maxTokens: [1, 4096],
  maxCompletionTokens: [1, 55],
  temperature: [0, 0.5, 1],
  topP: [0, 0.25, 1],
  frequencyPenalty: [-2, 0, 1.5],
  presencePenalty: [-0.5, 0, 2],
  seed: [0, -7, 9_007_199_254_740_991],
  stop: [['END'], ['a', 'b ', '\tc', '</d>']],
  logitBias: [{ '50256': -100, '0': 0, '7': 100 }],
  serviceTier: ['auto', 'default', 'flex', 'scale', 'priority'],
  store: [false, true],
  metadata: [{ team: '', 'a b': 'é' }, manyNames],
  user: ['0', 'me@example.test'],
  parallelToolCalls: [false, true],
};

/** Values that mean "not set", for every setting of this kind. */
const unset: readonly unknown[] = [null, undefined];
const alsoUnset: Partial<Record<RequestSetting, readonly unknown[]>> = {
  stop: [[]],
  logitBias: [{}],
  metadata: [{}],
  serviceTier: [''],
  user: [''],
};

const integers = /must be a whole number from 1 on/;
const refusedValues: Readonly<Record<RequestSetting, readonly [RegExp, ...unknown[]]>> = {
  maxTokens: [integers, 0, -1, 1.5, '100', true],
  maxCompletionTokens: [integers, 0, 0.5, '5'],
  temperature: [/must be a number from 0 to 2/, -0.1, 2.1, '0.5', false],
  topP: [/must be a number from 0 to 1/, -0.1, 1.1, '1'],
  frequencyPenalty: [/must be a number from -2 to 2/, -2.1, 3, '0'],
  presencePenalty: [/must be a number from -2 to 2/, -3, 2.5],
  seed: [/must be a whole number from -9007199254740991 to 9007199254740991/, 0.5, 1e20, '4'],
  stop: [/must be a list of up to 4 texts/, ['a', 'b', 'c', 'd', 'e'], [''], [1], 'END'],
  logitBias: [
    /must be an object of whole numbers from -100 to 100 by token id/,
    { '1': 101 },
    { '1': 0.5 },
    { '1': '5' },
    { hello: 1 },
    { '-1': 1 },
    [1],
  ],
  serviceTier: [/must be one of: auto, default, flex, scale, priority/, 'fast', 'Auto', 1],
  store: [/must be true or false/, 'yes', 0, 1],
  metadata: [/must be an object of texts by name/, { a: 1 }, { a: null }, 'a', ['a']],
  user: [/must be a text/, 7, true, ['me']],
  parallelToolCalls: [/must be true or false/, 'false', 0],
};

suite('Every request parameter', function () {
  this.timeout(60_000);
  const environment = new EnvironmentToken();
  const changed = new Map<string, vscode.ConfigurationTarget>();
  let configured: ConfiguredModel[];
  let chat: ChatFixture;
  let controller: ChatController;
  let edit: SelectionFixture;
  let commit: CommitFixture;
  let repository: GitRepository;
  let nativeEndpoint: Endpoint;
  /** A file that is open already shows its new text a moment later. */
  let files = 0;

  suiteSetup(async () => {
    await vscode.extensions.getExtension('ace-claude.ace-claude')?.activate();
    configured = [];
    const configure = (client: ConstructorParameters<typeof ConfiguredModel>[0]['model']): ConfiguredModel => {
      const made = new ConfiguredModel({
        model: client,
        state: new MemoryMemento(),
        explain: () => import('../../src/host/platform/refusal'),
      });
      configured.push(made);
      return made;
    };
    chat = await ChatFixture.start({ modelOf: configure });
    controller = await chat.open();
    edit = await SelectionFixture.begin(configure);
    commit = await CommitFixture.start(configure);
    repository = await commit.repository('parameters');
    write(repository.rootUri, 'a.txt', 'one\ntwo\n');
    git(repository.rootUri, 'add', '.');
    nativeEndpoint = await startEndpoint({ tokensPerSecond: Infinity });
    environment.use(nativeEndpoint.origin);
    for (const key of ['chat.model', 'edit.model', 'commit.model']) {
      await vscode.workspace.getConfiguration('aceClaude').update(key, model, vscode.ConfigurationTarget.Global);
    }
  });

  suiteTeardown(async () => {
    for (const key of ['chat.model', 'edit.model', 'commit.model']) {
      await vscode.workspace.getConfiguration('aceClaude').update(key, undefined, vscode.ConfigurationTarget.Global);
    }
    configured.forEach((made) => {
      made.dispose();
    });
    environment.restore();
    await nativeEndpoint.close();
    await edit.end();
    await commit.dispose();
    await chat.dispose();
  });

  teardown(async () => {
    for (const [key, target] of changed) {
      await vscode.workspace.getConfiguration('aceClaude').update(key, undefined, target);
    }
    changed.clear();
  });

  async function set(key: string, value: unknown, target = vscode.ConfigurationTarget.Global): Promise<void> {
    changed.set(key, target);
    await vscode.workspace.getConfiguration('aceClaude').update(key, value, target);
  }

  const tool = { name: 'look', description: 'Looks.', inputSchema: { type: 'object', properties: {} } };

  /** All values are tried where that is quick; what reads them is the same for all surfaces. */
  const someOf = (surface: Surface, values: readonly unknown[]): readonly unknown[] =>
    surface === 'chat' ? values : values.slice(0, 1);

  /** Makes a surface ask. @returns what it says went wrong, if anything did */
  async function ask(surface: Surface, id = model): Promise<string | undefined> {
    switch (surface) {
      case 'chat':
        await controller.newChat();
        assert.equal(await controller.send('Hi'), true);
        return lastAnswer(controller).notice?.sentence;
      case 'edit': {
        const said = edit.asked.length;
        files += 1;
        await edit.open(`shop${String(files)}.js`, 'function add(x, y) {\n  return x + y;\n}\n', [0, 2]);
        await edit.run('document');
        return edit.asked.length > said ? edit.asked.at(-1)?.sentence : undefined;
      }
      case 'commit': {
        const said = commit.said.length;
        repository.inputBox.value = '';
        await commit.messages.generate(repository);
        return commit.said.length > said ? commit.said.at(-1) : undefined;
      }
      case 'native chat':
        try {
          const [found] = await vscode.lm.selectChatModels({ vendor: languageModelVendor, id });
          assert.ok(found);
          const message = new vscode.LanguageModelChatMessage(vscode.LanguageModelChatMessageRole.User, 'Hi');
          const response = await found.sendRequest([message], { tools: [tool] });
          const parts: unknown[] = [];
          for await (const part of response.stream) parts.push(part);
          return undefined;
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
    }
  }

  function requestsOf(surface: Surface): Endpoint['requests'] {
    const { requests } = { chat: chat.endpoint, edit: edit.endpoint, commit: commit.endpoint, 'native chat': nativeEndpoint }[
      surface
    ];
    return requests.filter(({ method }) => method === 'POST');
  }

  /** What arrives of one question, which the specification allows. */
  async function sent(surface: Surface, id?: string): Promise<Body> {
    const before = requestsOf(surface).length;
    await ask(surface, id);
    const [first] = requestsOf(surface).slice(before);
    assert.ok(first, `${surface} sent nothing`);
    const allowed = checkRequest(first.json);
    if (typeof allowed === 'string') assert.fail(`${surface}: ${allowed}`);
    return first.json as Body;
  }

  /** All of the user's, but the limit of the answer, which is always sent. */
  const ofUser = Object.values(requestParameters)
    .map(({ name }) => name)
    .filter((name) => name !== 'max_tokens');

  function parametersIn(body: Body): Body {
    return Object.fromEntries(
      Object.entries(body).filter(([name]) => [...ofUser, 'max_tokens', 'n'].some((own) => own === name)),
    );
  }

  for (const surface of surfaces) {
    suite(`of ${surface}`, () => {
      test('is not sent where it is not set, but for a limit of the answer', async () => {
        const body = parametersIn(await sent(surface));
        assert.deepEqual(Object.keys(body), ['max_tokens']);
        assert.ok(Number(body['max_tokens']) >= 1);
      });

      for (const [setting, values] of Object.entries(sentValues) as [RequestSetting, readonly unknown[]][]) {
        const { name } = requestParameters[setting];
        test(`${name} is sent exactly as it is set, and not when it is not`, async () => {
          for (const value of someOf(surface, values)) {
            await set(`request.${setting}`, value);
            const { max_tokens: limit, ...others } = parametersIn(await sent(surface));
            if (setting === 'maxTokens') {
              assert.deepEqual([limit, others], [value, {}]);
            } else if (setting === 'parallelToolCalls' && surface !== 'native chat') {
              // No tools, so nothing about them.
              assert.deepEqual(others, {});
            } else {
              assert.deepEqual(others, { [name]: value });
              assert.equal(limit === undefined, setting === 'maxCompletionTokens');
            }
          }
          for (const value of someOf(surface, [...(alsoUnset[setting] ?? []), ...unset])) {
            await set(`request.${setting}`, value);
            assert.deepEqual(Object.keys(parametersIn(await sent(surface))), ['max_tokens'], JSON.stringify(value));
          }
        });
      }

      for (const [setting, [words, ...values]] of Object.entries(refusedValues)) {
        test(`${setting} is refused where the endpoint would refuse it, with what it must be`, async () => {
          const before = requestsOf(surface).length;
          for (const value of someOf(surface, values)) {
            await set(`request.${setting}`, value);
            const sentence = (await ask(surface)) ?? '';
            assert.match(sentence, words, JSON.stringify(value));
            assert.match(sentence, new RegExp(`Nothing was sent.*aceClaude\\.request\\.${setting} `));
          }
          assert.equal(requestsOf(surface).length, before);
        });
      }
    });
  }

  test('of a workspace counts before the one of the user, and its null unsets it', async () => {
    const { Workspace } = vscode.ConfigurationTarget;
    await set('request.temperature', 0.5);
    await vscode.workspace.getConfiguration('aceClaude').update('request.temperature', 0, Workspace);
    try {
      assert.equal((await sent('chat'))['temperature'], 0);
      await vscode.workspace.getConfiguration('aceClaude').update('request.temperature', null, Workspace);
      assert.equal('temperature' in (await sent('chat')), false);
    } finally {
      await vscode.workspace.getConfiguration('aceClaude').update('request.temperature', undefined, Workspace);
    }
    assert.equal((await sent('chat'))['temperature'], 0.5);
  });

  test('that is another name of one that is set is left out', async () => {
    await set('request.maxTokens', 70);
    await set('request.maxCompletionTokens', 80);
    for (const surface of surfaces) {
      assert.deepEqual(parametersIn(await sent(surface)), { max_tokens: 70 }, surface);
    }
  });

  test('prediction is sent with edits alone, and only where it is set', async () => {
    assert.equal('prediction' in (await sent('edit')), false);
    await set('edit.prediction', true);
    const { prediction } = await sent('edit');
    assert.deepEqual(prediction, { type: 'content', content: 'function add(x, y) {\n  return x + y;\n}' });
    for (const surface of ['chat', 'commit', 'native chat'] as const) {
      assert.equal('prediction' in (await sent(surface)), false, surface);
    }
  });

  test('reasoning_effort is sent as it is chosen, and not where none is', async () => {
    for (const surface of surfaces) {
      assert.equal('reasoning_effort' in (await sent(surface)), false, surface);
    }
    for (const effort of ['low', 'medium', 'high'] as const) {
      assert.equal((await sent('native chat', `${model}@${effort}`))['reasoning_effort'], effort);
      await controller.newChat();
      controller.selectEffort(effort);
      const before = requestsOf('chat').length;
      await controller.send('Hi');
      assert.equal((requestsOf('chat')[before]?.json as Body)['reasoning_effort'], effort);
    }
  });

  test('temperature is left out beside a reasoning effort, whichever surface asks', async () => {
    await set('request.temperature', 0.2);
    const body = await sent('native chat', `${model}@high`);
    assert.deepEqual([body['reasoning_effort'], 'temperature' in body], ['high', false]);
  });

  test('n is never sent: alternatives are questions of their own', async () => {
    for (const surface of surfaces) {
      assert.equal('n' in (await sent(surface)), false, surface);
    }
  });
});
