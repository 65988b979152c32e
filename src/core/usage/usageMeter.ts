/** Counts one answer while it streams: as the endpoint counts, or, where it did not come to that, as far as can be known. */
import type { ChatRequest, Usage } from '../chatCompletions';
import type { ChatDelta } from '../chatModel';
import { estimateTokens, imageTokens } from '../tokens';
import { costIn, countedEntry, type UsageAbout, type UsageEntry } from './usageEntry';

export class UsageMeter {
  #text = '';
  #hasBegun = false;
  #hasFinished = false;
  #usage: Usage | undefined;
  #promptTokens: number | undefined;

  constructor(
    private readonly about: Omit<UsageAbout, 'model'>,
    private request: ChatRequest,
  ) {}

  take(delta: ChatDelta): void {
    switch (delta.type) {
      case 'sent':
        this.request = delta.request;
        return;
      case 'retry':
        return;
      case 'usage':
        this.#usage = delta.usage;
        break;
      case 'text':
      case 'reasoning':
      case 'refusal':
        this.#text += delta.text;
        break;
      case 'toolCall':
        this.#text += delta.arguments;
        break;
      case 'audio':
        this.#text += delta.audio.transcript ?? '';
        break;
      case 'finish':
        this.#hasFinished = true;
        break;
      default:
        break;
    }
    this.#hasBegun = true;
  }

  /** As far as it has come. Undefined where nothing came: what fails before that is not billed. */
  entry(): UsageEntry | undefined {
    if (!this.#hasBegun) {
      return undefined;
    }
    const about = { ...this.about, model: this.request.model };
    const usage = this.#usage;
    if (usage !== undefined && this.#isCounted(usage)) {
      return countedEntry(about, usage);
    }
    this.#promptTokens ??= promptTokens(this.request);
    return {
      ...about,
      promptTokens: usage === undefined || usage.prompt_tokens === 0 ? this.#promptTokens : usage.prompt_tokens,
      completionTokens: Math.max(usage?.completion_tokens ?? 0, estimateTokens(this.#text)),
      isEstimated: true,
      // What was said of the beginning is not what the rest costs.
      ...(usage !== undefined && this.#hasFinished ? costIn(usage) : {}),
    };
  }

  /** Some upstreams count with every chunk: what came after the last count of an answer that broke off is in none. */
  #isCounted({ prompt_tokens: prompt, completion_tokens: completion }: Usage): boolean {
    const isWhole = this.#hasFinished || completion >= estimateTokens(this.#text);
    return prompt > 0 && isWhole && (completion > 0 || this.#text === '');
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
