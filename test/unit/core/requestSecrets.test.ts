/** What looks like a secret in a request, with the place that a user knows. */
import assert from 'node:assert/strict';
import type { SentAttachment } from '../../../src/core/attachment';
import type { ChatMessage } from '../../../src/core/chatCompletions';
import type { Question } from '../../../src/core/conversation';
import { chatRequest } from '../../../src/core/prompts/chat';
import { secretsInRequest } from '../../../src/core/requestSecrets';
import { codeContextText } from '../../../src/core/selection/codeContext';
import { fakeToken } from '../../support/fakeSecret';

const none = new Set<string>();

function placesIn(...messages: readonly ChatMessage[]): readonly (readonly [string, string | undefined])[] {
  return secretsInRequest({ model: 'm', messages }, none).map(({ kind, place }) => [kind, place]);
}

suite('Secrets in a request', () => {
  test('are named with the file that was attached, or without a place where they were typed', () => {
    const attachment = (label: string, text: string): SentAttachment => ({
      kind: 'file',
      label,
      languageId: 'plaintext',
      text,
      tokens: 1,
    });
    const question: Question = {
      role: 'user',
      id: 'q',
      at: 1,
      text: `Why is ${fakeToken(3)} refused?`,
      attachments: [
        attachment('README.md', '```\nno secret\n```\n'),
        attachment('src/app.ts', `a\n\`\`\`\nlet t = '${fakeToken()}';`),
      ],
    };
    const { messages } = chatRequest({
      conversation: { model: 'm' },
      path: [question],
      instructions: [],
    });
    assert.deepEqual(placesIn(...messages), [
      ['GitHub token', 'src/app.ts'],
      ['GitHub token', undefined],
    ]);
  });

  test('are named with the file of a selection, and of what belongs to it', () => {
    const content = codeContextText({
      path: 'a.py',
      languageId: 'python',
      startLine: 0,
      endLine: 1,
      text: `key = "${fakeToken()}"`,
      enclosing: ['Shop', 'pay'],
      parts: [{ title: 'Definition of pay', path: 'b.py', languageId: 'python', text: `other = "${fakeToken(3)}"` }],
    });
    assert.deepEqual(placesIn({ role: 'user', content: [{ type: 'text', text: content }] }), [
      ['GitHub token', 'b.py'],
      ['GitHub token', 'a.py'],
    ]);
  });

  test('are not looked for in answers, nor found again where they are known', () => {
    const line = `key = "${fakeToken()}"`;
    assert.deepEqual(placesIn({ role: 'assistant', content: line }), []);
    const messages: readonly ChatMessage[] = [{ role: 'user', content: `Look:\n  ${line}\n` }];
    const [found] = secretsInRequest({ model: 'm', messages }, none);
    assert.equal(found?.line, line);
    assert.deepEqual(secretsInRequest({ model: 'm', messages }, new Set([line])), []);
  });
});
