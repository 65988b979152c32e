/**
 * Answers where no scenario is queued, so that the extension can be tried without a token or a network. It is a program that
 * says so. This file decides what kind of answer a request gets; words, edits and commit messages are next door.
 */
import { randomUUID } from 'node:crypto';
import type { ChatMessage } from '../../src/core/chatCompletions';
import { chatAnswer, helpAnswer, longAnswer, toolResultAnswer, type ChatFacts } from './practiceAnswers';
import { toneInBase64 } from './practiceAudio';
import { findCommand, helpRows, type ChoicesWay, type Performance } from './practiceCommands';
import { commitMessage, hasDiff } from './practiceCommit';
import { editCode, fenced, lastCodeBlock, type EditKind } from './practiceEdit';
import { sampleOf } from './practiceJson';
import { jsonReplies, limitReply, streamReplies, type Delivery, type Reply } from './practiceReply';
import type { WireRequest } from './requestCheck';
import { errorAnswer, type Scenario } from './scenario';
import { countTokens } from './usage';

const longAnswerTokens = 8000;
/** How many characters of an answer are repeated before the rest of it. */
const repeatedLength = 40;
/** Roughly what an image of ordinary size costs. */
const imageTokens = 1200;

/**
 * @param tokensPerSecond pace of a stream; `Infinity`: all at once
 * @param choicesWay what becomes of `n`, unless the question says so
 */
export function practise(request: WireRequest, tokensPerSecond: number, choicesWay: ChoicesWay = 'all'): Scenario {
  const begun = begunAnswer(request);
  const command = begun === undefined ? findCommand(lastUserText(request)) : undefined;
  const performance = command === 'help' || command === undefined ? {} : command;
  const text = begun === undefined ? (command === 'help' ? helpAnswer(helpRows()) : undefined) : restOf(begun);
  const stops = typeof request.stop === 'string' ? [request.stop] : (request.stop ?? []);
  const limit = request.max_tokens ?? request.max_completion_tokens ?? undefined;
  const way = performance.choices ?? choicesWay;
  if (way === 'refused' && (request.n ?? 1) > 1) {
    return errorAnswer(400, 'bad_request', `'n' must be 1: this model gives one choice, not ${String(request.n)}.`);
  }
  const replies = Array.from({ length: way === 'first' ? 1 : (request.n ?? 1) }, (_, alternative) =>
    limitReply(
      withExtras(
        compose(request, { ...(text === undefined ? {} : { text }), ...performance }, alternative),
        request,
        performance,
      ),
      limit,
      stops,
    ),
  );
  const delivery: Delivery = {
    id: `msg_bdrk_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    model: request.model,
    created: Math.floor(Date.now() / 1000),
    promptTokens: countPrompt(request),
    withUsage: request.stream_options?.include_usage !== false,
    topLogprobs: request.logprobs === true ? (request.top_logprobs ?? 0) : undefined,
    tokensPerSecond: tokensPerSecond * (performance.speed ?? 1),
    isInSequence: way === 'sequence',
  };
  const isStream = request.stream === true && performance.isPlainJson !== true;
  const scenario = isStream ? streamReplies(replies, delivery) : jsonReplies(replies, delivery);
  return performance.shape?.(scenario) ?? scenario;
}

function compose(request: WireRequest, performance: Performance, alternative: number): Reply {
  const stop = (text: string): Reply => ({ text, finishReason: 'stop' });
  if (performance.text !== undefined) {
    return stop(performance.text);
  }
  const last = request.messages.at(-1);
  if (last?.role === 'tool') {
    return stop(toolResultAnswer(textOf(last)));
  }
  const [tool] = request.tools ?? [];
  if ((performance.isToolCall === true || isToolForced(request)) && tool !== undefined) {
    const { name, parameters } = tool.function;
    const toolCall = { id: `toolu_${randomUUID().slice(0, 8)}`, name, arguments: JSON.stringify(sampleOf(parameters ?? {})) };
    return { text: 'The practice partner calls a tool.', finishReason: 'tool_calls', toolCall };
  }
  const format = request.response_format;
  if (format?.type === 'json_schema') {
    return stop(JSON.stringify(sampleOf(format.json_schema.schema ?? {}), undefined, 2));
  }
  if (format?.type === 'json_object') {
    return stop(JSON.stringify({ partner: 'practice', isModel: false, question: lastUserText(request) }, undefined, 2));
  }
  return stop(
    commitAnswer(request, alternative) ??
      testAnswer(request) ??
      editAnswer(request) ??
      chatText(request, performance, alternative),
  );
}

interface BegunAnswer {
  /** The request that was answered in part. */
  readonly request: WireRequest;
  /** What there is of the answer. */
  readonly text: string;
}

/** Whether the user asks for the rest of the last answer, as the extension does when an answer was cut off. */
function begunAnswer(request: WireRequest): BegunAnswer | undefined {
  const answer = request.messages.at(-2);
  return answer?.role === 'assistant' && lastUserText(request).startsWith('Your answer was cut off.')
    ? { request: { ...request, messages: request.messages.slice(0, -2) }, text: textOf(answer) }
    : undefined;
}

/** The last words again, as asked, and then what is missing. */
function restOf({ request, text }: BegunAnswer): string {
  const performance = findCommand(lastUserText(request));
  const whole = compose(request, performance === 'help' || performance === undefined ? {} : performance, 0).text;
  const begun = text.trimEnd();
  const from = Math.max(0, begun.lastIndexOf(' ', begun.length - repeatedLength) + 1);
  return whole.startsWith(begun) ? whole.slice(from) : 'The practice partner has nothing to add.';
}

function withExtras(reply: Reply, request: WireRequest, { reasoning, finishReason }: Performance): Reply {
  const format = request.modalities?.includes('audio') === true ? request.audio?.format : undefined;
  const audio = { id: `audio_${randomUUID().slice(0, 8)}`, data: '', expires_at: Math.floor(Date.now() / 1000) + 3600 };
  return {
    ...reply,
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(finishReason === undefined ? {} : { finishReason, text: finishReason === 'length' ? half(reply.text) : reply.text }),
    // It has no encoder: what is not raw is WAV, whatever was asked for.
    ...(format === undefined ? {} : { audio: { ...audio, data: toneInBase64(format === 'pcm16' ? format : 'wav') } }),
  };
}

function half(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

function commitAnswer({ messages }: WireRequest, alternative: number): string | undefined {
  const all = messages.map(textOf);
  const diff = all.filter(hasDiff).join('\n');
  const isCommit = all.some((text) => /\bcommit\b/i.test(text));
  return diff === '' || !isCommit ? undefined : commitMessage(diff, /conventional/i.test(all.join('\n')), alternative);
}

const editWords: readonly (readonly [EditKind, RegExp])[] = [
  ['document', /\b(document|documentation|docstring|jsdoc|doc comment)/i],
  ['fix', /\bfix/i],
  ['refactor', /\b(refactor|rewrite|improve|simplify|clean up|rename|edit)/i],
];

/** A file with a test that says that it is none, where the tests of some code are to be a new file. */
function testAnswer(request: WireRequest): string | undefined {
  const question = lastUserText(request);
  const path = /^Task: write tests .* Write them as the new file `([^`]+)`/m.exec(question)?.[1];
  const block = lastCodeBlock(question);
  if (path === undefined || block === undefined) {
    return undefined;
  }
  const code = "test('nothing is tested by the practice partner', () => {\n  throw new Error('write this test');\n});";
  return `A test that fails; the practice partner is a program, not a model.\n\n${path}\n${fenced({ ...block, code })}\n`;
}

/** The task stands in the user's message, or else in the system message; the code is in the user's. */
function editAnswer(request: WireRequest): string | undefined {
  const question = lastUserText(request);
  const block = lastCodeBlock(question);
  const prose = question.replace(/^[ \t]*(`{3,}|~{3,})[\s\S]*?^[ \t]*\1[ \t]*$/gm, '');
  const instructions = request.messages.filter(({ role }) => role === 'system' || role === 'developer').map(textOf);
  const kinds = [prose, ...instructions].map((text) => editWords.find(([, pattern]) => pattern.test(text))?.[0]);
  const kind = kinds.find((found) => found !== undefined);
  if (block === undefined || kind === undefined) {
    return undefined;
  }
  const original = typeof request.prediction?.content === 'string' ? request.prediction.content.replace(/\n$/, '') : block.code;
  const { code, summary } = editCode(kind, { ...block, code: original });
  const path = /^The selection, .* of `([^`]+)`/m.exec(prose)?.[1];
  if (path !== undefined && instructions.some((text) => text.includes('<<<<<<< SEARCH'))) {
    return `${summary}\n\n${path}\n<<<<<<< SEARCH\n${original}\n=======\n${code}\n>>>>>>> REPLACE\n`;
  }
  return `${fenced({ ...block, code })}\n\n${summary}`;
}

function chatText(request: WireRequest, { isLong }: Performance, alternative: number): string {
  const users = request.messages.filter(({ role }) => role === 'user');
  const last = users.at(-1);
  const facts: ChatFacts = {
    question: lastUserText(request),
    turn: Math.max(1, users.length),
    images: typeof last?.content === 'object' ? last.content.filter(({ type }) => type === 'image_url').length : 0,
    model: request.model,
    isWebSearch: typeof request.web_search_options === 'object' && request.web_search_options !== null,
  };
  if (isLong === true || /\blong\b/i.test(facts.question)) {
    return longAnswer(facts, longAnswerTokens);
  }
  return alternative === 0 ? chatAnswer(facts) : `Alternative ${String(alternative + 1)}.\n\n${chatAnswer(facts)}`;
}

function isToolForced({ tool_choice: choice }: WireRequest): boolean {
  return choice === 'required' || (typeof choice === 'object' && choice !== null);
}

function lastUserText({ messages }: WireRequest): string {
  const last = messages.findLast(({ role }) => role === 'user');
  return last === undefined ? '' : textOf(last);
}

function textOf({ content = '' }: ChatMessage): string {
  return typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

function countPrompt({ messages, tools }: WireRequest): number {
  const parts = messages.flatMap(({ content }) => (typeof content === 'object' ? content : []));
  const images = parts.filter(({ type }) => type === 'image_url').length;
  const texts = messages.reduce(
    (sum, message) => sum + 4 + countTokens(textOf(message) + JSON.stringify(message.tool_calls ?? '')),
    0,
  );
  return texts + images * imageTokens + countTokens(JSON.stringify(tools ?? ''));
}
