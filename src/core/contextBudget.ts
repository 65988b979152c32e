/**
 * Whether the next request fits what the model takes, and what is left out if not: the oldest questions with their answers, never
 * the last question. All counts are estimates, corrected by what the endpoint counted for the last answers. Pure; saying it in
 * words is the host's.
 */
import type { Answer, Message } from './conversation';
import { defaultMaxTokens, modelFacts } from './models';
import { attachmentTokens, sentPath, systemText, type SizedAttachment } from './prompts/chat';
import { isPlausible, tokenRatio } from './tokenRatio';
import { estimateTokens } from './tokens';
import { resultOf, type ToolUse } from './tools/toolUse';

/** A question that is being written. */
export interface DraftSize {
  readonly text: string;
  readonly attachments: readonly SizedAttachment[];
}

export interface BudgetInput {
  readonly model: string;
  /** With a draft: what came before it. Without: it ends with the question that is asked, or with the answer that is gone on with. */
  readonly path: readonly Message[];
  readonly instructions: readonly string[];
  /** Estimated, of the definitions of tools that go with the request. */
  readonly toolTokens?: number;
  readonly draft?: DraftSize;
}

type Droppable = Pick<SizedAttachment, 'label' | 'tokens'>;

export interface ContextFit {
  /** What would be sent, estimated. */
  readonly tokens: number;
  /** What the model takes, less the room for its answer and a margin for the estimate. */
  readonly limit: number;
  /** As `ContextMeter.state`: `full`: the last question alone is too large. */
  readonly state: 'fits' | 'trimmed' | 'full';
  /** The oldest message of the path that is sent; absent where all are, or none but the draft. */
  readonly firstSentId?: string;
  /** How many messages of the path are left out. */
  readonly omitted: number;
  /** Tokens that are too many; 0 unless `full`. */
  readonly excess: number;
  /** `full`: the attachments of the last question, largest first, up to as many as bring it below the limit. */
  readonly toDrop: readonly Droppable[];
}

/** Of an estimate, which may be off by as much. */
const margin = 1.1;
/** A cut goes deeper than it must, so that it can stay where it is for some questions: the endpoint caches what begins alike. */
const cutTo = 0.8;
/** Role and separators. */
const tokensPerMessage = 5;

/** Estimates of messages, each made once: messages never change, a changed one is another object. */
export class MessageEstimates {
  readonly #tokens = new WeakMap<Message, number>();

  tokensOf(message: Message): number {
    const known = this.#tokens.get(message);
    if (known !== undefined) {
      return known;
    }
    const tokens = estimateMessage(message);
    this.#tokens.set(message, tokens);
    return tokens;
  }
}

/** @param estimates kept by the caller from one call to the next */
export function fitToContext(input: BudgetInput, estimates: MessageEstimates): ContextFit {
  const { model, path, instructions, draft, toolTokens = 0 } = input;
  const ratio = calibration(input, estimates);
  const limit = Math.floor((modelFacts(model).contextTokens - defaultMaxTokens(model)) / margin);
  const fixed =
    estimateTokens(systemText(instructions)) +
    tokensPerMessage +
    toolTokens +
    (draft === undefined ? 0 : estimateQuestion(draft.text, draft.attachments));
  /** Tokens of a request whose oldest message is the one at this index, and then the draft. */
  const tokensFrom = suffixSums(path, estimates).map((tokens) => Math.ceil((tokens + fixed) * ratio));
  const sent = (start: number): ContextFit => ({
    tokens: tokensFrom[start] ?? 0,
    limit,
    state: start === 0 ? 'fits' : 'trimmed',
    ...(start > 0 && path[start] !== undefined ? { firstSentId: path[start].id } : {}),
    omitted: start,
    excess: 0,
    toDrop: [],
  });

  const starts = possibleStarts(path, draft !== undefined);
  const earlier = earlierCut(path);
  if ((tokensFrom[0] ?? 0) <= limit * (earlier === undefined ? 1 : cutTo)) {
    return sent(0);
  }
  if (earlier !== undefined && starts.includes(earlier) && (tokensFrom[earlier] ?? 0) <= limit) {
    return sent(earlier);
  }
  const last = starts.at(-1) ?? 0;
  const cut = starts.find((start) => (tokensFrom[start] ?? 0) <= limit * cutTo) ?? last;
  const excess = (tokensFrom[cut] ?? 0) - limit;
  if (excess <= 0) {
    return sent(cut);
  }
  const attachments = draft?.attachments ?? lastQuestion(path)?.attachments ?? [];
  return { ...sent(cut), state: 'full', excess, toDrop: largest(attachments, excess / ratio) };
}

/** What the endpoint counted for the latest answers of this model, by what was estimated for them; 1 where nothing is known. */
function calibration({ model, path, instructions, toolTokens = 0 }: BudgetInput, estimates: MessageEstimates): number {
  let counted = 0;
  let estimated = 0;
  let answers = 0;
  let looked = 0;
  const system = estimateTokens(systemText(instructions)) + tokensPerMessage + toolTokens;
  for (let index = path.length - 1; index >= 0 && answers < answersToLearnFrom && looked < answersToLookAt; index -= 1) {
    const answer = path[index];
    const promptTokens = answer?.role === 'assistant' && answer.model === model ? (answer.usage?.prompt_tokens ?? 0) : 0;
    // With tools it is the sum of several requests.
    if (promptTokens === 0 || (answer as Answer).toolUses !== undefined) {
      continue;
    }
    looked += 1;
    const messages = sentPath(path.slice(0, index), (answer as Answer).firstSentId);
    const estimate = messages.reduce((tokens, message) => tokens + estimates.tokensOf(message), system);
    if (isPlausible(promptTokens, estimate)) {
      counted += promptTokens;
      estimated += estimate;
      answers += 1;
    }
  }
  return tokenRatio(counted, estimated);
}

const answersToLearnFrom = 3;
/** Where none of the latest is plausible, earlier ones will not be. */
const answersToLookAt = 10;

function estimateMessage(message: Message): number {
  if (message.role === 'assistant') {
    const text = message.text.trim() === '' ? 0 : tokensPerMessage + estimateTokens(message.text);
    return (message.toolUses ?? []).reduce((tokens, use) => tokens + toolUseTokens(use), text);
  }
  return estimateQuestion(message.text, message.attachments ?? []);
}

function imagesOf({ images = [] }: ToolUse): number {
  return images.reduce((sum, { tokens }) => sum + tokens, 0);
}

function toolUseTokens(use: ToolUse): number {
  return 2 * tokensPerMessage + estimateTokens(use.name + use.arguments) + estimateTokens(resultOf(use)) + imagesOf(use);
}

function estimateQuestion(text: string, attachments: readonly SizedAttachment[]): number {
  return attachments.reduce(
    (tokens, attachment) => tokens + attachmentTokens(attachment),
    tokensPerMessage + estimateTokens(text),
  );
}

/** For each index the tokens of the messages from there on; one more for none of them. */
function suffixSums(path: readonly Message[], estimates: MessageEstimates): number[] {
  const sums = [0];
  for (const message of [...path].reverse()) {
    sums.push((sums.at(-1) ?? 0) + estimates.tokensOf(message));
  }
  return sums.reverse();
}

/** Where a request may begin: at a question, ascending; after the whole path only where a draft follows it. */
function possibleStarts(path: readonly Message[], hasDraft: boolean): readonly number[] {
  const questions = path.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  return hasDraft ? [...questions, path.length] : questions;
}

/** Where the last request began that did not begin with the first message. */
function earlierCut(path: readonly Message[]): number | undefined {
  const answer = path.findLast((message): message is Answer => message.role === 'assistant' && message.text !== '');
  const index = answer?.firstSentId === undefined ? -1 : path.findIndex(({ id }) => id === answer.firstSentId);
  return index > 0 ? index : undefined;
}

function lastQuestion(path: readonly Message[]) {
  return path.findLast((message) => message.role === 'user');
}

function largest(attachments: readonly Droppable[], tokens: number): readonly Droppable[] {
  const dropped: Droppable[] = [];
  let rest = tokens;
  for (const { label, tokens: size } of [...attachments].sort((one, other) => other.tokens - one.tokens)) {
    if (rest <= 0) {
      break;
    }
    dropped.push({ label, tokens: size });
    rest -= size;
  }
  return dropped;
}
