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
 * in only where the others are missing. What no answer can have, such as a count below zero, is no count.
 * @returns undefined where nothing is counted or priced: zeroes alone are what some upstreams put in its place
 */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const prompt = countOf(value['prompt_tokens']) ?? countOf(value['input_tokens']) ?? 0;
  const completion = countOf(value['completion_tokens']) ?? countOf(value['output_tokens']) ?? 0;
  const total = countOf(value['total_tokens']) ?? 0;
  const cost = readCost(value['cost']);
  if (prompt === 0 && completion === 0 && total === 0 && cost === undefined) {
    return undefined;
  }
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: total === 0 ? prompt + completion : total,
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
    const number = countOf(details[count]);
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
  const currency = stringOf(value['currency']).trim().slice(0, longestCurrency).toUpperCase();
  return { amount, currency, ...(list === undefined ? {} : { list_amount: list }) };
}

/** Far more than any answer has, or costs. */
const mostTokens = 1e9;
const mostMoney = 1e9;
const longestCurrency = 20;

function countOf(value: unknown): number | undefined {
  const count = decimalOf(value);
  return count !== undefined && count >= 0 && count <= mostTokens ? Math.round(count) : undefined;
}

function amountOf(value: unknown): number | undefined {
  const amount = decimalOf(value);
  return amount !== undefined && amount >= 0 && amount <= mostMoney ? amount : undefined;
}

/** Numbers also come as decimal text, amounts of money most of all. */
function decimalOf(value: unknown): number | undefined {
  return typeof value === 'string' && value.trim() !== '' ? numberOf(Number(value)) : numberOf(value);
}
