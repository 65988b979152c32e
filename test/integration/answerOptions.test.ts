/** What the options of a chat send and what becomes of the answers, with the real client, inside the extension host. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activePath, versionsOf, type Answer } from '../../src/core/conversation';
import { schemaProblems } from '../../src/core/jsonSchema/schemaProblems';
import { chatRequest } from '../../src/core/prompts/chat';
import { schemaWords } from '../../src/host/answers/schemaWords';
import type { ChatController } from '../../src/host/chat/chatController';
import { readOptionSettings } from '../../src/host/platform/optionSettings';
import type { Endpoint } from '../endpoint/endpoint';
import { answer, errorAnswer } from '../endpoint/scenario';
import { ChatFixture, lastAnswer } from '../support/chatFixture';
import { gated } from '../support/gated';
import { until } from '../support/until';

const schema = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };
const order = { type: 'json_schema', name: 'order', schema, source: 'order.schema.json' } as const;

suite('The options of a chat', () => {
  let fixture: ChatFixture;
  let endpoint: Endpoint;
  let chat: ChatController;
  const changed = new Set<string>();

  setup(async () => {
    fixture = await ChatFixture.start();
    ({ endpoint } = fixture);
    chat = await fixture.open();
  });

  teardown(async () => {
    for (const key of changed) await set(key, undefined);
    changed.clear();
    await fixture.dispose();
  });

  async function set(key: string, value: unknown): Promise<void> {
    changed.add(key);
    await vscode.workspace.getConfiguration('aceClaude').update(key, value, vscode.ConfigurationTarget.Global);
  }

  const sent = (index = -1): Readonly<Record<string, unknown>> => endpoint.requests.at(index)?.json as never;
  const wishes = (): readonly unknown[] =>
    endpoint.requests.map(({ json }) => (json as Readonly<Record<string, unknown>>)['n']);
  const knowThatChoicesAreDropped = async (): Promise<void> => {
    endpoint.enqueue(answer('A.'), answer('B.'));
    await chat.send('Before');
  };
  const versions = (): readonly Answer[] => versionsOf(chat.conversation, lastAnswer(chat)) as readonly Answer[];

  test('go with a question, an edit, a retry and, but for the format, a continuation', async () => {
    chat.changeOptions({ webSearch: true, aloud: true, probabilities: true, answerFormat: order });
    await set('webSearch.contextSize', 'low');
    await set('webSearch.location', { city: 'Bern', country: ' ' });
    await set('request.topLogprobs', 2);
    const expected = {
      web_search_options: {
        search_context_size: 'low',
        user_location: { type: 'approximate', approximate: { city: 'Bern' } },
      },
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'mp3' },
      logprobs: true,
      top_logprobs: 2,
    };
    const format = { type: 'json_schema', json_schema: { name: 'order', schema } };
    const matches = (response: unknown): void => {
      for (const [name, value] of Object.entries(expected)) assert.deepEqual(sent()[name], value, name);
      assert.deepEqual(sent()['response_format'], response);
    };
    endpoint.enqueue(answer('{"id": 1}'), answer('{"id": 2}'), answer('{"id": ', { finishReason: 'length' }), answer('3}'));
    await chat.send('One');
    matches(format);
    await chat.session.edit(chat.conversation.messages[0]?.id ?? '', 'Two');
    matches(format);
    await chat.session.retry(lastAnswer(chat).id);
    matches(format);
    assert.doesNotMatch(lastAnswer(chat).notice?.sentence ?? '', /schema/);
    await chat.session.continue(lastAnswer(chat).id);
    matches(undefined);
    assert.equal(lastAnswer(chat).notice?.sentence, 'Matches the schema order.');
    const { input } = await chat.plannedInput();
    assert.deepEqual(chatRequest(input).response_format, format);
  });

  test('say that an answer could not be checked where the pattern of a schema would take for ever', async () => {
    const endless = { type: 'object', properties: { id: { type: 'string', pattern: '^(?:a+)+$' } } };
    chat.changeOptions({ answerFormat: { ...order, schema: endless } });
    endpoint.enqueue(answer(`{"id": "${'a'.repeat(60)}!"}`), answer('{"id": "aa"}'));
    await chat.send('Which order?');
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /could not be checked: the schema order takes too long/);
    await chat.send('And which?');
    assert.equal(lastAnswer(chat).notice?.sentence, 'Matches the schema order.');
  });

  test('say under an answer what of it does not match its schema, or is no JSON', async () => {
    chat.changeOptions({ answerFormat: order });
    endpoint.enqueue(answer('{"id": "x", "id2": 1}'), answer('{"id": 1'), answer('No.'));
    await chat.send('One');
    assert.equal(lastAnswer(chat).text, '{"id": "x", "id2": 1}');
    assert.equal(lastAnswer(chat).notice?.sentence, 'Does not match the schema order.');
    assert.deepEqual(lastAnswer(chat).notice?.points, ['$.id is of type string, where "integer" is wanted.']);
    assert.equal(lastAnswer(chat).notice?.action?.id, 'retry');
    await chat.send('Two');
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /ends too early, in line 1, column 9/);
    await chat.send('Three');
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /not JSON: see line 1, column 1/);
  });

  test('have words of their own for each thing that a schema can ask', () => {
    const draft7 = 'http://json-schema.org/draft-07/schema#';
    const broken: readonly (readonly [value: unknown, schema: object])[] = [
      [1, { type: 'string' }],
      [1, { const: 2 }],
      [1, { enum: [2] }],
      ['a', { minLength: 2 }],
      ['abc', { maxLength: 2 }],
      ['a', { pattern: '^b' }],
      ['a', { format: 'date' }],
      [1, { minimum: 2 }],
      [3, { maximum: 2 }],
      [1, { exclusiveMinimum: 1 }],
      [1, { exclusiveMaximum: 1 }],
      [1, { multipleOf: 2 }],
      [[], { minItems: 1 }],
      [[1, 2], { maxItems: 1 }],
      [[1, 1], { uniqueItems: true }],
      [{}, { minProperties: 1 }],
      [{ a: 1 }, { maxProperties: 0 }],
      [{ a: 1 }, { propertyNames: { pattern: '^x' } }],
      [{ a: 1 }, { additionalProperties: false }],
      [{}, { required: ['a'] }],
      [1, { anyOf: [{ type: 'string' }] }],
      [1, { oneOf: [{}, {}] }],
      [1, { not: {} }],
      [[1], { contains: { type: 'string' } }],
      [['a'], { contains: { type: 'string' }, minContains: 2 }],
      [['a', 'b'], { contains: { type: 'string' }, maxContains: 1 }],
      [{ a: 1 }, { dependentRequired: { a: ['b'] } }],
      [{ a: 1 }, { $schema: draft7, dependencies: { a: ['b'] } }],
    ];
    for (const [value, asked] of broken) {
      const problems = schemaProblems(value, asked);
      assert.equal(problems.length, 1, JSON.stringify(asked));
      for (const problem of problems) assert.equal(schemaWords(problem), `${problem.path} ${problem.message}.`);
    }
  });

  test('are there again in a window that is opened later, also without a message', async () => {
    chat.changeOptions({ webSearch: true, answerFormat: order });
    await fixture.store.drafts.flush();
    chat = await fixture.open();
    assert.deepEqual(chat.conversation.options, { webSearch: true, answerFormat: order });
    endpoint.enqueue(answer('{"id": 1}'));
    await chat.send('One');
    chat.changeOptions({ alternatives: 2 });
    chat = await fixture.open();
    assert.deepEqual(chat.conversation.options, { alternatives: 2 });
    assert.deepEqual(lastAnswer(chat).options, { webSearch: true, answerFormat: order });
  });

  test('give several answers at once, of which one may fail, and go on from the chosen one', async () => {
    chat.changeOptions({ alternatives: 3 });
    endpoint.enqueue(answer('One.'), errorAnswer(400, 'bad_request'), answer('Three.'), answer('Next.'));
    await chat.send('Name a number');
    assert.deepEqual(wishes(), [3, undefined, undefined]);
    const [first, ...others] = versions();
    assert.equal(lastAnswer(chat), first);
    const ended = [first, ...others].map((version) => version?.status);
    assert.deepEqual([...ended].sort(), ['complete', 'complete', 'failed']);
    const kept = versions().find(({ status, id }) => status === 'complete' && id !== first?.id);
    assert.ok(kept);
    chat.session.selectVersion(kept.id);
    chat.changeOptions({});
    await chat.send('And then?');
    assert.deepEqual(
      (sent()['messages'] as { role: string; content: string }[]).filter(({ role }) => role === 'assistant'),
      [{ role: 'assistant', content: kept.text }],
    );
  });

  test('end all answers on Stop, and ask for as many again only where none has text', async () => {
    chat.changeOptions({ alternatives: 2 });
    await knowThatChoicesAreDropped();
    const [one, other] = [gated(['Half']), gated(['Other'])];
    endpoint.enqueue(one.scenario, other.scenario);
    const asked = chat.send('Slowly');
    one.open(0);
    other.open(0);
    await until(() => ['Half', 'Other'].every((half) => chat.conversation.messages.some(({ text }) => text === half)));
    chat.session.stop();
    await asked;
    assert.deepEqual(
      versions().map(({ status }) => status),
      ['stopped', 'stopped'],
    );
    endpoint.enqueue(answer('Whole.'));
    await chat.session.retry(lastAnswer(chat).id);
    assert.equal(versions().length, 3);

    endpoint.enqueue(errorAnswer(400, 'bad_request'), errorAnswer(400, 'bad_request'), answer('A.'), answer('B.'));
    await chat.send('Again');
    await chat.session.retry(lastAnswer(chat).id);
    assert.deepEqual(
      versions()
        .map(({ text }) => text)
        .sort(),
      ['A.', 'B.'],
    );
  });

  test('are refused before sending where a setting is out of its range, with the range', async () => {
    chat.changeOptions({ probabilities: true });
    await set('request.topLogprobs', 21);
    await chat.send('One');
    assert.equal(endpoint.requests.length, 0);
    assert.match(lastAnswer(chat).notice?.sentence ?? '', /request\.topLogprobs must be a whole number from 0 to 20/);
    assert.equal(lastAnswer(chat).notice?.action?.id, 'openRequestSettings');
    // Of options that are off, settings do not matter.
    assert.doesNotThrow(() => readOptionSettings({ webSearch: true }));
    assert.equal(activePath(chat.conversation).length, 2);
  });
});
