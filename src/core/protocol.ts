/**
 * The messages between the extension host and the chat page, both ways. Everything is an event: nothing waits for a reply, so
 * nothing can hang. How to add one: docs/protocol.md.
 */
import {
  imageDetails,
  imageMediaTypes,
  type AttachmentChip,
  type AttachmentKind,
  type ImageDetail,
  type ImageMediaType,
} from './attachment';
import type { ReasoningEffort } from './chatCompletions';
import { optionIds, type OptionId } from './chatOptions';
import type { MergedColorTheme } from './colorTheme';
import type { Controls } from './controls';
import { noticeActions, type Conversation, type ConversationEvent, type NoticeAction } from './conversation';
import { toolDecisions, type ToolDecision } from './tools/toolDecision';
import type { UiStrings } from './uiStrings';

/** What is offered for `@`, `#` or `/` and the letters after it. */
export interface Suggestion {
  /** Names it in `suggestion/pick`, for as long as the page lives. */
  readonly id: string;
  readonly kind: AttachmentKind | 'prompt';
  readonly label: string;
  /** Folder, line, description: beside the label. */
  readonly detail: string;
}

export const suggestionTriggers = ['@', '#', '/'] as const;
export type SuggestionTrigger = (typeof suggestionTriggers)[number];

/** What the next question would send, estimated. */
export interface ContextMeter {
  readonly tokens: number;
  /** What the model takes, less the room kept for its answer. */
  readonly limit: number;
  /** `full`: it does not fit, and nothing that could be left out would help; `trimmed`: the oldest messages will be left out. */
  readonly state: 'fits' | 'trimmed' | 'full';
  /** Says what to do, or what is left out, unless all fits. In the user's language. */
  readonly sentence?: string;
  /** The oldest message that will be sent, if not all will. */
  readonly firstSentId?: string;
}

/** Where a reader was: the message at the upper edge, and how many pixels of it are above the edge. Absent: at the end. */
export interface ScrollPosition {
  readonly messageId: string;
  readonly offset: number;
}

/** Something that concerns the whole conversation, above the input: it cannot be saved, another window writes it, … */
export interface Banner {
  readonly severity: 'error' | 'info';
  readonly sentence: string;
  readonly action?: { readonly id: BannerAction; readonly label: string };
}
export const bannerActions = ['saveAgain', 'openAsking', 'exportChat', 'showLog'] as const;
export type BannerAction = (typeof bannerActions)[number];

/** What the buttons of a code block do with its code. Copying is `clipboard/write`. */
export const codeActions = ['insert', 'apply', 'newFile'] as const;
export type CodeAction = (typeof codeActions)[number];

export type HostToWebview =
  /** The whole truth; everything before it is void. */
  | {
      readonly type: 'state';
      /** Without the text of attachments, which the page does not show, and without images, which it asks for. */
      readonly conversation: Conversation;
      readonly controls: Controls;
      readonly strings: UiStrings;
      readonly draft: string;
      readonly attachments: readonly AttachmentChip[];
      /** Absent: at the end. */
      readonly scroll?: ScrollPosition;
      /** Earlier questions of this conversation, newest first. */
      readonly inputs: readonly string[];
      /** Questions that are being edited, by their ids: the text as far as it is written. */
      readonly edits: Readonly<Record<string, string>>;
    }
  | { readonly type: 'conversation'; readonly event: ConversationEvent }
  | { readonly type: 'controls'; readonly controls: Controls }
  /** Replaces the `inputs` of the state, once those of other conversations have been read: they come last. */
  | { readonly type: 'inputs'; readonly inputs: readonly string[] }
  /** Replaces what is in the input. */
  | { readonly type: 'draft'; readonly draft: string }
  /** Puts text where the cursor is. */
  | { readonly type: 'input/insert'; readonly text: string }
  | { readonly type: 'attachments'; readonly attachments: readonly AttachmentChip[] }
  /** Answers `image/want`, for the same image. */
  | {
      readonly type: 'image';
      readonly questionId: string;
      readonly image: string;
      readonly mediaType: ImageMediaType;
      /** Base64. */
      readonly data: string;
    }
  /** Answers `audio/want`; without `bytes` it is not there any more. */
  | {
      readonly type: 'audio';
      readonly answerId: string;
      readonly index: number;
      readonly mediaType: string;
      readonly bytes?: Uint8Array;
    }
  /** A file that is too large as it is, base64: the page makes it smaller, and sends it as `attachment/addImage`. */
  | { readonly type: 'image/fit'; readonly name: string; readonly data: string }
  /** Answers `suggestion/query`; an answer to an older query than the last is stale. */
  | { readonly type: 'suggestions'; readonly query: number; readonly suggestions: readonly Suggestion[] }
  | { readonly type: 'meter'; readonly meter: ContextMeter }
  | { readonly type: 'banner'; readonly banner?: Banner }
  /** Those of the paths in `path/check` that exist in the workspace, as they were written there. */
  | { readonly type: 'path/found'; readonly paths: readonly string[] }
  | { readonly type: 'input/focus' }
  /** `theme` is undefined where the colour theme cannot be read: code then gets the built-in palette of its kind. */
  | { readonly type: 'theme'; readonly themeId: string; readonly theme?: MergedColorTheme };

export type WebviewToHost =
  /** The page listens. The host answers with `state`. */
  | { readonly type: 'ready' }
  | { readonly type: 'chat/send'; readonly text: string }
  | { readonly type: 'chat/stop' }
  | { readonly type: 'chat/retry'; readonly answerId: string }
  /** Goes on where the answer ended. */
  | { readonly type: 'chat/continue'; readonly answerId: string }
  /** Asks a question anew with another text; the earlier one stays as a version. */
  | { readonly type: 'chat/edit'; readonly questionId: string; readonly text: string }
  /** Begins a conversation with everything up to and with this message. */
  | { readonly type: 'chat/fork'; readonly messageId: string }
  | { readonly type: 'version/select'; readonly messageId: string }
  | { readonly type: 'answer/inspect'; readonly answerId: string }
  /** The input changed, or was emptied. */
  | { readonly type: 'draft/change'; readonly draft: string }
  /** What is being written instead of a question; empty: nothing any more. */
  | { readonly type: 'edit/change'; readonly questionId: string; readonly text: string }
  /** `messageId` is empty at the end. */
  | { readonly type: 'scroll/change'; readonly messageId: string; readonly offset: number }
  | {
      readonly type: 'suggestion/query';
      readonly query: number;
      readonly trigger: SuggestionTrigger;
      readonly text: string;
    }
  | { readonly type: 'suggestion/pick'; readonly id: string }
  /** Dropped or pasted URIs of files and folders. */
  | { readonly type: 'attachment/addUris'; readonly uris: readonly string[] }
  /** An image that was pasted, dropped or made smaller, base64. `fromWidth` and `fromHeight` are what it had before; 0: the same. */
  | {
      readonly type: 'attachment/addImage';
      readonly name: string;
      readonly mediaType: ImageMediaType;
      readonly data: string;
      readonly fromWidth: number;
      readonly fromHeight: number;
    }
  | { readonly type: 'attachment/setDetail'; readonly id: string; readonly detail: ImageDetail }
  /**
   * An image is to be seen: of a question that was sent (`image` is its place there), of the one that is being written
   * (`questionId` is empty, `image` the attachment's id), or of a tool's result (`questionId` is the answer's, `image` the call's id,
   * a slash, and the place in the result).
   */
  | { readonly type: 'image/want'; readonly questionId: string; readonly image: string }
  /** What came of that is no image that can be shown. */
  | { readonly type: 'image/broken'; readonly questionId: string; readonly image: string }
  | { readonly type: 'attachment/remove'; readonly id: string }
  | { readonly type: 'attachment/open'; readonly id: string }
  /** Opens an attachment of a question that was sent, by its place there. */
  | { readonly type: 'attachment/openSent'; readonly questionId: string; readonly index: number }
  /** Shows what would be sent now. */
  | { readonly type: 'preview/show' }
  | { readonly type: 'banner/action'; readonly action: BannerAction }
  /** `path` is empty where the block names none. */
  | {
      readonly type: 'code/run';
      readonly action: CodeAction;
      readonly code: string;
      readonly language: string;
      readonly path: string;
    }
  | { readonly type: 'path/check'; readonly paths: readonly string[] }
  /** Lines and columns count from 1; 0 where none is named. */
  | {
      readonly type: 'path/open';
      readonly path: string;
      readonly line: number;
      readonly column: number;
      readonly endLine: number;
    }
  /** What the user says of a call that wants to run, or runs. */
  | { readonly type: 'tool/decide'; readonly answerId: string; readonly useId: string; readonly decision: ToolDecision }
  /** Shows a call with its whole result. */
  | { readonly type: 'tool/open'; readonly answerId: string; readonly useId: string }
  /** Opens an image of a tool's result; `image` as in `image/want`. */
  | { readonly type: 'tool/openImage'; readonly answerId: string; readonly image: string; readonly label: string }
  /** Opens the list of tools. */
  | { readonly type: 'tools/pick' }
  | { readonly type: 'history/show' }
  /** The sound of an answer is to be heard, or to be saved as a file; by its place there. */
  | { readonly type: 'audio/want'; readonly answerId: string; readonly index: number }
  | { readonly type: 'audio/save'; readonly answerId: string; readonly index: number }
  | { readonly type: 'notice/action'; readonly answerId: string; readonly action: NoticeAction }
  | { readonly type: 'model/select'; readonly model: string }
  /** Opens VS Code's pick list of all models. */
  | { readonly type: 'model/pick' }
  /** The picker of models is about to be opened: a good moment to ask the endpoint for its list. */
  | { readonly type: 'model/look' }
  | { readonly type: 'effort/select'; readonly effort: ReasoningEffort | '' }
  /** Opens VS Code's pick list of the options of answers; of one of them, where it is named. */
  | { readonly type: 'option/pick'; readonly option: OptionId | '' }
  | { readonly type: 'option/turn'; readonly option: OptionId; readonly isOn: boolean }
  | { readonly type: 'token/set' }
  | { readonly type: 'clipboard/write'; readonly text: string }
  | { readonly type: 'theme/request'; readonly themeId: string };

/** Longest text that the host takes from the page, in UTF-16 units: far above any model's context. */
export const maxTextLength = 8_000_000;
const maxIdLength = 500;

type Check = (value: unknown) => boolean;
const isId: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= maxIdLength;
const isText: Check = (value) => typeof value === 'string' && value.length <= maxTextLength;
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isAnyId: Check = (value) => typeof value === 'string' && value.length <= maxIdLength;
const maxUriLength = 8_000;
const isUriList =
  (most: number): Check =>
  (value) =>
    Array.isArray(value) &&
    value.length <= most &&
    value.every((item) => typeof item === 'string' && item !== '' && item.length <= maxUriLength);
/** Base64 of an image: above every limit of the endpoint. */
const maxImageLength = 40_000_000;
const isBase64: Check = (value) =>
  typeof value === 'string' && value.length <= maxImageLength && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
function isOneOf(values: readonly string[]): Check {
  return (value) => typeof value === 'string' && values.includes(value);
}
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
  'chat/continue': { answerId: isId },
  'chat/edit': { questionId: isId, text: isText },
  'chat/fork': { messageId: isId },
  'version/select': { messageId: isId },
  'answer/inspect': { answerId: isId },
  'draft/change': { draft: isText },
  'edit/change': { questionId: isId, text: isText },
  'scroll/change': { messageId: isAnyId, offset: isCount },
  'suggestion/query': { query: isCount, trigger: isOneOf(suggestionTriggers), text: isAnyId },
  'suggestion/pick': { id: (value) => isText(value) && value !== '' },
  'attachment/addUris': { uris: isUriList(200) },
  'attachment/addImage': {
    name: isAnyId,
    mediaType: isOneOf(imageMediaTypes),
    data: isBase64,
    fromWidth: isCount,
    fromHeight: isCount,
  },
  'attachment/setDetail': { id: isId, detail: isOneOf(imageDetails) },
  'image/want': { questionId: isAnyId, image: isId },
  'image/broken': { questionId: isAnyId, image: isId },
  'attachment/remove': { id: isId },
  'attachment/open': { id: isId },
  'attachment/openSent': { questionId: isId, index: isCount },
  'preview/show': {},
  'banner/action': { action: isOneOf(bannerActions) },
  'code/run': { action: isOneOf(codeActions), code: isText, language: isAnyId, path: isAnyId },
  'path/check': { paths: isUriList(200) },
  'path/open': { path: isId, line: isCount, column: isCount, endLine: isCount },
  'tool/decide': { answerId: isId, useId: isId, decision: isOneOf(toolDecisions) },
  'tool/open': { answerId: isId, useId: isId },
  'tool/openImage': { answerId: isId, image: isId, label: isId },
  'tools/pick': {},
  'history/show': {},
  'audio/want': { answerId: isId, index: isCount },
  'audio/save': { answerId: isId, index: isCount },
  'notice/action': { answerId: isId, action: isOneOf(noticeActions) },
  'model/select': { model: isId },
  'model/pick': {},
  'model/look': {},
  'effort/select': { effort: (value) => typeof value === 'string' && Object.hasOwn(efforts, value) },
  'option/pick': { option: isOneOf(['', ...optionIds]) },
  'option/turn': { option: isOneOf(optionIds), isOn: (value) => typeof value === 'boolean' },
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
  state: ['conversation', 'controls', 'strings', 'draft', 'attachments', 'inputs', 'edits'],
  inputs: ['inputs'],
  conversation: ['event'],
  controls: ['controls'],
  draft: ['draft'],
  'input/insert': ['text'],
  attachments: ['attachments'],
  image: ['questionId', 'image', 'mediaType', 'data'],
  'image/fit': ['name', 'data'],
  audio: ['answerId', 'index', 'mediaType'],
  suggestions: ['query', 'suggestions'],
  meter: ['meter'],
  banner: [],
  'path/found': ['paths'],
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
