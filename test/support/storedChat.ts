/** A conversation of one question and its answer at one time, for tests of what the history shows. */
import type { Conversation } from '../../src/core/conversation';
import { answerTo, emptyConversation, questionOf } from './conversations';

/** @param at Unix time in milliseconds */
export function storedChat(question: string, more: Partial<Conversation> = {}, at = Date.now()): Conversation {
  const asked = questionOf(question, { at });
  const answer = answerTo(asked, { at, model: 'm', text: `Answer to ${question}` });
  return emptyConversation({ createdAt: at, messages: [asked, answer], model: 'm', ...more });
}
