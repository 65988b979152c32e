import assert from 'node:assert/strict';
import type { AttachmentChip } from '../../../../src/core/attachment';
import { AttachmentChips } from '../../../../src/webview/view/attachmentChips';
import { NumberFormats } from '../../../../src/webview/view/numberFormats';
import { Pictures } from '../../../../src/webview/view/pictures';
import { find, pageStrings, Posted, press, usePage } from '../../../support/pageFixture';

function chip(id: string, more: Partial<AttachmentChip> = {}): AttachmentChip {
  return { id, kind: 'file', label: `src/${id}.ts`, tokens: 1234, state: 'ready', ...more };
}

suite('AttachmentChips', () => {
  usePage();

  let chips: AttachmentChips;
  let posted: Posted;
  let said: string[];
  let input: HTMLTextAreaElement;

  setup(() => {
    posted = new Posted();
    said = [];
    input = document.createElement('textarea');
    chips = new AttachmentChips({
      strings: pageStrings,
      numbers: new NumberFormats('en'),
      pictures: new Pictures(posted.post),
      post: posted.post,
      announce: (sentence) => said.push(sentence),
      focusInput: () => {
        input.focus();
      },
    });
    document.body.append(chips.element, input);
  });

  const buttons = (): HTMLElement[] => [...chips.element.querySelectorAll<HTMLElement>('.chip-open')];
  const names = (): (string | null)[] => buttons().map((button) => button.getAttribute('aria-label'));
  const focused = (): string | null => document.activeElement?.getAttribute('aria-label') ?? null;
  const key = (name: string, init?: KeyboardEventInit): boolean => press(document.activeElement ?? document.body, name, init);

  test('names kind, path, size and what is wrong with it', () => {
    chips.show(
      [
        chip('a'),
        chip('b', { state: 'changed' }),
        chip('c', { state: 'unavailable', note: 'It is gone.', tokens: 0 }),
        chip('d', { state: 'reading', tokens: 0, kind: 'problems', label: 'Problems' }),
      ],
      false,
    );
    assert.deepEqual(names(), [
      'file: src/a.ts, 1.23K tokens',
      'file: src/b.ts, 1.23K tokens, attachmentChanged',
      'file: src/c.ts, It is gone.',
      'problems: Problems, attachmentReading',
    ]);
    assert.equal(buttons()[0]?.textContent, 'src/a.ts');
  });

  test('asks for the picture of an image once it is seen', () => {
    chips.show([chip('i', { kind: 'image', label: 'image.png', detail: 'auto' })], false);
    chips.show([chip('i', { kind: 'image', label: 'image.png', detail: 'auto', tokens: 1 })], false);
    assert.deepEqual(posted.all, [{ type: 'image/want', questionId: '', image: 'i' }]);
    assert.equal(chips.element.querySelectorAll('.picture').length, 1);
  });

  test('says from which size to which an image was made smaller', () => {
    chips.show([chip('i', { kind: 'image', label: 'image.png', detail: 'auto', scaled: '9000 × 3000 → 8000 × 2667' })], false);
    assert.deepEqual(names(), ['image: image.png, 1.23K tokens, 9000 × 3000 → 8000 × 2667']);
    assert.match(buttons()[0]?.textContent ?? '', /9000 × 3000 → 8000 × 2667$/);
  });

  test('changes how closely an image is looked at, by mouse and keyboard, and says it', () => {
    chips.show([chip('a'), chip('i', { kind: 'image', label: 'image.png', detail: 'high' })], false);
    assert.equal(chips.element.querySelectorAll('.chip-detail:not([hidden])').length, 1);
    buttons()[1]?.focus();
    key('ArrowRight');
    assert.equal(focused(), 'detail of image.png: high');
    (document.activeElement as HTMLElement).click();
    assert.deepEqual(posted.of('attachment/setDetail'), [{ type: 'attachment/setDetail', id: 'i', detail: 'auto' }]);
    assert.deepEqual(said, ['detail of image.png: auto']);
    chips.show([chip('a'), chip('i', { kind: 'image', label: 'image.png', detail: 'auto' })], true);
    assert.equal(focused(), 'detail of image.png: auto');
    key('ArrowLeft');
    key('ArrowLeft');
    assert.equal(focused(), 'file: src/a.ts, 1.23K tokens');
    key('End');
    key('Delete');
    assert.deepEqual(posted.of('attachment/remove'), [{ type: 'attachment/remove', id: 'i' }]);
  });

  test('is one tab stop, gone through with the arrow keys', () => {
    chips.show([chip('a'), chip('b'), chip('c')], false);
    const tabStops = (): number[] => buttons().map((button) => button.tabIndex);
    assert.deepEqual(tabStops(), [-1, -1, 0]);
    assert.equal(chips.focusLast(), true);
    for (const [name, expected] of [
      ['ArrowLeft', 'b'],
      ['Home', 'a'],
      ['ArrowLeft', 'a'],
      ['ArrowRight', 'b'],
      ['End', 'c'],
      ['ArrowRight', 'c'],
    ] as const) {
      assert.equal(key(name), true);
      assert.equal(focused(), `file: src/${expected}.ts, 1.23K tokens`);
    }
    key('Home');
    assert.deepEqual(tabStops(), [0, -1, -1]);
    key('Escape');
    assert.equal(document.activeElement, input);
  });

  test('opens what is clicked', () => {
    chips.show([chip('a'), chip('b')], false);
    buttons()[1]?.click();
    assert.deepEqual(posted.all, [{ type: 'attachment/open', id: 'b' }]);
  });

  test('removes with Delete and Backspace, and goes on with the neighbour', () => {
    chips.show([chip('a'), chip('b'), chip('c')], false);
    buttons()[1]?.focus();
    key('Delete');
    assert.equal(focused(), 'file: src/c.ts, 1.23K tokens');
    chips.show([chip('a'), chip('c')], true);
    assert.equal(focused(), 'file: src/c.ts, 1.23K tokens');
    key('Backspace');
    chips.show([chip('a')], true);
    assert.equal(focused(), 'file: src/a.ts, 1.23K tokens');
    key('Delete', { repeat: true });
    key('Delete');
    chips.show([], true);
    assert.equal(document.activeElement, input);
    assert.deepEqual(
      posted.of('attachment/remove').map(({ id }) => id),
      ['b', 'c', 'a'],
    );
    assert.deepEqual(said, ['removed src/b.ts', 'removed src/c.ts', 'removed src/a.ts']);
    assert.equal(chips.element.hidden, true);
  });

  test('removes with its button', () => {
    chips.show([chip('a')], false);
    find(chips.element, 'button', '[aria-label="remove src/a.ts"]').click();
    assert.deepEqual(posted.all, [{ type: 'attachment/remove', id: 'a' }]);
    assert.equal(document.activeElement, input);
  });

  test('keeps the focus where a chip changes, and finds the next where the host takes one away', () => {
    chips.show([chip('a'), chip('b')], false);
    buttons()[0]?.focus();
    const before = document.activeElement;
    chips.show([chip('new'), chip('a', { tokens: 5 }), chip('b')], true);
    assert.equal(document.activeElement, before);
    assert.equal(focused(), 'file: src/a.ts, 5 tokens');
    chips.show([chip('new'), chip('b')], true);
    assert.equal(focused(), 'file: src/b.ts, 1.23K tokens');
    assert.deepEqual(said, ['attached src/new.ts', 'removed src/a.ts']);
  });

  test('announces nothing of what a conversation brings with it', () => {
    chips.show([chip('a')], false);
    assert.deepEqual(said, []);
    assert.equal(chips.isEmpty, false);
  });
});
