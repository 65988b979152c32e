/** Reads a JSON Schema from a file, and says in a sentence why one cannot be used. */
import * as vscode from 'vscode';
import { maxSchemaLength, schemaName, type AnswerFormat } from '../../core/chatOptions';
import { brokenAt } from '../../core/jsonSchema/answerJson';
import { listOf, objectOf, parseJson } from '../../core/jsonShape';
import type { Exclusions } from '../context/exclusions';

/** A sentence, in the user's language. */
export class SchemaFileError extends Error {
  override readonly name = 'SchemaFileError';
}

/** The file as what answers are asked for. @throws SchemaFileError */
export async function readSchema(uri: vscode.Uri, exclusions: Pick<Exclusions, 'isExcludedOnDisk'>): Promise<AnswerFormat> {
  const { l10n } = vscode;
  const source = vscode.workspace.asRelativePath(uri);
  if (await exclusions.isExcludedOnDisk(uri)) {
    throw new SchemaFileError(l10n.t('{0} is excluded by aceClaude.context.exclude, and never sent.', source));
  }
  const text = await readText(uri, source);
  const value = parseJson(text);
  if (value === undefined) {
    const { line, column } = brokenAt(text);
    throw new SchemaFileError(l10n.t('{0} is not JSON: see line {1}, column {2}.', source, line, column));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SchemaFileError(l10n.t('{0} is JSON, but no JSON Schema: it would be an object.', source));
  }
  const schema = objectOf(value);
  if (!hasSchemaKeyword(schema)) {
    throw new SchemaFileError(
      l10n.t('{0} is JSON, but no JSON Schema: it says nothing of type, properties or values.', source),
    );
  }
  const outside = referenceOutside(schema);
  if (outside !== undefined) {
    throw new SchemaFileError(
      l10n.t('{0} refers to another file, {1}. Only a schema that is complete in one file can be used.', source, outside),
    );
  }
  // As compact as it is sent.
  if (JSON.stringify(schema).length > maxSchemaLength) {
    throw tooLarge(source);
  }
  return { type: 'json_schema', name: schemaName(uri.path.slice(uri.path.lastIndexOf('/') + 1)), schema, source };
}

/** Whether a file's JSON is likely a schema, rather than something that names the schema that it keeps to. */
export function looksLikeSchema(text: string): boolean {
  const schema = objectOf(parseJson(text));
  const { $schema: dialect, type, properties } = schema;
  const isNamed = typeof dialect === 'string' && dialect.includes('json-schema.org/draft');
  return isNamed || (typeof type === 'string' && typeof properties === 'object' && properties !== null);
}

/** @throws SchemaFileError */
async function readText(uri: vscode.Uri, source: string): Promise<string> {
  const { l10n } = vscode;
  try {
    // Layout may be as much again.
    if ((await vscode.workspace.fs.stat(uri)).size > 4 * maxSchemaLength) {
      throw tooLarge(source);
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof SchemaFileError) {
      throw error;
    }
    throw new SchemaFileError(
      error instanceof vscode.FileSystemError
        ? l10n.t('{0} cannot be read. It may have been moved or deleted.', source)
        : l10n.t('{0} is not a text in UTF-8.', source),
      { cause: error },
    );
  }
}

function tooLarge(source: string): SchemaFileError {
  const limit = Math.round(maxSchemaLength / 1000);
  return new SchemaFileError(vscode.l10n.t('{0} is too large: a schema may have up to {1} kB.', source, limit));
}

const keywords = [
  'type',
  'properties',
  'items',
  'prefixItems',
  'enum',
  'const',
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'required',
  'additionalProperties',
  'patternProperties',
];

function hasSchemaKeyword(schema: Readonly<Record<string, unknown>>): boolean {
  return keywords.some((keyword) => Object.hasOwn(schema, keyword));
}

/** A reference to what is not in this schema; undefined where there is none. */
function referenceOutside(schema: unknown): string | undefined {
  const ids = new Set<string>();
  const references: string[] = [];
  const waiting: unknown[] = [schema];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const { $id: id, $ref: reference } = objectOf(item);
    if (typeof id === 'string') {
      ids.add(id.replace(/#.*$/s, ''));
    }
    if (typeof reference === 'string' && !reference.startsWith('#')) {
      references.push(reference);
    }
    // What is null has nothing inside.
    waiting.push(...[...listOf(item), ...Object.values(objectOf(item))].filter((inner) => typeof inner === 'object'));
  }
  return references.find((reference) => ![...ids].some((id) => id.endsWith(reference.replace(/#.*$/s, ''))));
}
