/** Counts one answer while it streams: as the endpoint counts, or, where it did not come to that, as far as can be known. */
import type { ChatRequest, Usage } from '../chatCompletions';
import type { ChatDelta } from '../chatModel';
import { estimateTokens, imageTokens } from '../tokens';
import { countedEntry, type UsageEntry, type UsageFeature } from './usageEntry';

export class UsageMeter {
  #text = '';
  #hasBegun = false;
  #usage: Usage | undefined;

  constructor(
    private readonly feature: UsageFeature,
    private readonly request: ChatRequest,
  ) {}

  take(delta: ChatDelta): void {
    switch (delta.type) {
      case 'sent':
      case 'retry':
        return;
      case 'usage':
        // Zeroes are what some upstreams put in its place.
        if (delta.usage.total_tokens > 0 || delta.usage.prompt_tokens > 0) this.#usage = delta.usage;
        break;
      case 'text':
      case 'reasoning':
      case 'refusal':
        this.#text += delta.text;
        break;
      case 'toolCall':
        this.#text += delta.arguments;
        break;
      default:
        break;
    }
    this.#hasBegun = true;
  }

  /** Undefined where nothing came: what fails before that is not billed. @param at Unix time in milliseconds */
  entry(at: number): UsageEntry | undefined {
    const about = { at, feature: this.feature, model: this.request.model };
    if (this.#usage !== undefined) {
      return countedEntry(about, this.#usage);
    }
    if (!this.#hasBegun) {
      return undefined;
    }
    const completionTokens = estimateTokens(this.#text);
    return { ...about, promptTokens: promptTokens(this.request), completionTokens, isEstimated: true };
  }
}

/** Estimated. */
export function promptTokens({ messages, tools = [] }: ChatRequest): number {
  const parts = messages.flatMap(({ content }) =>
    typeof content === 'string' ? [{ type: 'text' as const, text: content }] : (content ?? []),
  );
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const images = parts.filter(({ type }) => type === 'image_url').length;
  const calls = messages.flatMap(({ tool_calls: made = [] }) => made.map((call) => JSON.stringify(call)));
  const declared = tools.length === 0 ? [] : [JSON.stringify(tools)];
  return estimateTokens([...texts, ...calls, ...declared].join('\n')) + images * imageTokens(undefined);
}
