/** What the practice partner answers, and that it never passes for a model. */
import assert from 'node:assert/strict';
import { Seam } from '../../../src/core/continuation';
import { editRequest } from '../../../src/core/prompts/edit';
import { practise } from '../../endpoint/practicePartner';
import type { ChoicesWay } from '../../endpoint/practiceCommands';
import { checkRequest, type WireRequest } from '../../endpoint/requestCheck';
import { readAnswer, targetOf } from '../../support/editFixture';
import { complete, reply, requestOf, stream, textOf, user } from './practiceTalk';

suite('practice partner in a chat', () => {
  test('gives as many choices as are asked for, in turns or one after the other, or the first alone, or refuses them', () => {
    const wish = { model: 'claude-sonnet-4-6', messages: [user('Hi')], n: 2, stream: true };
    const indices = (way?: ChoicesWay): readonly number[] => {
      const sent = practise(wish, Infinity, way).steps.map((step) =>
        typeof step === 'object' && 'send' in step ? String(step.send) : '',
      );
      return sent.flatMap((frame) => /"index": (\d)/.exec(frame)?.[1] ?? []).map(Number);
    };
    const isSorted = (all: readonly number[]): boolean => all.every((index, place) => index >= (all[place - 1] ?? 0));
    assert.deepEqual([new Set(indices()).size, isSorted(indices())], [2, false]);
    assert.deepEqual([new Set(indices('sequence')).size, isSorted(indices('sequence'))], [2, true]);
    assert.deepEqual([...new Set(indices('first'))], [0]);
    assert.equal(practise(wish, Infinity, 'refused').status, 400);
    assert.notEqual(practise({ ...wish, n: 1 }, Infinity, 'refused').status, 400);
    assert.equal(practise({ ...wish, messages: [user('practice: choices refused')] }, Infinity).status, 400);
    assert.equal(checkRequest({ ...wish, n: 129 }), "'n' must be <= 128.");
  });

  test('says what it is, quotes the question and shows every kind of formatting', () => {
    const text = reply('What is a monad?');
    const expected = [
      /not a model/,
      /^> What is a monad\?$/m,
      /^## /m,
      /^- a list/m,
      /^1\. /m,
      /^- \[x] /m,
      /^\| --- \|/m,
      /^> A quotation/m,
    ];
    for (const pattern of [
      ...expected,
      /\*\*bold\*\*/,
      /\*italic\*/,
      /`inline code`/,
      /\[link]\(https:/,
      /^```ts$/m,
      /^```python$/m,
      /practice: help/,
    ]) {
      assert.match(text, pattern);
    }
  });

  test('answers a further question differently and counts', () => {
    const [first, second] = [reply('Hello'), reply([user('Hello'), { role: 'assistant', content: 'x' }, user('And now?')])];
    assert.notEqual(first, second);
    assert.match(second, /question \*\*2\*\*/);
    assert.match(second, /not a model/);
    assert.match(second, /^> And now\?$/m);
  });

  test('leaves code out of the quotation, and mentions images', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } } as const;
    const text = reply([{ role: 'user', content: [{ type: 'text', text: 'Look:\n```ts\nsecret();\n```' }, image] }]);
    assert.match(text, /^> Look:\n> \(code\)$/m);
    assert.doesNotMatch(text, /secret/);
    assert.match(text, /an image/);
  });

  test('gives a long answer of about 8,000 tokens, complete to its last word', () => {
    for (const question of ['Please write a long text', 'practice: long']) {
      const { choices, usage } = complete(question);
      assert.ok(usage.completion_tokens > 7900 && usage.completion_tokens <= 8000, String(usage.completion_tokens));
      assert.match(choices[0]?.message.content ?? '', /End\.$/);
    }
  });

  test('goes on with an answer that was cut off, from its last words', () => {
    const cut = reply('practice: length');
    const continueIt = [
      user('practice: length'),
      { role: 'assistant', content: cut } as const,
      user('Your answer was cut off. Go on.'),
    ];
    const rest = reply(continueIt);
    const seam = new Seam(cut);
    const parts = [seam.push(rest), seam.finish()].filter((part) => part !== undefined);
    const joined = parts.reduce((text, part) => text.slice(0, part.offset) + part.text, cut);
    assert.ok(joined.startsWith(cut.trimEnd()), joined);
    assert.match(joined, /practice: help/);
    assert.doesNotMatch(rest, /not a model/, 'the beginning is not repeated');
  });

  test('counts tokens consistently and names a price', () => {
    const { usage, choices } = complete('Hello');
    assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
    assert.equal(usage.completion_tokens, Math.ceil((choices[0]?.message.content ?? '').length / 4));
    assert.ok(usage.cost.amount > 0);
  });

  test('streams the same text as it answers at once, with one usage chunk', () => {
    const frames = textOf(stream('Hello'))
      .split('\n\n')
      .filter((frame) => frame.startsWith('data: {'));
    const chunks = frames.map(
      (frame) => JSON.parse(frame.slice(6)) as { choices: { delta: { content?: string } }[]; usage: unknown },
    );
    assert.equal(chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? '')).join(''), reply('Hello'));
    assert.equal(chunks.filter(({ usage }) => usage !== null).length, 1);
  });

  test('keeps max_tokens and stop', () => {
    const { choices, usage } = complete('Hello', { max_tokens: 10 });
    assert.equal(choices[0]?.finish_reason, 'length');
    assert.equal(usage.completion_tokens, 10);
    assert.doesNotMatch(reply('Hello', { stop: ['## '] }), /##/);
    assert.equal(complete('Hello', { stop: '## ' }).choices[0]?.finish_reason, 'stop');
  });

  test('gives as many choices as asked for, in a stream too', () => {
    const { choices, usage } = complete('Hello', { n: 3 });
    assert.equal(new Set(choices.map(({ message }) => message.content)).size, 3);
    assert.ok(usage.completion_tokens > 600);
    const text = textOf(practise(requestOf('Hello', { n: 2, stream: true }), Infinity));
    assert.equal(text.match(/"finish_reason": "stop", "index": [01]/g)?.length, 2);
  });
});

suite('practice partner with the other parameters', () => {
  const tools = [
    {
      type: 'function',
      function: {
        name: 'readFile',
        parameters: { type: 'object', properties: { path: { type: 'string' }, line: { type: 'integer', minimum: 1 } } },
      },
    },
  ] as const;

  test('calls a tool where it is told to, and tells what the tool said', () => {
    for (const [question, choice] of [
      ['practice: tool', 'auto'],
      ['Hello', 'required'],
    ] as const) {
      const { choices } = complete(question, { tools, tool_choice: choice });
      assert.equal(choices[0]?.finish_reason, 'tool_calls');
      assert.deepEqual(choices[0].message.tool_calls?.[0]?.function, {
        name: 'readFile',
        arguments: '{"path":"practice","line":1}',
      });
    }
    const call = { id: 'toolu_1', type: 'function', function: { name: 'readFile', arguments: '{}' } } as const;
    const history = [
      user('practice: tool'),
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'toolu_1', content: 'the file' },
    ] as const;
    assert.match(reply(history, { tools }), /^> the file$/m);
  });

  test('answers in JSON that fits the schema', () => {
    const schema = {
      type: 'object',
      properties: { title: { type: 'string' }, tags: { type: 'array', items: { enum: ['a', 'b'] } }, ok: { type: 'boolean' } },
    };
    const text = reply('Hello', { response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } });
    assert.deepEqual(JSON.parse(text), { title: 'practice', tags: ['a'], ok: true });
    assert.equal(
      (JSON.parse(reply('Hello', { response_format: { type: 'json_object' } })) as { isModel: boolean }).isModel,
      false,
    );
  });

  test('gives log-probabilities only where they are asked for', () => {
    const [choice] = complete('Hello', { logprobs: true, top_logprobs: 2 }).choices;
    assert.equal(choice?.logprobs?.content.map(({ token }) => token).join(''), choice?.message.content);
    assert.equal(choice?.logprobs?.content[0]?.top_logprobs.length, 2);
    assert.equal(complete('Hello').choices[0]?.logprobs, null);
  });

  test('answers aloud with a playable file', () => {
    const { choices } = complete('Hello', { modalities: ['text', 'audio'], audio: { voice: 'ash', format: 'wav' } });
    const file = Buffer.from(choices[0]?.message.audio?.data ?? '', 'base64');
    assert.equal(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12), 'RIFFWAVE');
    assert.equal(file.readUInt32LE(4) + 8, file.length);
  });
});

suite('practice partner that edits', () => {
  const ask = (task: string, language: string, code: string) => reply(`${task}\n\n\`\`\`${language}\n${code}\n\`\`\``);

  test('tidies code mechanically, in one fence and one sentence', () => {
    const text = ask('Refactor this.', 'js', 'var a = 1;   \nvar b = 2;\nb += a;');
    assert.match(text, /^```js\nconst a = 1;\nlet b = 2;\nb \+= a;\n```\n\n[^\n]+\.$/);
    assert.match(ask('Fix this.', 'python', 'if x == None:\n    pass'), /if x is None:/);
  });

  test('does not touch declarations that it cannot judge', () => {
    assert.match(ask('Refactor this.', 'ts', 'var i = 1, j;\nj = 2;'), /^let i = 1, j;$/m);
    assert.match(ask('Refactor this.', 'ts', 'var i = 1;\nvar i = 2;'), /^var i = 1;\nvar i = 2;$/m);
  });

  test('documents what the code declares', () => {
    const text = ask('Document this.', 'ts', '  export function addAll(first: number, ...rest: number[]) {}');
    assert.match(
      text,
      /^ {2}\/\*\*\n {2} \* Add all\.\n {2} \* @param first the first\n {2} \* @param rest the rest\n {2} \*\/\n {2}export function addAll/m,
    );
    assert.match(
      ask('Document this.', 'python', 'def add_all(a):\n    return a'),
      /def add_all\(a\):\n {4}"""Add all\."""\n {4}return a/,
    );
  });

  test('takes the task from the system message, and the code from the prediction', () => {
    const messages = [{ role: 'system', content: 'You refactor code.' }, user('File:\n```ts\nvar file = 1;\n```')] as const;
    assert.match(
      reply(messages, { prediction: { type: 'content', content: 'var predicted = 1;\n' } }),
      /^```ts\nconst predicted = 1;\n```/,
    );
  });

  test('uses a longer fence around code with fences, and a comment where nothing is to be done', () => {
    assert.match(reply('Fix:\n````md\n# T\n```ts\nx\n```\n````'), /^````md\n<!-- .* -->\n# T\n```ts\nx\n```\n````/);
  });

  test('answers an edit of the extension with changes that fit, and its tests with a file', () => {
    const base = 'function a() {\n  var b = 1;\n  return b;\n}\n';
    const request = {
      model: 'claude-sonnet-4-6',
      kind: 'refactor',
      context: {
        path: 'src/a.js',
        languageId: 'javascript',
        startLine: 1,
        endLine: 2,
        text: '  var b = 1;\n  return b;',
        enclosing: [],
        parts: [],
      },
      instruction: '',
      layout: { useTabs: false, indentSize: 2, isCrlf: false },
      instructions: [],
      earlier: [],
    } as const;
    const { text, hunks } = readAnswer(targetOf(base, { path: 'src/a.js' }), [reply(editRequest(request).messages)]);
    assert.equal(text, base.replace('var', 'const'));
    assert.match(hunks[0]?.note ?? '', /not a model/);
    const tests = { path: 'src/a.test.js', text: '', languageId: 'javascript' };
    const written = readAnswer(targetOf('', tests), [reply(editRequest({ ...request, kind: 'tests', tests }).messages)]);
    assert.match(written.text, /^test\('/);
  });

  test('explains code in words rather than editing it', () => {
    assert.match(ask('What does this do?', 'ts', 'var a = 1;'), /practice partner\*\*, not a model/);
  });
});

suite('practice partner that writes commit messages', () => {
  const diff = (path: string, header = '') =>
    `diff --git a/${path} b/${path}\n${header}--- ${header.startsWith('new') ? '/dev/null' : `a/${path}`}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n-old\n+new\n+newer\n same\n`;
  const ask = (text: string, more: Partial<WireRequest> = {}) =>
    complete([{ role: 'system', content: 'Write a commit message.' }, user(text)], more);
  const subject = (text: string) => ask(text).choices[0]?.message.content;

  test('names the file, or folder and number of files, with the counts', () => {
    assert.equal(subject(diff('src/a.ts')), 'Update src/a.ts (+2 -1)');
    assert.equal(subject(diff('src/new.ts', 'new file mode 100644\n')), 'Add src/new.ts (+2 -1)');
    assert.equal(subject(diff('src/core/a.ts') + diff('src/core/b.ts')), 'Update 2 files in src/core (+4 -2)');
    assert.equal(subject(diff('src/a.ts') + diff('test/a.ts')), 'Update 2 files (+4 -2)');
  });

  test('words each alternative differently and stays within 72 characters', () => {
    const long = Array.from({ length: 4 }, (_, index) => diff(`src/${'folder/'.repeat(12)}${String(index)}.ts`)).join('');
    const { choices } = ask(long, { n: 3 });
    assert.equal(new Set(choices.map(({ message }) => message.content)).size, 3);
    assert.ok(choices.every(({ message }) => (message.content ?? '').length <= 72));
  });

  test('keeps to conventional commits where they are asked for', () => {
    assert.equal(subject(`Use Conventional Commits.\n${diff('docs/a.md')}`), 'docs: update docs/a.md (+2 -1)');
  });
});
