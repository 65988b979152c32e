/** Adds up token counts and prices of the endpoint's `usage`. */
import type { Usage } from '../chatCompletions';

/** Both together. Prices of two currencies cannot be added: then there is none. */
export function addUsage(left: Usage | undefined, right: Usage | undefined): Usage | undefined {
  if (left === undefined || right === undefined) {
    return left ?? right;
  }
  return {
    prompt_tokens: left.prompt_tokens + right.prompt_tokens,
    completion_tokens: left.completion_tokens + right.completion_tokens,
    total_tokens: left.total_tokens + right.total_tokens,
    prompt_tokens_details: addCounts(left.prompt_tokens_details, right.prompt_tokens_details),
    completion_tokens_details: addCounts(left.completion_tokens_details, right.completion_tokens_details),
    cost: addCost(left.cost, right.cost),
  };
}

function addCounts<T extends Readonly<Record<string, number | undefined>>>(
  left: T | null | undefined,
  right: T | null | undefined,
): T | null {
  if (left === null || left === undefined || right === null || right === undefined) {
    return left ?? right ?? null;
  }
  const sum: Record<string, number | undefined> = { ...left };
  for (const [name, count] of Object.entries(right)) {
    sum[name] = (sum[name] ?? 0) + (count ?? 0);
  }
  return sum as T;
}

function addCost(left: Usage['cost'], right: Usage['cost']): NonNullable<Usage['cost']> | null {
  const [one, other] = [left ?? undefined, right ?? undefined];
  if (one === undefined || one.currency !== other?.currency) {
    return null;
  }
  const list =
    one.list_amount === undefined || other.list_amount === undefined
      ? {}
      : { list_amount: one.list_amount + other.list_amount };
  return { amount: one.amount + other.amount, currency: one.currency, ...list };
}
