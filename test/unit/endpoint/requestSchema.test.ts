/** The rules that the local endpoint applies are those of the specification, property by property. */
import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { models } from '../../../src/core/models';
import { startEndpoint } from '../../endpoint/endpoint';
import { furtherModels } from '../../endpoint/requestCheck';
import { documentedModels, requestSchema } from '../../endpoint/requestSchema';
import { isSchema, readSpecification, type Schema } from './specification';

const specification = readSpecification();

/** Our own form of what the specification leaves open or says at greater length. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(normalized);
  }
  if (!isSchema(value)) {
    return value;
  }
  if ('discriminator' in value) {
    return { oneOf: normalized(value['oneOf']) };
  }
  const { additionalProperties, ...rules } = value;
  const entries = Object.entries(rules).map(([keyword, rule]) => [keyword, normalized(rule)] as const);
  return Object.fromEntries(
    additionalProperties === false || additionalProperties === undefined
      ? entries
      : [...entries, ['additionalProperties', normalized(additionalProperties)]],
  );
}

function propertiesOf(schema: Schema): Schema {
  const { properties } = schema;
  assert.ok(isSchema(properties));
  return properties;
}

suite('request schema of the local endpoint', () => {
  if (specification === undefined) {
    test('is compared with the specification (skipped: no copy of it lies beside the repository)', function () {
      this.skip();
    });
  } else {
    const expected = propertiesOf(specification.request);

    test('knows the same parameters as the specification, and demands the same', () => {
      assert.deepEqual(Object.keys(requestSchema.properties).sort(), Object.keys(expected).sort());
      assert.deepEqual(requestSchema.required, specification.request['required']);
    });

    for (const [name, rules] of Object.entries(expected)) {
      test(`allows for ${name} what the specification allows`, () => {
        assert.deepEqual(
          normalized(Object.entries(requestSchema.properties).find(([own]) => own === name)?.[1]),
          normalized(rules),
        );
      });
    }

    test('lets the practice partner answer in the documented form', async () => {
      const validate = new Ajv({ strict: false }).compile(specification.response);
      const endpoint = await startEndpoint({ tokensPerSecond: Infinity });
      try {
        const response = await fetch(`${endpoint.origin}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: 'Bearer test-token-not-real' },
          body: JSON.stringify({
            model: 'claude-opus-4-8',
            n: 2,
            logprobs: true,
            messages: [{ role: 'user', content: 'Hello' }],
          }),
        });
        const answer: unknown = await response.json();
        assert.ok(validate(answer), JSON.stringify(validate.errors));
      } finally {
        await endpoint.close();
      }
    });
  }

  test('has every model of the product, and the further ones apart', () => {
    assert.deepEqual(models.map(({ id }) => id).sort(), [...documentedModels].sort());
    assert.equal(new Set<string>([...documentedModels, ...furtherModels]).size, documentedModels.length + furtherModels.length);
  });
});
