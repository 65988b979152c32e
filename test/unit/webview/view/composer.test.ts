import assert from 'node:assert/strict';
import { Composer } from '../../../../src/webview/view/composer';
import { Pictures } from '../../../../src/webview/view/pictures';
import { enter, find, pageStrings, Posted, press, until, usePage } from '../../../support/pageFixture';

suite('Composer', () => {
  usePage();

  let composer: Composer;
  let posted: Posted;
  let said: string[];
  /** What the page remembers, oldest first. */
  let kept: { draft: string; aside: readonly string[] }[];

  setup(() => {
    posted = new Posted();
    said = [];
    kept = [];
    const keep = (draft: string, aside: readonly string[]): void => {
      kept.push({ draft, aside });
    };
    composer = new Composer({
      strings: pageStrings,
      pictures: new Pictures(posted.post),
      post: posted.post,
      announce: (sentence) => said.push(sentence),
      draftTyped: keep,
      draftReplaced: keep,
      flushDraft: () => {
        posted.post({ type: 'draft/change', draft: kept.at(-1)?.draft ?? '' });
      },
    });
    document.body.append(composer.element);
    show();
    composer.focus();
  });

  function show(draft = '', inputs: readonly string[] = [], aside: readonly string[] = []): void {
    composer.show({ draft, inputs, aside, attachments: [] });
  }
  const input = (): HTMLTextAreaElement => find(composer.element, 'textarea');
  const send = (): HTMLButtonElement => find(composer.element, 'button', '.send');
  const isSendable = (): boolean => send().getAttribute('aria-disabled') === 'false';
  const sent = (): string[] => posted.of('chat/send').map(({ text }) => text);
  const attach = (): void => {
    composer.showAttachments([{ id: '1', kind: 'file', label: 'a.ts', tokens: 1, state: 'ready' }]);
  };

  test('sends what was written, after the draft is known to be empty', () => {
    enter(input(), ' question\n');
    assert.equal(press(input(), 'Enter'), true);
    assert.deepEqual(posted.all, [
      { type: 'draft/change', draft: '' },
      { type: 'chat/send', text: ' question\n' },
    ]);
    assert.equal(input().value, '');
    composer.showAnswering(true);
    composer.showAnswering(false);
    enter(input(), 'another');
    send().click();
    assert.deepEqual(sent(), [' question\n', 'another']);
    assert.equal(document.activeElement, input());
  });

  const isReading = (): boolean => !find(composer.element, 'p', '.composer-reading').hidden;

  test('offers to stop from the moment a question is sent, and sends no second one until it is known what became of it', () => {
    enter(input(), 'question');
    attach();
    press(input(), 'Enter');
    assert.deepEqual([send().getAttribute('aria-label'), isReading()], ['stop', true]);
    enter(input(), 'next');
    press(input(), 'Enter');
    assert.deepEqual(sent(), ['question']);
    send().click();
    assert.equal(press(input(), 'Escape'), true);
    assert.equal(posted.of('chat/stop').length, 2);
    composer.replaceDraft('question');
    assert.deepEqual([send().getAttribute('aria-label'), isReading()], ['send', false]);
    press(input(), 'Enter');
    composer.showAnswering(true);
    assert.equal(isReading(), false);
    composer.showAnswering(false);
    assert.equal(send().getAttribute('aria-label'), 'send');
    press(input(), 'Enter');
    show('of another chat');
    assert.deepEqual([send().getAttribute('aria-label'), isReading()], ['send', false]);
  });

  test('leaves Enter to the text with a modifier, and to the input method while that composes', () => {
    enter(input(), 'text');
    for (const init of [{ shiftKey: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }, { isComposing: true }]) {
      assert.equal(press(input(), 'Enter', init), false);
    }
    assert.equal(press(input(), 'Process'), false);
    assert.deepEqual(sent(), []);
  });

  test('sends nothing that is blank, and says what is missing', () => {
    enter(input(), ' \n');
    assert.equal(isSendable(), false);
    press(input(), 'Enter');
    assert.equal(send().title, 'send: sendNeedsText');
    attach();
    assert.equal(isSendable(), false);
    assert.equal(send().title, 'send: sendNeedsTextBeside');
    send().click();
    assert.deepEqual(
      [sent(), said.filter((sentence) => sentence.startsWith('send'))],
      [[], ['sendNeedsText', 'sendNeedsTextBeside']],
    );
  });

  test('sends nothing that does not fit, and says so', () => {
    enter(input(), 'question');
    composer.showMeter({ tokens: 3000, limit: 2000, state: 'full', sentence: 'Too much.' });
    assert.deepEqual([isSendable(), send().title], [false, 'send: Too much.']);
    press(input(), 'Enter');
    assert.deepEqual([sent(), input().value, said], [[], 'question', ['Too much.', 'Too much.']]);
    composer.showMeter({ tokens: 2000, limit: 2000, state: 'fits' });
    assert.equal(isSendable(), true);
  });

  test('stops an answer with the button or Escape, and lets the next question be written meanwhile', () => {
    composer.showAnswering(true);
    assert.equal(send().getAttribute('aria-label'), 'stop');
    enter(input(), 'next');
    press(input(), 'Enter');
    assert.deepEqual([sent(), input().value], [[], 'next']);
    send().click();
    assert.equal(press(input(), 'Escape'), true);
    assert.equal(posted.of('chat/stop').length, 2);
    composer.showAnswering(false);
    assert.deepEqual([send().getAttribute('aria-label'), isSendable(), press(input(), 'Escape')], ['send', true, false]);
  });

  test('Up brings back earlier inputs, Down and Escape the draft', () => {
    show('', ['new', 'old\nsecond line']);
    enter(input(), 'draft', 0);
    assert.equal(press(input(), 'ArrowUp'), true);
    assert.equal(input().value, 'new');
    press(input(), 'ArrowUp');
    assert.equal(input().value, 'old\nsecond line');
    assert.equal(press(input(), 'ArrowDown'), false);
    input().setSelectionRange(input().value.length, input().value.length);
    press(input(), 'ArrowDown');
    press(input(), 'ArrowDown');
    assert.equal(input().value, 'draft');
    input().setSelectionRange(0, 0);
    press(input(), 'ArrowUp');
    assert.equal(press(input(), 'ArrowDown'), true);
    assert.equal(input().value, 'draft');
    input().setSelectionRange(0, 0);
    press(input(), 'ArrowUp');
    assert.equal(press(input(), 'Escape'), true);
    assert.equal(input().value, 'draft');
  });

  test('Up moves the cursor where it can, and brings back only where it cannot', async () => {
    show('', ['earlier']);
    enter(input(), 'first\nsecond');
    assert.equal(press(input(), 'ArrowUp'), false);
    // The browser moves the cursor within a long line: jsdom does not, so this does.
    enter(input(), 'a long line');
    assert.equal(press(input(), 'ArrowUp'), false);
    input().setSelectionRange(3, 3);
    press(input(), 'ArrowUp');
    await until(() => input().value === 'earlier');
    assert.equal(press(input(), 'ArrowUp', { altKey: true }), false);
    assert.equal(kept.at(-1)?.draft, 'a long line');
  });

  test('the draft to keep is never lost to an earlier input', () => {
    show('', ['earlier']);
    enter(input(), 'draft', 0);
    press(input(), 'ArrowUp');
    assert.deepEqual(kept.at(-1), { draft: 'draft', aside: [] });
    enter(input(), 'earlier, changed');
    assert.deepEqual(kept.at(-1), { draft: 'earlier, changed', aside: ['draft'] });
    press(input(), 'Enter');
    assert.deepEqual([sent(), input().value, kept.at(-1)], [['earlier, changed'], 'draft', { draft: 'draft', aside: [] }]);
  });

  test('what the host writes over is the first of the earlier inputs', () => {
    show('', ['earlier']);
    enter(input(), 'mine');
    composer.replaceDraft('from the host');
    assert.deepEqual([input().value, kept.at(-1)], ['from the host', { draft: 'from the host', aside: ['mine'] }]);
    input().setSelectionRange(0, 0);
    press(input(), 'ArrowUp');
    assert.equal(input().value, 'mine');
    press(input(), 'ArrowUp');
    assert.equal(input().value, 'earlier');
  });

  test('inputs that become known later come after those that are there, and change nothing that is shown', () => {
    show('', ['b']);
    enter(input(), 'sent here');
    press(input(), 'Enter');
    press(input(), 'ArrowUp');
    composer.extendInputs(['b', 'from another conversation']);
    const recalled = ['ArrowUp', 'ArrowUp', 'ArrowUp'].map((key) => {
      press(input(), key);
      return input().value;
    });
    assert.deepEqual(recalled, ['b', 'from another conversation', 'from another conversation']);
  });

  test('what is recalled first is what had to make room', () => {
    show('', ['earlier'], ['set aside']);
    press(input(), 'ArrowUp');
    assert.equal(input().value, 'set aside');
  });

  test('Backspace in an empty input goes to the last attachment, once it is let go', () => {
    assert.equal(press(input(), 'Backspace'), false);
    attach();
    assert.equal(press(input(), 'Backspace', { repeat: true }), false);
    assert.equal(press(input(), 'Backspace'), true);
    assert.equal(document.activeElement?.className, 'chip-open');
    composer.focus();
    enter(input(), 'x');
    assert.equal(press(input(), 'Backspace'), false);
  });

  test('puts text where the cursor is', () => {
    enter(input(), 'before after', 7);
    composer.insert('between ');
    assert.equal(input().value, 'before between after');
    assert.equal(kept.at(-1)?.draft, 'before between after');
  });

  test('takes pasted files, but not where there is text beside them', () => {
    const paste = (text: string): boolean => {
      const event = new Event('paste', { cancelable: true });
      const files = [{ name: 'a.txt', type: 'text/plain' }];
      Object.assign(event, { clipboardData: { getData: (format: string) => (format === 'text/plain' ? text : ''), files } });
      input().dispatchEvent(event);
      return event.defaultPrevented;
    };
    assert.equal(paste('text of an office program'), false);
    assert.equal(paste(''), true);
  });

  test('takes dropped files, says what it cannot take, and writes addresses of the web into the text', async () => {
    composer.take({ uris: ['file:///a'], links: [], files: [] });
    assert.deepEqual(posted.of('attachment/addUris'), [{ type: 'attachment/addUris', uris: ['file:///a'] }]);
    composer.take({ uris: [], links: [], files: [new File([], 'notes.txt', { type: 'text/plain' })] });
    await until(() => said.includes('refused notes.txt'));
    const note = find(composer.element, 'div', '.composer-note');
    assert.deepEqual([note.hidden, note.textContent], [false, 'refused notes.txt']);
    find(note, 'button').click();
    assert.deepEqual([note.hidden, document.activeElement], [true, input()]);
    composer.take({ uris: [], links: ['https://example.test/'], files: [] });
    assert.equal(input().value, 'https://example.test/');
  });

  test('a new state leaves nothing of the one before', async () => {
    composer.showMeter({ tokens: 3000, limit: 2000, state: 'full', sentence: 'Too much.' });
    attach();
    enter(input(), '@a');
    await until(() => posted.of('suggestion/query').length === 1);
    show('draft');
    composer.showSuggestions(posted.of('suggestion/query')[0]?.query ?? -1, []);
    assert.deepEqual([input().value, isSendable()], ['draft', true]);
    assert.equal(find(composer.element, 'div', '.suggestion-popup').hidden, true);
    assert.equal(find(composer.element, 'div', '.meter').hidden, true);
    assert.equal(composer.element.querySelectorAll('.chip').length, 0);
  });
});
