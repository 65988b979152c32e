/** Calls of tools as the page shows them: in their place between the texts, with what can be decided. */
import assert from 'node:assert/strict';
import type { Answer } from '../../../../src/core/conversation';
import type { ToolUse } from '../../../../src/core/tools/toolUse';
import { answer, conversation, question, useTranscript } from '../../../support/transcriptFixture';

function use(id: string, more: Partial<ToolUse> = {}): ToolUse {
  return { id, name: 'read_file', round: 0, offset: 0, arguments: '{"path":"a.ts"}', status: 'done', result: 'text', ...more };
}

suite('Tools in an answer', () => {
  const shown = useTranscript();

  function show(more: Partial<Answer>): HTMLElement {
    shown().transcript.show(conversation([question('q1'), answer('a1', 'q1', { status: 'streaming', ...more })]));
    return shown().article('a1');
  }

  function change(changed: ToolUse): void {
    shown().transcript.apply({ type: 'toolUseChanged', id: 'a1', use: changed });
  }

  const texts = (article: HTMLElement): readonly string[] =>
    [...article.querySelectorAll('.answer-body > *')].map((part) =>
      part.classList.contains('tool-round')
        ? `(${String(part.querySelectorAll('.tool-use').length)})`
        : part.textContent.trim(),
    );

  test('stand where they were called, and text after them goes on below', () => {
    const article = show({ text: 'First.\n\nThen', toolUses: [use('a', { offset: 6 }), use('b', { offset: 6 })] });
    assert.deepEqual(texts(article), ['First.', '(2)', 'Then']);
    const more = { offset: 12, text: ' more.', reasoningOffset: 0, reasoning: '' };
    shown().transcript.apply({ type: 'answerAppended', id: 'a1', ...more });
    assert.deepEqual(texts(article), ['First.', '(2)', 'Then more.']);
  });

  test('come while the answer streams, and what is shown already stays in its place', () => {
    const article = show({ text: 'Look:', toolUses: [] });
    const text = article.querySelector('.markdown p');
    change(use('a', { offset: 5, status: 'writing', arguments: '{"pa' }));
    const append = { type: 'toolArgumentsAppended', id: 'a1', useId: 'a', offset: 4, text: 'th":"b.ts"}' } as const;
    shown().transcript.apply(append);
    assert.equal(article.querySelector('.tool-brief')?.textContent, 'b.ts');
    assert.equal(article.querySelector('.markdown p'), text);
  });

  test('show the images of a result as small pictures that open, and the place for each is asked for by call and number', () => {
    const image = { mediaType: 'image/png', data: '', tokens: 1 } as const;
    const article = show({ toolUses: [use('a', { result: '', images: [image, image] })] });
    const chips = [...article.querySelectorAll<HTMLButtonElement>('.tool-content .sent-attachment')];
    assert.deepEqual(
      chips.map((chip) => chip.textContent),
      ['Image 1', 'Image 2'],
    );
    assert.equal(article.querySelector('.tool-content pre.tool-text:empty'), null);
    chips[1]?.click();
    const [wanted, , opened] = shown().posted;
    assert.deepEqual(wanted, { type: 'image/want', questionId: 'a1', image: 'a/0' });
    assert.deepEqual(opened, { type: 'tool/openImage', answerId: 'a1', image: 'a/1', label: 'Image 2' });
  });

  test('ask with every decision, each named after its tool, and tell screen readers', () => {
    const article = show({ text: '' });
    change(use('a', { status: 'asking' }));
    assert.equal(article.querySelector<HTMLDetailsElement>('.tool-details')?.open, true);
    for (const button of article.querySelectorAll<HTMLButtonElement>('.tool-use .notice-buttons button')) {
      assert.match(button.getAttribute('aria-label') ?? '', /: /);
      button.click();
    }
    assert.deepEqual(
      shown().posted.map((message) => (message.type === 'tool/decide' ? message.decision : message.type)),
      ['once', 'chat', 'always', 'decline'],
    );
    assert.equal(shown().said.length, 1);
  });

  test('fold when they are over, unless the reader has unfolded them', () => {
    const article = show({ text: '' });
    const details = (): readonly boolean[] =>
      [...article.querySelectorAll<HTMLDetailsElement>('.tool-details')].map(({ open }) => open);
    change(use('a', { status: 'asking' }));
    change(use('b', { status: 'asking' }));
    article.querySelectorAll<HTMLElement>('.tool-summary')[1]?.click();
    change(use('a', { status: 'done' }));
    change(use('b', { status: 'running' }));
    assert.equal(article.querySelectorAll('.tool-use .notice-buttons button').length, 1);
    assert.equal(details()[0], false);
  });

  test('ask nothing once nobody works on the answer', () => {
    const article = show({ status: 'interrupted', toolUses: [use('a', { status: 'asking' })] });
    assert.equal(article.querySelectorAll('.tool-use .notice-buttons button').length, 0);
    assert.equal(article.querySelector<HTMLElement>('.tool-use')?.dataset['status'], 'stopped');
  });

  test('show hostile arguments as text that cannot change its direction', () => {
    const article = show({ toolUses: [use('a', { name: '<b>rm</b>\u202e', arguments: '{"<img src=x>": "\u202egpj.exe"}' })] });
    assert.equal(article.querySelector('.tool-use b, .tool-use img'), null);
    assert.doesNotMatch(article.textContent, /\u202e/);
  });
});
