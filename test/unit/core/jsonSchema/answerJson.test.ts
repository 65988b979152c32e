import assert from 'node:assert/strict';
import { answerJson } from '../../../../src/core/jsonSchema/answerJson';

suite('answerJson', () => {
  const good: readonly [name: string, text: string, value: unknown, isAlone: boolean][] = [
    ['bare JSON', '\n {"a": [1, "```"]} \n', { a: [1, '```'] }, true],
    ['a value that is no object', '"text"', 'text', true],
    ['JSON in a code block', '```json\n{"a": 1}\n```\n', { a: 1 }, true],
    ['JSON in a code block without a language, with Windows line ends', '```\r\n[1]\r\n```', [1], true],
    ['JSON in a block of tildes', '~~~json\n{}\n~~~', {}, true],
    ['a code block with text around it', 'Here you are:\n\n```json\n{"a": 1}\n```\nAnything else?', { a: 1 }, false],
  ];
  for (const [name, text, value, isAlone] of good) {
    test(`understands ${name}`, () => {
      assert.deepEqual(answerJson(text), { kind: 'json', value, isAlone });
    });
  }

  const broken: readonly [name: string, text: string, line: number, column: number, atEnd: boolean][] = [
    ['text', 'Sorry, no.', 1, 1, false],
    ['nothing at all', '', 1, 1, true],
    ['an object that ends too early', '{\n  "a": 1', 2, 9, true],
    ['a comma too many', '{\n  "a": 1,\n}', 3, 1, false],
    ['a comment', '{\n  // why\n}', 2, 3, false],
    ['a broken code block, by its place in the whole text', 'Look:\n```json\n{"a": oops}\n```', 3, 7, false],
    ['more than one code block', '```json\n1\n```\n```json\n2\n```', 1, 1, false],
  ];
  for (const [name, text, line, column, atEnd] of broken) {
    test(`says where ${name} stops being JSON`, () => {
      assert.deepEqual(answerJson(text), { kind: 'broken', line, column, atEnd });
    });
  }

  test('takes a long answer without JSON quickly', () => {
    const start = performance.now();
    answerJson('```\n'.repeat(20_000));
    answerJson(' '.repeat(200_000) + 'x');
    assert.ok(performance.now() - start < 1000);
  });
});
