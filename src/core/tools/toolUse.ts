/**
 * Calls of tools in an answer: what a conversation keeps of each, and what is sent of them. A call stands at a place in the
 * answer's text; those of one round were asked for together. Running them is the host's (`host/tools`).
 */
import type { AttachedImage } from '../attachment';
import type { ToolCall } from '../chatCompletions';
import { objectOf, parseJson } from '../jsonShape';

/**
 * - `writing`: its arguments are coming
 * - `asking`: the user is asked; `running`: it runs
 * - `done`: it gave a result; `failed`: it did not, and the model is told why
 * - `declined`: the user did not want it; `stopped`: the answer was stopped first
 */
export const toolUseStatuses = ['writing', 'asking', 'running', 'done', 'failed', 'declined', 'stopped'] as const;
export type ToolUseStatus = (typeof toolUseStatuses)[number];

/** An image that a tool gave. */
export interface ToolImage extends AttachedImage {
  /** Estimated. */
  readonly tokens: number;
}

export interface ToolUse {
  /** Unique within its answer; letters, digits, `_` and `-`. */
  readonly id: string;
  /** As the endpoint knows it. */
  readonly name: string;
  /** Counts the requests of the answer that asked for tools, from 0. */
  readonly round: number;
  /** Where it stands in the text of the answer, in UTF-16 units. */
  readonly offset: number;
  /** JSON text as the model wrote it, as far as it has come. */
  readonly arguments: string;
  readonly status: ToolUseStatus;
  /** What the model is told; absent until it is settled. */
  readonly result?: string;
  /** Beside the result, which is text. */
  readonly images?: readonly ToolImage[];
}

/** What an answer has of its calls. */
export interface WithToolUses {
  readonly text: string;
  /** In the order in which they were asked for. */
  readonly toolUses?: readonly ToolUse[];
}

/** A piece of an answer in the order in which it came. */
export type AnswerPart =
  | { readonly type: 'text'; readonly text: string; readonly offset: number }
  | { readonly type: 'tools'; readonly round: number; readonly uses: readonly ToolUse[] };

/** The answer's text and its rounds of calls, in order. Texts may be empty: there is one before, between and after the rounds. */
export function answerParts({ text, toolUses = [] }: WithToolUses): readonly AnswerPart[] {
  const parts: AnswerPart[] = [];
  let from = 0;
  for (const uses of roundsOf(toolUses)) {
    const [first] = uses;
    const offset = Math.min(Math.max(first?.offset ?? from, from), text.length);
    parts.push(
      { type: 'text', text: text.slice(from, offset), offset: from },
      { type: 'tools', round: first?.round ?? 0, uses },
    );
    from = offset;
  }
  return [...parts, { type: 'text', text: text.slice(from), offset: from }];
}

/** What was written after the last call; the whole text where there was none. */
export function textAfterTools(answer: WithToolUses): string {
  const last = answerParts(answer).at(-1);
  return last?.type === 'text' ? last.text : '';
}

/** Whether the model has called tools and has not said anything since. */
export function endsWithTools(answer: WithToolUses): boolean {
  return (answer.toolUses ?? []).length > 0 && textAfterTools(answer).trim() === '';
}

export function isSettled({ status }: ToolUse): boolean {
  return status !== 'writing' && status !== 'asking' && status !== 'running';
}

/** The answer with this call as it is now: added, or instead of what was known of it. */
export function withToolUse<T extends WithToolUses>(answer: T, use: ToolUse): T {
  const { toolUses = [] } = answer;
  const index = toolUses.findIndex(({ id }) => id === use.id);
  return { ...answer, toolUses: index < 0 ? [...toolUses, use] : toolUses.with(index, use) };
}

/** The answer with arguments from `offset` (UTF-16 units) on; a call that is not known changes nothing. */
export function withArguments<T extends WithToolUses>(answer: T, id: string, offset: number, text: string): T {
  const use = answer.toolUses?.find((known) => known.id === id);
  return use === undefined ? answer : withToolUse(answer, { ...use, arguments: use.arguments.slice(0, offset) + text });
}

/** Calls that an answer was broken off with, as they are now that nobody works on them: they are not to be run any more. */
export function brokenOffCalls({ toolUses = [] }: Pick<WithToolUses, 'toolUses'>): readonly ToolUse[] {
  return toolUses.filter((use) => !isSettled(use)).map((use) => ({ ...use, status: 'stopped' }));
}

/** More is no call of any tool, and more than some code can go down. */
const deepestArguments = 100;

/**
 * The arguments as an object; undefined where they are none, as with an answer that was cut off, or go deeper than any tool's. No
 * arguments are none.
 */
export function argumentsOf({ arguments: text }: Pick<ToolUse, 'arguments'>): Readonly<Record<string, unknown>> | undefined {
  const value = text.trim() === '' ? {} : parseJson(text);
  const isUsable = typeof value === 'object' && value !== null && !Array.isArray(value) && isWithin(value, deepestArguments);
  return isUsable ? objectOf(value) : undefined;
}

function isWithin(value: unknown, levels: number): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    (levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1)))
  );
}

/** The call as the endpoint takes it. */
export function toolCallOf(use: ToolUse): ToolCall {
  // Arguments that are no object are refused, or dropped with their call.
  const text = argumentsOf(use) === undefined ? '' : use.arguments.trim();
  // A model may make up any name, which would be refused with each question from then on.
  const name = use.name.replace(/[^\w-]/g, '_').slice(0, 64);
  return { id: use.id, type: 'function', function: { name, arguments: text || '{}' } };
}

/** What the model is told of a call, also of one that nobody works on any more. */
export function resultOf({ result, status, images = [] }: ToolUse): string {
  if (result !== undefined && result.trim() !== '') {
    return result;
  }
  if (images.length > 0) {
    return '(The tool gave nothing but images.)';
  }
  switch (status) {
    case 'done':
      return '(The tool gave no output.)';
    case 'declined':
      return 'The user declined this call. Do not try it again in another way; go on without it, or ask.';
    case 'failed':
      return 'The tool failed.';
    default:
      return 'The call was broken off before it gave a result.';
  }
}

function roundsOf(uses: readonly ToolUse[]): readonly (readonly ToolUse[])[] {
  const rounds = new Map<number, ToolUse[]>();
  for (const use of uses) {
    const round = rounds.get(use.round);
    if (round === undefined) rounds.set(use.round, [use]);
    else round.push(use);
  }
  return [...rounds.values()];
}
