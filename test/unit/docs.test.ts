/** The documents point at what is there. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const documents = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/protocol.md'];

suite('Every path', () => {
  for (const document of documents) {
    test(`that ${document} names exists`, () => {
      const text = readFileSync(document, 'utf8');
      const named = [...text.matchAll(/`((?:src|test|docs|media|l10n)\/[\w./-]*)`/g)].map((match) => match[1] ?? '');
      const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) =>
        path.join(path.dirname(document), match[1] ?? ''),
      );
      assert.deepEqual(
        [...named, ...linked].filter((file) => !existsSync(file)),
        [],
      );
    });
  }
});

suite('Every script', () => {
  test('that a document names exists', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
    const named = documents.flatMap((document) =>
      [...readFileSync(document, 'utf8').matchAll(/npm (?:run )?([\w:]+)/g)].map((match) => match[1] ?? ''),
    );
    assert.deepEqual(
      [...new Set(named)].filter((script) => !(script in scripts)),
      [],
    );
  });
});
