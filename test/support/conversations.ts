/** Conversations for tests, and the events that make them. */
import { randomUUID } from 'node:crypto';
import { applyEvent, type Answer, type Conversation, type ConversationEvent, type Question } from '../../src/core/conversation';

export function emptyConversation(changes: Partial<Conversation> = {}): Conversation {
  return { id: randomUUID(), createdAt: 1_000, messages: [], selected: {}, model: 'claude-test', ...changes };
}

export function questionOf(text: string, changes: Partial<Question> = {}): Question {
  return { role: 'user', id: randomUUID(), at: 2_000, text, ...changes };
}

export function answerTo(question: { readonly id: string }, changes: Partial<Answer> = {}): Answer {
  return {
    role: 'assistant',
    id: randomUUID(),
    parentId: question.id,
    at: 3_000,
    model: 'claude-test',
    text: '',
    reasoning: '',
    status: 'complete',
    ...changes,
  };
}

export function added(message: Question | Answer): ConversationEvent {
  return { type: 'messageAdded', message };
}

export function appended(id: string, offset: number, text: string): ConversationEvent {
  return { type: 'answerAppended', id, offset, text, reasoningOffset: 0, reasoning: '' };
}

/** One question, answered. */
export function talk(question: string, answer: string, changes: Partial<Conversation> = {}): Conversation {
  const asked = questionOf(question);
  return fold([added(asked), added(answerTo(asked, { text: answer }))], emptyConversation(changes));
}

export function fold(events: readonly ConversationEvent[], start: Conversation): Conversation {
  return events.reduce(applyEvent, start);
}
