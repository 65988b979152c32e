import assert from 'node:assert/strict';
import { answer, conversation, longConversation, question, useTranscript } from '../../../support/transcriptFixture';

suite('The reader’s place', () => {
  const shown = useTranscript();

  /** The reader turns the wheel. */
  function scrollTo(top: number): void {
    const { log, page } = shown();
    log.dispatchEvent(new page.window.Event('wheel'));
    log.scrollTop = top;
    log.dispatchEvent(new page.window.Event('scroll'));
  }

  function isJumpOffered(): boolean {
    return !shown().button('jumpToLatest').hidden;
  }

  test('is the end while the reader is there', () => {
    const { transcript, page, log } = shown();
    const heights: Record<string, number> = {};
    page.layOut(log, heights);
    transcript.show(longConversation(5));
    assert.equal(log.scrollTop, 600);
    heights['a4'] = 350;
    page.resize();
    assert.equal(log.scrollTop, 850);
    page.passTime();
    assert.deepEqual(shown().saved, []);
  });

  test('is left alone once the reader has scrolled up, and saved after a moment', () => {
    const { transcript, page, log, saved } = shown();
    page.layOut(log);
    transcript.show(longConversation(5));
    scrollTo(230);
    page.resize();
    assert.equal(log.scrollTop, 230);
    assert.equal(isJumpOffered(), true);
    assert.deepEqual(saved, []);
    page.passTime();
    assert.deepEqual(saved, [{ messageId: 'q1', offset: 30 }]);
  });

  test('is the end again after the way there', () => {
    const { transcript, page, log, saved } = shown();
    page.layOut(log);
    transcript.show(longConversation(5));
    scrollTo(230);
    page.passTime();
    shown().button('jumpToLatest').click();
    assert.equal(log.scrollTop, 600);
    assert.equal(isJumpOffered(), false);
    log.dispatchEvent(new page.window.Event('scroll'));
    page.passTime();
    assert.deepEqual(saved.at(-1), undefined);
    assert.equal(saved.length, 2);
  });

  test('is found again, also when what is above grows later', () => {
    const { transcript, page, log, saved } = shown();
    const heights: Record<string, number> = {};
    page.layOut(log, heights);
    transcript.show(longConversation(10), { messageId: 'a2', offset: 40 });
    assert.equal(log.scrollTop, 540);
    heights['a0'] = 500;
    page.resize();
    assert.equal(log.scrollTop, 940);
    page.passTime();
    assert.deepEqual(saved, []);
  });

  test('is the reader’s own again with the first move', () => {
    const { transcript, page, log } = shown();
    const heights: Record<string, number> = {};
    page.layOut(log, heights);
    transcript.show(longConversation(10), { messageId: 'a2', offset: 40 });
    scrollTo(700);
    heights['a0'] = 500;
    page.resize();
    assert.equal(log.scrollTop, 700);
  });

  test('is the reader’s own also when something grows at the moment of the first move', () => {
    const { transcript, page, log } = shown();
    const heights: Record<string, number> = {};
    page.layOut(log, heights);
    transcript.show(longConversation(10), { messageId: 'a2', offset: 40 });
    heights['a9'] = 500;
    scrollTo(700);
    page.resize();
    assert.equal(log.scrollTop, 700);
  });

  test('is where a search in the page has gone', () => {
    const { transcript, page, log } = shown();
    const heights: Record<string, number> = {};
    page.layOut(log, heights);
    transcript.show(longConversation(10), { messageId: 'a2', offset: 40 });
    log.scrollTop = 700;
    log.dispatchEvent(new page.window.Event('scroll'));
    heights['a0'] = 500;
    page.resize();
    assert.equal(log.scrollTop, 700);
  });

  test('is the end where the message is not there any more', () => {
    const { transcript, page, log } = shown();
    page.layOut(log);
    transcript.show(longConversation(10), { messageId: 'gone', offset: 40 });
    assert.equal(log.scrollTop, 1600);
  });

  test('stays when another version is shown: its beginning is where that of the other was', () => {
    const { transcript, page, log } = shown();
    page.layOut(log, { a1: 900, a2: 2000, q1: 300 });
    transcript.show(conversation([question('q1'), answer('a1', 'q1'), answer('a2', 'q1')], { q1: 'a1' }));
    scrollTo(500);
    transcript.apply({ type: 'versionSelected', id: 'a2' });
    assert.equal(log.scrollTop, 500);
    assert.equal(shown().article('a2').getBoundingClientRect().top, -200);
  });

  test('is still the end where the first of several answers is shown that were just asked for', () => {
    const { transcript, page, log } = shown();
    const heights: Record<string, number> = { second: 900 };
    page.layOut(log, heights);
    transcript.show(longConversation(5));
    transcript.apply({ type: 'messageAdded', message: question('new', 'a4') });
    transcript.apply({ type: 'messageAdded', message: answer('first', 'new') });
    transcript.apply({ type: 'messageAdded', message: answer('second', 'new') });
    transcript.apply({ type: 'versionSelected', id: 'first' });
    heights['first'] = 900;
    page.resize();
    assert.equal(isJumpOffered(), false);
    assert.equal(log.scrollTop, log.scrollHeight - log.clientHeight);
  });

  test('goes to a question that was just asked', () => {
    const { transcript, page, log } = shown();
    page.layOut(log);
    transcript.show(longConversation(5));
    scrollTo(100);
    transcript.apply({ type: 'messageAdded', message: question('new', 'a4') });
    assert.equal(log.scrollTop, 700);
  });

  test('of one conversation is not saved for the next', () => {
    const { transcript, page, log, saved } = shown();
    page.layOut(log);
    transcript.show(longConversation(5));
    scrollTo(230);
    transcript.show(conversation([question('other')]));
    page.passTime();
    assert.deepEqual(saved, []);
  });
});
