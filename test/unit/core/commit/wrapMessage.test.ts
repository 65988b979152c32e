/** Bodies of commit messages in lines of a width, and the trailers at their end. */
import assert from 'node:assert/strict';
import { splitTrailers, withTrailers } from '../../../../src/core/commit/trailers';
import { wrapMessage } from '../../../../src/core/commit/wrapMessage';

const url = `https://example.test/${'path/'.repeat(20)}`;

function body(text: string, width = 30): string {
  return wrapMessage(`Subject\n\n${text}`, width).slice('Subject\n\n'.length);
}

suite('Wrapping a commit message', () => {
  test('breaks long lines of the body between words, and never the subject', () => {
    assert.equal(body('one two three four five six seven eight'), 'one two three four five six\nseven eight');
    const subject = 'a '.repeat(60).trim();
    assert.equal(wrapMessage(subject, 30), subject);
    assert.equal(body('one two three four five six seven eight', 0), 'one two three four five six seven eight');
  });

  test('fills up what was broken elsewhere, and leaves short lines as they are', () => {
    assert.equal(
      body('one two three four five six seven\neight nine\n\nnext'),
      'one two three four five six\nseven eight nine\n\nnext',
    );
    assert.equal(body('short\nlines\nstay'), 'short\nlines\nstay');
  });

  test('keeps addresses, indented lines, tables and trailers whole', () => {
    assert.equal(body(`see ${url} there`), `see\n${url}\nthere`);
    const code = `    ${'x = 1; '.repeat(10)}`.trimEnd();
    assert.equal(body(code), code);
    const trailer = 'Co-authored-by: Somebody With A Long Name <somebody@example.test>';
    assert.equal(body(`text\n\n${trailer}`), `text\n\n${trailer}`);
  });

  test('indents what goes on in a list', () => {
    assert.equal(body('- one two three four five six seven\n- eight'), '- one two three four five six\n  seven\n- eight');
    assert.equal(body('10. one two three four five six seven'), '10. one two three four five\n    six seven');
    assert.equal(body('> one two three four five six seven'), '> one two three four five six\n> seven');
  });

  test('breaks text without spaces, but not before its punctuation', () => {
    const wrapped = body('这是一个很长的说明，它没有空格，因此必须在字与字之间换行，否则就会超出限制。', 20);
    assert.equal(wrapped.replaceAll('\n', ''), '这是一个很长的说明，它没有空格，因此必须在字与字之间换行，否则就会超出限制。');
    for (const line of wrapped.split('\n')) {
      assert.ok(line.length <= 22 && !/^[，。]/.test(line), line);
    }
  });

  test('changes nothing when it is done twice', () => {
    for (const text of [
      'one two three four five six seven eight',
      '- one two three four five six seven\n- eight',
      `a ${url}`,
    ]) {
      assert.equal(body(body(text)), body(text));
    }
  });
});

suite('Trailers', () => {
  const signed = 'Signed-off-by: A <a@example.test>';
  const author = 'Co-authored-by: B <b@example.test>';

  test('are those of the last paragraph', () => {
    assert.deepEqual(splitTrailers(`Subject\n\nBody: is text\n\nCloses #12\n${signed}`), {
      text: 'Subject\n\nBody: is text',
      trailers: ['Closes #12', signed],
    });
    assert.deepEqual(splitTrailers('fix: a thing'), { text: 'fix: a thing', trailers: [] });
    assert.deepEqual(splitTrailers('fix: a thing\n\nfixes the thing'), {
      text: 'fix: a thing\n\nfixes the thing',
      trailers: [],
    });
    assert.deepEqual(splitTrailers(`${author}\n${signed}`), { text: '', trailers: [author, signed] });
    assert.deepEqual(splitTrailers('Fixes ABC-12'), { text: '', trailers: ['Fixes ABC-12'] });
  });

  test('that were there are kept, each once, and those of persons that a model invents are not', () => {
    assert.equal(
      withTrailers('Subject\n\nCloses #12', ['Fixes #12', author, signed]),
      `Subject\n\nCloses #12\n${author}\n${signed}`,
    );
    assert.equal(withTrailers('Subject\n\nSigned-off-by: Nobody <n@example.test>', []), 'Subject');
    assert.equal(withTrailers(`Subject\n\nRefs: ABC-1\n${signed}`, [signed]), `Subject\n\nRefs: ABC-1\n${signed}`);
  });
});
