/** The pages that an answer cites, as they come from backends and from files. */
import assert from 'node:assert/strict';
import { joinSources, webSourcesOf } from '../../../src/core/webSources';

suite('Cited pages', () => {
  test('are complete web addresses, each once, with the first title that there is', () => {
    assert.deepEqual(
      webSourcesOf([
        'https://a.test/',
        { url: 'https://a.test/', title: 'A' },
        { url_citation: { url: 'HTTP://b.test', title: '' } },
        { url: `https://c.test/${'x'.repeat(3000)}` },
        { url: 'file:///etc/passwd' },
        { url: 'vscode://x' },
        { url: 'https://[' },
        5,
        null,
        [],
      ]),
      [{ url: 'https://a.test/', title: 'A' }, { url: 'HTTP://b.test' }],
    );
    for (const odd of [undefined, null, 'https://a.test/', {}, 7]) assert.deepEqual(webSourcesOf(odd), []);
  });

  test('are no more than can be read', () => {
    const many = Array.from({ length: 500 }, (_, index) => `https://a.test/${String(index)}`);
    assert.equal(webSourcesOf(many).length, 100);
    assert.equal(joinSources(webSourcesOf(many), [{ url: 'https://b.test/' }]).length, 100);
  });
});
