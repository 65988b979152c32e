/** Reads the token counts and the price of an answer, whatever upstream filled them in. */
import type { Usage } from '../core/chatCompletions';
import { isObject, numberOf, stringOf, type JsonObject } from './json';

const promptDetails = ['cached_tokens', 'cache_write_tokens', 'audio_tokens'] as const;
const completionDetails = [
  'reasoning_tokens',
  'audio_tokens',
  'accepted_prediction_tokens',
  'rejected_prediction_tokens',
] as const;

/**
 * `prompt_tokens` and `completion_tokens` count; `input_tokens` and `output_tokens`, which the endpoint fills with zeros, stand
 * in only where the others are missing.
 * @returns undefined where there is no count at all
 */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const prompt = numberOf(value['prompt_tokens']) ?? numberOf(value['input_tokens']);
  const completion = numberOf(value['completion_tokens']) ?? numberOf(value['output_tokens']);
  const total = numberOf(value['total_tokens']);
  if (prompt === undefined && completion === undefined && total === undefined) {
    return undefined;
  }
  const sum = (prompt ?? 0) + (completion ?? 0);
  const cost = readCost(value['cost']);
  return {
    prompt_tokens: prompt ?? 0,
    completion_tokens: completion ?? 0,
    total_tokens: total === undefined || total === 0 ? sum : total,
    ...readDetails('prompt_tokens_details', value, promptDetails),
    ...readDetails('completion_tokens_details', value, completionDetails),
    ...(cost === undefined ? {} : { cost }),
  };
}

function readDetails<Field extends string, Count extends string>(
  field: Field,
  usage: JsonObject,
  counts: readonly Count[],
): Partial<Record<Field, Partial<Record<Count, number>>>> {
  const details = usage[field];
  if (!isObject(details)) {
    return {};
  }
  const known: Partial<Record<Count, number>> = {};
  for (const count of counts) {
    const number = numberOf(details[count]);
    if (number !== undefined) {
      known[count] = number;
    }
  }
  const result: Partial<Record<Field, Partial<Record<Count, number>>>> = {};
  result[field] = known;
  return result;
}

function readCost(value: unknown): NonNullable<Usage['cost']> | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const amount = amountOf(value['amount']);
  const list = amountOf(value['list_amount']);
  if (amount === undefined) {
    return undefined;
  }
  return { amount, currency: stringOf(value['currency']), ...(list === undefined ? {} : { list_amount: list }) };
}

/** Amounts of money also come as decimal text. */
function amountOf(value: unknown): number | undefined {
  return typeof value === 'string' && value.trim() !== '' ? numberOf(Number(value)) : numberOf(value);
}
