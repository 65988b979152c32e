/** A value that fits a JSON Schema, for answers as JSON and for the arguments of a tool call. Knows the ordinary keywords. */

type Schema = Readonly<Record<string, unknown>>;

export function sampleOf(schema: unknown): unknown {
  if (!isSchema(schema)) {
    return null;
  }
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  for (const keyword of ['enum', 'examples']) {
    const values: unknown = schema[keyword];
    if (Array.isArray(values) && values.length > 0) return values[0];
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const schemas: unknown = schema[keyword];
    if (Array.isArray(schemas) && schemas.length > 0) return sampleOf(schemas[0]);
  }
  const type: unknown = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'string':
      return 'practice'.padEnd(numberOf(schema['minLength']), '.');
    case 'integer':
    case 'number':
      return numberOf(schema['minimum']);
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: Math.max(1, numberOf(schema['minItems'])) }, () => sampleOf(schema['items']));
    case 'null':
      return null;
    default:
      return sampleObject(schema);
  }
}

function sampleObject(schema: Schema): Schema {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sampleOf(property)]));
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
