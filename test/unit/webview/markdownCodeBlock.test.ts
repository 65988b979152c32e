import assert from 'node:assert/strict';
import { CodeBlock } from '../../../src/webview/markdown/codeBlock';
import { codeBlockStrings, useDocument } from '../../support/markdownFixture';

function codeBlock(language = 'ts', path?: string): { block: CodeBlock; copied: string[] } {
  const copied: string[] = [];
  const run = (code: string): void => {
    copied.push(code);
  };
  const actions = [{ id: 'copy', label: 'Copy', doneLabel: 'Copied', run } as const];
  return { block: new CodeBlock({ language, path, actions, strings: codeBlockStrings }), copied };
}

function press(block: CodeBlock): void {
  block.element.querySelector<HTMLElement>('[data-action="copy"]')?.click();
}

suite('CodeBlock', () => {
  useDocument();

  test('names its language, or its file', () => {
    assert.equal(codeBlock('ts').block.element.getAttribute('aria-label'), 'TypeScript');
    assert.equal(codeBlock('').block.element.getAttribute('aria-label'), 'Code');
    assert.equal(codeBlock('nonsense').block.element.getAttribute('aria-label'), 'nonsense');
    const { element } = codeBlock('py', 'src/a.py').block;
    assert.equal(element.getAttribute('aria-label'), 'Python: src/a.py');
    assert.equal(element.querySelector('.code-title')?.textContent, 'src/a.py');
  });

  test('has one element per line, whose texts are the code', () => {
    const { block } = codeBlock();
    for (const piece of ['a', 'b\n', '\nc\n', 'd']) block.append(piece);
    const lines = [...block.element.querySelectorAll('.code-line')].map(({ textContent }) => textContent);
    assert.deepEqual(lines, ['ab\n', '\n', 'c\n', 'd']);
    assert.equal(block.element.querySelector('code')?.textContent, 'ab\n\nc\nd');
  });

  test('copies what is there, without the last line end', () => {
    const { block, copied } = codeBlock();
    block.append('a\n  b');
    press(block);
    block.append('\n');
    press(block);
    block.close();
    press(block);
    assert.deepEqual(copied, ['a\n  b', 'a\n  b', 'a\n  b']);
    assert.equal(block.element.querySelector('[data-action="copy"]')?.getAttribute('aria-label'), 'Copied');
  });

  test('copies the same before and after it is closed in the middle of a line', () => {
    const { block, copied } = codeBlock();
    block.append('a\nb');
    block.close();
    press(block);
    block.append('c\n');
    block.close();
    press(block);
    assert.deepEqual(copied, ['a\nb', 'a\nbc']);
    assert.equal(block.element.querySelector('code')?.textContent, 'a\nbc\n');
  });

  test('tells the highlighter of finished lines only', () => {
    const { block } = codeBlock();
    const changes: string[] = [];
    block.listen((change) => {
      changes.push(`${change} ${String(block.finishedLineCount)}`);
    });
    block.append('a');
    block.append('b\nc\nd');
    block.close();
    block.setText('x\n');
    block.dispose();
    assert.deepEqual(changes, ['lines 2', 'lines 3', 'replaced 0', 'lines 1', 'disposed 1']);
    assert.equal(block.lineText(0), 'x');
  });

  test('keeps its text when a line is coloured', () => {
    const { block, copied } = codeBlock();
    block.append('a\nb');
    block.close();
    block.showLine(0, [document.createTextNode('a')]);
    block.showLine(1, [document.createTextNode('b')]);
    press(block);
    assert.equal(block.element.querySelector('code')?.textContent, 'a\nb');
    assert.deepEqual(copied, ['a\nb']);
  });

  test('can be scrolled by keyboard', () => {
    assert.equal(codeBlock().block.element.querySelector('pre')?.tabIndex, 0);
  });

  suite('that is long', () => {
    const long = 'line\n'.repeat(40);
    const foldButton = (block: CodeBlock): HTMLElement | null => block.element.querySelector<HTMLElement>('.code-fold');

    test('is folded once it is complete, and unfolded on demand', () => {
      const { block } = codeBlock();
      block.append(long);
      assert.equal(foldButton(block), null);
      block.close();
      assert.equal(foldButton(block)?.textContent, 'Show all 40 lines');
      assert.ok(block.element.classList.contains('is-folded'));
      Object.defineProperty(block.element, 'scrollIntoView', { value: () => undefined });
      foldButton(block)?.click();
      assert.equal(foldButton(block)?.textContent, 'Show less');
      assert.equal(foldButton(block)?.getAttribute('aria-expanded'), 'true');
      block.close();
      assert.equal(block.element.classList.contains('is-folded'), false);
    });

    test('is unfolded when it goes on', () => {
      const { block } = codeBlock();
      block.append(long);
      block.close();
      block.append('more\n');
      assert.equal(foldButton(block), null);
      assert.equal(block.element.classList.contains('is-folded'), false);
    });

    test('is not folded while its reader has selected text in it', () => {
      const { block } = codeBlock();
      document.body.append(block.element);
      block.append(long);
      document.getSelection()?.selectAllChildren(block.element.querySelector('code') ?? block.element);
      block.close();
      assert.equal(foldButton(block), null);
      document.getSelection()?.removeAllRanges();
      block.element.remove();
    });

    test('of 25 lines is not long', () => {
      const { block } = codeBlock();
      block.append('line\n'.repeat(25));
      block.close();
      assert.equal(foldButton(block), null);
    });
  });

  test('wraps its lines when told to', () => {
    const { block } = codeBlock();
    const wrap = block.element.querySelector<HTMLElement>('[data-action="wrap"]');
    assert.equal(wrap?.getAttribute('aria-pressed'), 'false');
    wrap.click();
    assert.equal(wrap.getAttribute('aria-pressed'), 'true');
    assert.ok(block.element.classList.contains('is-wrapped'));
  });

  test('has buttons that show a drawing and are called what they do, copying last', () => {
    const actions = (['copy', 'insert', 'newFile'] as const).map((id) => ({ id, label: `Do ${id}`, run: () => undefined }));
    const { element } = new CodeBlock({ language: 'ts', actions, strings: codeBlockStrings });
    const buttons = [...element.querySelectorAll('button')];
    assert.deepEqual(
      buttons.map((button) => button.getAttribute('aria-label')),
      ['Wrap', 'Do insert', 'Do newFile', 'Do copy'],
    );
    assert.deepEqual(
      buttons.map((button) => (button.querySelector('path')?.getAttribute('d') ?? '') !== ''),
      [true, true, true, true],
    );
  });
});
