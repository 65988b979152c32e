/**
 * Conversations as the JSON of this extension: complete, every version of every message, with what is kept beside them (sound, the
 * probabilities of tokens). `import/ownChats.ts` reads it. A later
 * change that an older reader would misread gets the next version number.
 */
import type { Conversation } from '../conversation';

export const chatsFormat = 'ace-claude-chats';
export const chatsVersion = 1;

/** Files that belong to a conversation: base64 by name. */
export type ChatFiles = Readonly<Record<string, string>>;
export type ExportedChat = Conversation & { readonly files?: ChatFiles };

/**
 * The texts of as many files as it takes, each complete in itself and at most `maxLength` long, unless one conversation alone is
 * longer. At least one file. Conversations are taken as they are needed.
 *
 * @param maxLength in UTF-16 units
 */
export async function* conversationsJson(
  conversations: AsyncIterable<ExportedChat>,
  maxLength: number,
): AsyncGenerator<string, void> {
  let items: string[] = [];
  let length = 0;
  let isEmpty = true;
  for await (const conversation of conversations) {
    const item = JSON.stringify(conversation, null, 2);
    if (items.length > 0 && length + item.length > maxLength) {
      yield file(items);
      items = [];
      length = 0;
    }
    items.push(item);
    length += item.length;
    isEmpty = false;
  }
  if (items.length > 0 || isEmpty) {
    yield file(items);
  }
}

function file(items: readonly string[]): string {
  const head = JSON.stringify({ format: chatsFormat, version: chatsVersion }).slice(0, -1);
  return `${head},"conversations":[\n${items.join(',\n')}\n]}\n`;
}
