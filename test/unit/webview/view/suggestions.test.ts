import assert from 'node:assert/strict';
import type { Suggestion } from '../../../../src/core/protocol';
import { Suggestions } from '../../../../src/webview/view/suggestions';
import { enter, find, pageStrings, Posted, press, until, usePage } from '../../../support/pageFixture';

const files: readonly Suggestion[] = ['a.ts', 'b.ts', 'c.ts'].map((label) => ({
  id: label,
  kind: 'file',
  label,
  detail: 'src',
}));

suite('Suggestions', () => {
  usePage();

  let input: HTMLTextAreaElement;
  let posted: Posted;
  let said: string[];
  let submitted: number;
  let suggestions: Suggestions;

  setup(() => {
    input = document.createElement('textarea');
    posted = new Posted();
    said = [];
    submitted = 0;
    suggestions = new Suggestions({
      strings: pageStrings,
      input,
      post: posted.post,
      announce: (sentence) => said.push(sentence),
      submit: () => {
        submitted += 1;
      },
    });
    input.addEventListener('keydown', (event) => {
      if (suggestions.takeKey(event)) event.preventDefault();
    });
    document.body.append(suggestions.element, input);
    input.focus();
  });

  const queries = (): string[] => posted.of('suggestion/query').map(({ trigger, text }) => trigger + text);
  const picks = (): string[] => posted.of('suggestion/pick').map(({ id }) => id);
  const options = (): HTMLElement[] => [...suggestions.element.querySelectorAll<HTMLElement>('[role=option]')];
  const marked = (): string | undefined =>
    document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.querySelector('.suggestion-label')
      ?.textContent ?? undefined;

  async function lastQuery(): Promise<number> {
    const before = posted.of('suggestion/query').length;
    await until(() => posted.of('suggestion/query').length > before);
    return posted.of('suggestion/query').at(-1)?.query ?? -1;
  }

  /** Types, and gives the host's answer. */
  async function offer(text: string, offered = files): Promise<void> {
    enter(input, text);
    suggestions.show(await lastQuery(), offered);
  }

  test('asks once for what was typed in one go, and shows what the host answers', async () => {
    enter(input, '@');
    enter(input, '@a');
    const query = await lastQuery();
    assert.deepEqual(queries(), ['@a']);
    assert.equal(suggestions.element.hidden, true);
    suggestions.show(query, files);
    assert.equal(suggestions.element.hidden, false);
    assert.deepEqual(
      options().map((option) => option.textContent),
      ['a.ts(file)src', 'b.ts(file)src', 'c.ts(file)src'],
    );
    assert.equal(marked(), 'a.ts');
    assert.deepEqual(said, ['suggestions 3']);
  });

  test('shows nothing of an answer to an older question', async () => {
    enter(input, '@a');
    const older = await lastQuery();
    enter(input, '@ab');
    const newer = await lastQuery();
    suggestions.show(older, files);
    assert.equal(suggestions.element.hidden, true);
    suggestions.show(newer, files.slice(1));
    assert.equal(options().length, 2);
    enter(input, 'nothing to find');
    suggestions.show(newer, files);
    assert.equal(suggestions.element.hidden, true);
  });

  test('is gone through by keyboard, round and round', async () => {
    await offer('@');
    const places = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'PageUp', 'PageDown'].map((key) => {
      assert.equal(press(input, key), true);
      return marked();
    });
    assert.deepEqual(places, ['b.ts', 'c.ts', 'a.ts', 'c.ts', 'a.ts', 'c.ts', 'a.ts', 'c.ts']);
    assert.equal(options().filter((option) => option.getAttribute('aria-selected') === 'true').length, 1);
    assert.equal(press(input, 'ArrowLeft'), false);
    assert.equal(press(input, 'ArrowDown', { shiftKey: true }), false);
  });

  test('a pick takes what was typed out of the text', async () => {
    for (const key of ['Enter', 'Tab']) {
      await offer('look at @b');
      press(input, 'ArrowDown');
      assert.equal(press(input, key), true);
      assert.equal(input.value, 'look at ');
    }
    assert.deepEqual(picks(), ['b.ts', 'b.ts']);
    assert.equal(suggestions.element.hidden, true);
    assert.equal(input.hasAttribute('aria-activedescendant'), false);
  });

  test('a pick in the middle leaves the rest, and one space', async () => {
    enter(input, 'see @b here', 'see @b'.length);
    suggestions.show(await lastQuery(), files);
    options()[1]?.click();
    assert.equal(input.value, 'see here');
    assert.deepEqual([input.selectionStart, picks()], [4, ['b.ts']]);
    assert.equal(document.activeElement, input);
  });

  test('a prompt takes the whole command away', async () => {
    await offer('/expl', [{ id: 'p', kind: 'prompt', label: 'explain', detail: '' }]);
    press(input, 'Enter');
    assert.deepEqual([input.value, picks(), queries()], ['', ['p'], ['/expl']]);
  });

  test('leaves alone what the user does not want to be anything', async () => {
    await offer('@Override');
    assert.equal(press(input, 'Escape'), true);
    assert.equal(suggestions.element.hidden, true);
    enter(input, '@Overrides');
    enter(input, '@Overrides ');
    assert.equal(press(input, 'Enter'), false);
    enter(input, '@Overrides @');
    await lastQuery();
    assert.deepEqual([input.value, queries(), picks()], ['@Overrides @', ['@Override', '@'], []]);
  });

  test('Enter is for the question where nothing is found, and it says so', async () => {
    await offer('@nobody', []);
    assert.equal(find(suggestions.element, 'div', '.suggestion-nothing').hidden, false);
    assert.deepEqual(said, ['noSuggestions']);
    assert.equal(press(input, 'Enter'), false);
    assert.equal(press(input, 'ArrowUp'), false);
  });

  test('a key that is faster than the host counts when the answer is there', async () => {
    enter(input, '@b');
    assert.equal(press(input, 'Enter'), true);
    suggestions.show(await lastQuery(), files.slice(1));
    assert.deepEqual([picks(), input.value, submitted], [['b.ts'], '', 0]);

    enter(input, 'mail @nobody');
    assert.equal(press(input, 'Enter'), true);
    suggestions.show(await lastQuery(), []);
    assert.deepEqual([picks(), input.value, submitted], [['b.ts'], 'mail @nobody', 1]);
  });

  test('does not hold the question back for a host that does not answer', () => {
    enter(input, 'mail @nobody');
    assert.equal(press(input, 'Enter'), true);
    assert.equal(press(input, 'Enter'), false);
  });

  test('asks for nothing while an input method composes, but after it', async () => {
    input.value = '@a';
    input.dispatchEvent(new InputEvent('input', { isComposing: true }));
    input.dispatchEvent(new Event('compositionend'));
    await lastQuery();
    assert.deepEqual(queries(), ['@a']);
  });

  test('goes when the cursor leaves the word, and when the input loses the focus', async () => {
    await offer('see @a');
    input.setSelectionRange(0, 0);
    press(input, 'ArrowLeft');
    assert.equal(suggestions.element.hidden, true);
    await offer('see @a');
    input.blur();
    assert.equal(suggestions.element.hidden, true);
  });

  test('the button writes the @, and Escape takes it back', async () => {
    enter(input, 'look', 4);
    suggestions.open('@');
    assert.equal(input.value, 'look @');
    suggestions.show(await lastQuery(), files);
    press(input, 'Escape');
    assert.equal(input.value, 'look ');
    enter(input, '');
    suggestions.open('@');
    assert.equal(input.value, '@');
  });
});
