/** Files of other programs, as their sources write them, become conversations; hostile ones become nothing, and throw nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { activePath, type Answer, type Conversation, type Message, type Question } from '../../../../src/core/conversation';
import { importChats, type ImportFacts, type ImportResult } from '../../../../src/core/import/importChats';
import type { LeftOut } from '../../../../src/core/import/importedChat';

const facts: ImportFacts = { folderName: '', modifiedAt: 1_700_000_000_000, dates: new Map(), model: 'claude-sonnet-4-6' };

function fixture(name: string): string {
  return readFileSync(`test/fixtures/import/${name}`, 'utf8');
}

function imported(
  text: string,
  more: Partial<ImportFacts> = {},
): { readonly conversations: readonly Conversation[]; readonly leftOut: LeftOut } {
  const result = importChats(text, { ...facts, ...more });
  assert.ok('conversations' in result, JSON.stringify(result));
  return result;
}

function only(text: string, more: Partial<ImportFacts> = {}): Conversation {
  const [first, ...others] = imported(text, more).conversations;
  assert.ok(first !== undefined && others.length === 0);
  return first;
}

function problemOf(result: ImportResult): string | undefined {
  return 'problem' in result ? result.problem : undefined;
}

function question(message: Message | undefined): Question {
  assert.ok(message?.role === 'user');
  return message;
}

function answer(message: Message | undefined): Answer {
  assert.ok(message?.role === 'assistant');
  return message;
}

/** Every message follows the one before it, and questions and answers alternate. */
function assertThread(conversation: Conversation): void {
  assert.deepEqual(activePath(conversation), conversation.messages);
  for (const [index, message] of conversation.messages.entries()) {
    assert.equal(message.role, index % 2 === 0 ? 'user' : 'assistant');
  }
}

suite('A session of Continue', () => {
  const dates = new Map([['5c3e9a52-6b6f-4f0b-9d0a-0a64c1d2e3f4', 1_751_999_990_000]]);
  const chat = only(fixture('continueSession.json'), { dates });

  test('keeps its title, its date, questions and answers', () => {
    assertThread(chat);
    assert.equal(chat.title, 'Read a config file in Go');
    assert.equal(chat.createdAt, 1_751_999_990_000);
    assert.equal(chat.model, facts.model);
    assert.equal(question(chat.messages[0]).text, 'How does this file get its port?');
    assert.equal(answer(chat.messages[3]).text, '```go\nport := flag.Int("port", 8080, "")\n```');
    assert.equal(answer(chat.messages[1]).model, 'Claude Sonnet');
  });

  test('keeps files and images with the question, and fetches none', () => {
    const [image, file, ...more] = question(chat.messages[0]).attachments ?? [];
    assert.ok(image?.kind === 'image' && file?.kind === 'file');
    assert.equal(image.data, 'iVBORw0KGgo=');
    assert.equal(file.label, 'config.go');
    assert.equal(file.uri, 'file:///home/user/service/internal/config.go');
    assert.match(file.text, /port := 8080/);
    assert.deepEqual(more, []);
    assert.equal(imported(fixture('continueSession.json')).leftOut.image, 1);
  });

  test('joins the parts of an answer around its tools, each output once', () => {
    const { text, reasoning, usage } = answer(chat.messages[1]);
    assert.match(text, /^I look at it first\.\n\n\*\*read\\_file\*\*\n\n```json\n\{\n {2}"filepath"/);
    assert.match(text, /It is `8080`, a constant\.$/);
    assert.equal(text.split('port := 8080').length - 1, 1);
    assert.equal(reasoning, 'The port is a constant.');
    assert.deepEqual(usage, { prompt_tokens: 320, completion_tokens: 50, total_tokens: 370 });
  });

  test('has the date of its file where the list of sessions is not there', () => {
    assert.equal(only(fixture('continueSession.json')).createdAt, facts.modifiedAt);
  });

  test('is dated by the list of sessions, in either form of dates', () => {
    const result = importChats(fixture('continueSessions.json'), facts);
    assert.ok('dates' in result);
    assert.equal(result.dates.get('5c3e9a52-6b6f-4f0b-9d0a-0a64c1d2e3f4'), 1_751_999_990_000);
    assert.equal(result.dates.get('older'), Date.UTC(2025, 6, 1, 8));
  });

  test('says so where nothing was said in it', () => {
    const empty = { sessionId: 'a', title: 'New Session', history: [{ message: { role: 'system', content: 'x' } }] };
    assert.equal(problemOf(importChats(JSON.stringify(empty), facts)), 'empty');
    const untouched = { sessionId: 'a', title: 'New Session', workspaceDirectory: '', history: [] };
    assert.equal(problemOf(importChats(JSON.stringify(untouched), facts)), 'empty');
    assert.equal(problemOf(importChats('{"history":[]}', facts)), 'unknown');
  });
});

suite('A task of Cline', () => {
  test('is read from what was sent: the words of the user without what the program added', () => {
    const chat = only(fixture('clineSent.json'), { folderName: '1753000000000' });
    assertThread(chat);
    assert.equal(chat.createdAt, 1_753_000_000_000);
    const [image, file] = question(chat.messages[0]).attachments ?? [];
    assert.equal(question(chat.messages[0]).text, "Add a health check. See 'src/app.ts' (see below for file content)");
    assert.ok(image?.kind === 'file' && file?.kind === 'image');
    assert.deepEqual([image.label, image.text], ['src/app.ts', 'const app = express();']);
    assert.equal(question(chat.messages[2]).text, 'Put it into src/routes instead.');
    assert.doesNotMatch(JSON.stringify(chat), /environment_details|VSCode Visible/);
  });

  test('has its tools and their outputs in the answer, and what it thought as reasoning', () => {
    const chat = only(fixture('clineSent.json'));
    const { text, reasoning, model, usage } = answer(chat.messages[1]);
    assert.match(
      text,
      /I read the file first\.\n\n\*\*read\\_file: src\/app\.ts\*\*\n\n\*\*Output\*\*\n\n```\nconst app = express\(\);\n```/,
    );
    assert.match(text, /\*\*write\\_to\\_file: src\/health\.ts\*\*\n\n```\nexport const ok = true;\n```/);
    assert.equal(reasoning, 'One route is enough.');
    assert.equal(model, 'claude-sonnet-4-5');
    assert.deepEqual(usage, { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 });
    assert.equal(answer(chat.messages[3]).text, 'The health check is in **src/routes/health.ts**.');
    assert.deepEqual(imported(fixture('clineSent.json')).leftOut, { part: 1 });
  });

  test('is read in its older form, with tools as tags in the text', () => {
    const chat = only(fixture('clineOlder.json'));
    assertThread(chat);
    assert.deepEqual(
      chat.messages.filter(({ role }) => role === 'user').map(({ text }) => text),
      ['List the tests.', 'Run them.'],
    );
    const { text, reasoning } = answer(chat.messages[1]);
    assert.equal(reasoning, 'Where are they?');
    assert.match(text, /^I run a command\.\n\n\*\*execute\\_command\*\*\n\n```sh\nls test\n```\n\n/);
    assert.match(text, /```\na\.test\.ts\nb\.test\.ts\n```\n\nThere are two: `a` and `b`\.$/);
  });

  test('is read from what was shown', () => {
    const chat = only(fixture('clineShown.json'));
    assertThread(chat);
    assert.equal(chat.createdAt, 1_753_000_000_000);
    assert.equal(question(chat.messages[0]).attachments?.length, 1);
    const { text, reasoning } = answer(chat.messages[1]);
    assert.equal(reasoning, 'One route is enough.');
    assert.match(text, /^I read the file first\./);
    assert.match(text, /```sh\nnpm test\n```/);
    assert.match(text, /```\n2 passing\n```\n\nWhich path\?$/);
    assert.equal(question(chat.messages[2]).text, '/health');
    assert.equal(answer(chat.messages[3]).text, 'Done.');
  });

  test('is read from its Markdown, where a rule alone is no new message', () => {
    const chat = only(fixture('clineTask.md'));
    assertThread(chat);
    assert.equal(question(chat.messages[0]).text, 'Add a health check.');
    assert.match(answer(chat.messages[1]).text, /\*\*read\\_file\*\*\n\n```\nPath: src\/app\.ts\n```/);
    assert.match(answer(chat.messages[1]).text, /---\n\na rule is no new message$/);
    assert.equal(question(chat.messages[2]).text, 'Thanks.');
    assert.deepEqual(imported(fixture('clineTask.md')).leftOut, { image: 1 });
  });

  test('is the same chat in each of its files', () => {
    const files = ['clineSent.json', 'clineShown.json', 'clineTask.md'];
    const ids = files.map((file) => only(fixture(file), { folderName: '1753000000000' }).id);
    assert.equal(new Set(ids).size, 1);
  });
});

suite('An export of Copilot', () => {
  const { leftOut } = imported(fixture('copilotExport.json'));
  const chat = only(fixture('copilotExport.json'));

  test('keeps questions, answers, dates and models', () => {
    assertThread(chat);
    assert.equal(chat.messages.length, 6);
    assert.equal(chat.createdAt, 1_754_000_000_000);
    assert.equal(question(chat.messages[2]).text, 'And then?');
    assert.equal(question(chat.messages[2]).at, 1_754_000_100_000);
    const first = answer(chat.messages[1]);
    assert.equal(first.model, 'claude-sonnet-4.5');
    assert.equal(first.reasoning, 'I should look.');
    assert.deepEqual(first.usage, { prompt_tokens: 900, completion_tokens: 60, total_tokens: 960 });
  });

  test('writes references into the sentence, and tools and edits as blocks', () => {
    const { text } = answer(chat.messages[1]);
    assert.match(
      text,
      /^It is set in `config\.go`, line 3\.\n\n\*\*Ran grep in config\.go\*\*\n\n```sh\ngrep -n port config\.go\n```/,
    );
    assert.match(
      text,
      /\*\*Output\*\*\n\n```\n3: port := 8080\n```\n\n\*\*Edited \/home\/user\/config\.go\*\*\n\n```\nport := 9090\n```\n\nDone\.$/,
    );
  });

  test('knows which answers were stopped, and which failed', () => {
    assert.equal(answer(chat.messages[3]).status, 'stopped');
    assert.equal(answer(chat.messages[5]).status, 'failed');
    assert.equal(answer(chat.messages[5]).notice?.sentence, 'Sorry, the request failed.');
  });

  test('counts what it has no place for', () => {
    assert.deepEqual(leftOut, { file: 1, part: 1, message: 1 });
    assert.equal(question(chat.messages[0]).attachments?.[0]?.label, 'Pasted text');
  });
});

suite('An import', () => {
  const files = [
    'continueSession.json',
    'clineSent.json',
    'clineOlder.json',
    'clineShown.json',
    'clineTask.md',
    'copilotExport.json',
  ];

  test('gives the same ids each time, and each its own', () => {
    const seen = new Set<string>();
    for (const file of files) {
      const [first, second] = [only(fixture(file)), only(fixture(file))];
      assert.deepEqual(first, second, file);
      const ids = [first.id, ...first.messages.map(({ id }) => id)];
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.every((id) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)));
      assert.ok(!seen.has(first.id));
      seen.add(first.id);
    }
  });

  test('gives the same id when the source has grown since', () => {
    const grown = JSON.parse(fixture('continueSession.json')) as { history: unknown[] };
    grown.history.push({ message: { role: 'user', content: 'More' }, contextItems: [] });
    assert.equal(only(JSON.stringify(grown)).id, only(fixture('continueSession.json')).id);
    const task = JSON.parse(fixture('clineSent.json')) as unknown[];
    assert.equal(only(JSON.stringify([...task, { role: 'user', content: 'More' }])).id, only(fixture('clineSent.json')).id);
  });

  test('says of anything else that it is no chat, or damaged', () => {
    for (const text of [
      '',
      '   ',
      'Hello',
      '# A heading',
      '[]',
      '{}',
      '[1]',
      '{"a":[{"role":"user"}]}',
      '{"requests":[]}',
      'null',
    ]) {
      assert.equal(problemOf(importChats(text, facts)), 'unknown', text);
    }
    for (const text of ['{', '[{"role":"user"', fixture('copilotExport.json').slice(0, -30)]) {
      assert.equal(problemOf(importChats(text, facts)), 'broken', text);
    }
  });

  test('finds a file after a byte order mark', () => {
    assert.equal(only(`\uFEFF${fixture('clineSent.json')}`).messages.length, 4);
  });

  test('survives fields of every wrong kind in every place', () => {
    const texts = files.filter((file) => file.endsWith('.json')).map((file) => JSON.parse(fixture(file)) as unknown);
    const wrong = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom({ __proto__: null }, { constructor: 1, toString: 2 }, [[[]]], -1, 1e300),
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), wrong, (file, place, value) => {
        const text = JSON.stringify(replaceNth(file, place, value));
        const result = importChats(text, facts);
        if ('conversations' in result) result.conversations.forEach(assertThread);
      }),
      { numRuns: 600 },
    );
  });

  test('survives any JSON, and any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
        const result = importChats(text, facts);
        return 'problem' in result || 'dates' in result || result.conversations.length > 0;
      }),
      { numRuns: 500 },
    );
  });

  test('survives a file that is nested a hundred thousand deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    assert.equal(problemOf(importChats(deep, facts)), 'unknown');
    const call = `{"role":"assistant","content":[{"type":"tool_use","name":"x","input":{"a":${deep}}}]}`;
    const chat = only(`[{"role":"user","content":"Hi"},${call}]`);
    assert.equal(answer(chat.messages[1]).text, '**x**\n\n```\na: \n```');
  });

  test('takes names of prototypes for what they are', () => {
    const text =
      '{"sessionId":"__proto__","title":"constructor","history":[{"message":{"role":"user","content":"Hi","__proto__":{"role":"assistant"}}}]}';
    const chat = only(text);
    assert.equal(chat.title, 'constructor');
    assert.equal(question(chat.messages[0]).text, 'Hi');
    assert.equal(({} as { role?: string }).role, undefined);
  });

  test('reads thousands of tool calls in one answer quickly', () => {
    const step = (index: number): readonly unknown[] => [
      { role: 'assistant', content: [{ type: 'tool_use', name: 'read_file', input: { path: `${String(index)}.ts` } }] },
      { role: 'user', content: [{ type: 'tool_result', content: 'x'.repeat(50_000) }] },
    ];
    const task = [
      { role: 'user', content: '<task>Go</task>' },
      ...Array.from({ length: 1_000 }, (_, index) => step(index)).flat(),
    ];
    const text = JSON.stringify(task);
    const start = performance.now();
    const { conversations, leftOut } = imported(text);
    assert.ok(performance.now() - start < 3_000);
    assert.equal(conversations[0]?.messages.length, 2);
    assert.equal(leftOut.output, 1_000);
  });

  test('does not hang on text made to make patterns backtrack', () => {
    const hostile = ['<', '<task ', '<read_file><', '[Tool Use: ', '\n---\n\n**User:**', '![](', ' \n', '```'].map((piece) =>
      piece.repeat(40_000),
    );
    const start = performance.now();
    for (const text of hostile) {
      importChats(
        JSON.stringify([
          { role: 'user', content: text },
          { role: 'assistant', content: text },
        ]),
        facts,
      );
      importChats(`**User:**\n\n${text}\n\n---\n\n**Assistant:**\n\n${text}`, facts);
      const part = { kind: 'toolInvocationSerialized', invocationMessage: text };
      importChats(
        JSON.stringify({ responderUsername: '', requests: [{ message: text, response: [part, { value: text }] }] }),
        facts,
      );
    }
    assert.ok(performance.now() - start < 5_000);
  });
});

/** The value with the nth of its parts, counted over all, replaced. */
function replaceNth(value: unknown, place: number, by: unknown): unknown {
  let left = place % countParts(value);
  const walk = (part: unknown): unknown => {
    if (left === 0) {
      left -= 1;
      return by;
    }
    left -= 1;
    if (Array.isArray(part)) return part.map(walk);
    return typeof part === 'object' && part !== null
      ? Object.fromEntries(Object.entries(part).map(([name, field]) => [name, walk(field)]))
      : part;
  };
  return walk(value);
}

function countParts(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, part) => sum + countParts(part), 1)
    : 1;
}
