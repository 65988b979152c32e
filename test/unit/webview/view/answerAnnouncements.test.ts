import assert from 'node:assert/strict';
import type { AnswerStatus, Conversation, ConversationEvent } from '../../../../src/core/conversation';
import { Announcer } from '../../../../src/webview/view/announcer';
import { AnswerAnnouncements } from '../../../../src/webview/view/answerAnnouncements';
import { pageStrings, until, usePage } from '../../../support/pageFixture';

function added(id: string, status: AnswerStatus = 'waiting'): ConversationEvent {
  return { type: 'messageAdded', message: { id, role: 'assistant', at: 1, model: 'm', text: '', reasoning: '', status } };
}
function appended(id: string): ConversationEvent {
  return { type: 'answerAppended', id, offset: 0, text: 'text', reasoningOffset: 0, reasoning: '' };
}
function changed(id: string, status: AnswerStatus, sentence?: string): ConversationEvent {
  return { type: 'answerChanged', id, status, ...(sentence === undefined ? {} : { notice: { severity: 'error', sentence } }) };
}

suite('AnswerAnnouncements', () => {
  function said(...events: readonly ConversationEvent[]): (string | undefined)[] {
    const announcements = new AnswerAnnouncements(pageStrings);
    return events.map((event) => announcements.sentence(event)).filter((sentence) => sentence !== undefined);
  }

  test('say once that an answer began, and once how it ended', () => {
    const events = [added('a'), appended('a'), appended('a'), changed('a', 'complete'), changed('a', 'complete')];
    assert.deepEqual(said(...events), ['answerBegan', 'answerFinished']);
  });

  test('tell the ends apart', () => {
    assert.deepEqual(said(added('a'), changed('a', 'stopped')), ['answerStopped']);
    assert.deepEqual(said(added('a'), changed('a', 'failed', 'No network.')), ['failed: No network.']);
    assert.deepEqual(said(added('a'), changed('a', 'complete', 'No JSON.')), ['answerFinished No JSON.']);
  });

  test('say that an answer goes on, and not that it began again', () => {
    const events = [changed('a', 'waiting'), appended('a'), appended('a'), changed('a', 'complete')];
    assert.deepEqual(said(...events), ['answerContinued', 'answerFinished']);
  });

  test('say nothing of waiting, and nothing of answers that were there', () => {
    assert.deepEqual(said(added('a'), changed('a', 'waiting', 'Trying again.'), added('b', 'complete')), []);
  });

  test('know the answers that were coming when the page was opened', () => {
    const announcements = new AnswerAnnouncements(pageStrings);
    const event = added('a', 'streaming');
    const messages = event.type === 'messageAdded' ? [event.message] : [];
    const conversation: Conversation = { id: 'c', createdAt: 1, messages, selected: {}, model: 'm' };
    announcements.show(conversation);
    assert.equal(announcements.sentence(appended('a')), undefined);
    assert.equal(announcements.sentence(changed('a', 'complete')), 'answerFinished');
  });
});

suite('Announcer', () => {
  usePage();

  test('reads sentences of one moment together, and the same one twice', async () => {
    const announcer = new Announcer();
    announcer.say('One.');
    announcer.say('Two.');
    await until(() => announcer.element.textContent === 'One. Two.');
    const before = announcer.element.firstChild;
    announcer.say('One. Two.');
    await until(() => announcer.element.firstChild !== before);
    assert.equal(announcer.element.textContent, 'One. Two.');
    assert.equal(announcer.element.getAttribute('role'), 'status');
  });
});
