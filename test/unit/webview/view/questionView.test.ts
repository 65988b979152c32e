import assert from 'node:assert/strict';
import type { Question } from '../../../../src/core/conversation';
import { answer, conversation, longConversation, question, useTranscript } from '../../../support/transcriptFixture';

suite('A question', () => {
  const shown = useTranscript();

  function show(more: Partial<Question> = {}): HTMLElement {
    shown().transcript.show(conversation([question('q1', undefined, more), answer('a1', 'q1')]));
    return shown().article('q1');
  }

  function openEditor(): HTMLTextAreaElement {
    shown().button('edit').click();
    const input = document.querySelector('textarea');
    assert.ok(input);
    return input;
  }

  test('is shown as it was written', () => {
    assert.equal(shown().find('.question-text', show({ text: '<b>a</b>\n  b' })).textContent, '<b>a</b>\n  b');
  });

  test('can be copied and forked', () => {
    show({ text: 'What?' });
    shown().button('copyQuestion').click();
    shown().button('fork', shown().article('q1')).click();
    assert.deepEqual(shown().copied, ['What?']);
    assert.deepEqual(shown().posted, [{ type: 'chat/fork', messageId: 'q1' }]);
  });

  test('is folded where it is long, until all of it is asked for', () => {
    const article = show({ text: 'line\n'.repeat(30) });
    const text = shown().find('.question-text', article);
    const sizes = { scrollHeight: 600, clientHeight: 240 };
    for (const [name, value] of Object.entries(sizes)) {
      Object.defineProperty(text, name, { value });
    }
    shown().page.resize();
    const more = shown().button('showMore');
    assert.equal(more.hidden, false);
    assert.equal(more.getAttribute('aria-expanded'), 'false');
    more.click();
    assert.equal(text.classList.contains('folded'), false);
    assert.equal(shown().button('showLess').getAttribute('aria-expanded'), 'true');
  });

  test('offers nothing to unfold where all of it fits', () => {
    show({ text: 'word '.repeat(60) });
    shown().page.resize();
    assert.equal(shown().button('showMore').hidden, true);
  });

  test('shows what was attached, and opens it', () => {
    const article = show({
      attachments: [
        { kind: 'file', label: 'src/a.ts', languageId: 'typescript', text: '', tokens: 1204 },
        { kind: 'image', label: 'graph.png', mediaType: 'image/png', data: '', tokens: 300, detail: 'low' },
      ],
    });
    const chips = [...article.querySelectorAll<HTMLButtonElement>('.sent-attachment')];
    assert.deepEqual(
      chips.map(({ title }) => title),
      ['File: src/a.ts\n1,204 tokens', 'Image: graph.png\n300 tokens\nDetail of graph.png: low'],
    );
    chips[1]?.click();
    assert.deepEqual(shown().posted, [
      { type: 'image/want', questionId: 'q1', image: '1' },
      { type: 'attachment/openSent', questionId: 'q1', index: 1 },
    ]);
  });

  suite('in the editor', () => {
    test('begins with its text, and is asked anew with Enter', () => {
      show({ text: 'What?' });
      const input = openEditor();
      assert.equal(input.value, 'What?');
      assert.equal(document.activeElement, input);
      input.value = 'What now?';
      shown().press(input, 'Enter');
      assert.deepEqual(shown().posted, [{ type: 'chat/edit', questionId: 'q1', text: 'What now?' }]);
      assert.equal(input.isConnected, true);
    });

    test('does not send new lines, words that an input method composes, or nothing', () => {
      show();
      const input = openEditor();
      for (const more of [{ shiftKey: true }, { isComposing: true }]) {
        assert.equal(shown().press(input, 'Enter', more).defaultPrevented, false);
      }
      assert.equal(shown().press(input, 'Process').defaultPrevented, false);
      assert.equal(shown().press(input, 'Escape', { isComposing: true }).defaultPrevented, false);
      input.value = ' \n';
      shown().press(input, 'Enter');
      assert.deepEqual(shown().posted, []);
      assert.equal(input.isConnected, true);
    });

    test('is left as it was with Escape, and the focus goes back', () => {
      const article = show({ text: 'What?' });
      const input = openEditor();
      input.value = 'Something else';
      shown().press(input, 'Escape');
      assert.equal(shown().find('.question-text', article).textContent, 'What?');
      assert.equal(document.activeElement, shown().button('edit'));
      assert.equal(openEditor().value, 'What?');
    });

    test('tells each change, and is open again with it when the page comes back', () => {
      show({ text: 'What?' });
      const input = openEditor();
      input.value = 'What now';
      input.dispatchEvent(new (shown().page.window.Event)('input'));
      assert.deepEqual(shown().posted, [{ type: 'edit/change', questionId: 'q1', text: 'What now' }]);
      const { transcript } = shown();
      transcript.show(conversation([question('q1', undefined, { text: 'What?' })]), undefined, { q1: 'What now' });
      assert.equal(shown().find('textarea') instanceof HTMLTextAreaElement, true);
      assert.equal((shown().find('textarea') as HTMLTextAreaElement).value, 'What now');
      shown().press(shown().find('textarea'), 'Escape');
      assert.equal(shown().find('.question-text').textContent, 'What?');
      assert.deepEqual(shown().posted.at(-1), { type: 'edit/change', questionId: 'q1', text: '' });
    });

    test('goes on with what was written where the question was not built yet', () => {
      const many = longConversation(60);
      shown().transcript.show(many, undefined, { q0: 'What now' });
      const article = shown().article('q0');
      assert.equal(article.querySelector('textarea'), null);
      shown().button('edit', article).click();
      const input = shown().find('textarea', article) as HTMLTextAreaElement;
      assert.deepEqual([input.value, document.activeElement], ['What now', input]);
      shown().press(input, 'Escape');
      assert.equal(shown().find('.question-text', article).textContent, 'Question q0');
    });

    test('is closed in the earlier version once the new one was asked', () => {
      show({ text: 'What?' });
      const input = openEditor();
      input.value = 'What now?';
      input.dispatchEvent(new (shown().page.window.Event)('input'));
      shown().transcript.apply({ type: 'messageAdded', message: question('q2') });
      shown().transcript.apply({ type: 'versionSelected', id: 'q1' });
      assert.equal(shown().find('.question-text').textContent, 'What?');
    });

    test('waits while an answer is coming, and loses nothing', () => {
      show();
      shown().transcript.apply({ type: 'answerChanged', id: 'a1', status: 'streaming' });
      const input = openEditor();
      input.value = 'Later';
      shown().press(input, 'Enter');
      assert.equal(shown().button('send').getAttribute('aria-disabled'), 'true');
      assert.deepEqual([shown().posted, shown().said], [[], ['waitForAnswer']]);
      shown().transcript.apply({ type: 'answerChanged', id: 'a1', status: 'complete' });
      shown().button('send').click();
      assert.deepEqual(shown().posted, [{ type: 'chat/edit', questionId: 'q1', text: 'Later' }]);
    });

    test('gives way to the new version, which gets the focus', () => {
      show();
      openEditor();
      shown().transcript.apply({ type: 'messageAdded', message: question('q2') });
      assert.deepEqual(shown().ids, ['q2']);
      assert.equal(document.activeElement, shown().article('q2'));
      assert.equal(shown().find('.versions').textContent, '2 of 2');
    });
  });
});
