/** Answers of Copilot in which edits stand within code fences: VS Code writes a fence before and after each edited file. */
import assert from 'node:assert/strict';
import { closingLine } from '../../../../src/core/export/openBlock';
import { importCopilot } from '../../../../src/core/import/copilotExport';
import { LeftOutCount } from '../../../../src/core/import/importedChat';

const leftOut = new LeftOutCount();

/** @param parts of the answer: a text is a piece of Markdown */
function answered(...parts: readonly unknown[]): string {
  const response = parts.map((part) => (typeof part === 'string' ? { value: part } : part));
  const file = { responderUsername: 'GitHub Copilot', requests: [{ requestId: 'r', message: 'Fix it', response }] };
  return importCopilot(file, 'claude-sonnet-4-6', 0, leftOut)?.messages[1]?.text ?? '';
}

function edit(path: string, ...texts: readonly string[]): unknown {
  return { kind: 'textEditGroup', uri: { path }, edits: texts.map((text) => [{ text, range: {} }]), done: true };
}

const codeblockUri = { kind: 'codeblockUri', uri: { path: '/a.ts' }, isEdit: true };

suite('An edit in an answer of Copilot', () => {
  test('stands without the fence that VS Code puts around it', () => {
    for (const [fence, lineBreak] of [
      ['```', '\n'],
      ['````', '\n'],
      ['```typescript', '\n'],
      ['```', '\r\n'],
    ] as const) {
      const opening = `${lineBreak}${fence}${lineBreak}`;
      const closing = `${lineBreak}${/`+/.exec(fence)?.[0] ?? ''}${lineBreak}`;
      assert.equal(
        answered(`I fix it.${opening}`, codeblockUri, edit('/a.ts', 'x = 1'), `${closing}Done: 完了 🎉.`),
        'I fix it.\n\n**Edited /a.ts**\n\n```\nx = 1\n```\n\nDone: 完了 🎉.',
        JSON.stringify(opening),
      );
    }
  });

  test('stands without it where several follow each other', () => {
    const text = answered(
      'Two files.',
      '\n````\n',
      codeblockUri,
      edit('/a.ts'),
      '\n````\n\n````\n',
      codeblockUri,
      edit('/b.ts', 'y'),
      '\n````\n',
      { kind: 'toolInvocationSerialized', pastTenseMessage: 'Read b.ts' },
    );
    assert.equal(text, 'Two files.\n\n**Edited /a.ts**\n\n**Edited /b.ts**\n\n```\ny\n```\n\n**Read b.ts**');
  });

  test('stands without it where the edit never came to its end', () => {
    assert.equal(answered('I try.', '\n```\n', codeblockUri, edit('/a.ts')), 'I try.\n\n**Edited /a.ts**');
    const failed = answered('I try.\n```\n', codeblockUri, edit('/a.ts'), '\nIt failed.\n```ts\nfoo()\n```');
    assert.equal(failed, 'I try.\n\n**Edited /a.ts**\n\nIt failed.\n```ts\nfoo()\n```');
  });

  test('leaves a code block before it closed, and one around it in two', () => {
    assert.equal(
      answered('So:\n```ts\nfoo()\n```\n', edit('/a.ts'), 'Done.'),
      'So:\n```ts\nfoo()\n```\n\n**Edited /a.ts**\n\nDone.',
    );
    assert.equal(
      answered('So:\n```ts\n// a.ts\nfoo()', codeblockUri, edit('/a.ts'), edit('/b.ts'), '\n  bar()\n``', '`\nDone.'),
      'So:\n```ts\n// a.ts\nfoo()\n```\n\n**Edited /a.ts**\n\n**Edited /b.ts**\n\n```ts\n  bar()\n```\nDone.',
    );
  });

  test('leaves the fences of lists, quotes and code that shows fences as they are', () => {
    for (const before of [
      '1. So:\n   ```ts\n   foo()\n   ```',
      '> ```ts\n> foo()\n> ```',
      '1. So:\n   ```ts\n   foo()',
      '````md\n```ts\nfoo()\n```\n````',
      'A `code` span, and ``` in a line',
    ]) {
      assert.equal(answered(before, edit('/a.ts'), 'Done.'), `${before}\n\n**Edited /a.ts**\n\nDone.`);
    }
  });

  test('is told of notebooks, too', () => {
    const notebook = { kind: 'notebookEditGroup', uri: { path: '/a.ipynb' }, edits: [[{ editType: 1, index: 0 }]] };
    assert.equal(answered('\n```\n', codeblockUri, notebook, '\n```\nDone.'), '**Edited /a.ipynb**\n\nDone.');
    assert.deepEqual(leftOut.counts, {});
  });

  test('leaves no fence open, and is found in time, however many there are', () => {
    const start = performance.now();
    const wrapped = Array.from({ length: 5_000 }, (_, index) => ['\n```\n', edit(`/${String(index)}.ts`, 'x'), '\n```\n']);
    const text = answered('```ts\n', 'x'.repeat(500_000), ...wrapped.flat(), '\n```\n');
    assert.equal(closingLine(text), undefined);
    assert.equal(text.split('\n\n**Edited /').length, 5_001);
    const within = Array.from({ length: 10_000 }, (_, index) => edit(`/${String(index)}.ts`));
    answered(`\`\`\`ts\n${'x\n'.repeat(200_000)}`, ...within, `${' \n'.repeat(100_000)}bar()\n\`\`\``);
    assert.ok(performance.now() - start < 5_000);
  });
});
