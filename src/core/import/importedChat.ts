/**
 * Puts together a conversation from what another program kept: questions and answers in a row, whatever belongs to one answer
 * joined. Counts what finds no place, so that the user can be told.
 */
import { imageMediaTypes, type SentAttachment } from '../attachment';
import type { Usage } from '../chatCompletions';
import type { AnswerStatus, Conversation, Message, Notice } from '../conversation';
import { givenTitle } from '../conversationTitle';
import { fenced } from '../fences';
import { countOf } from '../jsonShape';
import { estimateTokens, imageTokens } from '../tokens';
import { field } from './foreign';
import { stableId } from './stableId';

/**
 * - `image`: not in the file, or of a kind that cannot be sent; `sound`: not in the file, or cannot be stored
 * - `file`: named, but its text is not in the file
 * - `output`: the end of a tool's long output
 * - `part`: of an answer, of an unknown kind
 * - `message`: of an unknown form, taken back, or the program's own; `chat`: of an unknown form
 */
export type LeftOutKind = 'image' | 'sound' | 'file' | 'output' | 'part' | 'message' | 'chat';
export type LeftOut = Readonly<Partial<Record<LeftOutKind, number>>>;

export class LeftOutCount {
  readonly #counts = new Map<LeftOutKind, number>();

  add(kind: LeftOutKind, count = 1): void {
    if (count > 0) {
      this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
    }
  }

  get counts(): LeftOut {
    return Object.fromEntries(this.#counts);
  }
}

/** A part of an answer: the next one is joined to it with a blank line. */
export interface AnswerPart {
  readonly text?: string;
  readonly reasoning?: string | undefined;
  /** As the other program names it. */
  readonly model?: string | undefined;
  readonly at?: number | undefined;
  readonly usage?: TokenCounts | undefined;
  readonly status?: AnswerStatus;
  /** What the other program said of a failure. */
  readonly problem?: string | undefined;
}

export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
}

/** More than anybody reads; a file of millions of empty messages stays harmless. */
const maxMessages = 20_000;

/** A message in the making: its parts are joined once, at the end, since there can be thousands of them. */
interface Draft {
  readonly role: Message['role'];
  readonly at: number | undefined;
  readonly texts: string[];
  readonly reasonings: string[];
  readonly attachments: SentAttachment[];
  model: string;
  status: AnswerStatus;
  usage: TokenCounts | undefined;
  problem: string | undefined;
}

export class ImportedChat {
  readonly #drafts: Draft[] = [];

  /**
   * @param source names the chat for ever: the same source makes the same ids
   * @param createdAt Unix time in milliseconds
   */
  constructor(
    private readonly source: readonly string[],
    private readonly createdAt: number,
    private readonly leftOut: LeftOutCount,
  ) {}

  get isEmpty(): boolean {
    return this.#drafts.length === 0;
  }

  /** A question without an answer before the next one is joined with that. */
  ask(text: string, facts: { readonly at?: number | undefined; readonly attachments?: readonly SentAttachment[] } = {}): void {
    const { at, attachments = [] } = facts;
    if (text.trim() !== '' || attachments.length > 0) {
      const draft = this.#draft('user', at);
      draft?.texts.push(text);
      draft?.attachments.push(...attachments);
    }
  }

  answer(part: AnswerPart): void {
    const { text = '', reasoning = '', model = '', usage, status = 'complete', problem } = part;
    const isNothing = text.trim() === '' && reasoning.trim() === '' && problem === undefined;
    if (isNothing && this.#drafts.at(-1)?.role !== 'assistant') {
      return;
    }
    if (this.#drafts.length === 0) {
      // Every answer has a question.
      this.ask('…', { at: part.at });
    }
    const draft = this.#draft('assistant', part.at);
    if (draft === undefined) {
      return;
    }
    draft.texts.push(text);
    draft.reasonings.push(reasoning);
    draft.model = draft.model === '' ? model : draft.model;
    draft.status = status === 'complete' ? draft.status : status;
    draft.problem = problem ?? draft.problem;
    draft.usage =
      usage === undefined
        ? draft.usage
        : {
            prompt: usage.prompt + (draft.usage?.prompt ?? 0),
            completion: usage.completion + (draft.usage?.completion ?? 0),
          };
  }

  /** @param model that is asked when the conversation goes on @returns undefined where nothing was said */
  build(model: string, title: string | undefined): Conversation | undefined {
    const name = givenTitle(title ?? '');
    return this.#drafts.length === 0
      ? undefined
      : {
          id: stableId(...this.source),
          createdAt: this.createdAt,
          ...(name === '' ? {} : { title: name }),
          messages: this.#drafts.map((draft, index) => this.#message(draft, index)),
          selected: {},
          model,
        };
  }

  /** The last message if it has this role, else a new one; undefined where there are too many. */
  #draft(role: Message['role'], at: number | undefined): Draft | undefined {
    const last = this.#drafts.at(-1);
    if (last?.role === role) {
      return last;
    }
    if (this.#drafts.length >= maxMessages) {
      this.leftOut.add('message');
      return undefined;
    }
    const parts = { texts: [], reasonings: [], attachments: [] };
    const draft: Draft = { role, at, ...parts, model: '', status: 'complete', usage: undefined, problem: undefined };
    this.#drafts.push(draft);
    return draft;
  }

  #message(draft: Draft, index: number): Message {
    const { role, at = this.createdAt, attachments, model, status, usage, problem } = draft;
    const base = {
      id: this.#id(index),
      ...(index === 0 ? {} : { parentId: this.#id(index - 1) }),
      at,
      text: joined(draft.texts),
    };
    return role === 'user'
      ? { ...base, role, ...(attachments.length === 0 ? {} : { attachments }) }
      : {
          ...base,
          role,
          model,
          reasoning: joined(draft.reasonings),
          status,
          ...(usage === undefined ? {} : { usage: usageOf(usage) }),
          ...(problem === undefined ? {} : { notice: noticeOf(problem) }),
        };
  }

  #id(index: number): string {
    return stableId(...this.source, String(index));
  }
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trimEnd().replace(/^(?:[ \t]*\r?\n)+/, ''))
    .filter((part) => part !== '')
    .join('\n\n');
}

function noticeOf(problem: string): Notice {
  return { severity: 'error', sentence: problem.replace(/\s+/g, ' ').trim().slice(0, 500) };
}

function usageOf({ prompt, completion }: TokenCounts): Usage {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/** The counts in these two fields, if both are there. */
export function tokenCounts(usage: unknown, [prompt, completion]: readonly [string, string]): TokenCounts | undefined {
  const counts = { prompt: countOf(field(usage, prompt)), completion: countOf(field(usage, completion)) };
  return counts.prompt === undefined || counts.completion === undefined
    ? undefined
    : { prompt: counts.prompt, completion: counts.completion };
}

/** Of one tool's output; the rest is of little use in a conversation, and would be sent with every further question. */
const maxOutputLength = 4_000;

/** The call of a tool, or what it answered, as a readable block. */
export function toolBlock(title: string, content: string, language: string, leftOut: LeftOutCount): string {
  const heading = `**${title
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>]/g, '\\$&')
    .trim()}**`;
  const isLong = content.length > maxOutputLength;
  if (isLong) {
    leftOut.add('output');
  }
  const shown = isLong ? `${content.slice(0, maxOutputLength)}\n…` : content;
  return shown.trim() === '' ? heading : `${heading}\n\n${fenced(shown, language)}`;
}

export function textAttachment(label: string, text: string, uri?: string): SentAttachment {
  const name = label.replace(/\s+/g, ' ').trim().slice(0, 200);
  return {
    kind: 'file',
    label: name,
    ...(uri === undefined ? {} : { uri }),
    languageId: /\.(\w{1,10})$/.exec(name)?.[1] ?? 'plaintext',
    text,
    tokens: estimateTokens(text),
  };
}

/** @param url of an image; others than `data:` URLs are left out, since nothing is fetched */
export function imageAttachment(url: string, leftOut: LeftOutCount): SentAttachment | undefined {
  const comma = url.indexOf(',');
  const mediaType = imageMediaTypes.find((type) => url.slice(0, comma) === `data:${type};base64`);
  const data = url.slice(comma + 1);
  if (mediaType === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) {
    leftOut.add('image');
    return undefined;
  }
  return { kind: 'image', label: `image.${mediaType.slice(6)}`, mediaType, data, tokens: imageTokens(undefined) };
}
