/** Puts what the practice partner says on the wire: as a paced stream or as one JSON object, with its usage. */
import { chunk, done, event, plainJson, streamHeaders, usageChunk, type Scenario, type Step } from './scenario';
import { countTokens, wireUsage } from './usage';

/** One choice of an answer. */
export interface Reply {
  readonly text: string;
  readonly reasoning?: string;
  readonly finishReason: string;
  readonly toolCall?: { readonly id: string; readonly name: string; readonly arguments: string };
  /** A spoken form of the text, which then comes as its transcript alone: base64. */
  readonly audio?: { readonly id: string; readonly data: string; readonly expires_at: number };
}

/** What all choices of an answer share. */
export interface Delivery {
  readonly id: string;
  readonly model: string;
  /** Unix time in seconds. */
  readonly created: number;
  readonly promptTokens: number;
  readonly withUsage: boolean;
  /** How many alternatives are given for each token; `undefined`: no log-probabilities at all. */
  readonly topLogprobs: number | undefined;
  /** `Infinity`: no waits. */
  readonly tokensPerSecond: number;
  /** One choice after the other, each from its beginning to its end. @defaultValue they take turns, token by token */
  readonly isInSequence?: boolean;
}

const firstTokenDelay = 300;
const tokenLength = 4;

/** A reply cut at the first stop sequence and at the token limit (`undefined`: none). */
export function limitReply(reply: Reply, maxTokens: number | undefined, stops: readonly string[]): Reply {
  const ends = stops.map((stop) => (stop === '' ? -1 : reply.text.indexOf(stop))).filter((position) => position >= 0);
  const stopped = { ...reply, text: reply.text.slice(0, Math.min(reply.text.length, ...ends)) };
  if (maxTokens === undefined || replyTokens(stopped) <= maxTokens) {
    return stopped;
  }
  const room = Math.max(0, Math.floor(maxTokens) - countTokens(stopped.reasoning ?? ''));
  return { ...stopped, text: stopped.text.slice(0, room * tokenLength), finishReason: 'length' };
}

export function streamReplies(replies: readonly Reply[], delivery: Delivery): Scenario {
  const { id, model, created, tokensPerSecond } = delivery;
  const envelope = { id, model, created };
  const wait: readonly Step[] = Number.isFinite(tokensPerSecond) ? [{ wait: 1000 / tokensPerSecond }] : [];
  const steps: Step[] = Number.isFinite(tokensPerSecond) ? [{ wait: firstTokenDelay }] : [];
  const send = (delta: Readonly<Record<string, unknown>>, index: number, extra = {}) => {
    steps.push({ send: event(chunk(delta, { ...envelope, index, ...extra })) });
  };

  const all = replies.map((reply, index) => ({ index, queue: deltasOf(reply), finishReason: reply.finishReason }));
  for (const choices of delivery.isInSequence === true ? all.map((choice) => [choice]) : [all]) {
    for (const { index } of choices) {
      send({ content: '', role: 'assistant' }, index);
      send({ content: '' }, index);
    }
    const longest = Math.max(0, ...choices.map(({ queue }) => queue.length));
    for (let turn = 0; turn < longest; turn++) {
      steps.push(...wait);
      for (const { index, queue } of choices) {
        const delta = queue[turn];
        if (delta !== undefined) {
          const logprobs = typeof delta['content'] === 'string' ? logprobsOf([delta['content']], turn, delivery) : null;
          send(delta, index, { logprobs });
        }
      }
    }
    for (const { index, finishReason } of choices) {
      send({}, index, { finish_reason: finishReason });
    }
  }
  if (delivery.withUsage) {
    steps.push({ send: event(usageChunk(usageOf(replies, delivery), envelope)) });
  }
  steps.push({ send: done });
  return { headers: streamHeaders, steps };
}

/** The same as one `chat.completion`, after the time that the whole of it takes. */
export function jsonReplies(replies: readonly Reply[], delivery: Delivery): Scenario {
  const { id, model, created, tokensPerSecond } = delivery;
  const choices = replies.map((reply, index) => ({
    index,
    message: {
      role: 'assistant',
      content: reply.audio !== undefined || (reply.toolCall !== undefined && reply.text === '') ? null : reply.text,
      reasoning_content: reply.reasoning,
      tool_calls: reply.toolCall === undefined ? undefined : [callOf(reply.toolCall)],
      audio: reply.audio === undefined ? undefined : { ...reply.audio, transcript: reply.text },
    },
    logprobs: logprobsOf(tokensOf(reply.text), 0, delivery),
    finish_reason: reply.finishReason,
  }));
  const usage = usageOf(replies, delivery);
  const answer = plainJson(200, { id, object: 'chat.completion', created, model, choices, usage });
  const longest = Math.max(0, ...replies.map(replyTokens));
  const wait = Number.isFinite(tokensPerSecond) ? [{ wait: firstTokenDelay + (1000 * longest) / tokensPerSecond }] : [];
  return { ...answer, steps: [...wait, ...answer.steps] };
}

function deltasOf(reply: Reply): readonly Readonly<Record<string, unknown>>[] {
  const thoughts = reply.reasoning === undefined ? [] : [...tokensOf(reply.reasoning), '\n'];
  const call = reply.toolCall === undefined ? undefined : callOf(reply.toolCall);
  return [
    ...thoughts.map((piece) => ({ reasoning_content: piece })),
    ...(reply.audio === undefined
      ? tokensOf(reply.text).map((piece) => ({ content: piece }))
      : spokenDeltas(reply.text, reply.audio)),
    ...(call === undefined
      ? []
      : [
          { tool_calls: [{ index: 0, ...call, function: { ...call.function, arguments: '' } }] },
          ...tokensOf(call.function.arguments).map((piece) => ({
            tool_calls: [{ index: 0, type: 'function', function: { arguments: piece } }],
          })),
        ]),
  ];
}

/** Its sound is cut where it happens to be, not at whole bytes. */
function spokenDeltas(
  text: string,
  { data, ...facts }: NonNullable<Reply['audio']>,
): readonly Readonly<Record<string, unknown>>[] {
  const { id, expires_at } = facts;
  const words = tokensOf(text);
  const length = Math.ceil(data.length / Math.max(1, words.length)) | 1;
  const sounds = data.match(new RegExp(`.{1,${String(length)}}`, 'g')) ?? [];
  return [
    ...Array.from({ length: Math.max(words.length, sounds.length) }, (_, index) => ({
      audio: { id, data: sounds[index] ?? '', transcript: words[index] ?? '' },
    })),
    { audio: { id, expires_at } },
  ];
}

function callOf({ id, name, arguments: text }: NonNullable<Reply['toolCall']>) {
  return { id, type: 'function', function: { name, arguments: text } };
}

/** Pieces of the length that {@link countTokens} takes for a token, on whole code points. */
function tokensOf(text: string): readonly string[] {
  return text.match(/[\s\S]{1,4}/gu) ?? [];
}

function replyTokens({ text, reasoning = '', toolCall }: Reply): number {
  return countTokens(reasoning) + countTokens(text) + countTokens(`${toolCall?.name ?? ''}${toolCall?.arguments ?? ''}`);
}

/** Invented, but valid: every token has a probability, and its alternatives are less likely. */
function logprobsOf(tokens: readonly string[], offset: number, { topLogprobs }: Delivery): unknown {
  if (topLogprobs === undefined) {
    return null;
  }
  const content = tokens.map((token, position) => {
    const logprob = -((offset + position) % 7) / 4 - 0.01;
    const alternative = (rank: number) => ({
      token: rank === 0 ? token : `${token.trim()}~${String(rank)}`,
      logprob: logprob - rank,
    });
    return { token, logprob, top_logprobs: Array.from({ length: topLogprobs }, (_, rank) => alternative(rank)) };
  });
  return { content };
}

/** US dollars for a million tokens of question and answer, of about the size that the real endpoint takes. */
const prices = [
  { pattern: /haiku/, input: 0.37, output: 1.84 },
  { pattern: /sonnet/, input: 1.1, output: 5.52 },
  { pattern: /./, input: 1.84, output: 9.2 },
] as const;

function usageOf(replies: readonly Reply[], { model, promptTokens }: Delivery): Readonly<Record<string, unknown>> {
  const completion = replies.reduce((sum, reply) => sum + replyTokens(reply), 0);
  const reasoning = replies.reduce((sum, reply) => sum + countTokens(reply.reasoning ?? ''), 0);
  const { input, output } = prices.find(({ pattern }) => pattern.test(model)) ?? prices[2];
  const amount = Math.round(promptTokens * input + completion * output) / 1e6;
  return wireUsage({ prompt: promptTokens, completion, reasoning, cost: { amount, currency: 'USD' } });
}
