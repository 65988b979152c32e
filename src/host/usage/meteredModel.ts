/** The endpoint for one feature, with every answer entered into the ledger of usage. Features ask through it and need not know. */
import type { ChatCompletion, ChatRequest } from '../../core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import { gatherCompletion } from '../../core/gatherCompletion';
import { tokensOf } from '../../core/usage/usageSummary';
import type { UsageEntry, UsageFeature } from '../../core/usage/usageEntry';
import { UsageMeter } from '../../core/usage/usageMeter';

export interface UsageBook {
  /** Before a request is sent. */
  expect(request: ChatRequest): void;
  /** While its answer comes, as far as it has come, and at its end: the last one of an id counts. */
  record(entry: UsageEntry): void;
  /** After its answer. */
  ended(): void;
}

/** In milliseconds: what a crash can take away of what is known. */
const noteEveryMs = 1000;
/** A note for so much more, that a long answer does not fill the ledger. */
const worthNoting = 1.1;

export class MeteredModel implements ChatModel {
  constructor(
    private readonly model: ChatModel,
    private readonly feature: UsageFeature,
    private readonly book: UsageBook,
  ) {}

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    this.book.expect(request);
    const meter = new UsageMeter({ id: crypto.randomUUID(), at: Date.now(), feature: this.feature }, request);
    let noted = 0;
    const timer = setInterval(() => {
      const entry = meter.entry();
      if (entry !== undefined && tokensOf(entry) > noted * worthNoting) {
        noted = tokensOf(entry);
        this.book.record(entry);
      }
    }, noteEveryMs);
    try {
      for await (const delta of this.model.stream(request, signal)) {
        meter.take(delta);
        yield delta;
      }
    } finally {
      clearInterval(timer);
      // Also where it was stopped, or broke off: what had come is billed.
      const entry = meter.entry();
      if (entry !== undefined) {
        this.book.record(entry);
        this.book.ended();
      }
    }
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const deltas: ChatDelta[] = [];
    for await (const delta of this.stream(request, signal)) {
      deltas.push(delta);
    }
    return gatherCompletion(deltas);
  }
}
