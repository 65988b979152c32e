import assert from 'node:assert/strict';
import { triggerAt } from '../../../../src/webview/view/suggestionTrigger';

/** `|` is the cursor. */
function at(text: string): string | undefined {
  const cursor = text.indexOf('|');
  const typed = triggerAt(text.replace('|', ''), cursor);
  return typed && `${typed.trigger}${typed.text} at ${String(typed.start)}`;
}

suite('triggerAt', () => {
  test('finds what was typed behind @ and # at the beginning of a word', () => {
    assert.equal(at('@|'), '@ at 0');
    assert.equal(at('see @app|'), '@app at 4');
    assert.equal(at('see @src/a.ts| and more'), '@src/a.ts at 4');
    assert.equal(at('a\n#Page|'), '#Page at 2');
    assert.equal(at('(@app|'), '@app at 1');
    assert.equal(at('/fix in @a|'), '@a at 8');
  });

  test('counts only up to the cursor', () => {
    assert.equal(at('@ap|ple'), '@ap at 0');
    assert.equal(at('|@apple'), undefined);
  });

  test('leaves addresses, languages, headings and code alone', () => {
    for (const text of ['me@example.test|', 'C#|', '# Title|', '## |', '##|', '`@Override|', 'a @Override |', '@@|']) {
      assert.equal(at(text), undefined, text);
    }
  });

  test('takes / only as the first character of all', () => {
    assert.equal(at('/|'), '/ at 0');
    assert.equal(at('/expl|'), '/expl at 0');
    for (const text of ['|/expl', ' /expl|', 'a/b|', 'see /expl|', '/explain this|', 'a\n/expl|']) {
      assert.equal(at(text), undefined, text);
    }
  });

  test('does not take a very long word for a name, nor its middle for a beginning', () => {
    assert.equal(at(`@${'a'.repeat(300)}|`), undefined);
    assert.equal(at(`${'a'.repeat(300)}@b|`), undefined);
    assert.equal(at(`${'a'.repeat(50)}@${'b'.repeat(199)}|`), undefined);
    assert.equal(at(`/${'a'.repeat(300)}|`), undefined);
  });
});
