import assert from 'node:assert/strict';
import { models } from '../../../../src/core/models';
import { nativeRoles, type NativeMessage, type NativeOptions } from '../../../../src/core/nativeChat/nativeMessage';
import { nativeModel, nativeModels } from '../../../../src/core/nativeChat/nativeModel';
import { nativeRequest, requestTokens } from '../../../../src/core/nativeChat/nativeRequest';
import { ToolNames } from '../../../../src/core/nativeChat/toolNames';

const model = 'claude-haiku-4-5-20251001';
const plain: NativeOptions = { tools: [], mustCallTool: false, modelOptions: {} };
const tool = {
  name: 'read',
  description: 'Reads a file.',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
};

function question(text: string): NativeMessage {
  return { role: nativeRoles.user, parts: [{ type: 'text', text }] };
}

function sent(options: Partial<NativeOptions> = {}, messages = [question('Hi')], names = new ToolNames(), id = model) {
  const request = nativeRequest(id, messages, { ...plain, ...options }, names);
  assert.ok(request !== undefined);
  return request;
}

suite('A request of native chat', () => {
  test('sends the model, the question and a limit, and nothing that nobody asked for', () => {
    assert.deepEqual(sent(), { model, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 32_000 });
  });

  test('is none where there is nothing to send', () => {
    assert.equal(nativeRequest(model, [], plain, new ToolNames()), undefined);
  });

  test('sends the effort of the entry that was chosen', () => {
    const { model: sentModel, reasoning_effort: effort } = sent({}, undefined, undefined, `${model}@high`);
    assert.deepEqual([sentModel, effort], [model, 'high']);
  });

  test('leaves the answer the room that the context has', () => {
    const { max_tokens: most = 0 } = sent({}, [question('word '.repeat(180_000))]);
    assert.ok(most >= 1024 && most < 25_000, String(most));
    assert.equal(sent({}, [question('word '.repeat(300_000))]).max_tokens, 1024);
  });

  test('describes tools with the schema as it is, references and alternatives included', () => {
    const schema = {
      type: 'object',
      properties: { a: { anyOf: [{ $ref: '#/$defs/b' }, { type: 'null' }] } },
      $defs: { b: {} },
    };
    const { tools, tool_choice: choice } = sent({ tools: [{ ...tool, inputSchema: schema }] });
    assert.deepEqual(tools, [
      { type: 'function', function: { name: 'read', description: 'Reads a file.', parameters: schema } },
    ]);
    assert.equal(choice, 'auto');
  });

  test('gives a tool that takes nothing the schema of an empty object', () => {
    const { tools } = sent({ tools: [{ name: 'now', description: '', inputSchema: undefined }] });
    assert.deepEqual(tools, [{ type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } }]);
  });

  test('demands the one tool by name, and any of several', () => {
    assert.deepEqual(sent({ tools: [tool], mustCallTool: true }).tool_choice, { type: 'function', function: { name: 'read' } });
    assert.equal(sent({ tools: [tool, { ...tool, name: 'write' }], mustCallTool: true }).tool_choice, 'required');
    assert.equal(sent({ mustCallTool: true }).tool_choice, undefined);
  });

  test('names tools as the endpoint takes them, each differently, and knows the way back', () => {
    const names = new ToolNames();
    const long = 'x'.repeat(70);
    const { tools = [] } = sent(
      { tools: ['a.b', 'a b', long, `${long}y`].map((name) => ({ ...tool, name })) },
      undefined,
      names,
    );
    const wire = tools.map((definition) => definition.function.name);
    assert.deepEqual(wire, ['a_b', 'a_b_2', 'x'.repeat(64), `${'x'.repeat(62)}_2`]);
    assert.deepEqual(
      wire.map((name) => names.ownName(name)),
      ['a.b', 'a b', long, `${long}y`],
    );
    assert.equal(names.ownName('invented'), 'invented');
  });

  test('names the tools of earlier calls where it brings none, so that they are understood but not called', () => {
    const history: readonly NativeMessage[] = [
      question('Go'),
      { role: nativeRoles.assistant, parts: [{ type: 'toolCall', callId: 'a', name: 'read', input: {} }] },
      { role: nativeRoles.user, parts: [{ type: 'toolResult', callId: 'a', content: [{ type: 'text', text: '1' }] }] },
    ];
    const { tools, tool_choice: choice } = sent({}, [...history]);
    assert.deepEqual(
      tools?.map((definition) => definition.function.name),
      ['read'],
    );
    assert.equal(choice, 'none');
  });

  test('passes on options that the endpoint documents, with allowed values, and no other', () => {
    const modelOptions = {
      temperature: 0.5,
      max_tokens: 50,
      stop: ['END'],
      top_p: 7,
      seed: 'x',
      _capturingTokenCorrelationId: 'c',
      _otelTraceContext: {},
      stream: false,
      model: 'other',
    };
    const { messages, ...rest } = sent({ modelOptions });
    assert.equal(messages.length, 1);
    assert.deepEqual(rest, { model, max_tokens: 50, temperature: 0.5, stop: ['END'] });
  });

  test('is estimated with its images, calls and tools', () => {
    const bare = requestTokens(sent());
    assert.ok(bare > 0 && bare < 20, String(bare));
    assert.ok(requestTokens(sent({ tools: [tool] })) > bare + 10);
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,' + 'A'.repeat(100_000) } } as const;
    const withImage = requestTokens({ messages: [{ role: 'user', content: [image] }] });
    assert.ok(withImage > 1000 && withImage < 2000, String(withImage));
  });
});

suite('The models of native chat', () => {
  test('are all that are known, each again for every effort, under ids of their own', () => {
    const listed = nativeModels([]);
    assert.equal(
      listed.length,
      models.reduce((sum, { efforts }) => sum + 1 + efforts.length, 0),
    );
    assert.equal(new Set(listed.map(({ id }) => id)).size, listed.length);
    for (const { isGone, ...known } of listed) {
      assert.equal(isGone, false);
      assert.deepEqual(nativeModel(known.id), known);
    }
  });

  test('are, too, what the user has typed, once', () => {
    const added = nativeModels(['claude-next', 'claude-next', '', model]).slice(nativeModels([]).length);
    assert.deepEqual(
      added.map(({ id }) => id),
      ['claude-next', 'claude-next@low', 'claude-next@medium', 'claude-next@high'],
    );
  });

  test('have no effort that they do not take, and an id may hold what looks like one', () => {
    assert.deepEqual(nativeModel('claude-3-haiku-20240307@high').facts.id, 'claude-3-haiku-20240307@high');
    assert.equal(nativeModel('vendor@model').effort, undefined);
  });
});
