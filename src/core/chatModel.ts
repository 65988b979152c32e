/**
 * The port between features and the endpoint: a request goes in, typed deltas come out. Features know nothing of HTTP; tests
 * put a fake behind it. `src/client` implements it.
 */
import type { AudioAnswer, ChatCompletion, ChatRequest, FinishReason, TokenLogprob, Usage } from './chatCompletions';
import type { AssistantError } from './errors';
import type { WebSource } from './webSources';

/**
 * One step of an answer, in the order in which the endpoint sent it.
 * `choice` is the index of the alternative (0 unless `n` > 1: whoever asked for one looks at 0 alone); `call` counts tool calls of one choice from 0 by first
 * appearance, whatever index the wire gave them.
 */
export type ChatDelta =
  /** Before all others, from a model that changes requests: this one as it is sent. */
  | { readonly type: 'sent'; readonly request: ChatRequest }
  /** Nothing came yet; the request is sent again after `delayMs`. `attempt` counts from 1, the first repetition. */
  | { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly error: AssistantError }
  /** With the first chunk, and again, with all of it, where a later one says more. */
  | {
      readonly type: 'start';
      readonly id: string;
      readonly model: string;
      /** Unix time in seconds; 0 where it is not known. */
      readonly created: number;
      readonly systemFingerprint: string | null;
      /** The tier that served it, and a trace id, where they are sent. */
      readonly serviceTier?: string;
      readonly traceId?: string;
    }
  /** A choice beside the first has begun: nothing of it need have come yet. */
  | { readonly type: 'choice'; readonly choice: number }
  | { readonly type: 'text'; readonly choice: number; readonly text: string }
  | { readonly type: 'reasoning'; readonly choice: number; readonly text: string }
  | { readonly type: 'refusal'; readonly choice: number; readonly text: string }
  /** A fragment; `id` and `name` are what is known of the call so far. */
  | {
      readonly type: 'toolCall';
      readonly choice: number;
      readonly call: number;
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly type: 'audio'; readonly choice: number; readonly audio: Partial<AudioAnswer> }
  | { readonly type: 'logprobs'; readonly choice: number; readonly content: readonly TokenLogprob[] }
  /** Pages that the answer cites, after a search of the web. One may be named again. */
  | { readonly type: 'sources'; readonly choice: number; readonly sources: readonly WebSource[] }
  | { readonly type: 'finish'; readonly choice: number; readonly reason: FinishReason }
  /** May come after `finish`, or more than once; the last one counts. */
  | { readonly type: 'usage'; readonly usage: Usage };

/** What a client adds to every request of {@link ChatModel.stream}. */
export const streamParameters = { stream: true, stream_options: { include_usage: true } } as const;

export interface ChatModel {
  /**
   * Streams one answer. Ends normally only if the endpoint said that the answer is complete.
   * Aborting `signal` closes the socket at once and throws `canceled`.
   * @throws AssistantError of any kind; `interrupted` (and `timeout` with phase `idle`) after deltas that stay valid.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatDelta>;
  /** The same answer gathered. @throws AssistantError */
  complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion>;
}

export interface ModelDirectory {
  /**
   * The ids that `GET /v1/models` lists, unfiltered, in the endpoint's order. Free of charge.
   * @param token checks this token instead of the stored one
   * @throws AssistantError
   */
  listModels(signal: AbortSignal, token?: string): Promise<readonly string[]>;
}
