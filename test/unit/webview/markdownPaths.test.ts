import assert from 'node:assert/strict';
import type { PathReference } from '../../../src/core/pathReference';
import { activatePathLink } from '../../../src/webview/markdown/pathLink';
import { openStream, render, useDocument } from '../../support/markdownFixture';

suite('Files in answers', () => {
  useDocument();

  /** The names are looked for in a module that is loaded first; it is in the test's own bundle, a few promises away. */
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

  test('are found in code spans, in the text and behind links, each once', async () => {
    const found: [PathReference, string][] = [];
    const { container, stream } = openStream((reference, element) => found.push([reference, element.outerHTML]));
    for (const piece of [
      'See `src/a.ts:3` a',
      'nd lib/b.py, [c](src/c.ts#L4 "The c").',
      '\n\nOther `x` text\n\n',
      'And d.go:5',
    ])
      stream.append(piece);
    await settle();
    assert.equal(found.length, 3);
    stream.finish();
    await settle();
    assert.deepEqual(
      found.map(([{ path, line }]) => [path, line]),
      [
        ['src/c.ts', 4],
        ['src/a.ts', 3],
        ['lib/b.py', undefined],
        ['d.go', 5],
      ],
    );
    assert.equal(found[1]?.[1], '<span class="md-path"><code>src/a.ts:3</code></span>');
    assert.equal(container.textContent, 'See src/a.ts:3 and lib/b.py, c.Other x textAnd d.go:5');
  });

  test('are not looked for in code blocks, links, formulas, or when nobody wants to know', async () => {
    const found: string[] = [];
    render('```\nsrc/a.ts:3\n```\n\n[src/b.ts:1](https://example.com) https://example.com/c/d.ts $src/e.ts$', ({ path }) =>
      found.push(path),
    );
    const untouched = render('`src/a.ts:3`');
    await settle();
    assert.deepEqual(found, []);
    assert.equal(untouched.innerHTML, '<p><code>src/a.ts:3</code></p>');
  });

  test('keep their elements to the end of the answer', async () => {
    const elements: HTMLElement[] = [];
    const { container, stream } = openStream((_, element) => elements.push(element));
    stream.append('See `src/a.ts:3` here.\n\nMore text and more.\n\n');
    await settle();
    activatePathLink(elements[0] ?? assert.fail(), () => undefined);
    stream.append('The end.');
    stream.finish();
    await settle();
    assert.equal(elements.length, 1);
    assert.ok(container.contains(elements[0] ?? null));
  });

  test('become links that work by click and by keyboard', () => {
    const element = document.createElement('span');
    let opened = 0;
    activatePathLink(element, () => {
      opened += 1;
    });
    element.click();
    const { KeyboardEvent } = document.defaultView ?? {};
    assert.ok(KeyboardEvent);
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    assert.equal(opened, 2);
    assert.equal(element.getAttribute('role'), 'link');
    assert.equal(element.tabIndex, 0);
  });
});
