import assert from 'node:assert/strict';
import { Formulas } from '../../../src/webview/markdown/formula/formulas';
import { renderFormula } from '../../../src/webview/markdown/formula/renderFormula';
import { mathAt } from '../../../src/webview/markdown/mathRules';
import { openStream, render, useDocument } from '../../support/markdownFixture';

suite('mathAt', () => {
  for (const [text, source] of [
    ['$x$', 'x'],
    ['$x^2$, then', 'x^2'],
    ['$a_1 * b_2$', 'a_1 * b_2'],
    ['$3x$', '3x'],
    ['$1,000$', '1,000'],
    ['$\\$5$', '\\$5'],
    ['$$x$$', 'x'],
    ['$$ a $ b $$', ' a $ b '],
    ['\\(a_b\\)', 'a_b'],
    ['\\[a\\]', 'a'],
    ['$5 and $10', undefined],
    ['$5, or 10$ then', undefined],
    ['$5/month or 50$', undefined],
    ['$HOME and $PATH', undefined],
    ['$HOME/$USER', undefined],
    ['${a}/${b}', undefined],
    ['$ x$', undefined],
    ['$x $', undefined],
    ['$`x`$', undefined],
    ['$$$$', undefined],
    ['\\(\\)', undefined],
    ['$x', undefined],
    ['$x^2', 'open'],
    ['\\(a_', 'open'],
    ['$5 and x_1', undefined],
  ] as const) {
    test(`${source === undefined ? 'finds none in' : 'reads'} ${text}`, () => {
      const found = mathAt(text, 0);
      assert.equal(typeof found === 'object' ? found.source : found, source);
    });
  }

  test('needs a place where no word ends', () => {
    assert.equal(mathAt('US$3$', 2), undefined);
    assert.ok(mathAt('(US $3$)', 4));
  });
});

suite('Formulas', () => {
  useDocument();

  const written = (text: string): string[] =>
    [...render(text).querySelectorAll('.md-formula')].map(({ textContent }) => textContent);

  test('are found in texts, in tables, as blocks and in fences', () => {
    assert.deepEqual(written('a $x$ b $$y$$ c \\(z\\) d \\[w\\]'), ['$x$', '$$y$$', '\\(z\\)', '\\[w\\]']);
    assert.deepEqual(written('| a |\n|---|\n| $x$ |'), ['$x$']);
    assert.deepEqual(written('$$\na\n+ b\n\n- c\n$$\n\n\\[ x \\]\n\n- $$\n  y\n  $$'), [
      '$$\na\n+ b\n\n- c\n$$',
      '\\[ x \\]',
      '$$\ny\n$$',
    ]);
    assert.deepEqual(written('```math\nx^2\n```'), ['x^2\n']);
  });

  test('are none where code, prices or brackets are meant', () => {
    const text = 'It costs $5 or $10, `$x$`, \\$x\\$ and US$3.\n\n```\n$$\nx\n$$\n```\n\n$$\nnever closed';
    assert.deepEqual(written(text), []);
    assert.equal(render('Costs $5 and $10.').textContent, 'Costs $5 and $10.');
  });

  test('show their source while they arrive, and take no marks in it for emphasis', () => {
    for (const [text, shown] of [
      ['a $\\sum_{i} b*c*', '<p>a $\\sum_{i} b*c*</p>'],
      ['a \\(x_1 * y', '<p>a \\(x_1 * y</p>'],
      ['**a** $x_1$ _b', '<p><strong>a</strong> <span class="md-formula">$x_1$</span> <em>b</em></p>'],
    ] as const) {
      const { container, stream } = openStream();
      for (const character of text) stream.append(character);
      assert.equal(container.innerHTML, shown);
    }
    const { container, stream } = openStream();
    for (const character of '$$\na = b\n+ c\n- d') stream.append(character);
    assert.equal(container.querySelectorAll('ul').length, 0);
    assert.equal(container.textContent, '$$\na = b\n+ c\n- d');
  });

  test('can be scrolled by keyboard where they stand alone', () => {
    const frame = render('$$\nx\n$$').querySelector<HTMLElement>('.md-formula');
    assert.equal(frame?.tabIndex, 0);
    assert.equal(frame.getAttribute('aria-label'), 'Formula');
  });

  test('are drawn once each, all over again where they are equal, and as nodes of their own', async () => {
    const drawn: string[] = [];
    const formulas = new Formulas({ formula: 'Formula', formulaInvalid: 'Not a formula' }, () =>
      Promise.resolve((source: string) => {
        drawn.push(source);
        if (source === 'bad') throw new Error('bad');
        const shown = document.createElement('i');
        shown.textContent = `<${source}>`;
        return shown;
      }),
    );
    const early = formulas.element('x', '$x$', false);
    assert.equal(early.textContent, '$x$');
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal(early.textContent, '<x>');
    const late = formulas.element('x', '$x$', false);
    assert.equal(late.textContent, '<x>');
    assert.ok(late.isEqualNode(early));
    const bad = formulas.element('bad', '$bad$', false);
    assert.equal(bad.innerHTML, '<code title="Not a formula">$bad$</code>');
    assert.equal(formulas.element('y'.repeat(4000), 'long', false).innerHTML, '<code title="Not a formula">long</code>');
    assert.deepEqual(drawn, ['x', 'bad']);
  });

  test('stay readable where they cannot be drawn at all', async () => {
    const formulas = new Formulas({ formula: 'F', formulaInvalid: 'N' }, () => Promise.reject(new Error('no file')));
    const element = formulas.element('x', '$x$', false);
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal(element.innerHTML, '<code title="N">$x$</code>');
  });

  suite('drawn by the library', () => {
    const html = (source: string): string => (renderFormula(source, false) as Element).outerHTML;

    test('are there for the eye and for screen readers', () => {
      const shown = renderFormula('\\frac{a}{b}', true) as Element;
      assert.ok(shown.querySelector('math mfrac'));
      assert.equal(shown.querySelector('.katex-html')?.getAttribute('aria-hidden'), 'true');
    });

    test('have no links, pictures, classes or styles of the writer', () => {
      for (const source of [
        '\\href{javascript:alert(1)}{x}',
        '\\url{https://evil.example}',
        '\\includegraphics{https://evil.example/x.png}',
        '\\htmlClass{evil}{x}',
        '\\htmlStyle{position:fixed}{x}',
        '\\htmlData{a=b}{x}',
      ]) {
        const shown = html(source).replace(/<annotation.*?<\/annotation>/gs, '');
        assert.doesNotMatch(shown, /href=|src=|class="[^"]*evil|position: ?fixed|data-a/, source);
      }
    });

    test('end where they would not', () => {
      for (const source of [
        '\\def\\a{\\a\\a}\\a',
        '\\nonsense',
        '{'.repeat(1000),
        `${'\\sqrt{'.repeat(500)}x${'}'.repeat(500)}`,
        `${'\\left('.repeat(300)}x${'\\right)'.repeat(300)}`,
      ]) {
        const started = performance.now();
        assert.throws(() => renderFormula(source, true), source.slice(0, 20));
        assert.ok(performance.now() - started < 3000);
      }
    });
  });
});
