/** A conversation as the page needs it: without the text of attachments and schemas, of which it shows no more than the name. */
import type { ChatOptions } from '../../core/chatOptions';
import type { Conversation, ConversationEvent, Message } from '../../core/conversation';

export function pageConversation(conversation: Conversation): Conversation {
  return { ...withPageOptions(conversation), messages: conversation.messages.map(pageMessage) };
}

export function pageEvent(event: ConversationEvent): ConversationEvent {
  switch (event.type) {
    case 'messageAdded':
      return { ...event, message: pageMessage(event.message) };
    case 'optionsChanged':
      return withPageOptions(event);
    default:
      return event;
  }
}

function pageMessage(message: Message): Message {
  if (message.role === 'assistant') {
    return withPageOptions(message);
  }
  return message.attachments === undefined
    ? message
    : {
        ...message,
        attachments: message.attachments.map((sent) => (sent.kind === 'image' ? sent : { ...sent, text: '' })),
      };
}

function withPageOptions<T extends { readonly options?: ChatOptions }>(value: T): T {
  const format = value.options?.answerFormat;
  return format?.type === 'json_schema'
    ? { ...value, options: { ...value.options, answerFormat: { ...format, schema: {} } } }
    : value;
}
