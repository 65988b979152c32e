import assert from 'node:assert/strict';
import type { Answer, AnswerStatus, Conversation, Message } from '../../../../src/core/conversation';
import { chatRequest } from '../../../../src/core/prompts/chat';

function question(id: string, text: string): Message {
  return { role: 'user', id, text };
}

function answer(questionId: string, text: string, status: AnswerStatus = 'complete', id = `a-${questionId}`): Answer {
  return { role: 'assistant', id, questionId, model: 'claude-sonnet-4-6', text, reasoning: '', status };
}

function sent(messages: readonly Message[], questionId: string, changes: Partial<Conversation> = {}) {
  const request = chatRequest({ id: 'c', messages, model: 'claude-sonnet-4-6', ...changes }, questionId);
  const [system, ...rest] = request.messages;
  assert.equal(system?.role, 'system');
  return { request, turns: rest.map(({ role, content }) => `${role}: ${typeof content === 'string' ? content : 'parts'}`) };
}

suite('What a chat sends', () => {
  test('is the conversation up to the question', () => {
    const messages = [
      question('1', 'One'),
      answer('1', 'First'),
      question('2', 'Two'),
      answer('2', 'Second'),
      question('3', 'Three'),
    ];
    assert.deepEqual(sent(messages, '2').turns, ['user: One', 'assistant: First', 'user: Two']);
    assert.deepEqual(sent(messages, '3').turns.length, 5);
  });

  test('joins questions whose answer failed without a text with a blank line', () => {
    const messages = [question('1', 'One'), answer('1', '', 'failed'), question('2', 'Two')];
    assert.deepEqual(sent(messages, '2').turns, ['user: One\n\nTwo']);
  });

  test('keeps the part of an answer that was stopped', () => {
    const messages = [question('1', 'One'), answer('1', 'Half', 'stopped'), question('2', 'Two')];
    assert.deepEqual(sent(messages, '2').turns, ['user: One', 'assistant: Half', 'user: Two']);
  });

  test('has the last answer where a question was asked again', () => {
    const messages = [
      question('1', 'One'),
      answer('1', 'Old', 'stopped', 'a'),
      answer('1', 'New', 'complete', 'b'),
      question('2', 'Two'),
    ];
    assert.deepEqual(sent(messages, '2').turns, ['user: One', 'assistant: New', 'user: Two']);
  });

  test('never ends with an answer, also when the question is asked again', () => {
    const messages = [question('1', 'One'), answer('1', 'Half', 'failed')];
    assert.deepEqual(sent(messages, '1').turns, ['user: One']);
  });

  test('always limits the answer, and sends an effort only to a model that takes it', () => {
    const messages = [question('1', 'One')];
    assert.equal(sent(messages, '1').request.max_tokens, 32_000);
    assert.equal(sent(messages, '1', { effort: 'low' }).request.reasoning_effort, 'low');
    const old = sent(messages, '1', { model: 'claude-3-haiku-20240307', effort: 'high' }).request;
    assert.equal(old.max_tokens, 4_096);
    assert.equal(Object.hasOwn(old, 'reasoning_effort'), false);
  });
});
