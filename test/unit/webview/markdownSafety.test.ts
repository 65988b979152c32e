import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nastyTexts, render, useDocument } from '../../support/markdownFixture';

suite('MarkdownStream with hostile text', () => {
  useDocument();

  const allowedTags = new Set(
    'P H3 H4 H5 H6 UL OL LI BLOCKQUOTE DIV TABLE THEAD TBODY TR TH TD PRE HR EM STRONG DEL CODE A BR SPAN INPUT SUP SECTION'.split(
      ' ',
    ),
  );
  const allowedAttributes = new Set(
    (
      'href title class start value type disabled checked aria-label role tabindex data-language data-path ' +
      'data-note data-note-item data-note-back data-note-use'
    ).split(' '),
  );

  const check = (container: HTMLElement): void => {
    for (const element of container.querySelectorAll('*')) {
      assert.ok(allowedTags.has(element.tagName), element.outerHTML);
      for (const { name } of element.attributes) assert.ok(allowedAttributes.has(name), element.outerHTML);
      const href = element.getAttribute('href');
      if (href !== null) assert.match(href, /^(?:https?:\/\/|mailto:)/);
    }
  };

  test('whatever is written', () => {
    for (const text of nastyTexts) check(render(text));
    const fragment = fc.constantFrom(
      '<img src=https://evil.example/x onerror=1>',
      '<script>',
      '<a href="javascript:1">',
      '](javascript:1)',
      '](command:x)',
      '](https://evil.example)',
      '![',
      '[a',
      '](data:text/html,x)',
      '<https://evil.example>',
      '<javascript:1>',
      '](//evil.example/x)',
      '](JaVaScRiPt:1)',
      '](java\nscript:1)',
      '](&#106;avascript:1)',
      '](\\javascript:1)',
      '](file:///etc/passwd)',
      '"onload="',
      '\n\n[r]: vscode:x\n',
      '[r]',
      '`',
      '|',
      '\n',
      ' ',
      '"',
      "'",
      '(',
      '&quot;',
      '$<b>x</b>$',
      '$$',
      '\\(',
      '\\)',
      '[^1]',
      '[^"onload="]',
      '^[',
      '\n\n[^1]: ',
      '\n> [!NOTE]\n',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 20 }), (fragments) => {
        check(render(fragments.join('')));
      }),
      { numRuns: 1000 },
    );
  });

  test('shows label and target of a link that is not allowed', () => {
    const { textContent } = render('[Click](command:workbench.action.quit)');
    assert.equal(textContent, '[Click](command:workbench.action.quit)');
  });

  test('shows an image as its description and a link to its address', () => {
    const container = render('![A cat](https://example.com/cat.png)');
    assert.equal(container.querySelector('img'), null);
    assert.equal(container.textContent, 'A cat (https://example.com/cat.png)');
    assert.equal(container.querySelector('a')?.getAttribute('href'), 'https://example.com/cat.png');
  });

  test('puts no link into a link', () => {
    const container = render('[![build](https://example.com/b.svg)](https://example.org)');
    assert.equal(container.querySelectorAll('a').length, 1);
    assert.equal(container.querySelector('a')?.getAttribute('href'), 'https://example.org');
  });

  test('says where a link leads whose text names another host', () => {
    const container = render('[https://bank.example](https://evil.example/login)');
    assert.equal(container.textContent, 'https://bank.example (evil.example)');
    assert.equal(container.querySelector('a')?.title, 'https://evil.example/login');
    assert.equal(render('[bank.example/x](https://bank.example/y)').textContent, 'bank.example/x');
    assert.equal(render('[the bank](https://evil.example/)').querySelector('a')?.title, 'https://evil.example/');
  });

  test('does not take file names for addresses', () => {
    assert.equal(render('see README.md, main.rs and example.com').querySelector('a'), null);
  });

  test('does not follow nesting without end', () => {
    for (const text of [
      '> '.repeat(5000),
      '- '.repeat(5000),
      '['.repeat(5000),
      '**a '.repeat(5000),
      `${'**a '.repeat(2000)}${'b** '.repeat(2000)}`,
      '`'.repeat(5000),
      '![](a'.repeat(2000),
    ]) {
      const started = performance.now();
      render(text);
      assert.ok(performance.now() - started < 5000);
    }
  });
});
