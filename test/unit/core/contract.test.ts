/** The contract in code allows what the endpoint allows: the local endpoint's schema equals the specification. */
import assert from 'node:assert/strict';
import { requestRanges } from '../../../src/core/chatCompletions';
import { defaultMaxTokens, modelFacts, models } from '../../../src/core/models';
import { documentedModels, requestSchema, type Schema } from '../../endpoint/requestSchema';

suite('The contract', () => {
  const properties: Readonly<Record<string, Schema>> = requestSchema.properties;

  test('has the documented ranges, all of them', () => {
    const documented = Object.entries(properties).filter(([, schema]) => 'minimum' in schema || 'maximum' in schema);
    assert.deepEqual(
      Object.fromEntries(documented.map(([name, { minimum, maximum }]) => [name, { minimum, maximum }])),
      Object.fromEntries(Object.entries(requestRanges).map(([name, { minimum, maximum }]) => [name, { minimum, maximum }])),
    );
  });

  test('knows every documented model', () => {
    assert.deepEqual(models.map((model) => model.id).sort(), [...documentedModels].sort());
  });
});

suite('The models', () => {
  test('never get asked for more than they can answer', () => {
    for (const { id, outputTokens, contextTokens } of models) {
      assert.ok(defaultMaxTokens(id) <= outputTokens && outputTokens < contextTokens, id);
    }
  });

  test('that are retired name a successor that is not', () => {
    for (const model of models.filter(({ state }) => state === 'retired')) {
      assert.equal(modelFacts(model.successor ?? '').state, 'current', model.id);
      assert.ok(models.some(({ id }) => id === model.successor));
    }
  });

  test('that nobody knows get cautious limits', () => {
    assert.equal(modelFacts('claude-next').id, 'claude-next');
    assert.ok(defaultMaxTokens('claude-next') <= 32_000);
  });
});
