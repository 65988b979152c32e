/** The endpoint's specification, where a copy lies beside the repository, with its schemas as JSON Schema. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseYamlSubset } from './yamlSubset';

export type Schema = Readonly<Record<string, unknown>>;

export interface Specification {
  readonly request: Schema;
  readonly response: Schema;
}

/** `undefined` where no copy is there. Tests run with the repository as working folder. */
export function readSpecification(): Specification | undefined {
  const file = resolve('..', 'shared', 'api', 'claude-chat-completions.openapi.yaml');
  if (!existsSync(file)) {
    return undefined;
  }
  const document = parseYamlSubset(readFileSync(file, 'utf8'));
  const post = ['paths', '/v1/chat/completions', 'post'];
  const content = ['content', 'application/json', 'schema'];
  return {
    request: schemaAt(document, [...post, 'requestBody', ...content]),
    response: schemaAt(document, [...post, 'responses', '200', ...content]),
  };
}

function schemaAt(document: unknown, path: readonly string[]): Schema {
  const found = path.reduce((value, step) => (isSchema(value) ? value[step] : undefined), document);
  if (!isSchema(found)) {
    throw new Error(`The specification has no ${path.join(' ')}.`);
  }
  return toJsonSchema(found);
}

/** `nullable` becomes a type; words for people go. */
function toJsonSchema(schema: Schema): Schema {
  const rules = Object.entries(schema).filter(
    ([keyword]) => !['nullable', 'description', 'default', 'example'].includes(keyword),
  );
  const converted: Schema = Object.fromEntries(rules.map(([keyword, value]) => [keyword, convert(keyword, value)]));
  if (schema['nullable'] !== true) {
    return converted;
  }
  return {
    ...converted,
    ...('type' in converted ? { type: [converted['type'], 'null'] } : {}),
    ...(Array.isArray(converted['enum']) ? { enum: [...(converted['enum'] as unknown[]), null] } : {}),
    ...(Array.isArray(converted['oneOf']) ? { oneOf: [...(converted['oneOf'] as unknown[]), { type: 'null' }] } : {}),
  };
}

function convert(keyword: string, value: unknown): unknown {
  if (keyword === 'properties' && isSchema(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, property]) => [name, isSchema(property) ? toJsonSchema(property) : property]),
    );
  }
  if (keyword === 'oneOf' && Array.isArray(value)) {
    return value.map((item: unknown) => (isSchema(item) ? toJsonSchema(item) : item));
  }
  return isSchema(value) ? toJsonSchema(value) : value;
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
