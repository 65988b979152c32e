import assert from 'node:assert/strict';
import { parsePromptFile, promptName, promptParts } from '../../../src/core/promptFile';

suite('A prompt file', () => {
  const cases: readonly (readonly [text: string, description: string, body: string])[] = [
    ['Just do it.', '', 'Just do it.'],
    ['---\ndescription: Reviews a change\nmode: agent\n---\n\nReview it.\n', 'Reviews a change', 'Review it.'],
    ['---\r\nmode: ask\r\ndescription: "With: \\"quotes\\""\r\n---\r\nBody\r\n', 'With: "quotes"', 'Body'],
    ["---\ndescription: 'It''s one'\ntools: ['a', 'b']\n---\nBody", "It's one", 'Body'],
    ['---\ndescription: plain # with a comment\n---\nBody', 'plain', 'Body'],
    ['---\ndescription: >-\n  Several lines\n  in one\nmodel: x\n---\nBody', 'Several lines in one', 'Body'],
    ['---\ndescription: Goes on\n  below\n---\nBody', 'Goes on below', 'Body'],
    ['---\n---\nBody', '', 'Body'],
    ['---\nno end', '', '---\nno end'],
    ['Text\n---\ndescription: x\n---', '', 'Text\n---\ndescription: x\n---'],
    ['\uFEFF---\ndescription: x\n---\nA\n---\nB', 'x', 'A\n---\nB'],
    ['', '', ''],
  ];
  for (const [text, description, body] of cases) {
    test(`is read from ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parsePromptFile(text), { description, body });
    });
  }

  test('is cut at its variables, and at nothing else', () => {
    const body =
      'Fix ${selection} in ${file}: ${input:what:e.g. the name} ${unknown} ${input:} ${input:a b} $x ${selectedText}';
    assert.deepEqual(promptParts(body), [
      'Fix ',
      { kind: 'selection', written: '${selection}' },
      ' in ',
      { kind: 'file', written: '${file}' },
      ': ',
      { kind: 'input', written: '${input:what:e.g. the name}', name: 'what', placeholder: 'e.g. the name' },
      ' ${unknown} ${input:} ${input:a b} $x ',
      { kind: 'selection', written: '${selectedText}' },
    ]);
    assert.deepEqual(promptParts('${workspaceFolder}'), [{ kind: 'workspaceFolder', written: '${workspaceFolder}' }]);
    assert.deepEqual(promptParts(''), []);
  });

  test('has a name that can be typed after a slash', () => {
    const names = ['review', 'code review!', '../../etc', 'übersetze', '日本語', '...', 'a/b\\c', 'v1.2'].map(promptName);
    assert.deepEqual(names, ['review', 'code-review', 'etc', 'übersetze', '日本語', '', 'a-b-c', 'v1.2']);
  });

  test('is read without delay, whatever is in it', () => {
    const start = performance.now();
    for (const text of [
      '---\n'.repeat(100_000),
      `---\ndescription: "${'\\"'.repeat(100_000)}`,
      `---\n${'a: b\n'.repeat(100_000)}`,
    ]) {
      parsePromptFile(text);
      promptParts(text);
    }
    promptParts('${input:'.repeat(100_000));
    assert.ok(performance.now() - start < 2_000);
  });
});
