import assert from 'node:assert/strict';
import { openStream, render, useDocument } from '../../support/markdownFixture';

suite('Footnotes', () => {
  useDocument();

  const numbers = (container: HTMLElement): string[] =>
    [...container.querySelectorAll('[data-note]')].map(({ textContent }) => textContent);
  const notes = (container: HTMLElement): string[] =>
    [...container.querySelectorAll('.md-notes > ol > li')].map(({ textContent }) => textContent);

  test('are numbered by their first use and listed at the end with a way back from each', () => {
    const container = render('B[^b], a[^a], b[^b].\n\n[^a]: Note *a*\n[^b]: Note b\n\nAfter.');
    assert.deepEqual(numbers(container), ['1', '2', '1']);
    assert.deepEqual(notes(container), ['Note b↩↩', 'Note a↩']);
    assert.equal(container.lastElementChild?.className, 'md-notes');
    assert.equal(container.lastElementChild.getAttribute('aria-label'), 'Footnotes');
    assert.equal(container.querySelector('[data-note]')?.getAttribute('aria-label'), 'Footnote 1');
  });

  test('may have paragraphs, lists and notes of their own', () => {
    const container = render('One[^1]\n\n[^1]: First\n\n    second[^2]\n\n    - item\n\n[^2]: Other\n');
    assert.equal(container.querySelectorAll('.md-notes p').length, 4);
    assert.equal(container.querySelectorAll('.md-notes ul li').length, 1);
    assert.deepEqual(numbers(container), ['1', '2']);
  });

  test('may stand in the text', () => {
    const container = render('One^[inline *note*], two^[x].');
    assert.deepEqual(numbers(container), ['1', '2']);
    assert.deepEqual(notes(container), ['inline note↩', 'x↩']);
    assert.equal(container.querySelector('.md-notes em')?.textContent, 'note');
  });

  test('that nobody refers to are not lost', () => {
    assert.deepEqual(notes(render('Text\n\n[^1]: Unused')), ['Unused']);
  });

  test('leave text alone that only looks like one', () => {
    const container = render('A class [^abc] and [^1], `[^2]`.');
    assert.equal(container.textContent, 'A class [^abc] and [^1], [^2].');
    assert.equal(container.querySelector('.md-notes'), null);
  });

  test('lead to the note and back within their own answer, with the focus', () => {
    const [first, second] = [render('a[^1] b[^1]\n\n[^1]: Note'), render('c[^1]\n\n[^1]: Other')];
    document.body.append(first, second);
    Object.defineProperty(document.defaultView?.HTMLElement.prototype, 'scrollIntoView', { value: () => undefined });
    const focused = (): Element => document.activeElement ?? assert.fail();
    const press = (element: Element | undefined): void => {
      (element as HTMLElement | undefined)?.click();
    };
    press(second.querySelectorAll('[data-note]')[0]);
    assert.equal(focused().textContent, 'Other↩');
    press(first.querySelectorAll('[data-note]')[1]);
    assert.equal(focused().textContent, 'Note↩↩');
    press(first.querySelectorAll('[data-note-back]')[1]);
    assert.equal(document.activeElement, first.querySelectorAll('[data-note]')[1]);
    const { KeyboardEvent } = document.defaultView ?? {};
    assert.ok(KeyboardEvent);
    focused().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    assert.equal(focused().textContent, 'Note↩↩');
    assert.equal(document.querySelectorAll('.md-notes [id], .md-notes [href]').length, 0);
    first.remove();
    second.remove();
  });

  suite('while the answer arrives', () => {
    test('are shown before their text has come, and get it when it comes', () => {
      const { container, stream } = openStream();
      stream.append('One[^1] and more\n\n');
      assert.deepEqual(numbers(container), ['1']);
      const reference = container.querySelector('sup');
      stream.append('[^1]: The no');
      assert.deepEqual(notes(container), ['The no↩']);
      stream.append('te\n\nAnd on');
      assert.equal(container.children[1]?.textContent, 'And on');
      assert.equal(container.lastElementChild?.className, 'md-notes');
      stream.finish();
      assert.equal(container.querySelector('sup'), reference);
      assert.deepEqual(notes(container), ['The note↩']);
    });

    test('do not show half of a definition', () => {
      const { container, stream } = openStream();
      for (const character of 'Text[^1]\n\n[^1]:') stream.append(character);
      assert.equal(container.textContent, 'Text1');
    });

    test('become text again when their text never comes', () => {
      const { container, stream } = openStream();
      stream.append('One[^1]\n\nTwo');
      stream.finish();
      assert.equal(container.textContent, 'One[^1]Two');
    });

    test('keep the nodes of notes that are complete', () => {
      const { container, stream } = openStream();
      stream.append('a[^1] b[^2]\n\n[^1]: one\n[^2]: tw');
      const first = container.querySelector('.md-notes li');
      stream.append('o\n\nAfter');
      stream.finish();
      assert.equal(container.querySelector('.md-notes li'), first);
    });
  });

  test('by the thousand take no time', () => {
    const started = performance.now();
    const { container, stream } = openStream();
    for (let count = 0; count < 1000; count += 1) stream.append(`Text[^${String(count)}]\n\n[^${String(count)}]: note\n\n`);
    stream.finish();
    assert.equal(numbers(container).length, 1000);
    assert.ok(performance.now() - started < 15_000);
  });
});

suite('Quotations that warn', () => {
  useDocument();

  test('have a title', () => {
    assert.equal(
      render('> [!WARNING]\n> Hot').innerHTML,
      '<blockquote class="md-alert md-alert-warning"><p class="md-alert-title">Warning</p><p>Hot</p></blockquote>',
    );
  });

  test('do not show half of their mark', () => {
    const { container, stream } = openStream();
    for (const character of '> [!NOT') stream.append(character);
    assert.equal(container.textContent, '');
  });

  test('are ordinary where the mark is unknown or not alone', () => {
    assert.equal(render('> [!OTHER]\n> x').querySelector('.md-alert'), null);
    assert.equal(render('> [!NOTE] x').querySelector('.md-alert'), null);
  });
});
