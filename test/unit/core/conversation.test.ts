import assert from 'node:assert/strict';
import { applyEvent, isUnfinished, type Answer, type Conversation } from '../../../src/core/conversation';

const waiting: Answer = {
  role: 'assistant',
  id: 'a',
  questionId: 'q',
  model: 'm',
  text: '',
  reasoning: '',
  status: 'waiting',
};
const start: Conversation = { id: 'c', model: 'm', messages: [{ role: 'user', id: 'q', text: 'Why?' }, waiting] };

function answerOf(conversation: Conversation): Answer {
  const found = conversation.messages.find((message) => message.id === 'a');
  assert.ok(found?.role === 'assistant');
  return found;
}

suite('A conversation', () => {
  test('takes text and reasoning in pieces, and streams from the first', () => {
    const once = applyEvent(start, { type: 'answerAppended', id: 'a', text: 'Be', reasoning: 'Hm' });
    const twice = applyEvent(once, { type: 'answerAppended', id: 'a', text: 'cause', reasoning: '' });
    assert.deepEqual(answerOf(twice), { ...waiting, text: 'Because', reasoning: 'Hm', status: 'streaming' });
    assert.equal(isUnfinished(answerOf(twice)), true);
  });

  test('replaces the notice with the status, and clears it where there is none', () => {
    const notice = { severity: 'info', sentence: 'Trying again' } as const;
    const retrying = applyEvent(start, { type: 'answerChanged', id: 'a', status: 'waiting', notice });
    assert.deepEqual(answerOf(retrying).notice, notice);
    const done = applyEvent(retrying, { type: 'answerChanged', id: 'a', status: 'complete' });
    assert.equal(answerOf(done).notice, undefined);
    assert.equal(isUnfinished(answerOf(done)), false);
  });

  test('does not change the one that it was', () => {
    const before = structuredClone(start);
    applyEvent(start, { type: 'answerAppended', id: 'a', text: 'x', reasoning: '' });
    applyEvent(start, { type: 'messageRemoved', id: 'a' });
    assert.deepEqual(start, before);
  });

  test('ignores an event about a message that is gone', () => {
    const removed = applyEvent(start, { type: 'messageRemoved', id: 'a' });
    assert.deepEqual(applyEvent(removed, { type: 'answerAppended', id: 'a', text: 'late', reasoning: '' }), removed);
  });
});
