/** Adds up the ledger: by day, by model, by feature. Days are those of the user's clock. */
import { listPrice, type UsageEntry } from './usageEntry';

/** Sums of some answers. */
export interface UsageTotal {
  readonly answers: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Whether some tokens are our own estimates. */
  readonly isEstimated: boolean;
  /** One for each currency, the largest first; what the endpoint gave no cost for is taken at list price, in USD. */
  readonly costs: readonly UsageCost[];
  /** Answers that have no cost: the endpoint gave none, and there is no list price. */
  readonly withoutCost: number;
}

export interface UsageCost {
  readonly amount: number;
  readonly currency: string;
  /** Whether some of it is at list price. */
  readonly isEstimated: boolean;
}

/** From a time until before another, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface UsageGroup extends UsageTotal {
  /** A day as `2026-11-23`, a model's id, a feature. */
  readonly key: string;
}

export function usageTotal(entries: readonly UsageEntry[]): UsageTotal {
  const costs = new Map<string, UsageCost>();
  const sum = { answers: entries.length, promptTokens: 0, completionTokens: 0, cachedTokens: 0, isEstimated: false };
  let withoutCost = 0;
  for (const entry of entries) {
    sum.promptTokens += entry.promptTokens;
    sum.completionTokens += entry.completionTokens;
    sum.cachedTokens += entry.cachedTokens ?? 0;
    sum.isEstimated ||= entry.isEstimated === true;
    const cost = costOf(entry);
    if (cost === undefined) {
      withoutCost += 1;
    } else {
      const { amount, isEstimated } = costs.get(cost.currency) ?? { amount: 0, isEstimated: false };
      costs.set(cost.currency, { ...cost, amount: amount + cost.amount, isEstimated: isEstimated || cost.isEstimated });
    }
  }
  return { ...sum, costs: [...costs.values()].sort((one, other) => other.amount - one.amount), withoutCost };
}

/** Undefined where nothing is known of it. */
export function costOf(entry: UsageEntry): UsageCost | undefined {
  if (entry.cost !== undefined) {
    return { ...entry.cost, isEstimated: false };
  }
  const amount = listPrice(entry);
  return amount === undefined ? undefined : { amount, currency: 'USD', isEstimated: true };
}

/** The groups in the order of their tokens, most first. */
export function usageBy(entries: readonly UsageEntry[], keyOf: (entry: UsageEntry) => string): readonly UsageGroup[] {
  const groups = grouped(entries, keyOf);
  return [...groups]
    .map(([key, members]) => ({ key, ...usageTotal(members) }))
    .sort((one, other) => tokensOf(other) - tokensOf(one));
}

/** Every one of the last days, today last, also those without an answer. @param now Unix time in milliseconds */
export function usageByDay(entries: readonly UsageEntry[], now: number, count: number): readonly UsageGroup[] {
  const groups = grouped(entries, ({ at }) => dayOf(at));
  const today = new Date(now);
  return Array.from({ length: count }, (_, index) => {
    const key = dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index)).getTime());
    return { key, ...usageTotal(groups.get(key) ?? []) };
  });
}

/** Of the user's clock, as `2026-11-23`. @param at Unix time in milliseconds */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Of the days of the user's clock the one with this time: when it begins, and when the next does. Unix time in milliseconds. */
export function dayAround(at: number): Span {
  const date = new Date(at);
  const midnight = (day: number): number => new Date(date.getFullYear(), date.getMonth(), day).getTime();
  return { from: midnight(date.getDate()), to: midnight(date.getDate() + 1) };
}

/** The same of the months. */
export function monthAround(at: number): Span {
  const date = new Date(at);
  const first = (month: number): number => new Date(date.getFullYear(), month, 1).getTime();
  return { from: first(date.getMonth()), to: first(date.getMonth() + 1) };
}

/** Those of the time; a clock that was set back may have left some that are still to come. */
export function entriesIn({ from, to }: Span, entries: readonly UsageEntry[]): readonly UsageEntry[] {
  return entries.filter(({ at }) => at >= from && at < to);
}

/** Of the user's clock, as `2026-11`. */
export function monthOf(at: number): string {
  return dayOf(at).slice(0, 7);
}

export function tokensOf({ promptTokens, completionTokens }: Pick<UsageTotal, 'promptTokens' | 'completionTokens'>): number {
  return promptTokens + completionTokens;
}

function grouped(
  entries: readonly UsageEntry[],
  keyOf: (entry: UsageEntry) => string,
): ReadonlyMap<string, readonly UsageEntry[]> {
  const groups = new Map<string, UsageEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
