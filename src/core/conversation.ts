/**
 * A conversation and the events that change it. Its messages are a tree: a question that is edited and an answer that is tried
 * again are further versions beside the first. The host owns the one copy, journals the events and sends the same ones to the
 * page; what a request makes of it is `prompts/chat.ts`.
 */
import type { SentAttachment } from './attachment';
import type { AnswerAudio } from './audio/answerAudio';
import type { ReasoningEffort, Usage } from './chatCompletions';
import type { ChatOptions } from './chatOptions';
import type { RefusableParameter } from './requestParameters';
import type { WebSource } from './webSources';
import { withArguments, withToolUse, type ToolUse } from './tools/toolUse';

/** What the page can ask the host to do about a notice. */
export const noticeActions = [
  'continue',
  'retry',
  'setToken',
  'useEnvironmentToken',
  'selectModel',
  'openSettings',
  'openRequestSettings',
  'turnOffParameter',
  'useSuccessor',
  'newChat',
  'sendAnyway',
  'openConsole',
  'openStatusPage',
  'checkConnection',
  'showLog',
] as const;
export type NoticeAction = (typeof noticeActions)[number];

/** What the user can do about it. */
export interface NoticeButton {
  readonly id: NoticeAction;
  readonly label: string;
  /** Of `turnOffParameter`. */
  readonly parameter?: RefusableParameter;
  /** Of `useSuccessor`: the model's id. */
  readonly model?: string;
  /** Of `sendAnyway`: by what the guard knows what it has found. */
  readonly finding?: string;
}

/** Words about an answer, already in the user's language: why it failed, or what it is waiting for. */
export interface Notice {
  readonly severity: 'error' | 'info';
  readonly sentence: string;
  /** What the endpoint said, as plain text. */
  readonly detail?: string;
  /** Each a sentence of its own. */
  readonly points?: readonly string[];
  readonly traceId?: string;
  readonly action?: NoticeButton;
}

interface MessageBase {
  readonly id: string;
  /** The message that it follows: an answer's question, a question's answer; absent for the first question. */
  readonly parentId?: string;
  /** When it was made, Unix time in milliseconds. */
  readonly at: number;
}

export interface Question extends MessageBase {
  readonly role: 'user';
  readonly text: string;
  readonly attachments?: readonly SentAttachment[];
}

/**
 * - `waiting`: sent, nothing has come
 * - `streaming`: text is coming
 * - `complete`: the endpoint said that this is all
 * - `stopped`: the user ended it; `failed`: something else did; `interrupted`: VS Code ended first. What had come stays.
 */
export type AnswerStatus = 'waiting' | 'streaming' | 'complete' | 'stopped' | 'failed' | 'interrupted';

/** What the endpoint said of an answer beside its text. */
export interface ResponseFacts {
  readonly id?: string;
  readonly model?: string;
  /** Unix time in seconds. */
  readonly created?: number;
  readonly systemFingerprint?: string;
  readonly finishReason?: string;
  readonly traceId?: string;
  readonly serviceTier?: string;
  /** Its request gave as many answers, and it is this one of them, from 0. What they used together stands with the first alone. */
  readonly choices?: number;
  readonly choice?: number;
  /** Pages that it cites; at least one. */
  readonly sources?: readonly WebSource[];
}

/** Milliseconds, summed over the parts of an answer that was continued. */
export interface AnswerTiming {
  /** From sending to the first text or reasoning of the first part. */
  readonly firstTokenMs?: number;
  readonly reasoningMs?: number;
  /** From the first text or reasoning to the end. */
  readonly streamMs?: number;
}

export interface Answer extends MessageBase {
  readonly role: 'assistant';
  readonly model: string;
  readonly effort?: ReasoningEffort;
  /** Those that it was asked with. */
  readonly options?: ChatOptions;
  readonly text: string;
  readonly reasoning: string;
  /** In the order in which the model asked for them. */
  readonly toolUses?: readonly ToolUse[];
  readonly status: AnswerStatus;
  readonly notice?: Notice;
  readonly usage?: Usage;
  readonly facts?: ResponseFacts;
  readonly timing?: AnswerTiming;
  /** One for each time that the answer was gone on with aloud. */
  readonly audio?: readonly AnswerAudio[];
  /** The oldest message that was sent for it, where the ones before were left out for want of room. */
  readonly firstSentId?: string;
}

export type Message = Question | Answer;

export interface Conversation {
  readonly id: string;
  /** Unix time in milliseconds. */
  readonly createdAt: number;
  /** Key of the workspace that it was begun in; absent without one. */
  readonly workspace?: string;
  /** The name that the user gave it; absent: made from its first question. */
  readonly title?: string;
  readonly isPinned?: boolean;
  /** Every version of every message, a parent before its children. What is shown is {@link activePath}. */
  readonly messages: readonly Message[];
  /** Which of several versions counts, by the id of their parent (`''` for the first questions); none named: the newest. */
  readonly selected: Readonly<Record<string, string>>;
  readonly model: string;
  /** Absent: the model's own default. */
  readonly effort?: ReasoningEffort;
  /** Absent: all off. */
  readonly options?: ChatOptions;
}

export type ConversationEvent =
  /** The added message is the selected one of its versions. One whose id is there already changes nothing. */
  | { readonly type: 'messageAdded'; readonly message: Message }
  /** Only for a message that nothing follows. */
  | { readonly type: 'messageRemoved'; readonly id: string }
  | { readonly type: 'versionSelected'; readonly id: string }
  /**
   * Text and reasoning from these offsets (UTF-16 units) on: what stood there is replaced. So the same event twice does no
   * harm, and a continuation can take back half a word.
   */
  | {
      readonly type: 'answerAppended';
      readonly id: string;
      readonly offset: number;
      readonly text: string;
      readonly reasoningOffset: number;
      readonly reasoning: string;
    }
  /** A call of a tool is there, or is another now. */
  | { readonly type: 'toolUseChanged'; readonly id: string; readonly use: ToolUse }
  /** Arguments of a call from this offset (UTF-16 units) on: what stood there is replaced. */
  | {
      readonly type: 'toolArgumentsAppended';
      readonly id: string;
      readonly useId: string;
      readonly offset: number;
      readonly text: string;
    }
  /** Replaces all of these: what is absent is cleared. */
  | ({ readonly type: 'answerChanged'; readonly id: string } & AnswerOutcome)
  | { readonly type: 'choiceChanged'; readonly model: string; readonly effort?: ReasoningEffort }
  /** Replaces all of them: an empty object turns all off. */
  | { readonly type: 'optionsChanged'; readonly options: ChatOptions }
  /** An empty title: the one made from the first question again. */
  | { readonly type: 'renamed'; readonly title: string }
  | { readonly type: 'pinned'; readonly isPinned: boolean };

/** An event that changes an answer. */
export type AnswerEvent = Extract<
  ConversationEvent,
  { type: 'answerAppended' | 'answerChanged' | 'toolUseChanged' | 'toolArgumentsAppended' }
>;

export type AnswerOutcome = Pick<Answer, 'status' | 'notice' | 'usage' | 'facts' | 'timing' | 'audio' | 'firstSentId'>;

/** What `answerChanged` replaces, as it is. */
export function outcomeOf({ status, notice, usage, facts, timing, audio, firstSentId }: Answer): AnswerOutcome {
  return {
    status,
    ...(notice === undefined ? {} : { notice }),
    ...(usage === undefined ? {} : { usage }),
    ...(facts === undefined ? {} : { facts }),
    ...(timing === undefined ? {} : { timing }),
    ...(audio === undefined ? {} : { audio }),
    ...(firstSentId === undefined ? {} : { firstSentId }),
  };
}

export function isUnfinished(message: Message): boolean {
  return message.role === 'assistant' && (message.status === 'waiting' || message.status === 'streaming');
}

/** Whether nothing of this message has come, and nothing follows it. */
export function isEmpty({ messages }: Conversation, message: Message): boolean {
  if (message.text !== '' || messages.some(({ parentId }) => parentId === message.id)) {
    return false;
  }
  const isAnswer = message.role === 'assistant';
  return !isAnswer || (message.reasoning === '' && message.audio === undefined && message.toolUses === undefined);
}

/** Whether an answer ended before it was all there, so that it can be gone on with. */
export function canContinue(answer: Answer): boolean {
  const reason = answer.facts?.finishReason;
  const isCut = answer.status === 'complete' ? reason === 'length' || reason === 'pause_turn' : !isUnfinished(answer);
  return isCut && (answer.text.trim() !== '' || (answer.toolUses ?? []).length > 0);
}

/** The conversation after `event`. Pure; an event about an unknown message changes nothing. */
export function applyEvent(conversation: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'messageAdded':
      return addMessage(conversation, event.message);
    case 'messageRemoved':
      return removeMessage(conversation, event.id);
    case 'versionSelected':
      return selectVersion(conversation, event.id);
    case 'answerAppended':
    case 'answerChanged':
    case 'toolUseChanged':
    case 'toolArgumentsAppended':
      return changeAnswer(conversation, event);
    case 'choiceChanged': {
      const { effort, ...rest } = conversation;
      return { ...rest, model: event.model, ...(event.effort === undefined ? {} : { effort: event.effort }) };
    }
    case 'optionsChanged': {
      const { options, ...rest } = conversation;
      return Object.keys(event.options).length === 0 ? rest : { ...rest, options: event.options };
    }
    case 'renamed': {
      const { title, ...rest } = conversation;
      return event.title === '' ? rest : { ...rest, title: event.title };
    }
    case 'pinned':
      return { ...conversation, isPinned: event.isPinned };
  }
}

/** The conversation after all of these, as {@link applyEvent} one by one gives it, but in one pass: no copy of it for each. */
export function applyEvents(conversation: Conversation, events: Iterable<ConversationEvent>): Conversation {
  const messages = new Map(conversation.messages.map((message) => [message.id, message]));
  const selected = new Map(Object.entries(conversation.selected));
  let rest = conversation;
  for (const event of events) {
    switch (event.type) {
      case 'messageAdded':
        if (!messages.has(event.message.id)) {
          messages.set(event.message.id, event.message);
          selected.set(event.message.parentId ?? '', event.message.id);
        }
        break;
      case 'messageRemoved': {
        const key = messages.get(event.id)?.parentId ?? '';
        messages.delete(event.id);
        if (selected.get(key) === event.id) {
          selected.delete(key);
        }
        break;
      }
      case 'versionSelected': {
        const message = messages.get(event.id);
        if (message !== undefined) {
          selected.set(message.parentId ?? '', event.id);
        }
        break;
      }
      case 'answerAppended':
      case 'answerChanged':
      case 'toolUseChanged':
      case 'toolArgumentsAppended': {
        const answer = messages.get(event.id);
        if (answer?.role === 'assistant') {
          messages.set(event.id, changed(answer, event));
        }
        break;
      }
      default:
        rest = applyEvent(rest, event);
    }
  }
  return { ...rest, messages: [...messages.values()], selected: Object.fromEntries(selected) };
}

/** The messages that are shown and sent, first to last: of several versions, the selected one. */
export function activePath(conversation: Conversation): readonly Message[] {
  const children = childrenByParent(conversation);
  const path: Message[] = [];
  for (let key = ''; ;) {
    const chosen = chosenOf(conversation, children, key);
    if (chosen === undefined) {
      return path;
    }
    path.push(chosen);
    key = chosen.id;
  }
}

/** The path that ends with the message of this id, whatever is selected; empty where there is none. */
export function pathTo(conversation: Conversation, id: string): readonly Message[] {
  const byId = new Map(conversation.messages.map((message) => [message.id, message]));
  const path: Message[] = [];
  for (let message = byId.get(id); message !== undefined; message = byId.get(message.parentId ?? '')) {
    path.push(message);
  }
  return path.reverse();
}

/** The versions to select, first to last, so that the message of this id is shown; none where it is already, or is not there. */
export function selectionsToShow(conversation: Conversation, id: string): readonly string[] {
  const children = childrenByParent(conversation);
  return pathTo(conversation, id)
    .filter((message) => chosenOf(conversation, children, message.parentId ?? '') !== message)
    .map((message) => message.id);
}

/** All versions of a message, oldest first, itself among them. */
export function versionsOf(conversation: Conversation, message: Message): readonly Message[] {
  return conversation.messages.filter(({ parentId }) => parentId === message.parentId);
}

type Children = ReadonlyMap<string, readonly Message[]>;

function chosenOf({ selected }: Conversation, children: Children, key: string): Message | undefined {
  const versions = children.get(key);
  return versions?.find(({ id }) => id === selected[key]) ?? versions?.at(-1);
}

function childrenByParent(conversation: Conversation): Children {
  const children = new Map<string, Message[]>();
  for (const message of conversation.messages) {
    const key = message.parentId ?? '';
    const siblings = children.get(key);
    if (siblings === undefined) {
      children.set(key, [message]);
    } else {
      siblings.push(message);
    }
  }
  return children;
}

function addMessage(conversation: Conversation, message: Message): Conversation {
  if (conversation.messages.some(({ id }) => id === message.id)) {
    return conversation;
  }
  return {
    ...conversation,
    messages: [...conversation.messages, message],
    selected: { ...conversation.selected, [message.parentId ?? '']: message.id },
  };
}

function removeMessage(conversation: Conversation, id: string): Conversation {
  const messages = conversation.messages.filter((message) => message.id !== id);
  const selected = Object.fromEntries(Object.entries(conversation.selected).filter(([, chosen]) => chosen !== id));
  return { ...conversation, messages, selected };
}

function selectVersion(conversation: Conversation, id: string): Conversation {
  const message = conversation.messages.find((known) => known.id === id);
  return message === undefined
    ? conversation
    : { ...conversation, selected: { ...conversation.selected, [message.parentId ?? '']: id } };
}

function changeAnswer(conversation: Conversation, event: AnswerEvent): Conversation {
  const index = conversation.messages.findLastIndex((message) => message.id === event.id);
  const answer = conversation.messages[index];
  return answer?.role === 'assistant'
    ? { ...conversation, messages: conversation.messages.with(index, changed(answer, event)) }
    : conversation;
}

function changed(answer: Answer, event: AnswerEvent): Answer {
  switch (event.type) {
    case 'answerAppended':
      return {
        ...answer,
        status: 'streaming',
        text: answer.text.slice(0, event.offset) + event.text,
        reasoning: answer.reasoning.slice(0, event.reasoningOffset) + event.reasoning,
      };
    case 'toolUseChanged':
      return withToolUse(answer, event.use);
    case 'toolArgumentsAppended':
      return withArguments(answer, event.useId, event.offset, event.text);
    default:
  }
  const { type, id, ...outcome } = event;
  const { notice, usage, facts, timing, audio, firstSentId, ...kept } = answer;
  return { ...kept, ...outcome };
}
