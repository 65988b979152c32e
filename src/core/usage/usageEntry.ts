/** One answer in the ledger of usage, and how it stands in the ledger's files: a line of JSON for each. */
import type { Usage } from '../chatCompletions';
import { countOf, given, numberOf, objectOf, oneOf, parseJson, textOf } from '../jsonShape';
import { modelFacts } from '../models';

export const usageFeatures = ['chat', 'edit', 'explain', 'commit', 'nativeChat'] as const;
export type UsageFeature = (typeof usageFeatures)[number];

export interface Money {
  readonly amount: number;
  /** As the endpoint writes it, mostly `USD`. */
  readonly currency: string;
}

export interface UsageEntry {
  /** When the answer ended, Unix time in milliseconds. */
  readonly at: number;
  readonly feature: UsageFeature;
  /** That was asked. */
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of the prompt: read from the endpoint's cache. */
  readonly cachedTokens?: number;
  /** What the endpoint said that it costs. */
  readonly cost?: Money;
  /** The endpoint did not count: these are our own estimates. */
  readonly isEstimated?: true;
}

/** @param usage as the endpoint counted */
export function countedEntry(about: Pick<UsageEntry, 'at' | 'feature' | 'model'>, usage: Usage): UsageEntry {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens, prompt_tokens_details: details, cost } = usage;
  const cachedTokens = details?.cached_tokens ?? 0;
  return {
    ...about,
    promptTokens,
    completionTokens,
    ...given('cachedTokens', cachedTokens === 0 ? undefined : cachedTokens),
    ...given('cost', cost === undefined || cost === null ? undefined : { amount: cost.amount, currency: cost.currency }),
  };
}

/** What the tokens of an answer cost at the model's list price, in USD; undefined where the price is not known. */
export function listPrice({ model, promptTokens, completionTokens }: Omit<UsageEntry, 'at' | 'feature'>): number | undefined {
  const { price } = modelFacts(model);
  return price === undefined ? undefined : (promptTokens * price.input + completionTokens * price.output) / 1_000_000;
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
  const [at, feature, model] = [numberOf(fields['at']), oneOf(usageFeatures, fields['feature']), textOf(fields['model'])];
  const [promptTokens, completionTokens] = [countOf(fields['promptTokens']), countOf(fields['completionTokens'])];
  const isWhole = at !== undefined && feature !== undefined && model !== undefined;
  if (fields['version'] !== version || !isWhole || promptTokens === undefined || completionTokens === undefined) {
    return undefined;
  }
  const { amount, currency } = objectOf(fields['cost']);
  const [price, unit] = [numberOf(amount), textOf(currency)];
  return {
    at,
    feature,
    model,
    promptTokens,
    completionTokens,
    ...given('cachedTokens', countOf(fields['cachedTokens'])),
    ...given('cost', price === undefined || unit === undefined ? undefined : { amount: price, currency: unit }),
    ...(fields['isEstimated'] === true ? { isEstimated: true } : {}),
  };
}
