/**
 * A conversation as lines of JSON in a file that is only ever appended to: a header, then one record for each event. Here is how
 * they are written; how they are read, also when some are damaged, is `journalReader.ts`. Files are the host's matter.
 */
import { isUnfinished, type Conversation, type ConversationEvent, type Message } from './conversation';
import { given } from './jsonShape';
import { outcomeOf } from './messageShape';

export const journalFormat = 'ace-claude-conversation';
/** Readers skip types of records that they do not know; what they could misread needs a higher version. */
export const journalVersion = 1;

/** What stands in the first line. */
export type JournalHeader = Pick<Conversation, 'createdAt' | 'workspace' | 'model' | 'effort' | 'options'>;

/** The process behind a tag: it tells whether an answer is still being written. */
export interface JournalWriterProcess {
  readonly pid: number;
  /** Name of the machine. */
  readonly host: string;
  /** Tells apart processes that had the same id; empty where there is no such thing. */
  readonly stamp: string;
}

/**
 * Makes the lines of one writer. Each has the writer's tag and a number: the same record twice, as after a write that failed
 * half-way, counts once. Lines are without their line feed.
 */
export class RecordEncoder {
  #count = 0;

  /** @param tag of no other writer of the file */
  constructor(readonly tag: string) {}

  /** @param time in Unix milliseconds */
  event(event: ConversationEvent, time: number): string {
    return this.#record(plainEvent(event), time);
  }

  /** Says who the writer is. To be the first record of its own. */
  writer({ pid, host, stamp }: JournalWriterProcess, time: number): string {
    return this.#record({ type: 'writer', pid, host, stamp }, time);
  }

  /** Says that the writer writes no more, so that what it left unfinished is nobody's. */
  left(time: number): string {
    return this.#record({ type: 'left' }, time);
  }

  // The type comes first: readers that need no answers know them by the beginning of the line.
  #record(fields: Readonly<Record<string, unknown>> & { readonly type: string }, time: number): string {
    this.#count += 1;
    return JSON.stringify({ ...fields, time, by: this.tag, n: this.#count });
  }
}

export function encodeHeader(id: string, { createdAt, workspace, model, effort, options }: JournalHeader): string {
  return JSON.stringify({
    format: journalFormat,
    version: journalVersion,
    id,
    createdAt,
    ...given('workspace', workspace),
    model,
    ...given('effort', effort),
    ...given('options', options),
  });
}

/** A whole conversation in lines, header first. An answer that is not finished is none that somebody works on. */
export function encodeConversation(conversation: Conversation, encoder: RecordEncoder, time: number): readonly string[] {
  const newest = new Map(conversation.messages.map(({ id, parentId }) => [parentId ?? '', id]));
  const choices = Object.entries(conversation.selected).filter(([parentId, id]) => newest.get(parentId) !== id);
  const events: readonly ConversationEvent[] = [
    ...conversation.messages.map((message) => ({ type: 'messageAdded', message: settled(message) }) as const),
    ...choices.map(([, id]) => ({ type: 'versionSelected', id }) as const),
    ...(conversation.title === undefined ? [] : [{ type: 'renamed', title: conversation.title } as const]),
    ...(conversation.isPinned === true ? [{ type: 'pinned', isPinned: true } as const] : []),
  ];
  return [encodeHeader(conversation.id, conversation), ...events.map((event) => encoder.event(event, time))];
}

/** The message as it stays where nobody works on it any more. What an answer was waiting for goes with that. */
export function settled(message: Message): Message {
  if (message.role !== 'assistant' || !isUnfinished(message)) {
    return message;
  }
  const { notice, ...answer } = message;
  return { ...answer, status: 'interrupted' };
}

/** Only what the event means: a whole answer that was spread into it would be written each time. */
function plainEvent(event: ConversationEvent): ConversationEvent {
  if (event.type !== 'answerChanged') {
    return event;
  }
  const { type, id, ...outcome } = event;
  return { type, id, ...outcomeOf(outcome) };
}
