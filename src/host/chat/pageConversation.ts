/** A conversation as the page needs it: without the text of attachments, of which it shows no more than the name. */
import type { Conversation, ConversationEvent, Message } from '../../core/conversation';

export function pageConversation(conversation: Conversation): Conversation {
  return { ...conversation, messages: conversation.messages.map(pageMessage) };
}

export function pageEvent(event: ConversationEvent): ConversationEvent {
  return event.type === 'messageAdded' ? { ...event, message: pageMessage(event.message) } : event;
}

function pageMessage(message: Message): Message {
  return message.role === 'assistant' || message.attachments === undefined
    ? message
    : {
        ...message,
        attachments: message.attachments.map((sent) => (sent.kind === 'image' ? sent : { ...sent, text: '' })),
      };
}
