/** Token counts of the local endpoint: rough, but consistent with each other, in the shape that the gateway sends. */

/** What a usage object tells; counts are tokens. */
export interface UsageFacts {
  readonly prompt: number;
  /** Reasoning included. */
  readonly completion: number;
  readonly reasoning?: number;
  readonly cached?: number;
  readonly cost?: { readonly amount: number; readonly currency: string; readonly list_amount?: number } | null;
}

/** About four characters a token; a text that is not empty has at least one. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** `usage` as it stands on the wire: the counts, and the fields that are always zero. */
export function wireUsage({
  prompt,
  completion,
  reasoning = 0,
  cached = 0,
  cost,
}: UsageFacts): Readonly<Record<string, unknown>> {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached, text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
    completion_tokens_details: { text_tokens: 0, audio_tokens: 0, reasoning_tokens: reasoning },
    input_tokens: 0,
    output_tokens: 0,
    input_tokens_details: null,
    claude_cache_creation_5_m_tokens: 0,
    claude_cache_creation_1_h_tokens: 0,
    cost,
  };
}
