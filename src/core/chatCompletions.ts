/**
 * The wire contract of `POST /v1/chat/completions`: request and response as the endpoint documents them, with the documented
 * ranges. Field names are the wire's own (snake case). What a stream is turned into is `chatModel.ts`.
 */

/** Roles a message may have. Models of the Claude family take `developer` as `system`. */
export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

export interface ImagePart {
  readonly type: 'image_url';
  readonly image_url: {
    /** An `https:` or `data:image/(png|jpeg|gif|webp);base64,` URL. */
    readonly url: string;
    /** @defaultValue `'auto'` */
    readonly detail?: 'auto' | 'low' | 'high';
  };
}

export type ContentPart = TextPart | ImagePart;

export interface ToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    /** JSON text; an empty argument list is `{}`. */
    readonly arguments: string;
  };
}

export interface ChatMessage {
  readonly role: Role;
  /** A string, or at least one part. */
  readonly content?: string | readonly ContentPart[];
  readonly name?: string;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
  readonly refusal?: string | null;
}

export interface ToolDefinition {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string;
    /** A JSON Schema object. */
    readonly parameters?: Readonly<Record<string, unknown>>;
  };
}

export type ToolChoice =
  'none' | 'auto' | 'required' | { readonly type: 'function'; readonly function: { readonly name: string } };

export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly json_schema: {
        readonly name: string;
        readonly description?: string;
        readonly schema?: Readonly<Record<string, unknown>>;
        readonly strict?: boolean | null;
      };
    };

/** @defaultValue `'medium'`, where the model reasons at all */
export type ReasoningEffort = 'minimal' | 'low' | 'medium' | 'high';

export interface WebSearchOptions {
  /** @defaultValue `'medium'` */
  readonly search_context_size?: 'low' | 'medium' | 'high';
  readonly user_location?: {
    readonly type?: 'approximate';
    readonly approximate?: {
      readonly country?: string;
      readonly region?: string;
      readonly city?: string;
      readonly timezone?: string;
    };
  } | null;
}

/**
 * The body of a request without `stream` and `stream_options`, which the client sets.
 * A parameter that is absent is not sent. Ranges are in {@link requestRanges}.
 */
export interface ChatRequest {
  readonly model: string;
  /** At least one. */
  readonly messages: readonly ChatMessage[];
  /** 1 to 128. @defaultValue 1 */
  readonly n?: number;
  /** Upper bound of the answer in tokens. */
  readonly max_tokens?: number;
  /** Integer; the newer name of `max_tokens`. */
  readonly max_completion_tokens?: number;
  /** 0 to 2. @defaultValue 1 */
  readonly temperature?: number;
  /** 0 to 1. @defaultValue 1 */
  readonly top_p?: number;
  /** -2 to 2. @defaultValue 0 */
  readonly frequency_penalty?: number;
  /** -2 to 2. @defaultValue 0 */
  readonly presence_penalty?: number;
  readonly seed?: number;
  /** A string, or one to four of them. */
  readonly stop?: string | readonly string[];
  readonly logit_bias?: Readonly<Record<string, number>>;
  readonly logprobs?: boolean;
  /** Integer, 0 to 20. */
  readonly top_logprobs?: number;
  readonly reasoning_effort?: ReasoningEffort;
  readonly response_format?: ResponseFormat;
  /** @defaultValue `'auto'` */
  readonly service_tier?: 'auto' | 'default' | 'flex' | 'scale' | 'priority';
  readonly store?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly modalities?: readonly ('text' | 'audio')[];
  readonly audio?: {
    readonly voice: 'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'fable' | 'nova' | 'onyx' | 'sage' | 'shimmer';
    readonly format: 'wav' | 'aac' | 'mp3' | 'flac' | 'opus' | 'pcm16';
  };
  readonly prediction?: { readonly type: 'content'; readonly content: string | readonly TextPart[] };
  readonly web_search_options?: WebSearchOptions;
  readonly tools?: readonly ToolDefinition[];
  readonly tool_choice?: ToolChoice;
  /** @defaultValue true */
  readonly parallel_tool_calls?: boolean;
}

/** Inclusive documented ranges of the numeric request parameters. */
export const requestRanges = {
  n: { minimum: 1, maximum: 128, integer: true },
  temperature: { minimum: 0, maximum: 2, integer: false },
  top_p: { minimum: 0, maximum: 1, integer: false },
  frequency_penalty: { minimum: -2, maximum: 2, integer: false },
  presence_penalty: { minimum: -2, maximum: 2, integer: false },
  top_logprobs: { minimum: 0, maximum: 20, integer: true },
} as const;

/** Documented reasons, and whatever an upstream passes through untranslated (`pause_turn`, …). */
export type FinishReason =
  'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call' | (string & Record<never, never>);

/** Token counts and, where the endpoint gives it, the price. Every count is in tokens. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number;
    readonly cache_write_tokens?: number;
    readonly audio_tokens?: number;
  } | null;
  readonly completion_tokens_details?: {
    readonly reasoning_tokens?: number;
    readonly audio_tokens?: number;
    readonly accepted_prediction_tokens?: number;
    readonly rejected_prediction_tokens?: number;
  } | null;
  readonly cost?: { readonly amount: number; readonly currency: string; readonly list_amount?: number } | null;
}

export interface AudioAnswer {
  readonly id: string;
  /** Base64 in the requested format. */
  readonly data: string;
  /** Unix time in seconds. */
  readonly expires_at: number;
  readonly transcript?: string;
}

export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  /** Not documented: what the token is in UTF-8, which alone may be no text. */
  readonly bytes?: readonly number[] | null;
  readonly top_logprobs?: readonly { readonly token: string; readonly logprob: number }[];
}

export interface CompletionChoice {
  readonly index: number;
  readonly message: {
    readonly role: 'assistant';
    readonly content: string | null;
    /** The model's thinking, where the backend returns it. Never sent back. */
    readonly reasoning_content?: string;
    readonly refusal?: string | null;
    readonly tool_calls?: readonly ToolCall[];
    readonly audio?: AudioAnswer | null;
  };
  readonly finish_reason: FinishReason;
  readonly logprobs?: { readonly content: readonly TokenLogprob[] } | null;
}

/** A whole answer, as the endpoint returns it without `stream`. */
export interface ChatCompletion {
  readonly id: string;
  readonly object: 'chat.completion';
  /** Unix time in seconds. */
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint?: string | null;
  readonly choices: readonly CompletionChoice[];
  readonly usage?: Usage;
}
