import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { closeHeadingGaps } from '../../../../src/webview/view/headingLevels';

function levels(...tags: readonly string[]): readonly (string | null)[] {
  const { document } = new JSDOM().window;
  const answer = document.createElement('div');
  answer.append(...tags.map((tag) => document.createElement(tag)));
  closeHeadingGaps(answer);
  return [...answer.children].map((heading) => heading.getAttribute('aria-level'));
}

suite('Headings of an answer', () => {
  test('begin below the one that names who speaks, whatever they begin with', () => {
    assert.deepEqual(levels('h4', 'h5', 'h4'), ['3', '4', '3']);
  });

  test('have no gaps, and keep their order', () => {
    assert.deepEqual(levels('h3', 'h6', 'h6', 'h5', 'h3'), ['3', '4', '4', '4', '3']);
  });

  test('may come down to what they did not begin with', () => {
    assert.deepEqual(levels('h5', 'h3', 'h4'), ['3', '3', '4']);
  });
});
