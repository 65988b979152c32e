/**
 * A conversation as the page needs it: without images, without the text of attachments and schemas, of which it shows the name, and
 * with short results of tools.
 */
import type { ChatOptions } from '../../core/chatOptions';
import type { Conversation, ConversationEvent, Message } from '../../core/conversation';
import { given } from '../../core/jsonShape';
import type { ToolUse } from '../../core/tools/toolUse';

/** UTF-16 units of a tool's result. */
const shownResult = 4000;

export function pageConversation(conversation: Conversation): Conversation {
  return { ...withPageOptions(conversation), messages: conversation.messages.map(pageMessage) };
}

export function pageEvent(event: ConversationEvent): ConversationEvent {
  switch (event.type) {
    case 'messageAdded':
      return { ...event, message: pageMessage(event.message) };
    case 'optionsChanged':
      return withPageOptions(event);
    case 'toolUseChanged':
      return { ...event, use: pageToolUse(event.use) };
    default:
      return event;
  }
}

/** The page shows the beginning of a long result; the whole opens in an editor. */
function pageToolUse({ result, images, ...use }: ToolUse): ToolUse {
  const isShort = result === undefined || result.length <= shownResult;
  return {
    ...use,
    ...given('result', isShort ? result : `${result.slice(0, shownResult)}\n…`),
    ...given(
      'images',
      images?.map((image) => ({ ...image, data: '' })),
    ),
  };
}

function pageMessage(message: Message): Message {
  if (message.role === 'assistant') {
    const { toolUses } = message;
    return withPageOptions(toolUses === undefined ? message : { ...message, toolUses: toolUses.map(pageToolUse) });
  }
  return message.attachments === undefined
    ? message
    : {
        ...message,
        attachments: message.attachments.map((sent) => ({ ...sent, ...(sent.kind === 'image' ? { data: '' } : { text: '' }) })),
      };
}

function withPageOptions<T extends { readonly options?: ChatOptions }>(value: T): T {
  const format = value.options?.answerFormat;
  return format?.type === 'json_schema'
    ? { ...value, options: { ...value.options, answerFormat: { ...format, schema: {} } } }
    : value;
}
