/**
 * The messages between the extension host and the chat page, both ways. Everything is an event: nothing waits for a reply, so
 * nothing can hang. How to add one: docs/protocol.md.
 */
import type { ReasoningEffort } from './chatCompletions';
import type { MergedColorTheme } from './colorTheme';
import { noticeActions, type Conversation, type ConversationEvent, type NoticeAction } from './conversation';

export interface ModelChoice {
  readonly id: string;
  readonly name: string;
  readonly group: 'current' | 'legacy' | 'retired';
}

/** What the pickers and the empty page show. */
export interface Controls {
  readonly model: string;
  /** The choices of the picker; always holds `model`. */
  readonly models: readonly ModelChoice[];
  readonly effort: ReasoningEffort | '';
  readonly efforts: readonly ReasoningEffort[];
  readonly hasToken: boolean;
}

/** The page's texts in the user's language; it has none of its own. `{0}` stands for a value. */
export interface UiStrings {
  readonly title: string;
  readonly inputLabel: string;
  readonly inputPlaceholder: string;
  readonly send: string;
  readonly stop: string;
  readonly newChat: string;
  readonly model: string;
  readonly otherModel: string;
  readonly legacyModels: string;
  readonly retiredModels: string;
  readonly effort: string;
  readonly effortDefault: string;
  readonly effortNames: Readonly<Record<ReasoningEffort, string>>;
  readonly transcript: string;
  readonly you: string;
  readonly claude: string;
  readonly welcomeTitle: string;
  readonly welcomeText: string;
  readonly welcomeNoToken: string;
  readonly setToken: string;
  readonly waiting: string;
  readonly waitingLong: string;
  readonly reasoning: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyTraceId: string;
  readonly traceId: string;
  readonly retry: string;
  readonly jumpToLatest: string;
  readonly answerBegan: string;
  readonly answerFinished: string;
  readonly answerStopped: string;
  readonly answerFailed: string;
  readonly code: string;
  readonly taskDone: string;
  readonly taskOpen: string;
  readonly table: string;
}

export type HostToWebview =
  /** The whole truth; everything before it is void. */
  | {
      readonly type: 'state';
      readonly conversation: Conversation;
      readonly controls: Controls;
      readonly strings: UiStrings;
    }
  | { readonly type: 'conversation'; readonly event: ConversationEvent }
  | { readonly type: 'controls'; readonly controls: Controls }
  | { readonly type: 'input/focus' }
  /** `theme` is undefined where the colour theme cannot be read: code then gets the built-in palette of its kind. */
  | { readonly type: 'theme'; readonly themeId: string; readonly theme?: MergedColorTheme };

export type WebviewToHost =
  /** The page listens. The host answers with `state`. */
  | { readonly type: 'ready' }
  | { readonly type: 'chat/send'; readonly text: string }
  | { readonly type: 'chat/stop' }
  | { readonly type: 'chat/retry'; readonly answerId: string }
  | { readonly type: 'notice/action'; readonly answerId: string; readonly action: NoticeAction }
  | { readonly type: 'model/select'; readonly model: string }
  /** Opens VS Code's pick list of all models. */
  | { readonly type: 'model/pick' }
  | { readonly type: 'effort/select'; readonly effort: ReasoningEffort | '' }
  | { readonly type: 'token/set' }
  | { readonly type: 'clipboard/write'; readonly text: string }
  | { readonly type: 'theme/request'; readonly themeId: string };

/** Longest text that the host takes from the page, in UTF-16 units: far above any model's context. */
export const maxTextLength = 8_000_000;
const maxIdLength = 500;

type Check = (value: unknown) => boolean;
const isId: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= maxIdLength;
const isText: Check = (value) => typeof value === 'string' && value.length <= maxTextLength;
const efforts: Readonly<Record<ReasoningEffort | '', true>> = {
  '': true,
  minimal: true,
  low: true,
  medium: true,
  high: true,
};

type Fields<T extends WebviewToHost['type']> = Exclude<keyof Extract<WebviewToHost, { type: T }>, 'type'>;

/** Each message's fields beside `type`; a message with a missing, wrong or further field is refused. */
const shapes: { readonly [T in WebviewToHost['type']]: Readonly<Record<Fields<T>, Check>> } = {
  ready: {},
  'chat/send': { text: isText },
  'chat/stop': {},
  'chat/retry': { answerId: isId },
  'notice/action': { answerId: isId, action: (value) => noticeActions.some((action) => action === value) },
  'model/select': { model: isId },
  'model/pick': {},
  'effort/select': { effort: (value) => typeof value === 'string' && Object.hasOwn(efforts, value) },
  'token/set': {},
  'clipboard/write': { text: isText },
  'theme/request': { themeId: isId },
};

/** What the page sent, or undefined where it is none of the messages above: the page shows hostile text, so the host checks. */
export function parseWebviewToHost(message: unknown): WebviewToHost | undefined {
  if (typeof message !== 'object' || message === null) {
    return undefined;
  }
  const { type, ...fields } = message as Record<string, unknown>;
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) {
    return undefined;
  }
  const shape: Readonly<Record<string, Check>> = shapes[type as WebviewToHost['type']];
  const names = Object.keys(shape);
  const isValid = Object.keys(fields).length === names.length && names.every((name) => shape[name]?.(fields[name]) === true);
  return isValid ? (message as WebviewToHost) : undefined;
}

const hostMessageFields: Readonly<Record<HostToWebview['type'], readonly string[]>> = {
  state: ['conversation', 'controls', 'strings'],
  conversation: ['event'],
  controls: ['controls'],
  'input/focus': [],
  theme: ['themeId'],
};

/**
 * What the host sent, or undefined where it is no message of the protocol. The host is trusted, yet not everything that reaches
 * a page's `message` event comes from it.
 */
export function parseHostToWebview(message: unknown): HostToWebview | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) {
    return undefined;
  }
  const { type } = message;
  const isKnown = typeof type === 'string' && Object.hasOwn(hostMessageFields, type);
  return isKnown && hostMessageFields[type as HostToWebview['type']].every((field) => field in message)
    ? (message as HostToWebview)
    : undefined;
}
