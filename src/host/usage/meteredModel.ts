/** The endpoint for one feature, with every answer entered into the ledger of usage. Features ask through it and need not know. */
import type { ChatCompletion, ChatRequest } from '../../core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import type { UsageEntry, UsageFeature } from '../../core/usage/usageEntry';
import { UsageMeter } from '../../core/usage/usageMeter';

export interface UsageBook {
  /** Before a request is sent. */
  expect(request: ChatRequest): void;
  /** After its answer. */
  record(entry: UsageEntry): void;
}

export class MeteredModel implements ChatModel {
  constructor(
    private readonly model: ChatModel,
    private readonly feature: UsageFeature,
    private readonly book: UsageBook,
  ) {}

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    this.book.expect(request);
    const meter = new UsageMeter(this.feature, request);
    try {
      for await (const delta of this.model.stream(request, signal)) {
        meter.take(delta);
        yield delta;
      }
    } finally {
      // Also where it was stopped, or broke off: what had come is billed.
      this.#record(meter);
    }
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    this.book.expect(request);
    const meter = new UsageMeter(this.feature, request);
    const completion = await this.model.complete(request, signal);
    for (const { index: choice, message } of completion.choices) {
      meter.take({ type: 'text', choice, text: `${message.reasoning_content ?? ''}${message.content ?? ''}` });
    }
    if (completion.usage !== undefined) meter.take({ type: 'usage', usage: completion.usage });
    this.#record(meter);
    return completion;
  }

  #record(meter: UsageMeter): void {
    const entry = meter.entry(Date.now());
    if (entry !== undefined) this.book.record(entry);
  }
}
