/** Calls of tools as they come in an answer, made into events of the conversation. */
import assert from 'node:assert/strict';
import { applyEvent, type Answer, type Conversation } from '../../../../src/core/conversation';
import { answerParts } from '../../../../src/core/tools/toolUse';
import { ToolCallStream } from '../../../../src/host/chat/toolCallStream';

const before: Answer = {
  role: 'assistant',
  id: 'a',
  at: 0,
  model: 'claude',
  text: '',
  reasoning: '',
  status: 'waiting',
};

suite('Calls of tools that come in an answer', () => {
  let conversation: Conversation;
  let calls: ToolCallStream;

  setup(() => {
    conversation = { id: 'c', createdAt: 0, messages: [before], selected: {}, model: 'claude' };
    calls = new ToolCallStream(before, (event) => {
      conversation = applyEvent(conversation, event);
    });
  });

  function say(text: string): number {
    const { length } = shown().text;
    conversation = applyEvent(conversation, {
      type: 'answerAppended',
      id: 'a',
      offset: length,
      text,
      reasoningOffset: 0,
      reasoning: '',
    });
    return length + text.length;
  }

  function shown(): Answer {
    const [answer] = conversation.messages;
    assert.ok(answer?.role === 'assistant');
    return answer;
  }

  function parts(): readonly string[] {
    return answerParts(shown()).map((part) => (part.type === 'text' ? part.text : part.uses.map(({ id }) => id).join()));
  }

  test('stand after all that was said with them, also where some of it came after a call', () => {
    calls.take({ type: 'toolCall', choice: 0, call: 0, id: 'x', name: 'look', arguments: '{"a":' }, say('I look.'));
    calls.take({ type: 'toolCall', choice: 0, call: 0, id: '', name: '', arguments: '1}' }, say(' And'));
    calls.take({ type: 'toolCall', choice: 0, call: 1, id: 'y', name: 'look', arguments: '{}' }, say(' there.'));
    calls.end(say(' Wait.'));
    assert.deepEqual(parts(), ['I look. And there. Wait.', 'x,y', '']);
    assert.deepEqual(
      shown().toolUses?.map((use) => [use.arguments, use.status]),
      [
        ['{"a":1}', 'writing'],
        ['{}', 'writing'],
      ],
    );
  });

  test('of a broken answer stay where they were, and are stopped', () => {
    calls.take({ type: 'toolCall', choice: 0, call: 0, id: 'x', name: 'look', arguments: '{' }, say('I look.'));
    say(' And');
    calls.breakOff();
    assert.deepEqual(parts(), ['I look.', 'x', ' And']);
    assert.equal(shown().toolUses?.[0]?.status, 'stopped');
  });

  test('have an id of their own where a backend gives one twice', () => {
    calls.take({ type: 'toolCall', choice: 0, call: 0, id: 'x', name: 'look', arguments: '{}' }, 0);
    calls.take({ type: 'toolCall', choice: 0, call: 1, id: 'x', name: 'look', arguments: '{}' }, 0);
    calls.end(0);
    assert.equal(new Set(shown().toolUses?.map(({ id }) => id)).size, 2);
  });
});
