import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nastyTexts, openStream, render, renderWhole, useDocument } from '../../support/markdownFixture';

suite('MarkdownStream', () => {
  useDocument();

  suite('shows in the end what one rendering of the whole shows', () => {
    for (const [index, text] of nastyTexts.entries()) {
      for (const size of [1, 2, 3, 7, 64]) {
        test(`for text ${String(index + 1)} in pieces of ${String(size)}`, () => {
          const { container, stream } = openStream();
          for (let start = 0; start < text.length; start += size) stream.append(text.slice(start, start + size));
          stream.finish();
          assert.equal(container.innerHTML, renderWhole(text));
          assert.equal(stream.text, text);
        });
      }
    }

    test('for any mixture of them in pieces of any size', () => {
      const line = fc.constantFrom(...nastyTexts.flatMap((text) => text.split(/(?<=\n)/)));
      const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });
      fc.assert(
        fc.property(fc.array(line, { maxLength: 25 }), pieces, (lines, sizes) => {
          const text = lines.join('');
          const { container, stream } = openStream();
          for (let start = 0, turn = 0; start < text.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            stream.append(text.slice(start, start + size));
            start += size;
          }
          stream.finish();
          assert.equal(container.innerHTML, renderWhole(text));
        }),
        { numRuns: 1500 },
      );
    });

    test('for characters without any sense', () => {
      const character = fc.constantFrom(...'ab \n\n-*_`~>#|[]()!:<1.=\\"\t\r&$^'.split(''));
      fc.assert(
        fc.property(fc.array(character, { maxLength: 120 }), fc.integer({ min: 1, max: 9 }), (characters, size) => {
          const text = characters.join('');
          const { container, stream } = openStream();
          for (let start = 0; start < text.length; start += size) stream.append(text.slice(start, start + size));
          stream.finish();
          assert.equal(container.innerHTML, renderWhole(text));
        }),
        { numRuns: 1500 },
      );
    });

    test('for an answer that is continued after its end, as often as one likes', () => {
      const text = nastyTexts.join('\n\n');
      const { container, stream } = openStream();
      for (let start = 0; start < text.length; start += 97) {
        stream.append(text.slice(start, start + 97));
        stream.finish();
      }
      assert.equal(container.innerHTML, renderWhole(text));
    });
  });

  suite('keeps nodes', () => {
    test('of finished blocks while more text arrives, and at the end', () => {
      const { container, stream } = openStream();
      stream.append('# Title\n\nSome *text*\n\n- item\n\n```js\nlet a;\n```\n\nnext');
      const finished = [...container.children].slice(0, 4);
      const inner = container.querySelector('em');
      for (const piece of [' words', '\n\n', '- x\n- y\n', '\nEnd\n\n', '```\ncode']) stream.append(piece);
      stream.finish();
      assert.equal(finished.length, 4);
      assert.deepEqual([...container.children].slice(0, 4), finished);
      assert.equal(container.querySelector('em'), inner);
    });

    test('of the items of a long list and the rows of a long table', () => {
      for (const [line, head, selector] of [
        ['- item with **bold** text\n', '', 'li'],
        ['| a | `b` |\n', '| x | y |\n|---|---|\n', 'tbody tr'],
      ] as const) {
        const { container, stream } = openStream();
        stream.append(head);
        for (let count = 0; count < 200; count += 1) stream.append(line);
        const first = [...container.querySelectorAll(selector)].slice(0, 199);
        for (let count = 0; count < 100; count += 1) stream.append(line);
        stream.append('\nend');
        stream.finish();
        assert.equal(container.querySelectorAll(selector).length, 300);
        assert.ok(first.every((node, index) => container.querySelectorAll(selector)[index] === node));
      }
    });

    test('of a code block from its first line to its end, also inside a list', () => {
      for (const indent of ['', '   ']) {
        const { stream, blocks } = openStream();
        if (indent !== '') stream.append('1. step\n');
        for (const character of `${indent}\`\`\`ts src/a.ts\n${indent}let a;\n\n${indent}let b;\n${indent}\`\`\`\n\nAfter\n`)
          stream.append(character);
        stream.finish();
        assert.equal(blocks.length, 1);
        const [block] = blocks;
        assert.equal(block?.element.textContent, 'let a;\n\nlet b;\n');
        assert.equal(block.language, 'ts');
        assert.equal(block.path, 'src/a.ts');
        assert.equal(block.isClosed, true);
      }
    });

    test('and mends only the block whose link was defined later', () => {
      const { container, stream } = openStream();
      stream.append('plain [other]\n\nuses [late]\n\nplain\n\n');
      const before = [...container.children];
      stream.append('[late]: https://example.com/\n');
      stream.finish();
      assert.deepEqual([...container.children], before);
      assert.equal(container.querySelector('a')?.getAttribute('href'), 'https://example.com/');
    });

    test('and extends the text that a reader may have selected', () => {
      const { container, stream } = openStream();
      stream.append('Some **bold** wor');
      const nodes = [...(container.firstElementChild?.childNodes ?? [])];
      stream.append('ds more');
      assert.deepEqual([...(container.firstElementChild?.childNodes ?? [])], nodes);
      assert.equal(container.textContent, 'Some bold words more');
    });
  });

  suite('while text arrives', () => {
    const shownAfter = (text: string): string => {
      const { container, stream } = openStream();
      for (const character of text) stream.append(character);
      return container.innerHTML;
    };

    test('closes for the eye what is open', () => {
      assert.equal(shownAfter('a **bold tex'), '<p>a <strong>bold tex</strong></p>');
      assert.equal(shownAfter('a **bold*'), '<p>a <strong>bold</strong></p>');
      assert.equal(shownAfter('use `npm ru'), '<p>use <code>npm ru</code></p>');
      assert.equal(shownAfter('see [the docs](https://exam'), '<p>see the docs</p>');
    });

    test('does not take a paragraph for a heading because a list begins below it', () => {
      assert.equal(shownAfter('Steps:\n-'), '<p>Steps:</p>');
    });

    test('does not show half of a code fence', () => {
      assert.equal(shownAfter('Code:\n\n```type'), '<p>Code:</p>');
      assert.match(shownAfter('```ts\nlet a;\n``'), /^<pre data-language="ts">let a;\n<\/pre>$/);
    });

    test('shows a code block line by line as it comes', () => {
      assert.equal(shownAfter('```\nab\nc'), '<pre data-language="">ab\nc</pre>');
    });

    test('shows a long open end a little later, but shows it', async () => {
      const { container, stream } = openStream();
      const text = 'word '.repeat(20_000);
      for (let start = 0; start < text.length; start += 500) stream.append(text.slice(start, start + 500));
      while (container.textContent !== text.trim()) await new Promise((resolve) => setTimeout(resolve, 5));
      stream.dispose();
      assert.equal(container.childNodes.length, 0);
    });
  });

  suite('renders', () => {
    test('headings below those of the page', () => {
      assert.equal(render('# a\n## b\n### c\n#### d').innerHTML, '<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6>');
    });

    test('tasks as boxes that say how they are', () => {
      assert.equal(
        render('- [x] a\n- [ ] b').innerHTML,
        '<ul class="md-tight"><li class="md-task"><p><input type="checkbox" disabled="" checked="" aria-label="Done">a</p></li>' +
          '<li class="md-task"><p><input type="checkbox" disabled="" aria-label="Not done">b</p></li></ul>',
      );
    });

    test('tables in a frame that a keyboard can scroll, aligned by class', () => {
      assert.equal(
        render('| a | b |\n|--:|---|\n| 1 | 2 |').innerHTML,
        '<div class="md-table" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th class="md-right">a</th><th>b</th></tr></thead>' +
          '<tbody><tr><td class="md-right">1</td><td>2</td></tr></tbody></table></div>',
      );
    });

    test('lists with their first number, and whether they are tight or loose', () => {
      assert.equal(render('3. a\n4. b').innerHTML, '<ol start="3" class="md-tight"><li><p>a</p></li><li><p>b</p></li></ol>');
      assert.equal(render('- a\n\n- b').innerHTML, '<ul class="md-loose"><li><p>a</p></li><li><p>b</p></li></ul>');
    });

    test('paths as text that tells its target', () => {
      assert.equal(render('[a.ts](src/a.ts)').innerHTML, '<p><span class="md-path" title="src/a.ts">a.ts</span></p>');
    });
  });

  test('tells code blocks when they are gone', () => {
    const { stream, blocks } = openStream();
    stream.append('```\na\n```\n\n- ```\n  b\n  ```\n');
    stream.finish();
    stream.dispose();
    assert.deepEqual(
      blocks.map(({ isDisposed }) => isDisposed),
      [true, true],
    );
  });
});
