/**
 * A conversation and the events that change it. The host owns the one copy and sends the same events to the page; what a
 * request makes of it is `prompts/chat.ts`.
 */
import type { ReasoningEffort, Usage } from './chatCompletions';

/** What the page can ask the host to do about a notice. */
export const noticeActions = [
  'retry',
  'setToken',
  'useEnvironmentToken',
  'selectModel',
  'openSettings',
  'openConsole',
  'openStatusPage',
  'showLog',
] as const;
export type NoticeAction = (typeof noticeActions)[number];

/** Words about an answer, already in the user's language: why it failed, or what it is waiting for. */
export interface Notice {
  readonly severity: 'error' | 'info';
  readonly sentence: string;
  /** What the endpoint said, as plain text. */
  readonly detail?: string;
  readonly traceId?: string;
  readonly action?: { readonly id: NoticeAction; readonly label: string };
}

export interface Question {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
}

/**
 * - `waiting`: sent, nothing has come
 * - `streaming`: text is coming
 * - `complete`: the endpoint said that this is all
 * - `stopped`: the user ended it; `failed`: something else did. What had come stays.
 */
export type AnswerStatus = 'waiting' | 'streaming' | 'complete' | 'stopped' | 'failed';

export interface Answer {
  readonly role: 'assistant';
  readonly id: string;
  /** The question that it answers. Several answers may share one: the last counts. */
  readonly questionId: string;
  readonly model: string;
  readonly text: string;
  readonly reasoning: string;
  readonly status: AnswerStatus;
  readonly notice?: Notice;
  readonly usage?: Usage;
}

export type Message = Question | Answer;

export interface Conversation {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly model: string;
  /** Absent: the model's own default. */
  readonly effort?: ReasoningEffort;
}

export type ConversationEvent =
  | { readonly type: 'messageAdded'; readonly message: Message }
  | { readonly type: 'messageRemoved'; readonly id: string }
  | { readonly type: 'answerAppended'; readonly id: string; readonly text: string; readonly reasoning: string }
  /** Replaces status, notice and usage: what is absent is cleared. */
  | {
      readonly type: 'answerChanged';
      readonly id: string;
      readonly status: AnswerStatus;
      readonly notice?: Notice;
      readonly usage?: Usage;
    };

export function isUnfinished(message: Message): boolean {
  return message.role === 'assistant' && (message.status === 'waiting' || message.status === 'streaming');
}

/** The conversation after `event`. Pure; an event about an unknown message changes nothing. */
export function applyEvent(conversation: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'messageAdded':
      return { ...conversation, messages: [...conversation.messages, event.message] };
    case 'messageRemoved':
      return { ...conversation, messages: conversation.messages.filter((message) => message.id !== event.id) };
    case 'answerAppended':
      return changeAnswer(conversation, event.id, (answer) => ({
        ...answer,
        status: 'streaming',
        text: answer.text + event.text,
        reasoning: answer.reasoning + event.reasoning,
      }));
    case 'answerChanged':
      return changeAnswer(conversation, event.id, ({ notice, usage, ...answer }) => ({
        ...answer,
        status: event.status,
        ...(event.notice === undefined ? {} : { notice: event.notice }),
        ...(event.usage === undefined ? {} : { usage: event.usage }),
      }));
  }
}

function changeAnswer(conversation: Conversation, id: string, change: (answer: Answer) => Answer): Conversation {
  return {
    ...conversation,
    messages: conversation.messages.map((message) =>
      message.id === id && message.role === 'assistant' ? change(message) : message,
    ),
  };
}
