/**
 * What of a value a JSON Schema does not allow. The checking is a library's; here its findings get the path that a reader looks
 * for, and those that only say that something further in is wrong are left out. Words in other languages are the host's.
 */
import { Validator, type OutputUnit, type SchemaDraft } from '@cfworker/json-schema';

export interface SchemaProblem {
  /** Where it is: `$`, `$.orders[0].price`, `$["two words"]`. */
  readonly path: string;
  /** In English, to stand after the path: `is a string, where integer is wanted`. */
  readonly message: string;
  /** Of the schema: what was not kept. */
  readonly keyword: string;
  /** What the message names, in its order; empty where the keyword has no words of its own. */
  readonly values: readonly string[];
}

/** A schema that no value can be checked against: a `$ref` to nowhere, a `pattern` that is none. */
export class UnusableSchema extends Error {
  override readonly name = 'UnusableSchema';
}

const dependent = /has (".*") but does not have (".*")\.$/s;

/** By keyword: what the library says, with its values, and how it is said here. */
const wordings: Readonly<Record<string, readonly [says: RegExp, (...values: readonly string[]) => string]>> = {
  type: [
    /^Instance type "(\w+)" is invalid\. Expected (.+)\.$/s,
    (is, wanted) => `is of type ${is}, where ${wanted} is wanted`,
  ],
  required: [/property (".*")\.$/s, (name) => `lacks the property ${name}`],
  false: [/^()/, () => 'is not allowed here'],
  enum: [/any of (.*)\.$/s, (list) => `is none of ${list}`],
  const: [/match (.*)\.$/s, (value) => `is not ${value}`],
  minLength: [/< (.*)\)/, (count) => `is shorter than ${count} characters`],
  maxLength: [/> (.*)\)/, (count) => `is longer than ${count} characters`],
  pattern: [/^()/, () => 'does not match the pattern of the schema'],
  format: [/format "(.*)"\.$/s, (format) => `is not of the format ${format}`],
  minimum: [/than (?:or equal to )? ?(\S+)\.$/, (limit) => `is less than ${limit}`],
  maximum: [/than (?:or equal to )? ?(\S+)\.$/, (limit) => `is greater than ${limit}`],
  exclusiveMinimum: [/than (?:or equal to )? ?(\S+)\.$/, (limit) => `is not greater than ${limit}`],
  exclusiveMaximum: [/equal to +(\S+)\.$/, (limit) => `is not less than ${limit}`],
  multipleOf: [/multiple of (\S+)\.$/, (step) => `is not a multiple of ${step}`],
  minItems: [/< (.*)\)/, (count) => `has fewer items than ${count}`],
  maxItems: [/> (.*)\)/, (count) => `has more items than ${count}`],
  uniqueItems: [/indexes (\d+) and (\d+)/, (one, other) => `has the same item twice, at ${one} and ${other}`],
  minProperties: [/least (\S+) properties/, (count) => `has fewer properties than ${count}`],
  maxProperties: [/least (\S+) properties/, (count) => `has more properties than ${count}`],
  propertyNames: [/name (".*") does/s, (name) => `has the property ${name}, whose name is not allowed`],
  anyOf: [/^()/, () => 'matches none of the alternatives of the schema'],
  oneOf: [/\((\d+) matches/, (count) => `matches ${count} of the alternatives of the schema, where exactly one is wanted`],
  not: [/^()/, () => 'is what the schema excludes'],
  contains: [/^()/, () => 'has no item of the kind that the schema wants'],
  minContains: [
    /(?:at least |minContains \()(\d+)/,
    (count) => `has fewer items of the kind that the schema wants than ${count}`,
  ],
  maxContains: [/at most (\d+)/, (count) => `has more items of the kind that the schema wants than ${count}`],
  dependentRequired: [dependent, (one, other) => `has ${one}, but lacks ${other}`],
  dependencies: [dependent, (one, other) => `has ${one}, but lacks ${other}`],
};

/** There, `exclusiveMinimum: true` stands beside `minimum`. */
const draft4Names: Readonly<Record<string, string>> = { minimum: 'exclusiveMinimum', maximum: 'exclusiveMaximum' };

/** What of these is wrong is said in detail by the findings inside. */
const wrappers = new Set([
  '$ref',
  '$recursiveRef',
  'allOf',
  'if',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'prefixItems',
  'items',
  'additionalItems',
  'unevaluatedItems',
  'dependentSchemas',
]);
/** What is inside of these is wrong of one alternative alone, or of a name. */
const opaque = new Set(['anyOf', 'oneOf', 'contains', 'propertyNames', 'not']);

/**
 * Empty: it is valid. Drafts 4, 7, 2019-09 and 2020-12, as `$schema` says; without one, 2020-12.
 * @param schema is left as it is
 * @throws UnusableSchema
 */
export function schemaProblems(value: unknown, schema: object): readonly SchemaProblem[] {
  const findings = findingsOf(value, schema);
  const shut = findings.filter(({ keyword }) => opaque.has(keyword)).map(({ keywordLocation }) => `${keywordLocation}/`);
  const own = findings.filter(({ keywordLocation }) => !shut.some((place) => keywordLocation.startsWith(place)));
  const details = own.filter(({ keyword, error }) => !wrappers.has(keyword) && !error.endsWith('dependant schema.'));
  const problems = (details.length === 0 ? own : details).map(problemOf);
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
}

/** @throws UnusableSchema */
function findingsOf(value: unknown, schema: object): readonly OutputUnit[] {
  try {
    // The library writes into the schema, and wants a value without a prototype's surprises.
    return new Validator(structuredClone(schema), draftOf(schema), false).validate(value).errors;
  } catch (error) {
    throw new UnusableSchema(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function draftOf(schema: object): SchemaDraft {
  const named = '$schema' in schema && typeof schema.$schema === 'string' ? schema.$schema : '';
  if (named.includes('draft-04')) return '4';
  if (/draft-0[67]/.test(named)) return '7';
  return named.includes('2019-09') ? '2019-09' : '2020-12';
}

function problemOf({ keyword: found, instanceLocation, error }: OutputUnit): SchemaProblem {
  const path = pathOf(instanceLocation);
  const keyword = error.includes(' or equal to ') ? (draft4Names[found] ?? found) : found;
  const [says, words] = wordings[keyword] ?? [];
  const values = says?.exec(error)?.slice(1);
  return values === undefined || words === undefined
    ? { path, message: `does not match the schema: ${error}`, keyword, values: [] }
    : { path, message: words(...values), keyword, values };
}

/** @param pointer as the fragment of a URI: `#/orders/0/two%20words` */
function pathOf(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return `$${steps.map((step) => stepOf(decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))).join('')}`;
}

function stepOf(name: string): string {
  if (/^\d+$/.test(name)) {
    return `[${name}]`;
  }
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
