/**
 * The parameters of a request that the user can set, one setting each, with what the endpoint documents of their values; and what
 * is known of models that refuse them. Where a value comes from and who is told is `host/platform/configuredModel.ts`.
 */
import type { ChatRequest, ReasoningEffort } from './chatCompletions';
import { requestRanges } from './chatCompletions';
import { optionParameterNames, type OptionParameterName } from './chatOptions';
import { isKnown, modelFacts } from './models';

/** What a value must be; `null` stands for "not set" in every setting, and so do an empty text, list and object. */
export type ParameterShape =
  | { readonly type: 'number' | 'integer'; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'text' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'texts'; readonly most: number }
  | { readonly type: 'textByName' }
  | { readonly type: 'integerByToken'; readonly minimum: number; readonly maximum: number };

/** By the tail of the setting, which is the wire's name in camel case. */
export const requestParameters = {
  maxTokens: parameter('max_tokens', { type: 'integer', minimum: 1 }),
  maxCompletionTokens: parameter('max_completion_tokens', { type: 'integer', minimum: 1 }),
  temperature: parameter('temperature', ranged('temperature')),
  topP: parameter('top_p', ranged('top_p')),
  frequencyPenalty: parameter('frequency_penalty', ranged('frequency_penalty')),
  presencePenalty: parameter('presence_penalty', ranged('presence_penalty')),
  seed: parameter('seed', { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  stop: parameter('stop', { type: 'texts', most: 4 }),
  logitBias: parameter('logit_bias', { type: 'integerByToken', minimum: -100, maximum: 100 }),
  serviceTier: parameter('service_tier', { type: 'choice', choices: ['auto', 'default', 'flex', 'scale', 'priority'] }),
  store: parameter('store', { type: 'boolean' }),
  metadata: parameter('metadata', { type: 'textByName' }),
  user: parameter('user', { type: 'text' }),
  parallelToolCalls: parameter('parallel_tool_calls', { type: 'boolean' }),
} as const;

export type RequestSetting = keyof typeof requestParameters;
export type RequestParameterName = (typeof requestParameters)[RequestSetting]['name'] | OptionParameterName;

/** On the wire. */
export const requestParameterNames: readonly RequestParameterName[] = [
  ...Object.values(requestParameters).map(({ name }) => name),
  ...optionParameterNames,
];

/** What a model may refuse and the user may turn off for it: the same, and what features put in by a setting or a picker. */
export type RefusableParameter = RequestParameterName | 'reasoning_effort' | 'prediction';
export const refusableParameters: readonly RefusableParameter[] = [...requestParameterNames, 'reasoning_effort', 'prediction'];

interface Parameter<N extends keyof ChatRequest> {
  readonly name: N;
  readonly shape: ParameterShape;
}

function parameter<N extends keyof ChatRequest>(name: N, shape: ParameterShape): Parameter<N> {
  return { name, shape };
}

function ranged(name: 'temperature' | 'top_p' | 'frequency_penalty' | 'presence_penalty'): ParameterShape {
  const { minimum, maximum } = requestRanges[name];
  return { type: 'number', minimum, maximum };
}

/** Whether a setting of this value means that nothing is sent. */
export function isUnset(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value).length === 0)
  );
}

/** Whether the endpoint's documentation allows this value. */
export function isAllowed(value: unknown, shape: ParameterShape): boolean {
  switch (shape.type) {
    case 'number':
      return isNumberIn(value, shape);
    case 'integer':
      return Number.isSafeInteger(value) && isNumberIn(value, shape);
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'choice':
      return typeof value === 'string' && shape.choices.includes(value);
    case 'texts':
      return (
        Array.isArray(value) && value.length <= shape.most && value.every((text) => typeof text === 'string' && text !== '')
      );
    case 'textByName':
      return valuesOf(value).every((text) => typeof text === 'string');
    case 'integerByToken':
      return (
        valuesOf(value).every((number) => Number.isInteger(number) && isNumberIn(number, shape)) &&
        Object.keys(value as object).every((id) => /^\d+$/.test(id))
      );
  }
}

export type RefusalReason =
  /** Sampling is fixed in this model: any value but the default is refused. */
  | 'fixedSampling'
  /** The model takes temperature or top_p, not both. */
  | 'oneOfTwo'
  /** The model takes a temperature up to 1. */
  | 'upToOne'
  /** Models that reason take the default temperature only, and nearly all of the probability. */
  | 'whileReasoning'
  /** The model has a lower limit, which is sent. */
  | 'overLimit'
  /** `max_tokens` is the same limit, and is set as well. */
  | 'otherName'
  /** The limit of the answer leaves no room for reasoning. */
  | 'noRoom'
  /** A text of nothing but blanks and line breaks ends no answer. */
  | 'blankStop'
  /** Only a request with tools may have it. */
  | 'needsTools';

export interface Refusal {
  readonly name: RequestParameterName | 'reasoning_effort';
  readonly reason: RefusalReason;
}

const isClaude = /\bclaude-/;
const limitNames = ['max_tokens', 'max_completion_tokens'] as const;
/** Tokens of thinking that the gateway asks for, of which the limit of the answer must be more. */
const effortBudgets: Partial<Record<ReasoningEffort, number>> = { low: 1280, medium: 2048, high: 4096 };
const fixedSampling = /^claude-(?:opus-4-[7-9]|(?:opus|sonnet|haiku|fable)-[5-9])(?!\d)/;
const oneOfTwo = /^claude-(?:opus|sonnet|haiku)-4-[1-9]\b/;
/** Less than this is refused beside reasoning. */
const leastReasoningTopP = 0.95;

/** What of this request its model is known to refuse with an error. Of models of other families nothing is known. */
export function knownRefusals(request: ChatRequest): readonly Refusal[] {
  const refusals = isClaude.test(request.model) ? claudeRefusals(request) : [];
  const over = limitNames.filter((name) => isOverLimit(request, name));
  refusals.push(...over.map((name) => ({ name, reason: 'overLimit' }) as const));
  if (over.length === 0 && request.max_tokens !== undefined && request.max_completion_tokens !== undefined) {
    refusals.push({ name: 'max_completion_tokens', reason: 'otherName' });
  }
  if (request.parallel_tool_calls !== undefined && (request.tools ?? []).length === 0) {
    refusals.push({ name: 'parallel_tool_calls', reason: 'needsTools' });
  }
  return refusals;
}

function isOverLimit(request: ChatRequest, name: (typeof limitNames)[number]): boolean {
  const facts = modelFacts(request.model);
  return isKnown(facts) && (request[name] ?? 0) > facts.outputTokens;
}

function claudeRefusals(request: ChatRequest): Refusal[] {
  const hasRoom = hasRoomToReason(request);
  const refusals = samplingRefusals(hasRoom ? request : without(request, ['reasoning_effort']));
  if (!hasRoom) {
    refusals.push({ name: 'reasoning_effort', reason: 'noRoom' });
  }
  if (request.stop !== undefined && nonBlankStops(request.stop).length < [request.stop].flat().length) {
    refusals.push({ name: 'stop', reason: 'blankStop' });
  }
  return refusals;
}

function hasRoomToReason({ model, reasoning_effort: effort = 'minimal', ...request }: ChatRequest): boolean {
  const { max_tokens: limit = request.max_completion_tokens ?? Infinity } = request;
  return fixedSampling.test(model) || limit > (effortBudgets[effort] ?? 0);
}

function samplingRefusals({ model, temperature, top_p: topP, reasoning_effort: effort }: ChatRequest): Refusal[] {
  const refusals: Refusal[] = [];
  const isReasoning = effort !== undefined && effort !== 'minimal';
  if (fixedSampling.test(model)) {
    if (temperature !== undefined && temperature !== 1) refusals.push({ name: 'temperature', reason: 'fixedSampling' });
    if (topP !== undefined && topP !== 1) refusals.push({ name: 'top_p', reason: 'fixedSampling' });
  } else if (isReasoning && temperature !== undefined && temperature !== 1) {
    refusals.push({ name: 'temperature', reason: 'whileReasoning' });
  } else if (temperature !== undefined && temperature > 1) {
    refusals.push({ name: 'temperature', reason: 'upToOne' });
  } else if (temperature !== undefined && topP !== undefined && oneOfTwo.test(model)) {
    refusals.push({ name: 'top_p', reason: 'oneOfTwo' });
  }
  const isTopPLeft = topP !== undefined && !refusals.some(({ name }) => name === 'top_p');
  if (isTopPLeft && isReasoning && topP < leastReasoningTopP) {
    refusals.push({ name: 'top_p', reason: 'whileReasoning' });
  }
  return refusals;
}

/**
 * The request without what its model refuses. Of several texts that end an answer, those that it takes stay, and for a limit that is
 * too high the model's own is sent.
 */
export function withoutRefusals(request: ChatRequest, refusals: readonly Refusal[]): ChatRequest {
  const names = refusals.map(({ name }) => name);
  const stop = names.includes('stop') ? nonBlankStops(request.stop ?? []) : [];
  const left = { ...without(request, names), ...(stop.length === 0 ? {} : { stop }) };
  const isLimited = left.max_tokens !== undefined || left.max_completion_tokens !== undefined;
  const isOver = refusals.some(({ reason }) => reason === 'overLimit');
  return isOver && !isLimited ? { ...left, max_tokens: modelFacts(request.model).outputTokens } : left;
}

function nonBlankStops(stop: string | readonly string[]): readonly string[] {
  return [stop].flat().filter((text) => text.trim() !== '');
}

/** The request without these. */
export function without<R extends Partial<ChatRequest>>(request: R, names: readonly RefusableParameter[]): R {
  return Object.fromEntries(Object.entries(request).filter(([name]) => !names.some((left) => left === name))) as unknown as R;
}

function isNumberIn(
  value: unknown,
  { minimum = -Infinity, maximum = Infinity }: { minimum?: number; maximum?: number },
): boolean {
  return typeof value === 'number' && value >= minimum && value <= maximum;
}

function valuesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : [undefined];
}
