/**
 * Reads the JSON that `export/conversationsJson.ts` writes. A file can come from anywhere: what is in it is looked at as
 * journals are (`messageShape.ts`), and has to fit together.
 */
import { chatOptionsOf } from '../chatOptions';
import type { Conversation, Message } from '../conversation';
import { givenTitle } from '../conversationTitle';
import { chatsFormat, chatsVersion, type ChatFiles } from '../export/conversationsJson';
import { settled } from '../journal';
import { given, listOf, objectOf, textOf } from '../jsonShape';
import { effortOf, eventOf } from '../messageShape';
import { field, timeOf } from './foreign';
import type { LeftOutCount } from './importedChat';
import { stableId } from './stableId';

export function isOwnFile(file: unknown): boolean {
  return field(file, 'format') === chatsFormat;
}

/** Whether a later version of this extension wrote it, in a way that this one would misread. */
export function isNewerFile(file: unknown): boolean {
  const version = field(file, 'version');
  return typeof version !== 'number' || version > chatsVersion;
}

export interface OwnChats {
  readonly conversations: readonly Conversation[];
  /** By the id of the conversation. */
  readonly files: ReadonlyMap<string, ChatFiles>;
}

/** @param modifiedAt Unix milliseconds: the date of what has none */
export function importOwn(file: unknown, modifiedAt: number, leftOut: LeftOutCount): OwnChats {
  const files = new Map<string, ChatFiles>();
  const conversations = listOf(field(file, 'conversations')).flatMap((value) => {
    const ofChat = filesOf(field(value, 'files'));
    const conversation = conversationOf(value, modifiedAt, ofChat, leftOut);
    if (conversation === undefined) {
      leftOut.add('chat');
      return [];
    }
    files.set(conversation.id, ofChat);
    return [conversation];
  });
  return { conversations, files };
}

function filesOf(value: unknown): ChatFiles {
  return Object.fromEntries(
    Object.entries(objectOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function conversationOf(value: unknown, modifiedAt: number, files: ChatFiles, leftOut: LeftOutCount): Conversation | undefined {
  const oldId = textOf(field(value, 'id'));
  const listed = listOf(field(value, 'messages'));
  if (oldId === undefined || listed.length === 0) {
    return undefined;
  }
  const createdAt = timeOf(field(value, 'createdAt')) ?? modifiedAt;
  const rename = (id: string): string => (usualId.test(id) ? id : stableId('message', oldId, id));
  const messages = treeOf(
    listed.flatMap((message) => messageOf(message, createdAt) ?? []).map((message) => withSound(message, files, leftOut)),
    rename,
  );
  leftOut.add('message', listed.length - messages.length);
  const selected = Object.entries(objectOf(field(value, 'selected'))).flatMap(([parentId, id]) =>
    typeof id === 'string' ? [[parentId === '' ? '' : rename(parentId), rename(id)] as const] : [],
  );
  const title = givenTitle(textOf(field(value, 'title')) ?? '');
  return messages.length === 0
    ? undefined
    : {
        id: conversationId.test(oldId) ? oldId : stableId('chat', oldId),
        createdAt,
        ...given('workspace', textOf(field(value, 'workspace'))),
        ...(title === '' ? {} : { title }),
        ...(typeof field(value, 'isPinned') === 'boolean' ? { isPinned: field(value, 'isPinned') === true } : {}),
        messages,
        selected: Object.fromEntries(selected),
        model: textOf(field(value, 'model')) ?? '',
        ...given('effort', effortOf(field(value, 'effort'))),
        ...given('options', chatOptionsOf(field(value, 'options'))),
      };
}

function messageOf(value: unknown, createdAt: number): Message | undefined {
  const event = eventOf({ type: 'messageAdded', message: value }, createdAt);
  return event?.type === 'messageAdded' ? event.message : undefined;
}

/** Ids name files and fields: others than the usual ones are replaced, each always by the same. */
const conversationId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const usualId = /^[A-Za-z0-9][A-Za-z0-9-]{7,63}$/;

/** Only messages that follow one of the other role which is there before them; each id once. */
function treeOf(messages: readonly Message[], rename: (id: string) => string): readonly Message[] {
  const kept = new Map<string, Message>();
  for (const message of messages) {
    const { parentId, ...rest } = message;
    const id = rename(message.id);
    const parent = parentId === undefined ? undefined : rename(parentId);
    const follows = parent === undefined ? 'assistant' : kept.get(parent)?.role;
    if (!kept.has(id) && follows !== undefined && follows !== rest.role) {
      kept.set(id, { ...renamed(rest, rename), id, ...given('parentId', parent) });
    }
  }
  return [...kept.values()];
}

/** The message with the new name of what it names. An answer that was coming when it was exported will never come. */
function renamed(message: Message, rename: (id: string) => string): Message {
  const kept = settled(message);
  return kept.role === 'assistant' && kept.firstSentId !== undefined
    ? { ...kept, firstSentId: rename(kept.firstSentId) }
    : kept;
}

/** With the sounds that are in the file. */
function withSound(message: Message, files: ChatFiles, leftOut: LeftOutCount): Message {
  if (message.role !== 'assistant' || message.audio === undefined) {
    return message;
  }
  const { audio, ...rest } = message;
  const there = audio.filter(({ file }) => Object.hasOwn(files, file));
  leftOut.add('sound', audio.length - there.length);
  return there.length === 0 ? rest : { ...rest, audio: there };
}
