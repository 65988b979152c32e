/** What a chat sends: the conversation as the endpoint's messages. No I/O. */
import type { ChatMessage, ChatRequest } from '../chatCompletions';
import type { Answer, Conversation, Message } from '../conversation';
import { defaultMaxTokens, modelFacts } from '../models';

const systemPrompt =
  'You answer a developer in a side panel of Visual Studio Code. Use GitHub-flavored Markdown; give every code block its ' +
  'language, and its path where it stands for a file. Be precise and brief; say so when you are not sure.';

/**
 * The request for an answer to the question with `questionId`.
 * Of several answers to one question the last one with text is sent; a failed one without text is left out, and the questions
 * around it are joined with a blank line, since the endpoint would join them with a space.
 */
export function chatRequest(conversation: Conversation, questionId: string): ChatRequest {
  const { model, effort } = conversation;
  const takesEffort = effort !== undefined && modelFacts(model).efforts.includes(effort);
  return {
    model,
    messages: [{ role: 'system', content: systemPrompt }, ...toMessages(conversation.messages, questionId)],
    max_tokens: defaultMaxTokens(model),
    ...(takesEffort ? { reasoning_effort: effort } : {}),
  };
}

function toMessages(messages: readonly Message[], questionId: string): ChatMessage[] {
  const last = messages.findIndex((message) => message.id === questionId);
  const upTo = messages.slice(0, last + 1);
  const answers = new Map<string, Answer>();
  for (const message of upTo) {
    if (message.role === 'assistant' && message.text.trim() !== '') {
      answers.set(message.questionId, message);
    }
  }
  const sent: { role: 'user' | 'assistant'; content: string }[] = [];
  for (const question of upTo) {
    if (question.role !== 'user') {
      continue;
    }
    const previous = sent.at(-1);
    if (previous?.role === 'user') {
      previous.content += `\n\n${question.text}`;
    } else {
      sent.push({ role: 'user', content: question.text });
    }
    const answer = question.id === questionId ? undefined : answers.get(question.id);
    if (answer !== undefined) {
      sent.push({ role: 'assistant', content: answer.text });
    }
  }
  return sent;
}
