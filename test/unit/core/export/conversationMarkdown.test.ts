/** Exported Markdown, read again by a Markdown parser: no text gets out of its place. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Answer, Conversation, Question } from '../../../../src/core/conversation';
import { conversationMarkdown, type MarkdownWords } from '../../../../src/core/export/conversationMarkdown';
import { closingLine } from '../../../../src/core/export/openBlock';

const words: MarkdownWords = {
  question: 'Question',
  answer: 'Answer',
  model: 'Model',
  date: 'Date',
  reasoning: 'Reasoning',
  soundLeftOut: 'The sound is not here.',
  tool: 'Tool',
  sources: 'Sources',
  endedEarly: 'This answer ended early.',
  otherVersions: (count) => `${String(count)} other versions`,
  formatDate: (milliseconds) => new Date(milliseconds).toISOString(),
};

const question: Question = { role: 'user', id: 'q1', at: 1, text: 'Why?' };
const answer: Answer = {
  role: 'assistant',
  id: 'a1',
  parentId: 'q1',
  at: 2,
  model: 'claude',
  text: 'Because.',
  reasoning: '',
  status: 'complete',
};

function chat(...messages: Conversation['messages']): Conversation {
  return { id: 'c', createdAt: 0, messages, selected: {}, model: 'claude' };
}

function markdown(conversation: Conversation, title = 'Title', hasImages = true): string {
  return conversationMarkdown(conversation, { title, words, hasImages });
}

/** Headings of the second level at the top of the document, as a parser sees them. */
function headings(text: string): readonly string[] {
  const tokens = new MarkdownIt({ html: true }).parse(text, {});
  return tokens.flatMap((token, index) =>
    token.type === 'heading_open' && token.level === 0 && token.tag === 'h2' ? [tokens[index + 1]?.content ?? ''] : [],
  );
}

const both = ['Question', 'Answer · `claude`'];

suite('A conversation as Markdown', () => {
  test('names the pages that an answer cites, as links', () => {
    const sources = [{ url: 'https://a.test/(x)?y=<z>', title: 'A [page]\n# two' }, { url: 'https://b.test/' }];
    const document = new MarkdownIt().render(markdown(chat(question, { ...answer, facts: { sources } })));
    assert.match(document, /<a href="https:\/\/a\.test\/\(x\)\?y=%3Cz%3E">A \[page\] # two<\/a>/);
    assert.match(document, /<a href="https:\/\/b\.test\/">https:\/\/b\.test\/<\/a>/);
  });

  test('has title, date, model, questions and answers', () => {
    assert.equal(
      markdown(chat(question, { ...answer, usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } })),
      [
        '# Title',
        '- Date: 1970-01-01T00:00:00.000Z\n- Model: `claude`',
        '## Question',
        'Why?',
        '## Answer · `claude`',
        'Because.',
        '<!-- prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 -->\n',
      ].join('\n\n'),
    );
  });

  for (const open of [
    '```js\nlet a;',
    '````md\n```js\nlet a;\n```',
    '~~~\ncode',
    'text\n\n```\ncode\n~~~',
    '<!-- a comment',
    'text\n<script>\nlet a;',
    '<pre>\n\ncode',
    '<?php',
    '<![CDATA[',
    '- item\n  ```js\n  let a;',
    '1. item\n\n   ```js\n   let a;\n   ```\n\n   more',
    '> ```js\n> let a;',
    '- ```js\n  let a;\n  ```\n\n```\nopen',
    '> quote\n\n```\nopen',
    '\t```\n\tindented code',
    '1. \t  ```\n   ~~~',
  ]) {
    test(`keeps its headings after ${JSON.stringify(open)}`, () => {
      const followed = chat({ ...question, text: open }, { ...answer, text: open }, { ...question, id: 'q2', parentId: 'a1' });
      assert.deepEqual(headings(markdown(followed)), [...both, 'Question']);
    });
  }

  test('keeps its headings after any text', () => {
    const line = fc.constantFrom(
      '```',
      '````',
      '```js',
      '~~~',
      '~~~~',
      '- ',
      '1. ',
      '> ',
      '  ',
      '    ',
      'a',
      '',
      '<!--',
      '-->',
      '<pre>',
      '</pre>',
      '\t',
      '- a',
      '> a',
      '* * *',
      '---',
      '`',
      '- ```',
      '  ```',
      '> ```',
      '   ```',
      '    ```',
      '1. ```',
      '   ~~~',
    );
    const text = fc
      .array(
        fc.array(line, { maxLength: 3 }).map((pieces) => pieces.join('')),
        { maxLength: 12 },
      )
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (asked, answered) => {
        const found = headings(
          markdown(
            chat({ ...question, text: asked }, { ...answer, text: answered }, { ...question, id: 'q2', parentId: 'a1' }),
          ),
        );
        // A text may end in a heading's underline or hold headings of its own; ours are all there, in order.
        let next = 0;
        for (const heading of found) next += heading === [...both, 'Question'][next] ? 1 : 0;
        assert.equal(next, 3);
      }),
      { numRuns: 1000 },
    );
  });

  test('folds attachments, whose text cannot get out', () => {
    const hostile = 'a\n```\n</details>\n\n## Heading\n`````\n<!--';
    const attachments: Question['attachments'] = [
      { kind: 'file', label: 'a<b>.ts', languageId: 'typescript', text: hostile, tokens: 1 },
      { kind: 'image', label: 'x](y).png', mediaType: 'image/png', data: 'AAAA', tokens: 1 },
    ];
    const text = markdown(chat({ ...question, attachments }, answer));
    assert.deepEqual(headings(text), both);
    const fence = new MarkdownIt({ html: true }).parse(text, {}).find(({ type }) => type === 'fence');
    assert.equal(fence?.content, `${hostile}\n`);
    assert.equal(fence.info, 'typescript');
    assert.match(text, /<summary>a&lt;b&gt;\.ts<\/summary>/);
    assert.match(text, /data:image\/png;base64,AAAA/);
    assert.doesNotMatch(markdown(chat({ ...question, attachments }, answer), 'Title', false), /base64/);
  });

  test('writes no image whose data could be anything else', () => {
    const attachments: Question['attachments'] = [
      { kind: 'image', label: 'x', mediaType: 'image/png', data: 'AAAA) [a](command:x', tokens: 1 },
    ];
    assert.doesNotMatch(markdown(chat({ ...question, attachments }, answer)), /command:x/);
  });

  test('folds the reasoning', () => {
    const text = markdown(chat(question, { ...answer, reasoning: 'Hm.\n```\nopen' }));
    assert.match(text, /<details>\n<summary>Reasoning<\/summary>\n\nHm\.\n```\nopen\n```\n\n<\/details>\n\nBecause\./);
  });

  test('has the versions that are shown, and counts the others', () => {
    const second: Answer = { ...answer, id: 'a2', text: 'Therefore.' };
    const edited: Question = { ...question, id: 'q2', text: 'How?' };
    const conversation = { ...chat(question, answer, second, edited), selected: { '': 'q1', q1: 'a1' } };
    const text = markdown(conversation);
    assert.match(text, /Why\?\n\n\*1 other versions\*\n\n## Answer · `claude`\n\nBecause\.\n\n\*1 other versions\*/);
    assert.doesNotMatch(text, /Therefore|How\?/);
  });

  test('says why an answer ended early', () => {
    const notice = { severity: 'error', sentence: 'The connection was lost.' } as const;
    assert.match(
      markdown(chat(question, { ...answer, status: 'failed', notice })),
      /Because\.\n\n> The connection was lost\.\n/,
    );
    assert.match(markdown(chat(question, { ...answer, status: 'interrupted' })), /> This answer ended early\.\n/);
    assert.match(markdown(chat(question, { ...answer, status: 'streaming' })), /> This answer ended early\.\n/);
    assert.match(markdown(chat(question, { ...answer, facts: { finishReason: 'length' } })), /> This answer ended early\.\n/);
    assert.doesNotMatch(markdown(chat(question, answer)), />/);
  });

  test('takes markup in the title for text', () => {
    const [title] = new MarkdownIt().render(markdown(chat(question), '# <b>*a*</b>\n`b` [c](d)')).split('\n');
    assert.equal(title, '<h1># &lt;b&gt;*a*&lt;/b&gt; `b` [c](d)</h1>');
  });

  test('says where a sound was left out', () => {
    const audio = [{ id: 'a', file: 'a.0.wav', extension: 'wav', bytes: 9 }] as const;
    const text = markdown(chat(question, { ...answer, audio }));
    assert.match(text, /Because\.\n\n\*The sound is not here\.\*/);
  });

  test('has the tools that an answer used where it used them, and none of their words out of their place', () => {
    const toolUses: Answer['toolUses'] = [
      {
        id: 'x',
        name: 'read</summary>\n## file',
        round: 0,
        offset: 5,
        arguments: '{"path":"a.ts"}',
        status: 'done',
        result: '```\n## Question\n</details>\n````',
      },
      { id: 'y', name: 'list', round: 0, offset: 5, arguments: '', status: 'declined' },
    ];
    const text = markdown(chat(question, { ...answer, text: 'Look.\n\nSeen.', toolUses }));
    assert.deepEqual(headings(text), both);
    const places = ['Look.', 'Tool: read', '{"path":"a.ts"}', '## Question', 'Tool: list', 'Seen.'].map((piece) =>
      text.indexOf(piece, text.indexOf('## Answer')),
    );
    assert.equal(places.includes(-1), false);
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
    );
  });
});

suite('What a text leaves open', () => {
  test('is found in long texts and deep nesting without delay', () => {
    const start = performance.now();
    closingLine('- > - `a\n'.repeat(20_000));
    closingLine('>'.repeat(100_000));
    closingLine(`${'- '.repeat(5_000)}\n`.repeat(10));
    assert.ok(performance.now() - start < 2_000);
  });
});
