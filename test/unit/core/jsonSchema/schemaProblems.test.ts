import assert from 'node:assert/strict';
import { schemaProblems, UnusableSchema } from '../../../../src/core/jsonSchema/schemaProblems';

function said(value: unknown, schema: object): readonly string[] {
  return schemaProblems(value, schema).map(({ path, message }) => `${path} ${message}`);
}

suite('schemaProblems', () => {
  const order = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      id: { type: 'integer', minimum: 1 },
      'two words': { enum: ['a', 'b'] },
      lines: { type: 'array', items: { $ref: '#/$defs/line' }, minItems: 1 },
    },
    required: ['id', 'lines'],
    additionalProperties: false,
    $defs: {
      line: {
        type: 'object',
        properties: { price: { type: ['number', 'null'] }, sku: { pattern: '^[A-Z]+$' } },
        required: ['sku'],
      },
    },
  };

  test('has nothing to say of a value that matches', () => {
    assert.deepEqual(said({ id: 1, lines: [{ sku: 'A', price: 2 }] }, order), []);
  });

  test('says where and what is wrong, once, also behind references', () => {
    const value = { id: 0, lines: [{ sku: 'A' }, { sku: 'b', price: 'x' }, {}], 'two words': 'c', extra: 1 };
    assert.deepEqual(
      [...said(value, order)].sort(),
      [
        '$.extra is not allowed here',
        '$.id is less than 1',
        '$.lines[1].price is of type string, where "number", "null" is wanted',
        '$.lines[1].sku does not match the pattern of the schema',
        '$.lines[2] lacks the property "sku"',
        '$["two words"] is none of ["a","b"]',
      ].sort(),
    );
  });

  const sentences: readonly [schema: object, value: unknown, words: string][] = [
    [{ type: 'string' }, 1, '$ is of type number, where "string" is wanted'],
    [{ const: { a: 1 } }, 2, '$ is not {"a":1}'],
    [{ minLength: 3 }, 'ab', '$ is shorter than 3 characters'],
    [{ maxLength: 1 }, 'ab', '$ is longer than 1 characters'],
    [{ format: 'date' }, 'x', '$ is not of the format date'],
    [{ maximum: 1.5 }, 2, '$ is greater than 1.5'],
    [{ exclusiveMinimum: 1 }, 1, '$ is not greater than 1'],
    [{ exclusiveMaximum: 1 }, 1, '$ is not less than 1'],
    [{ multipleOf: 5 }, 4, '$ is not a multiple of 5'],
    [{ minItems: 1 }, [], '$ has fewer items than 1'],
    [{ maxItems: 1 }, [1, 2], '$ has more items than 1'],
    [{ uniqueItems: true }, [1, 2, 1], '$ has the same item twice, at 0 and 2'],
    [{ minProperties: 1 }, {}, '$ has fewer properties than 1'],
    [{ maxProperties: 0 }, { a: 1 }, '$ has more properties than 0'],
    [{ propertyNames: { pattern: '^x' } }, { a: 1 }, '$ has the property "a", whose name is not allowed'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, '$ matches none of the alternatives of the schema'],
    [{ oneOf: [{}, {}] }, 1, '$ matches 2 of the alternatives of the schema, where exactly one is wanted'],
    [{ not: {} }, 1, '$ is what the schema excludes'],
    [{ contains: { type: 'string' } }, [1], '$ has no item of the kind that the schema wants'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, '$ has "a", but lacks "b"'],
    [{ contains: { type: 'string' }, minContains: 2 }, ['a'], '$ has fewer items of the kind that the schema wants than 2'],
    [{ contains: { type: 'string' }, maxContains: 1 }, ['a', 'b'], '$ has more items of the kind that the schema wants than 1'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#', dependencies: { a: ['b'] } }, { a: 1 }, '$ has "a", but lacks "b"'],
    [
      { $schema: 'http://json-schema.org/draft-07/schema#', dependencies: { a: { required: ['c'] } } },
      { a: 1 },
      '$ lacks the property "c"',
    ],
    [{ $schema: 'http://json-schema.org/draft-04/schema#', minimum: 5, exclusiveMinimum: true }, 5, '$ is not greater than 5'],
    [{ $schema: 'http://json-schema.org/draft-04/schema#', maximum: 5, exclusiveMaximum: true }, 5, '$ is not less than 5'],
    [{ $schema: 'http://json-schema.org/draft-04/schema#', minimum: 5 }, 4, '$ is less than 5'],
    [{ if: { type: 'number' }, then: { minimum: 3 } }, 1, '$ is less than 3'],
    [
      { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] },
      [1],
      '$[0] is of type number, where "string" is wanted',
    ],
  ];
  for (const [schema, value, words] of sentences) {
    test(`says "${words}"`, () => {
      assert.deepEqual(said(value, schema), [words]);
    });
  }

  test('leaves the schema as it was, frozen or not', () => {
    const schema = Object.freeze({ type: 'object', properties: Object.freeze({ a: Object.freeze({ type: 'string' }) }) });
    const before = JSON.stringify(schema);
    schemaProblems({ a: 1 }, schema);
    assert.equal(JSON.stringify(schema), before);
  });

  for (const [name, schema, value] of [
    ['a reference to nowhere', { $ref: '#/$defs/none' }, 1],
    ['a reference to another host', { $ref: 'https://example.invalid/schema.json' }, 1],
    ['a pattern that is none', { pattern: '(' }, 'x'],
    ['keywords of the wrong kind', { anyOf: 5 }, 1],
  ] as const) {
    test(`says of ${name} that the schema cannot be used`, () => {
      assert.throws(() => schemaProblems(value, schema), UnusableSchema);
    });
  }

  test('takes a value of any depth that JSON can be parsed to, or says that it cannot', () => {
    const deep: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    const schema = { $defs: { list: { type: 'array', items: { $ref: '#/$defs/list' } } }, $ref: '#/$defs/list' };
    try {
      assert.deepEqual(schemaProblems(deep, schema), []);
    } catch (error) {
      assert.ok(error instanceof UnusableSchema);
    }
  });
});
