/**
 * Scenarios: what the local endpoint sends, step by step, and the builders of ordinary ones in the gateway's wire format.
 * Answers that go wrong are built in `faults.ts`, tool calls in `toolCallAnswer.ts`; `player.ts` plays them.
 */
import { randomUUID } from 'node:crypto';
import type { FinishReason } from '../../src/core/chatCompletions';
import { pythonJson } from './pythonJson';
import { countTokens, wireUsage } from './usage';

export type Step =
  /** Written as one chunk and flushed. The first one takes the head of the response along; it may be empty for that. */
  | { readonly send: string | Uint8Array }
  /** Milliseconds. */
  | { readonly wait: number }
  /** A gate that the test opens. */
  | { readonly until: Promise<unknown> }
  /** The socket is destroyed. */
  | 'drop'
  /** Nothing more comes; the socket stays open until the client closes it. */
  | 'stall';

/** The response ends after the last step. */
export interface Scenario {
  /** @defaultValue 200 */
  readonly status?: number;
  /** @defaultValue {@link streamHeaders} */
  readonly headers?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' } as const;
export const jsonHeaders = { 'content-type': 'application/json' } as const;
export const done = 'data: [DONE]\n\n';
export const heartbeat = ': PING\n\n';

export const sampleId = 'msg_bdrk_01LocalEndpointSample0000';
export const sampleModel = 'claude-sonnet-4-6';
/** Unix time in seconds. */
export const sampleCreated = 1_768_000_000;

/** One server-sent event. A string is sent as it is, anything else as JSON in the gateway's spacing. */
export function event(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : pythonJson(data)}\n\n`;
}

/** Members of a chunk beside its delta; the first three belong to the choice. */
export interface ChunkExtra {
  readonly index?: number;
  readonly finish_reason?: FinishReason | null;
  readonly logprobs?: unknown;
  readonly id?: string;
  readonly model?: string;
  readonly created?: number;
  readonly system_fingerprint?: string | null;
  readonly usage?: unknown;
}

/** A `chat.completion.chunk` with one choice. */
export function chunk(delta: Readonly<Record<string, unknown>>, extra: ChunkExtra = {}): Readonly<Record<string, unknown>> {
  const { index = 0, finish_reason = null, logprobs = null, usage = null, ...envelope } = extra;
  return { ...chunkEnvelope(envelope), choices: [{ delta, logprobs, finish_reason, index }], usage };
}

/** The chunk that carries the usage and no choice. */
export function usageChunk(usage: unknown, extra: ChunkExtra = {}): Readonly<Record<string, unknown>> {
  return { ...chunkEnvelope(extra), choices: [], usage };
}

function chunkEnvelope({ id = sampleId, created = sampleCreated, model = sampleModel, system_fingerprint = null }: ChunkExtra) {
  return { id, object: 'chat.completion.chunk', created, model, system_fingerprint };
}

export interface AnswerOptions {
  readonly id?: string;
  readonly model?: string;
  readonly created?: number;
  /** Characters per text chunk, or the very pieces. @defaultValue 4 */
  readonly pieces?: number | readonly string[];
  /** `null`: no finish chunk at all. @defaultValue `'stop'` */
  readonly finishReason?: FinishReason | null;
  /** `null`: no usage. @defaultValue counted from the text */
  readonly usage?: unknown;
  /** Where the usage comes: in a chunk of its own, or on the chunk with the finish reason. @defaultValue `'own'` */
  readonly usagePlace?: 'own' | 'finish';
  /** Thinking that comes before the text. */
  readonly reasoning?: string;
  /** @defaultValue `'reasoning_content'` */
  readonly reasoningField?: 'reasoning_content' | 'reasoning';
  /** A lone line break as last piece of the thinking, which stands for its signature. @defaultValue true */
  readonly reasoningSignature?: boolean;
  /** Whether `[DONE]` is sent. @defaultValue true */
  readonly done?: boolean;
  /** Milliseconds before the first chunk. */
  readonly firstWait?: number;
  /** Milliseconds before every piece. */
  readonly wait?: number;
  /** A comment before every so many pieces. */
  readonly heartbeatEvery?: number;
}

/** A whole streamed answer: role chunk, empty chunk, thinking, text, finish chunk, usage chunk, `[DONE]`. */
export function answer(text: string, options: AnswerOptions = {}): Scenario {
  const { finishReason = 'stop', usagePlace = 'own', reasoning = '', reasoningField = 'reasoning_content' } = options;
  const envelope = envelopeOf(options);
  const thoughts = reasoning === '' ? [] : [...cut(reasoning, 4), ...(options.reasoningSignature === false ? [] : ['\n'])];
  const deltas = [
    ...thoughts.map((piece) => ({ [reasoningField]: piece })),
    ...cut(text, options.pieces ?? 4).map((piece) => ({ content: piece })),
  ];
  const usage =
    options.usage === undefined
      ? wireUsage({ prompt: 8, completion: countTokens(reasoning) + countTokens(text), reasoning: countTokens(reasoning) })
      : options.usage;

  const steps: Step[] = [
    ...pause(options.firstWait),
    { send: event(chunk({ content: '', role: 'assistant' }, envelope)) },
    { send: event(chunk({ content: '' }, envelope)) },
  ];
  for (const [number, delta] of deltas.entries()) {
    if (options.heartbeatEvery !== undefined && number % options.heartbeatEvery === 0) {
      steps.push({ send: heartbeat });
    }
    steps.push(...pause(options.wait), { send: event(chunk(delta, envelope)) });
  }
  if (finishReason !== null) {
    const onFinish = usagePlace === 'finish' ? { usage } : {};
    steps.push({ send: event(chunk({}, { ...envelope, finish_reason: finishReason, ...onFinish })) });
  }
  if (usage !== null && usagePlace === 'own') {
    steps.push({ send: event(usageChunk(usage, envelope)) });
  }
  if (options.done ?? true) {
    steps.push({ send: done });
  }
  return { headers: streamHeaders, steps };
}

/** The same answer in one JSON object, as it comes without `stream` (and now and then in spite of it). */
export function jsonAnswer(
  text: string,
  options: Pick<AnswerOptions, 'id' | 'model' | 'created' | 'finishReason' | 'usage' | 'reasoning'> = {},
): Scenario {
  const { id = sampleId, model = sampleModel, created = sampleCreated, finishReason = 'stop', reasoning } = options;
  const usage = options.usage ?? wireUsage({ prompt: 8, completion: countTokens(text) });
  const message = { role: 'assistant', content: text, reasoning_content: reasoning };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishReason }];
  return plainJson(200, { id, object: 'chat.completion', created, model, choices, usage });
}

/** Any JSON body in the gateway's spacing. */
export function plainJson(status: number, body: unknown): Scenario {
  return { status, headers: jsonHeaders, steps: [{ send: pythonJson(body) }] };
}

/** The documented error envelope. @param message names the code where it is left out */
export function errorAnswer(status: number, code: string, message = `The local endpoint reports ${code}.`): Scenario {
  return plainJson(status, { error: { code, message }, trace_id: randomUUID() });
}

/** A page that is not of this protocol: of a gateway (5xx), or of a captive portal (200). */
export function htmlAnswer(status: number): Scenario {
  const title = status < 400 ? 'Sign in to this network' : `${String(status)} Bad Gateway`;
  const page = `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><h1>${title}</h1><hr>proxy</body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, steps: [{ send: page }] };
}

/**
 * Joins everything that is sent and cuts it anew, whatever is cut through. Waits and gates between the sends are dropped; a
 * `drop` or `stall` at the end stays.
 * @param sizes bytes per chunk, repeated until all is sent; `'bytes'` is one at a time
 */
export function rechunk(scenario: Scenario, sizes: readonly number[] | 'bytes'): Scenario {
  const cycle = sizes === 'bytes' ? [1] : sizes;
  if (cycle.length === 0 || cycle.some((size) => !(size >= 1))) {
    throw new RangeError('sizes must be at least 1');
  }
  const bytes = Buffer.concat(scenario.steps.flatMap((step) => (isSend(step) ? [Buffer.from(step.send)] : [])));
  const steps: Step[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = cycle[turn % cycle.length] ?? 1;
    steps.push({ send: bytes.subarray(start, start + size) });
    start += size;
  }
  const last = scenario.steps.at(-1);
  return { ...scenario, steps: typeof last === 'string' ? [...steps, last] : steps };
}

/** Every line break as CR LF. */
export function withCrlf(scenario: Scenario): Scenario {
  return mapText(scenario, (text) => text.replace(/\r?\n/g, '\r\n'));
}

/** Every character outside ASCII as `\uXXXX`, as Python writes it unless told otherwise. For JSON bodies. */
export function asciiOnly(scenario: Scenario): Scenario {
  return mapText(scenario, (text) =>
    text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function mapText(scenario: Scenario, map: (text: string) => string): Scenario {
  return {
    ...scenario,
    steps: scenario.steps.map((step) => (isSend(step) && typeof step.send === 'string' ? { send: map(step.send) } : step)),
  };
}

function isSend(step: Step): step is { readonly send: string | Uint8Array } {
  return typeof step === 'object' && 'send' in step;
}

function envelopeOf({ id, model, created }: AnswerOptions): ChunkExtra {
  return {
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(created === undefined ? {} : { created }),
  };
}

/** Whole code points, so that a piece is always valid text; {@link rechunk} cuts through them. */
function cut(text: string, pieces: number | readonly string[]): readonly string[] {
  if (typeof pieces !== 'number') {
    return pieces;
  }
  const characters = Array.from(text);
  return Array.from({ length: Math.ceil(characters.length / pieces) }, (_, index) =>
    characters.slice(index * pieces, (index + 1) * pieces).join(''),
  );
}

function pause(milliseconds: number | undefined): readonly Step[] {
  return milliseconds === undefined || milliseconds <= 0 ? [] : [{ wait: milliseconds }];
}
