/** Says what is wrong with a request body, naming the field. The rules are in `requestSchema.ts`. */
import { Ajv, type ErrorObject } from 'ajv';
import type { ChatRequest } from '../../src/core/chatCompletions';
import { documentedModels, requestSchema } from './requestSchema';

/** Models that the endpoint takes beside the documented ones. */
export const furtherModels = ['claude-fable-5-1', 'claude-fable-5', 'claude-opus-5', 'claude-sonnet-5'] as const;

/** An unknown model is reported differently from a malformed request, so its id is not checked here. */
const schema = { ...requestSchema, properties: { ...requestSchema.properties, model: { type: 'string' } } };
const validate = new Ajv({
  allErrors: true,
  discriminator: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
}).compile<WireRequest>(schema);

/** An allowed body: what the product may send, where most may also be `null`. */
export type WireRequest = Pick<ChatRequest, 'model' | 'messages'> & {
  readonly [Parameter in Exclude<keyof ChatRequest, 'model' | 'messages'>]?: ChatRequest[Parameter] | null;
} & {
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
};

interface Complaint {
  /** As in `messages[0].content`; empty for the body itself. */
  readonly field: string;
  readonly depth: number;
  /** What the field must be. */
  readonly demand: string;
  readonly rank: number;
}

/** The body, or one sentence that names the field which the specification does not allow. Model ids are not looked at. */
export function checkRequest(body: unknown): WireRequest | string {
  if (body === undefined) {
    return 'The request body is not valid JSON.';
  }
  if (validate(body)) {
    return body;
  }
  // Where alternatives exist, the one that the body came closest to complains about the deepest field.
  const [worst, ...others] = (validate.errors ?? []).map(toComplaint).sort((a, b) => b.depth - a.depth || b.rank - a.rank);
  if (worst === undefined) {
    return 'The request body is not allowed.';
  }
  const alternatives = others.filter(({ field, rank }) => field === worst.field && rank === worst.rank);
  const demands = [...new Set([worst, ...alternatives].map(({ demand }) => demand))].join(', or ');
  return `${worst.field === '' ? 'The request body' : `'${worst.field}'`} ${demands}.`;
}

export function isOfferedModel(id: string): boolean {
  return [...documentedModels, ...furtherModels].some((offered) => offered === id);
}

function toComplaint({ keyword, instancePath, params, message = 'is not allowed' }: ErrorObject): Complaint {
  const steps = instancePath.split('/').slice(1).map(unescapePointer);
  const facts = params as Readonly<Record<string, unknown>>;
  const complain = (path: readonly string[], demand: string, rank: number): Complaint => {
    return { field: toField(path), depth: path.length, demand, rank };
  };
  switch (keyword) {
    case 'required':
      return complain([...steps, String(facts['missingProperty'])], 'is required', 3);
    case 'additionalProperties':
      return complain([...steps, String(facts['additionalProperty'])], 'is not a known parameter', 2);
    case 'discriminator':
      return complain([...steps, String(facts['tag'])], 'has an unknown value', 2);
    case 'enum': {
      const values = (facts['allowedValues'] as readonly unknown[]).filter((value) => value !== null);
      return complain(steps, `must be one of ${values.map(String).join(', ')}`, 2);
    }
    case 'oneOf':
      return complain(steps, 'matches no allowed form', 0);
    default:
      return complain(steps, message.replace(/,null$/, ' or null'), keyword === 'type' ? 1 : 2);
  }
}

function toField(path: readonly string[]): string {
  return path.reduce(
    (field, step) => (/^\d+$/.test(step) ? `${field}[${step}]` : field === '' ? step : `${field}.${step}`),
    '',
  );
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
