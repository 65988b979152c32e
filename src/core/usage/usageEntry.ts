/** One answer in the ledger of usage, and how it stands in the ledger's files: a line of JSON, and a later one of the same id instead of it. */
import type { Usage } from '../chatCompletions';
import { countOf, given, idOf, numberOf, objectOf, oneOf, parseJson, textOf } from '../jsonShape';
import { modelFacts } from '../models';

export const usageFeatures = ['chat', 'edit', 'explain', 'commit', 'nativeChat'] as const;
export type UsageFeature = (typeof usageFeatures)[number];

export interface Money {
  readonly amount: number;
  /** As the endpoint writes it, mostly `USD`. */
  readonly currency: string;
}

export interface UsageEntry {
  /** Of the request: what is written of it later counts instead. Absent: the line stands alone. */
  readonly id?: string;
  /** When it was asked, Unix time in milliseconds. */
  readonly at: number;
  readonly feature: UsageFeature;
  /** That was asked. */
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of the prompt: read from the endpoint's cache, and written to it. */
  readonly cachedTokens?: number;
  readonly cacheWriteTokens?: number;
  /** What the endpoint said that it costs. */
  readonly cost?: Money;
  /** The endpoint did not count, or not to the end: these are our own estimates. */
  readonly isEstimated?: true;
}

export type UsageAbout = Pick<UsageEntry, 'id' | 'at' | 'feature' | 'model'>;

/** @param usage as the endpoint counted */
export function countedEntry(about: UsageAbout, usage: Usage): UsageEntry {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens, prompt_tokens_details: details } = usage;
  return {
    ...about,
    promptTokens,
    completionTokens,
    ...given('cachedTokens', someOf(details?.cached_tokens)),
    ...given('cacheWriteTokens', someOf(details?.cache_write_tokens)),
    ...costIn(usage),
  };
}

function someOf(count: number | undefined): number | undefined {
  return count === 0 ? undefined : count;
}

/** To be spread. */
export function costIn({ cost }: Usage): Pick<UsageEntry, 'cost'> {
  return given('cost', cost === undefined || cost === null ? undefined : { amount: cost.amount, currency: cost.currency });
}

/** What a token that is read from the cache, or written to it, costs of the price of one that is sent. */
const cacheRead = 0.1;
const cacheWrite = 1.25;

/** What the tokens of an answer cost at the model's list price, in USD; undefined where the price is not known. */
export function listPrice(entry: Omit<UsageEntry, 'at' | 'feature'>): number | undefined {
  const { model, promptTokens, completionTokens, cachedTokens = 0, cacheWriteTokens = 0 } = entry;
  const { price } = modelFacts(model);
  if (price === undefined) {
    return undefined;
  }
  // Some upstreams count what is cached beside the prompt, not as a part of it.
  const others = Math.max(0, promptTokens - cachedTokens - cacheWriteTokens);
  const sent = others + cachedTokens * cacheRead + cacheWriteTokens * cacheWrite;
  return (sent * price.input + completionTokens * price.output) / 1_000_000;
}

const version = 1;

/** Ends with a line feed. */
export function entryLine(entry: UsageEntry): string {
  return `${JSON.stringify({ version, ...entry })}\n`;
}

export interface ReadEntries {
  readonly entries: readonly UsageEntry[];
  /** Lines that say nothing: torn, or of a version that is not known. */
  readonly unreadable: number;
}

/** @param text whole lines */
export function readEntries(text: string): ReadEntries {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.flatMap((line) => readEntry(line) ?? []);
  return { entries, unreadable: lines.length - entries.length };
}

function readEntry(line: string): UsageEntry | undefined {
  const fields = objectOf(parseJson(line));
  const [at, feature, model] = [timeOf(fields['at']), oneOf(usageFeatures, fields['feature']), textOf(fields['model'])];
  const [promptTokens, completionTokens] = [countOf(fields['promptTokens']), countOf(fields['completionTokens'])];
  const isWhole = at !== undefined && feature !== undefined && model !== undefined;
  if (fields['version'] !== version || !isWhole || promptTokens === undefined || completionTokens === undefined) {
    return undefined;
  }
  const { amount, currency } = objectOf(fields['cost']);
  const [price, unit] = [numberOf(amount), textOf(currency)];
  return {
    ...given('id', idOf(fields['id'])),
    at,
    feature,
    model,
    promptTokens,
    completionTokens,
    ...given('cachedTokens', countOf(fields['cachedTokens'])),
    ...given('cacheWriteTokens', countOf(fields['cacheWriteTokens'])),
    ...given('cost', price === undefined || unit === undefined ? undefined : { amount: price, currency: unit }),
    ...(fields['isEstimated'] === true ? { isEstimated: true } : {}),
  };
}

/** That a date can have: from another time it could be no day, and no line of a table. */
function timeOf(value: unknown): number | undefined {
  const time = numberOf(value);
  return time === undefined || Number.isNaN(new Date(time).getTime()) ? undefined : time;
}
