/** A conversation of one question and its answer, for tests of the history. */
import { randomUUID } from 'node:crypto';
import type { Conversation } from '../../src/core/conversation';

/** @param at Unix time in milliseconds */
export function storedChat(question: string, more: Partial<Conversation> = {}, at = Date.now()): Conversation {
  const id = randomUUID();
  return {
    id: randomUUID(),
    createdAt: at,
    messages: [
      { role: 'user', id, at, text: question },
      {
        role: 'assistant',
        id: randomUUID(),
        parentId: id,
        at,
        model: 'm',
        text: `Answer to ${question}`,
        reasoning: '',
        status: 'complete',
      },
    ],
    selected: {},
    model: 'm',
    ...more,
  };
}
