/**
 * What is known of each model, in one table that is easy to correct. Ids must match the endpoint's exactly.
 * Limits are the endpoint's documented ones; an id that is not listed can be typed and gets {@link unknownModel}'s limits.
 */
import type { ReasoningEffort } from './chatCompletions';

export interface ModelFacts {
  readonly id: string;
  readonly name: string;
  /** Tokens that question and answer may have together. */
  readonly contextTokens: number;
  /** Tokens that one answer may have. */
  readonly outputTokens: number;
  /** Documented reasoning efforts that the model takes; empty: none may be sent. */
  readonly efforts: readonly ReasoningEffort[];
  /** Whether it takes images. */
  readonly vision: boolean;
  /**
   * `current` is offered first; `legacy` still answers; `retired` may be refused by the upstream; `further` is none of the
   * specification's, but listed by the endpoint or typed.
   */
  readonly state: 'current' | 'legacy' | 'retired' | 'further';
  /** Which model to try instead of a retired one. */
  readonly successor?: string;
  /** What the vendor's own catalog estimates, in USD per million tokens; a package of credit may cost more or less. */
  readonly price?: { readonly input: number; readonly output: number };
}

const lowToHigh = ['low', 'medium', 'high'] as const;

const opus = 'claude-opus-4-8';
const sonnet = 'claude-sonnet-4-6';
const haiku = 'claude-haiku-4-5-20251001';
export const defaultModel = sonnet;

function model(
  id: string,
  name: string,
  [contextTokens, outputTokens]: readonly [number, number],
  efforts: readonly ReasoningEffort[],
  state: ModelFacts['state'],
  [input, output]: readonly [number?, number?] = [],
  successor?: string,
): ModelFacts {
  return {
    id,
    name,
    contextTokens,
    outputTokens,
    efforts,
    // All of the Claude family, since its third version.
    vision: true,
    state,
    ...(input === undefined || output === undefined ? {} : { price: { input, output } }),
    ...(successor === undefined ? {} : { successor }),
  };
}

/** Those of the specification. */
export const models: readonly ModelFacts[] = [
  model(opus, 'Claude Opus 4.8', [1_000_000, 128_000], lowToHigh, 'current', [1.84, 9.2]),
  model(sonnet, 'Claude Sonnet 4.6', [1_000_000, 64_000], lowToHigh, 'current', [1.1, 5.52]),
  model(haiku, 'Claude Haiku 4.5', [200_000, 64_000], lowToHigh, 'current', [0.37, 1.84]),
  model('claude-opus-4-7', 'Claude Opus 4.7', [1_000_000, 128_000], lowToHigh, 'legacy', [1.84, 9.2]),
  model('claude-opus-4-6', 'Claude Opus 4.6', [1_000_000, 128_000], lowToHigh, 'legacy', [1.84, 9.2]),
  model('claude-opus-4-5-20251101', 'Claude Opus 4.5', [200_000, 64_000], lowToHigh, 'legacy', [1.84, 9.2]),
  model('claude-sonnet-4-5-20250929', 'Claude Sonnet 4.5', [200_000, 64_000], lowToHigh, 'legacy', [1.1, 5.52]),
  model('claude-opus-4-1-20250805', 'Claude Opus 4.1', [200_000, 32_000], lowToHigh, 'retired', [5.52, 27.59], opus),
  model('claude-opus-4-20250514', 'Claude Opus 4', [200_000, 32_000], lowToHigh, 'retired', [5.52, 27.59], opus),
  model('claude-sonnet-4-20250514', 'Claude Sonnet 4', [200_000, 64_000], lowToHigh, 'retired', [1.1, 5.52], sonnet),
  model('claude-3-7-sonnet-20250219', 'Claude Sonnet 3.7', [200_000, 64_000], lowToHigh, 'retired', [1.1, 5.52], sonnet),
  model('claude-3-5-sonnet-20241022', 'Claude Sonnet 3.5 (October 2024)', [200_000, 8_192], [], 'retired', [1.1, 5.52], sonnet),
  model('claude-3-5-sonnet-20240620', 'Claude Sonnet 3.5 (June 2024)', [200_000, 8_192], [], 'retired', [1.1, 5.52], sonnet),
  model('claude-3-5-haiku-20241022', 'Claude Haiku 3.5', [200_000, 8_192], [], 'retired', [0.29, 1.47], haiku),
  model('claude-3-haiku-20240307', 'Claude Haiku 3', [200_000, 4_096], [], 'retired', [0.09, 0.46], haiku),
  model('claude-3-sonnet-20240229', 'Claude Sonnet 3', [200_000, 4_096], [], 'retired', [1.1, 5.52], sonnet),
  model('claude-3-opus-20240229', 'Claude Opus 3', [200_000, 4_096], [], 'retired', [], opus),
];

/** Known, but none of the specification's: offered only while the endpoint's own list names them. */
const furtherModels: readonly ModelFacts[] = [
  model('claude-fable-5-1', 'Claude Fable 5.1', [1_000_000, 128_000], lowToHigh, 'further', [3.68, 18.4]),
  model('claude-fable-5', 'Claude Fable 5', [1_000_000, 128_000], lowToHigh, 'further', [3.68, 18.4]),
  model('claude-opus-5', 'Claude Opus 5', [1_000_000, 128_000], lowToHigh, 'further', [1.84, 9.2]),
  model('claude-sonnet-5', 'Claude Sonnet 5', [1_000_000, 128_000], lowToHigh, 'further', [0.74, 3.68]),
];
const knownModels = [...models, ...furtherModels];

/** Whether limits and price are known, not guessed with caution. */
export function isKnown(facts: ModelFacts): boolean {
  return knownModels.includes(facts);
}

/** Facts of a model by id; one that the table does not know gets cautious limits and every documented effort. */
export function modelFacts(id: string): ModelFacts {
  return knownModels.find((known) => known.id === id) ?? unknownModel(id);
}

function unknownModel(id: string): ModelFacts {
  return model(id, id, [200_000, 32_000], lowToHigh, 'further');
}

/**
 * The `max_tokens` that a request carries where the user set none. Always sent: what the gateway puts in its place otherwise is
 * not documented. Capped, since some upstreams reserve credit for the whole of it.
 */
export function defaultMaxTokens(id: string): number {
  return Math.min(modelFacts(id).outputTokens, 32_000);
}
