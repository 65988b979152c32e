/** What the user may set of a request is what the endpoint documents, no more and no less. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ChatRequest } from '../../../src/core/chatCompletions';
import {
  isAllowed,
  isUnset,
  knownRefusals,
  requestParameters,
  without,
  withoutRefusals,
} from '../../../src/core/requestParameters';
import { requestSchema, type Schema } from '../../endpoint/requestSchema';

const asked: ChatRequest = { model: 'claude-haiku-4-5-20251001', messages: [{ role: 'user', content: 'Hi' }] };

suite('The request settings', () => {
  const documented: Readonly<Record<string, Schema>> = requestSchema.properties;
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { configuration: { properties: Record<string, Schema & { default?: unknown }> } };
  };

  function isMember(name: string, value: unknown, patterns: Readonly<Record<string, Schema>>): boolean {
    return Object.entries(patterns).some(([pattern, schema]) => new RegExp(pattern).test(name) && isTaken(value, schema));
  }

  /** Whether the schema of the settings editor takes a value: types, ranges, choices and lengths, as far as they are used. */
  function isTaken(value: unknown, schema: Schema): boolean {
    const types = [schema['type']].flat();
    const { patternProperties } = schema as { patternProperties?: Readonly<Record<string, Schema>> };
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
    const isType = types.includes(type) || (type === 'integer' && types.includes('number'));
    const {
      minimum = -Infinity,
      maximum = Infinity,
      maxItems = Infinity,
      enum: choices,
    } = schema as {
      minimum?: number;
      maximum?: number;
      maxItems?: number;
      enum?: readonly unknown[];
    };
    return (
      isType &&
      (typeof value !== 'number' || (value >= minimum && value <= maximum)) &&
      (!Array.isArray(value) || value.length <= maxItems) &&
      (choices?.includes(value) ?? true) &&
      (patternProperties === undefined ||
        Object.entries(value as object).every(([name, member]) => isMember(name, member, patternProperties)))
    );
  }

  const values: Readonly<Record<string, readonly unknown[]>> = {
    number: [-2.1, -2, -0.5, 0, 0.5, 1, 1.5, 2, 2.1, 'hot', true, {}],
    integer: [-1, 0, 1, 1.5, 4096, 'many', [1]],
    boolean: [true, false, 'yes', 1],
    text: ['me', 7, ['me']],
    choice: ['auto', 'flex', 'priority', 'Auto', 'fast', 1],
    texts: [['END'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd', 'e'], [1], 'END'],
    textByName: [{ team: 'a' }, { team: 1 }, ['a'], 'a'],
    integerByToken: [
      { '50256': -100 },
      { '50256': 100, '0': 0 },
      { '50256': 'low' },
      { '1': 0.5 },
      { hello: 1 },
      { '': 1 },
      { '1': 101 },
      [1],
      1,
    ],
  };

  for (const [tail, { name, shape }] of Object.entries(requestParameters)) {
    test(`take for ${name} what the endpoint and the settings editor take`, () => {
      const setting = manifest.contributes.configuration.properties[`aceClaude.request.${tail}`];
      const schema = documented[name];
      assert.ok(setting !== undefined && schema !== undefined);
      assert.equal(isUnset(setting.default), true);
      for (const value of values[shape.type] ?? []) {
        const allowed = isAllowed(value, shape);
        if (allowed || shape.type === 'integerByToken') {
          assert.equal(isTaken(value, setting), allowed, `${JSON.stringify(value)} in the settings editor`);
        }
        if (typeof value === 'number' && ['number', 'integer'].includes(shape.type)) {
          const isDocumented: boolean = isTaken(value, schema) && (shape.type !== 'integer' || Number.isInteger(value));
          const isPositive = !tail.startsWith('max') || value >= 1;
          assert.equal(allowed, isDocumented && isPositive, `${name}: ${String(value)}`);
          if (isPositive) assert.equal(isTaken(value, setting), allowed, `${name}: ${String(value)} in the settings editor`);
        }
      }
    });
  }

  test('that are empty are not set; false and 0 are', () => {
    assert.deepEqual([undefined, null, '', [], {}].map(isUnset), [true, true, true, true, true]);
    assert.deepEqual([0, false, 'a', ['a'], { a: 1 }].map(isUnset), [false, false, false, false, false]);
  });
});

suite('What a model refuses', () => {
  const refused = (more: Partial<ChatRequest>): readonly string[] =>
    knownRefusals({ ...asked, ...more }).map(({ name }) => name);

  test('is known', () => {
    assert.deepEqual(refused({ temperature: 1, top_p: 0.5 }), ['top_p']);
    assert.deepEqual(refused({ temperature: 1.2 }), ['temperature']);
    assert.deepEqual(refused({ temperature: 1.2, top_p: 0.5 }), ['temperature']);
    assert.deepEqual(refused({ model: 'claude-opus-4-8', temperature: 0.2, top_p: 0.5 }), ['temperature', 'top_p']);
    assert.deepEqual(refused({ model: 'claude-opus-4-8', temperature: 1 }), []);
    assert.deepEqual(refused({ model: 'claude-3-opus-20240229', temperature: 0.2, top_p: 0.5 }), []);
    assert.deepEqual(refused({ model: 'claude-opus-5', temperature: 0.2 }), ['temperature']);
    assert.deepEqual(refused({ model: 'claude-opus-4-20250514', temperature: 0.2, top_p: 0.5 }), []);
    assert.deepEqual(refused({ parallel_tool_calls: false }), ['parallel_tool_calls']);
    assert.deepEqual(refused({ parallel_tool_calls: false, tools: [{ type: 'function', function: { name: 'f' } }] }), []);
  });

  test('is known of models that reason: any temperature but the default, and little of the probability', () => {
    const reasoning = { reasoning_effort: 'low' } as const;
    assert.deepEqual(refused({ ...reasoning, temperature: 0.2 }), ['temperature']);
    assert.deepEqual(refused({ ...reasoning, temperature: 1, top_p: 0.99 }), ['top_p']);
    assert.deepEqual(refused({ ...reasoning, temperature: 1 }), []);
    assert.deepEqual(refused({ ...reasoning, top_p: 0.5 }), ['top_p']);
    assert.deepEqual(refused({ ...reasoning, top_p: 0.95 }), []);
    assert.deepEqual(refused({ reasoning_effort: 'minimal', temperature: 0.2 }), []);
  });

  test('is known of models of Claude only', () => {
    const odd = { temperature: 1.5, top_p: 0.5, stop: ['\n'], reasoning_effort: 'high', max_tokens: 400_000 } as const;
    assert.deepEqual(refused({ ...odd, model: 'gpt-4o-mini' }), []);
    assert.deepEqual(refused({ model: 'anthropic/claude-next', temperature: 1.5 }), ['temperature']);
  });

  test('is known of limits above the one of the model, which is sent in their place', () => {
    const sent = (more: Partial<ChatRequest>): ChatRequest => {
      const request = { ...asked, ...more };
      return withoutRefusals(request, knownRefusals(request));
    };
    const most = 64_000;
    assert.deepEqual(refused({ max_tokens: most }), []);
    assert.deepEqual(refused({ max_tokens: most + 1 }), ['max_tokens']);
    assert.deepEqual(sent({ max_tokens: most + 1 }), { ...asked, max_tokens: most });
    assert.deepEqual(sent({ max_completion_tokens: 1e9 }), { ...asked, max_tokens: most });
    assert.deepEqual(sent({ max_tokens: 1e9, max_completion_tokens: 5 }), { ...asked, max_completion_tokens: 5 });
    assert.deepEqual(sent({ max_tokens: 1e9, max_completion_tokens: 1e9 }), { ...asked, max_tokens: most });
    assert.deepEqual(refused({ model: 'claude-typed-by-hand', max_tokens: 1e9 }), []);
  });

  test('is known of a reasoning effort for which the limit leaves no room', () => {
    assert.deepEqual(refused({ reasoning_effort: 'low', max_tokens: 1280 }), ['reasoning_effort']);
    assert.deepEqual(refused({ reasoning_effort: 'low', max_tokens: 1281 }), []);
    assert.deepEqual(refused({ reasoning_effort: 'high', max_completion_tokens: 4096 }), ['reasoning_effort']);
    assert.deepEqual(refused({ model: 'claude-opus-4-8', reasoning_effort: 'high', max_tokens: 100 }), []);
    assert.deepEqual(refused({ reasoning_effort: 'low', max_tokens: 5, temperature: 0.2 }), ['reasoning_effort']);
  });

  test('is known of two names of one limit, of which the older one is sent', () => {
    assert.deepEqual(refused({ max_tokens: 5, max_completion_tokens: 7 }), ['max_completion_tokens']);
    assert.deepEqual(refused({ max_completion_tokens: 7 }), []);
  });

  test('is known of texts of blanks that shall end an answer; the others are sent', () => {
    const stopAt = (stop: string | readonly string[]): ChatRequest => {
      const request = { ...asked, stop };
      return withoutRefusals(request, knownRefusals(request));
    };
    assert.deepEqual(stopAt(['END', '\n\n', ' ']), { ...asked, stop: ['END'] });
    assert.deepEqual(stopAt(['\n']), asked);
    assert.deepEqual(stopAt([' END']), { ...asked, stop: [' END'] });
    assert.deepEqual(stopAt('END'), { ...asked, stop: 'END' });
  });

  test('is left out, and nothing else', () => {
    assert.deepEqual(without({ ...asked, temperature: 2, seed: 7 }, ['temperature']), { ...asked, seed: 7 });
  });
});
