import assert from 'node:assert/strict';
import type { ConversationEvent } from '../../../../src/core/conversation';
import { answer, conversation, longConversation, question, useTranscript } from '../../../support/transcriptFixture';

function appended(id: string, offset: number, text: string): ConversationEvent {
  return { type: 'answerAppended', id, offset, text, reasoningOffset: 0, reasoning: '' };
}

suite('Transcript', () => {
  const shown = useTranscript();

  test('shows the active path only', () => {
    const { transcript } = shown();
    assert.equal(transcript.isEmpty, true);
    transcript.show(conversation([question('q1'), answer('a1', 'q1'), answer('a2', 'q1'), question('q2', 'a1')]));
    assert.deepEqual(shown().ids, ['q1', 'a2']);
    transcript.apply({ type: 'versionSelected', id: 'a1' });
    assert.deepEqual(shown().ids, ['q1', 'a1', 'q2']);
    assert.equal(transcript.isEmpty, false);
  });

  test('names each message by its author', () => {
    shown().transcript.show(conversation([question('q1'), answer('a1', 'q1')]));
    const names = shown().articles.map(
      (article) => document.getElementById(article.getAttribute('aria-labelledby') ?? '')?.textContent,
    );
    assert.deepEqual(names, ['You', 'Claude']);
    assert.equal(shown().log.getAttribute('aria-live'), 'off');
  });

  test('keeps the nodes of what stays when a message is added, removed, or another version is selected', () => {
    const { transcript } = shown();
    const messages = [question('q1'), answer('a1', 'q1'), question('q2', 'a1'), answer('a2', 'q2'), answer('a3', 'q2')];
    transcript.show(conversation(messages));
    const kept = shown().articles.slice(0, 3);
    const paragraph = shown().find('p', shown().article('a1'));
    transcript.apply({ type: 'versionSelected', id: 'a2' });
    assert.deepEqual(shown().ids, ['q1', 'a1', 'q2', 'a2']);
    transcript.apply({ type: 'messageAdded', message: question('q3', 'a2') });
    transcript.apply({ type: 'messageRemoved', id: 'q3' });
    assert.deepEqual(shown().articles.slice(0, 3), kept);
    assert.equal(shown().find('p', shown().article('a1')), paragraph);
  });

  test('extends an answer at its end, and keeps the blocks before', () => {
    const { transcript } = shown();
    transcript.show(conversation([question('q1'), answer('a1', 'q1', { text: 'One.\n\nTwo.\n\n', status: 'streaming' })]));
    const first = shown().find('p', shown().article('a1'));
    transcript.apply(appended('a1', 'One.\n\nTwo.\n\n'.length, 'Three.'));
    assert.equal(shown().find('p', shown().article('a1')), first);
    assert.equal(shown().textOf('a1'), 'One.Two.Three.');
  });

  test('shows an answer anew whose end was taken back', () => {
    const { transcript } = shown();
    transcript.show(conversation([question('q1'), answer('a1', 'q1', { text: 'The whole **sta**', status: 'stopped' })]));
    transcript.apply({ type: 'answerChanged', id: 'a1', status: 'waiting' });
    transcript.apply(appended('a1', 'The whole '.length, 'story'));
    transcript.apply(appended('a1', 'The whole story'.length, ' is told.'));
    transcript.apply({ type: 'answerChanged', id: 'a1', status: 'complete' });
    assert.equal(shown().textOf('a1'), 'The whole story is told.');
  });

  test('takes no harm from an event that comes twice', () => {
    const { transcript } = shown();
    transcript.show(conversation([question('q1'), answer('a1', 'q1', { text: '', status: 'waiting' })]));
    transcript.apply(appended('a1', 0, 'Some text'));
    const paragraph = shown().find('p', shown().article('a1'));
    transcript.apply(appended('a1', 0, 'Some text'));
    transcript.apply({ type: 'messageAdded', message: answer('a1', 'q1') });
    assert.equal(shown().textOf('a1'), 'Some text');
    assert.equal(shown().find('p', shown().article('a1')), paragraph);
    assert.equal(shown().articles.length, 2);
  });

  test('has the text of an answer that came while another version was shown', () => {
    const { transcript } = shown();
    const running = answer('a1', 'q1', { text: '', status: 'waiting' });
    transcript.show(conversation([question('q1'), running, answer('a2', 'q1')]));
    assert.equal(transcript.isAnswering, true);
    transcript.apply(appended('a1', 0, 'Behind the scenes'));
    transcript.apply({ type: 'answerChanged', id: 'a1', status: 'complete' });
    assert.equal(transcript.isAnswering, false);
    transcript.apply({ type: 'versionSelected', id: 'a1' });
    assert.equal(shown().textOf('a1'), 'Behind the scenes');
  });

  test('marks an answer as busy until it is over', () => {
    const { transcript } = shown();
    transcript.show(conversation([question('q1'), answer('a1', 'q1', { text: '', status: 'waiting' })]));
    assert.equal(shown().article('a1').getAttribute('aria-busy'), 'true');
    assert.equal(shown().article('a1').textContent.includes('waiting'), true);
    transcript.apply(appended('a1', 0, 'Text'));
    assert.equal(shown().article('a1').textContent.includes('waiting'), false);
    transcript.apply({ type: 'answerChanged', id: 'a1', status: 'complete' });
    assert.equal(shown().article('a1').getAttribute('aria-busy'), 'false');
  });

  test('keeps the focus in the conversation when the message that had it gives way', () => {
    const { transcript } = shown();
    transcript.show(conversation([question('q1'), answer('a1', 'q1', { text: '', status: 'failed' })]));
    shown().button('Retry').focus();
    transcript.apply({ type: 'messageRemoved', id: 'a1' });
    transcript.apply({ type: 'messageAdded', message: answer('a2', 'q1', { text: '', status: 'waiting' }) });
    assert.ok(shown().log.contains(document.activeElement));
  });

  suite('versions', () => {
    const three = conversation([question('q1'), answer('a1', 'q1'), answer('a2', 'q1'), answer('a3', 'q1')], { q1: 'a2' });

    test('are counted where there are several, and asked for by the buttons', () => {
      shown().transcript.show(three);
      assert.equal(shown().find('.versions', shown().article('a2')).textContent, '2 of 3');
      assert.equal(shown().find('.versions', shown().article('q1')).textContent, '');
      shown().button('previousVersion').click();
      shown().button('nextVersion').click();
      assert.deepEqual(shown().posted, [
        { type: 'version/select', messageId: 'a1' },
        { type: 'version/select', messageId: 'a3' },
      ]);
    });

    test('are announced, and the button that was used keeps the focus', () => {
      shown().transcript.show(three);
      shown().button('nextVersion').focus();
      shown().button('nextVersion').click();
      shown().transcript.apply({ type: 'versionSelected', id: 'a3' });
      assert.deepEqual(shown().said, ['Version 3 of 3 is shown.']);
      assert.equal(document.activeElement, shown().button('nextVersion'));
      shown().button('nextVersion').click();
      assert.equal(shown().posted.length, 1);
    });

    test('of another window are shown without a word', () => {
      shown().transcript.show(three);
      shown().transcript.apply({ type: 'versionSelected', id: 'a1' });
      assert.deepEqual([shown().said, shown().ids], [[], ['q1', 'a1']]);
    });

    test('wait while an answer is coming, and say so', () => {
      shown().transcript.show({ ...three, messages: [...three.messages, question('q2', 'a2'), answer('b1', 'q2')] });
      shown().transcript.apply({ type: 'answerChanged', id: 'b1', status: 'streaming' });
      shown().button('nextVersion').click();
      assert.deepEqual([shown().posted, shown().said], [[], ['waitForAnswer']]);
      assert.equal(shown().button('nextVersion').getAttribute('aria-disabled'), 'true');
      shown().transcript.apply({ type: 'answerChanged', id: 'b1', status: 'complete' });
      shown().button('nextVersion').click();
      assert.equal(shown().posted.length, 1);
    });

    test('can all be watched while one of them is coming', () => {
      const coming = ['a1', 'a2'].map((id) => answer(id, 'q1', { status: 'waiting', text: '' }));
      shown().transcript.show(conversation([question('q1')]));
      coming.forEach((message) => {
        shown().transcript.apply({ type: 'messageAdded', message });
      });
      shown().transcript.apply({ type: 'answerChanged', id: 'a1', status: 'complete' });
      const button = shown().button('previousVersion');
      assert.deepEqual([button.getAttribute('aria-disabled'), button.title], [null, 'previousVersion']);
      button.click();
      assert.deepEqual([shown().posted, shown().said], [[{ type: 'version/select', messageId: 'a1' }], []]);
      // A further question is none of their business.
      shown().transcript.apply({ type: 'answerChanged', id: 'a2', status: 'complete' });
      shown().transcript.apply({ type: 'messageAdded', message: question('q2', 'a2') });
      shown().transcript.apply({ type: 'messageAdded', message: answer('b1', 'q2', { status: 'waiting', text: '' }) });
      assert.equal(shown().button('previousVersion').getAttribute('aria-disabled'), 'true');
    });
  });

  suite('divides what was not sent', () => {
    const messages = [
      question('q1'),
      answer('a1', 'q1', { firstSentId: 'q1' }),
      question('q2', 'a1'),
      answer('a2', 'q2', { firstSentId: 'q2' }),
    ];
    const separator = (): Element | null => document.querySelector('[role=separator]');

    test('before the oldest message of the newest answer that left some out', () => {
      shown().transcript.show(conversation(messages));
      assert.equal(separator()?.getAttribute('aria-label'), 'notSent');
      assert.equal(separator()?.nextElementSibling, shown().article('q2'));
    });

    test('and foretells it for the coming question', () => {
      shown().transcript.show(conversation(messages));
      shown().transcript.markFirstSent('a2');
      assert.equal(separator()?.textContent, 'willNotBeSent');
      assert.equal(separator()?.nextElementSibling, shown().article('a2'));
      shown().transcript.markFirstSent(undefined);
      assert.equal(separator()?.nextElementSibling, shown().article('q2'));
    });

    test('but not above the first message', () => {
      shown().transcript.show(conversation(messages.slice(0, 2)));
      assert.equal(separator(), null);
    });
  });

  suite('builds a long conversation', () => {
    const builtIds = (): readonly (string | undefined)[] =>
      shown()
        .articles.filter((article) => article.querySelector('.markdown:not(:empty), .question-text') !== null)
        .map((article) => article.dataset['messageId']);

    test('from its end, and the rest when the page has time', () => {
      const { transcript, page } = shown();
      transcript.show(longConversation(60));
      assert.equal(shown().articles.length, 120);
      assert.equal(builtIds().at(-1), 'a59');
      assert.ok(builtIds().length < 60, String(builtIds().length));
      const before = builtIds().length;
      page.idle();
      while (page.idle());
      assert.ok(before < builtIds().length);
      assert.equal(builtIds().length, 120);
    });

    test('from the place where the reader was', () => {
      shown().transcript.show(longConversation(60), { messageId: 'q20', offset: 0 });
      assert.equal(builtIds()[0], 'q20');
      assert.equal(builtIds().includes('a59'), false);
    });

    test('and an answer early that changes before its turn', () => {
      const { transcript, page } = shown();
      const long = longConversation(60);
      transcript.show(long);
      transcript.apply(appended('a0', 'Answer a0'.length, ' goes on'));
      transcript.apply({ type: 'answerChanged', id: 'a0', status: 'complete' });
      while (page.idle());
      assert.equal(shown().textOf('a0'), 'Answer a0 goes on');
    });

    test('but nothing of what is not shown any more', () => {
      const { transcript, page } = shown();
      const long = longConversation(60);
      transcript.show({ ...long, messages: [...long.messages, question('other')], selected: { '': 'q0' } });
      const before = shown().streamCount;
      assert.ok(before > 0 && before < 60, String(before));
      transcript.apply({ type: 'versionSelected', id: 'other' });
      while (page.idle());
      assert.equal(shown().streamCount, before);
      assert.deepEqual(shown().ids, ['other']);
    });
  });
});
