import assert from 'node:assert/strict';
import { contrast, mix, parseColour } from '../../../src/webview/markdown/diagram/colour';
import { CodeDiagram } from '../../../src/webview/markdown/diagram/codeDiagram';
import { isTooLarge, withoutSettings } from '../../../src/webview/markdown/diagram/diagramLimits';
import labelMarkup from '../../../src/webview/markdown/diagram/labelMarkup';
import { appendMarkup, decodeEntities, readLabel, writeStyle } from '../../../src/webview/markdown/diagram/markup';
import { sanitizeSvg, svgNamespace } from '../../../src/webview/markdown/diagram/sanitizeSvg';
import { CodeHeader } from '../../../src/webview/markdown/codeHeader';
import type { Drawing } from '../../../src/webview/markdown/diagram/drawDiagram';
import { codeBlockStrings, useDocument } from '../../support/markdownFixture';

suite('The limits of diagrams', () => {
  test('let usual ones through', () => {
    for (const text of [
      'flowchart TD\n A[Port 8080] --> B["99999999"]',
      'block-beta\n columns 3\n a["Port 8080"] space:2 b',
      'packet-beta\n 0-15: "Source"\n 16-1023: "Data"',
      'gantt\n dateFormat YYYY-MM-DD\n a :2024-01-01, 30d\n b :2026-12-31, 1w',
      'radar-beta\n axis a, b\n curve x{1000, 2000}\n ticks 5',
    ]) {
      assert.equal(isTooLarge(text), false, text);
    }
  });

  test('stop those that ask for too much', () => {
    for (const text of [
      `flowchart TD\n${'a'.repeat(20_000)}`,
      `flowchart TD\n${'a\n'.repeat(300)}`,
      `flowchart TD\n${' '.repeat(5000)}x`,
      `stateDiagram-v2\n${'a --> b\n'.repeat(200)}`,
      'block-beta\n columns 4000',
      'block-beta\n space:99999999',
      'packet-beta\n 0-99999999: "x"',
      'radar-beta\n ticks 99999999',
      'gantt\n a :1900-01-01, 9999-01-01',
      'gantt\n a :2024-01-01, 99999d',
    ]) {
      assert.equal(isTooLarge(text), true, text.slice(0, 40));
    }
  });

  test('leave no settings in it but the title', () => {
    assert.equal(withoutSettings('%%{init: {"theme": "forest"}}%%\nflowchart TD\n a'), '\nflowchart TD\n a');
    assert.equal(
      withoutSettings('---\ntitle: "Hello"\nconfig:\n  layout: elk\n---\nflowchart TD'),
      '---\ntitle: "Hello"\n---\nflowchart TD',
    );
    assert.equal(withoutSettings('---\na: &a [*a]\n---\npie'), 'pie');
  });
});

suite('Drawings', () => {
  useDocument();

  const svg = (markup: string): Element => {
    const holder = document.createElementNS(svgNamespace, 'svg');
    appendMarkup(holder, markup);
    return holder;
  };

  test('are copied without what could run, load or lead away', () => {
    const holder = document.createElement('div');
    holder.innerHTML = `<svg onload="alert(1)"><script>alert(1)</script><style>*{}</style><image href="https://evil.example"/>
      <a href="https://evil.example"><text onclick="x" fill="url(https://evil.example/#a)">Hi</text></a>
      <use href="https://evil.example#a"/><use href="#b"/><foreignObject><div><img src="x"><iframe></iframe>In</div></foreignObject>
      <rect class="c" width="3" style="fill: red"/><animate attributeName="href"/></svg>`;
    const copy = sanitizeSvg(holder.firstElementChild ?? assert.fail());
    assert.deepEqual(
      [...copy.querySelectorAll('*')].map(({ localName }) => localName),
      ['g', 'text', 'use', 'use', 'foreignObject', 'div', 'rect'],
    );
    assert.doesNotMatch(copy.outerHTML, /evil|alert|onclick|onload/);
    assert.equal(copy.querySelector('rect')?.outerHTML.includes('fill: red'), true);
    assert.match(copy.textContent, /Hi[^]*In/);
  });

  test('take icons and labels from text, of harmless parts only', () => {
    const icon = svg('<g><svg viewBox="0 0 9 9"><path d="M0 0" onload="x"/><script>1</script></svg></g>a &amp; b<br>c');
    assert.equal(icon.querySelector('g > svg > path')?.getAttribute('d'), 'M0 0');
    assert.equal(icon.querySelector('script'), null);
    assert.doesNotMatch(icon.innerHTML, /onload/);
    assert.match(icon.textContent, /a & b/);
  });

  test('read the references to characters that labels may have', () => {
    assert.equal(decodeEntities('&lt;&#9829;&#x41;&amp;&nope;&#99999999;'), '<♥A&&nope;&#99999999;');
    assert.equal(readLabel('I ﬂ°°9829¶ß ﬂ°quot¶ßyouﬂ°quot¶ß'), 'I ♥ "you"');
  });

  test('take styles, and no other attribute, by the way that the policy allows', () => {
    const element = document.createElement('i');
    assert.equal(writeStyle(element, 'style', 'color: red'), true);
    assert.equal(element.style.color, 'red');
    assert.equal(writeStyle(element, 'class', 'a'), false);
  });

  test('have labels without tags', () => {
    assert.equal(labelMarkup.sanitize('a<br/>b <b>c</b> <script>x</script>d < e'), 'a<br>b c d < e');
  });

  test('know colours', () => {
    assert.deepEqual(parseColour('#fff'), [255, 255, 255]);
    assert.deepEqual(parseColour('#ff000080', [0, 0, 0]), [128, 0, 0]);
    assert.deepEqual(parseColour('rgba(10, 20, 30, 0.5)', [10, 20, 30]), [10, 20, 30]);
    assert.equal(parseColour('none'), undefined);
    assert.deepEqual(mix([0, 0, 0], [100, 100, 100], 0.25), [75, 75, 75]);
    assert.equal(Math.round(contrast([0, 0, 0], [255, 255, 255])), 21);
  });

  suite('in a code block', () => {
    const drawing = (): Drawing => ({
      svg: document.createElementNS(svgNamespace, 'svg'),
      // jsdom has no style sheets of this kind; a drawing without rules needs none.
      styles: [] as unknown as CSSStyleSheet,
      width: 100,
      height: 50,
      title: 'Plan',
    });
    const open = (draw: () => Promise<Drawing | 'tooLarge'>) => {
      const block = document.createElement('figure');
      const header = new CodeHeader('Diagram');
      block.append(header.element);
      const diagram = new CodeDiagram({ block, header, strings: codeBlockStrings }, () => Promise.resolve(draw));
      return { block, diagram, toggle: () => block.querySelector<HTMLButtonElement>('[data-action="source"]') };
    };
    /** Nothing here waits for more than promises that are resolved already. */
    const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

    suiteSetup(() => {
      const { MutationObserver } = document.defaultView ?? {};
      Object.defineProperty(globalThis, 'MutationObserver', { value: MutationObserver, configurable: true });
    });
    suiteTeardown(() => {
      Reflect.deleteProperty(globalThis, 'MutationObserver');
    });

    test('take the place of their source until the reader asks for that', async () => {
      const { block, diagram, toggle } = open(() => Promise.resolve(drawing()));
      assert.equal(toggle()?.hidden, true);
      diagram.show('pie');
      await settle();
      assert.ok(block.classList.contains('shows-diagram'));
      assert.equal(block.querySelector('[role="img"]')?.getAttribute('aria-label'), 'Diagram: Plan');
      toggle()?.click();
      assert.equal(toggle()?.getAttribute('aria-pressed'), 'true');
      assert.equal(block.classList.contains('shows-diagram'), false);
      diagram.hide();
      assert.equal(block.querySelector('[role="img"]'), null);
    });

    test('say in one sentence why there is none', async () => {
      for (const [draw, sentence] of [
        [() => Promise.reject(new Error('Parse error on line 3')), 'No diagram'],
        [() => Promise.resolve('tooLarge' as const), 'Too large'],
      ] as const) {
        const { block, diagram } = open(draw);
        diagram.show('x');
        await settle();
        assert.equal(block.querySelector('.code-sentence')?.textContent, sentence);
        assert.equal(block.classList.contains('shows-diagram'), false);
      }
    });

    test('are not shown when their text has changed meanwhile', async () => {
      const { block, diagram } = open(() => Promise.resolve(drawing()));
      diagram.show('x');
      diagram.hide();
      await settle();
      assert.equal(block.querySelector('[role="img"]'), null);
    });

    test('are drawn again in another theme', async () => {
      let count = 0;
      const { diagram } = open(() => {
        count += 1;
        return Promise.resolve(drawing());
      });
      diagram.show('x');
      await settle();
      document.body.className = 'vscode-light';
      await settle();
      assert.equal(count, 2);
      diagram.hide();
      document.body.className = 'vscode-dark';
      await settle();
      assert.equal(count, 2);
    });
  });
});
