/** What is exported comes back with everything in it: every version of every message, and what is known of each. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SentAttachment } from '../../../../src/core/attachment';
import type { ChatOptions } from '../../../../src/core/chatOptions';
import { noticeActions, type Conversation, type Message } from '../../../../src/core/conversation';
import { conversationsJson, type ExportedChat } from '../../../../src/core/export/conversationsJson';
import { importChats, type ImportFacts, type ImportResult } from '../../../../src/core/import/importChats';
import { requestParameterNames } from '../../../../src/core/requestParameters';

const facts: ImportFacts = { folderName: '', modifiedAt: 1, dates: new Map(), model: 'm' };

async function* each(conversations: readonly Conversation[]): AsyncGenerator<Conversation> {
  await Promise.resolve();
  yield* conversations;
}

async function files(conversations: readonly Conversation[], maxLength = Infinity): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const text of conversationsJson(each(conversations), maxLength)) texts.push(text);
  return texts;
}

function conversationsOf(result: ImportResult): readonly Conversation[] {
  assert.ok('conversations' in result, JSON.stringify(result));
  assert.deepEqual(result.leftOut, {});
  return result.conversations;
}

const time = fc.integer({ min: 1, max: 4_000_000_000_000 });
const words = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('```\n', '__proto__', '\u2028', '\ud800'));
const optional: { requiredKeys: [] } = { requiredKeys: [] };
const usage = fc.record(
  {
    prompt_tokens: fc.nat(),
    completion_tokens: fc.nat(),
    total_tokens: fc.nat(),
    completion_tokens_details: fc.record({ reasoning_tokens: fc.nat(), audio_tokens: fc.nat() }),
    cost: fc.record({
      amount: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e9 }),
      currency: words,
      list_amount: fc.nat(),
    }),
  },
  { requiredKeys: ['prompt_tokens', 'completion_tokens', 'total_tokens'] },
);
const attachment: fc.Arbitrary<SentAttachment> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('file', 'selection', 'terminal'),
    label: words,
    languageId: words,
    text: words,
    tokens: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('selection' as const),
    label: words,
    uri: words,
    range: fc.record({ startLine: fc.nat(), startCharacter: fc.nat(), endLine: fc.nat(), endCharacter: fc.nat() }),
    languageId: words,
    text: words,
    tokens: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('image' as const),
    label: words,
    mediaType: fc.constant('image/webp' as const),
    data: fc.constant('AAAA'),
    tokens: fc.nat(),
  }),
);
const chatOptions: fc.Arbitrary<ChatOptions> = fc.constantFrom(
  { webSearch: true, alternatives: 2 },
  { answerFormat: { type: 'json_schema', name: 'a', schema: { type: 'object' }, source: 'a.json' }, tools: ['x'] },
);
const answer = fc.record(
  {
    model: words,
    effort: fc.constantFrom('minimal', 'high'),
    options: chatOptions,
    text: words,
    reasoning: words,
    status: fc.constantFrom('complete', 'stopped', 'failed', 'interrupted'),
    notice: fc.record(
      {
        severity: fc.constantFrom('error', 'info'),
        sentence: words,
        detail: words,
        points: fc.array(words, { minLength: 1 }),
        traceId: words,
        action: fc.record(
          {
            id: fc.constantFrom(...noticeActions),
            label: words,
            parameter: fc.constantFrom(...requestParameterNames),
            finding: fc.uuid(),
            model: fc.uuid(),
          },
          { requiredKeys: ['id', 'label'] },
        ),
      },
      { requiredKeys: ['severity', 'sentence'] },
    ),
    usage,
    facts: fc.record({
      id: words,
      model: words,
      created: fc.nat(),
      systemFingerprint: words,
      finishReason: words,
      traceId: words,
    }),
    timing: fc.record({ firstTokenMs: fc.nat(), reasoningMs: fc.nat(), streamMs: fc.nat() }),
    firstSentId: fc.uuid(),
  },
  { requiredKeys: ['model', 'text', 'reasoning', 'status'] },
);

/** A tree with versions at every place: each message follows any earlier one of the other role, or none if it is a question. */
const conversation = fc
  .record({
    id: fc.uuid(),
    createdAt: time,
    head: fc.record(
      {
        workspace: fc.webUrl(),
        title: fc.constantFrom('A name', 'Ein Name'),
        isPinned: fc.boolean(),
        effort: fc.constant('low' as const),
        options: chatOptions,
      },
      optional,
    ),
    model: words,
    items: fc.array(
      fc.record({
        id: fc.uuid(),
        at: time,
        parent: fc.nat(),
        isAnswer: fc.boolean(),
        text: words,
        attachments: fc.array(attachment, { minLength: 1, maxLength: 2 }),
        hasAttachments: fc.boolean(),
        answer,
      }),
      { minLength: 1, maxLength: 15 },
    ),
    choices: fc.array(fc.nat(), { maxLength: 5 }),
  })
  .map(({ items, head, choices, ...rest }): Conversation => {
    const messages: Message[] = [];
    for (const { id, at, parent, isAnswer, text, attachments, hasAttachments, answer: said } of items) {
      const isQuestion = !isAnswer || messages.length === 0;
      const before = messages.filter(({ role }) => (role === 'assistant') === isQuestion);
      const place = isQuestion ? parent % (before.length + 1) : parent % before.length;
      const parentId = before[place]?.id;
      const base = { id, at, ...(parentId === undefined ? {} : { parentId }) };
      messages.push(
        isQuestion
          ? { role: 'user', ...base, text, ...(hasAttachments ? { attachments } : {}) }
          : { role: 'assistant', ...base, ...said },
      );
    }
    const chosen = choices.map((choice) => messages[choice % messages.length]).filter((message) => message !== undefined);
    // What the generator makes has no prototype.
    return structuredClone({
      ...rest,
      ...head,
      messages,
      selected: Object.fromEntries(chosen.map(({ parentId = '', id }) => [parentId, id])),
    });
  });

suite('Conversations as JSON', () => {
  test('come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(conversation, { minLength: 1, maxLength: 3 }), async (conversations) => {
        const [text = '', ...others] = await files(conversations);
        assert.deepEqual(others, []);
        assert.deepEqual(conversationsOf(importChats(text, facts)), conversations);
      }),
      { numRuns: 150 },
    );
  });

  test('come back whole from as many files as they take', async () => {
    const message: Message = { role: 'user', id: '00000000-0000', at: 1, text: 'x'.repeat(1_000) };
    const many = Array.from({ length: 10 }, (_, index) => ({
      id: `00000000-0000-0000-0000-00000000000${String(index)}`,
      createdAt: 1,
      messages: [message],
      selected: {},
      model: 'm',
    }));
    const texts = await files(many, 3_500);
    assert.ok(texts.length > 2);
    assert.ok(texts.every((text) => text.length < 3_700));
    assert.deepEqual(
      texts.flatMap((text) => conversationsOf(importChats(text, facts))),
      many,
    );
    assert.equal((await files(many, 10)).length, 10);
  });

  test('make one file without any, which is none to import', async () => {
    const [text = '', ...others] = await files([]);
    assert.deepEqual(others, []);
    assert.deepEqual(importChats(text, facts), { problem: 'empty' });
  });

  test('of a later version are not read', () => {
    for (const version of [2, '1', null]) {
      const text = JSON.stringify({ format: 'ace-claude-chats', version, conversations: [] });
      assert.deepEqual(importChats(text, facts), { problem: 'newer' });
    }
  });

  const simple = (messages: readonly unknown[], more: object = {}): string =>
    JSON.stringify({
      format: 'ace-claude-chats',
      version: 1,
      conversations: [{ id: 'a', createdAt: 5, selected: {}, model: 'm', messages, ...more }],
    });
  const question = { role: 'user', id: 'q', at: 1, text: 'Hi' };

  test('that were being answered are interrupted', () => {
    const coming = {
      role: 'assistant',
      id: 'b',
      parentId: 'q',
      at: 1,
      model: 'm',
      text: 'Be',
      reasoning: '',
      status: 'streaming',
      notice: { severity: 'info', sentence: 'Trying again.' },
    };
    const [found] = conversationsOf(importChats(simple([question, coming]), facts));
    const last = found?.messages[1];
    assert.ok(last?.role === 'assistant');
    assert.equal(last.status, 'interrupted');
    assert.equal(last.notice, undefined, 'what it was waiting for');
  });

  test('with unusual ids get usual ones, which fit together', () => {
    const text = simple(
      [
        { ...question, id: '../../q' },
        { role: 'assistant', id: '__proto__', parentId: '../../q', text: 'Yes', firstSentId: '../../q' },
      ],
      {
        id: '..\\..\\a',
        selected: { '': '../../q', '../../q': '__proto__' },
      },
    );
    const [found] = conversationsOf(importChats(text, facts));
    assert.ok(found !== undefined);
    const [first, second] = found.messages;
    const ids = [found.id, first?.id, second?.id];
    assert.ok(ids.every((id) => /^[0-9a-f-]{36}$/.test(id ?? '')));
    assert.ok(second?.role === 'assistant');
    assert.deepEqual([second.parentId, second.firstSentId], [first?.id, first?.id]);
    assert.deepEqual(found.selected, { '': first?.id, [first?.id ?? '']: second.id });
    assert.deepEqual(conversationsOf(importChats(text, facts)), [found]);
  });

  test('lose only what does not fit: repeated ids, circles, lost parents, wrong kinds', () => {
    const result = importChats(
      simple([
        question,
        question,
        { ...question, id: 'r', parentId: 'q' },
        { ...question, id: 's', parentId: 'nobody' },
        { ...question, id: 't', parentId: 't' },
        { role: 'system', id: 'u', text: '' },
        7,
        null,
      ]),
      facts,
    );
    assert.ok('conversations' in result);
    assert.equal(result.conversations[0]?.messages.length, 1);
    assert.deepEqual(result.leftOut, { message: 7 });
  });

  test('comes back with the sounds that are in the file, and without those that are not', async () => {
    const audio = ['a.0.wav', 'a.1.wav'].map((file) => ({ id: 'x', file, extension: 'wav' as const, bytes: 3 }));
    const asked: Message = { role: 'user', id: 'question-1', at: 1, text: 'Say it' };
    const said: Message = {
      ...{ role: 'assistant', id: 'answer-1', parentId: asked.id, at: 2, model: 'm', status: 'complete' },
      ...{ text: 'Said.', reasoning: '', audio },
    };
    const id = '00000000-0000-4000-8000-000000000001';
    const chat: ExportedChat = {
      id,
      createdAt: 1,
      model: 'm',
      messages: [asked, said],
      selected: {},
      files: { 'a.0.wav': 'AAAA' },
    };
    const [text = ''] = await files([chat]);
    const result = importChats(text, facts);
    assert.ok('conversations' in result);
    assert.deepEqual([result.leftOut, result.files?.get(id)], [{ sound: 1 }, { 'a.0.wav': 'AAAA' }]);
    assert.deepEqual(result.conversations[0]?.messages[1], { ...said, audio: audio.slice(0, 1) });
  });
});
