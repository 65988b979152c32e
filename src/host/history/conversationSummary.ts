/** What the history shows of a conversation without opening it, made from its journal. */
import type { Conversation } from '../../core/conversation';
import { conversationTitle } from '../../core/conversationTitle';
import { settled } from '../../core/journal';
import { JournalReader } from '../../core/journalReader';
import { countOf, given, numberOf, objectOf, oneOf, textOf } from '../../core/jsonShape';

export interface ConversationSummary {
  readonly id: string;
  /** Empty where there is nothing to make one from. */
  readonly title: string;
  /** Unix time in milliseconds. */
  readonly createdAt: number;
  /** Of the last message, in Unix milliseconds. */
  readonly updatedAt: number;
  readonly isPinned: boolean;
  readonly workspace?: string;
  readonly questionCount: number;
  /** The beginning of the last question, in one line. */
  readonly preview: string;
  /** It is listed, and cannot be opened. */
  readonly problem?: SummaryProblem;
}

/** As for errors of that kind. */
const problems = ['newer', 'unreadable'] as const;
export type SummaryProblem = (typeof problems)[number];

const previewLength = 160;

/** @returns undefined for a conversation without messages, which is not worth a place in a list */
export function summarize(id: string, bytes: Uint8Array, mtimeMs: number): ConversationSummary | undefined {
  const outline = read(id, bytes, true);
  // An answer whose beginning was lost is not in an outline.
  const { reader, conversation } = outline.conversation.messages.length > 0 ? outline : read(id, bytes, false);
  const { messages } = conversation;
  const isDamaged = !reader.isJournal || reader.problems().length > 0;
  if (messages.length === 0 && !reader.isNewer && !isDamaged) {
    return undefined;
  }
  const questions = messages.filter((message) => message.role === 'user');
  const createdAt = conversation.createdAt || mtimeMs;
  const title = conversationTitle(conversation);
  const preview = (questions.at(-1)?.text ?? '')
    .slice(0, previewLength * 2)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, previewLength);
  const problem: SummaryProblem | undefined = reader.isNewer ? 'newer' : messages.length === 0 ? 'unreadable' : undefined;
  return {
    id,
    title,
    createdAt,
    updatedAt: messages.reduce((latest, { at }) => Math.max(latest, at), 0) || createdAt,
    isPinned: conversation.isPinned === true,
    ...given('workspace', conversation.workspace),
    questionCount: questions.length,
    // One that says no more than the title would be there twice.
    preview: preview.startsWith(title) && preview.length <= title.length + 1 ? '' : preview,
    ...given('problem', problem),
  };
}

/** For a file that cannot be read. */
export function unreadableSummary(id: string, mtimeMs: number): ConversationSummary {
  const times = { createdAt: mtimeMs, updatedAt: mtimeMs };
  return { id, title: '', ...times, isPinned: false, questionCount: 0, preview: '', problem: 'unreadable' };
}

/** The whole conversation, or what can be seen of it without the text of its answers. */
export function readConversation(id: string, bytes: Uint8Array, isOutline: boolean): Conversation {
  return read(id, bytes, isOutline).conversation;
}

/** The whole conversation as it is when nobody goes on with it. @returns why not, where it cannot be opened */
export function settledConversation(id: string, bytes: Uint8Array): Conversation | SummaryProblem {
  const { reader, conversation } = read(id, bytes, false);
  if (reader.isNewer) {
    return 'newer';
  }
  return reader.isJournal ? { ...conversation, messages: conversation.messages.map(settled) } : 'unreadable';
}

/** A summary that was read from a file; undefined where it is none. */
export function summaryOf(id: string, value: unknown): ConversationSummary | undefined {
  const fields = objectOf(value);
  const [title, preview, isPinned] = [textOf(fields['title']), textOf(fields['preview']), fields['isPinned']];
  const [createdAt, updatedAt] = [numberOf(fields['createdAt']), numberOf(fields['updatedAt'])];
  const questionCount = countOf(fields['questionCount']);
  return title === undefined ||
    preview === undefined ||
    typeof isPinned !== 'boolean' ||
    createdAt === undefined ||
    updatedAt === undefined ||
    questionCount === undefined
    ? undefined
    : {
        id,
        title,
        createdAt,
        updatedAt,
        isPinned,
        ...given('workspace', textOf(fields['workspace'])),
        questionCount,
        preview,
        ...given('problem', oneOf(problems, fields['problem'])),
      };
}

function read(id: string, bytes: Uint8Array, isOutline: boolean): { reader: JournalReader; conversation: Conversation } {
  const reader = new JournalReader(isOutline);
  const entries = [...reader.push(bytes), ...reader.end()];
  return { reader, conversation: reader.conversation(id, entries) };
}
