import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeConversation, RecordEncoder } from '../../../../src/core/journal';
import type { ConversationStore } from '../../../../src/host/history/conversationStore';
import type { SearchHit } from '../../../../src/host/history/historySearch';
import { added, answerTo, appended, emptyConversation, fold, questionOf, talk } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';

suite('Searching the history', () => {
  let history: HistoryFolder;
  let store: ConversationStore;

  setup(() => {
    history = new HistoryFolder();
    store = history.store();
  });

  teardown(() => {
    history.dispose();
  });

  async function hits(query: string, signal = new AbortController().signal): Promise<readonly SearchHit[]> {
    const all: SearchHit[] = [];
    for await (const hit of store.search(query, signal)) {
      all.push(hit);
    }
    return all;
  }

  async function found(query: string): Promise<readonly string[]> {
    return (await hits(query)).map(({ conversation }) => conversation.title);
  }

  test('finds words in questions, answers, titles and names of attachments, in any order', async () => {
    const attachment = { kind: 'file', label: 'src/basket.ts', languageId: 'typescript', text: '', tokens: 0 } as const;
    const asked = questionOf('See the file', { attachments: [attachment] });
    await store.add([
      talk('How do trees grow?', 'From water, light and air.', { title: 'Botany' }),
      fold([added(asked), added(answerTo(asked, { text: 'A café' }))], emptyConversation()),
    ]);
    assert.deepEqual(await found('AIR grow botany'), ['Botany']);
    assert.deepEqual(await found('basket cafe'), ['See the file']);
    assert.deepEqual(await found('grow cafe'), []);
    assert.deepEqual(await found('"light and"'), ['Botany']);
    assert.deepEqual(await found('"and light"'), []);
    assert.deepEqual(await found('  '), []);
  });

  test('finds words in the calls of tools and in what came of them', async () => {
    const use = { name: 'search_text', round: 0, offset: 0, status: 'done' } as const;
    const deep = '['.repeat(50_000);
    const uses = [
      { ...use, id: 'one', arguments: '{"query":"caf\\u00e9\\nbar \\"quoted\\""}', result: 'src/basket.ts:7' },
      { ...use, id: 'two', arguments: `{"torn": "wallaby ${deep}` },
    ];
    const asked = questionOf('Where is it?');
    await store.add([fold([added(asked), added(answerTo(asked, { text: 'There.', toolUses: uses }))], emptyConversation())]);
    for (const query of ['search_text', 'café', 'bar "quoted"', 'basket.ts:7', 'wallaby there']) {
      assert.deepEqual(await found(query), ['Where is it?'], query);
    }
    assert.deepEqual(await found('nbar'), []);
    const [hit] = await hits('basket.ts');
    assert.match(JSON.stringify(hit), /src\/basket\.ts:7/);
  });

  test('finds a word that came in several pieces, and none that was taken back', async () => {
    const start = emptyConversation();
    const question = questionOf('Q');
    const answer = answerTo(question);
    const open = store.create(start);
    open.append(added(question));
    open.append(added(answer));
    for (const [offset, text] of [
      [0, 'A w'],
      [3, 'o'],
      [4, 'nd'],
      [6, 'erfully wrong'],
    ] as const) {
      open.append(appended(answer.id, offset, text));
      await open.flush();
    }
    open.append(appended(answer.id, 14, 'said "C:\\temp"\nend'));
    await open.flush();
    assert.equal((await hits('wonderfully')).length, 1);
    assert.equal((await hits('wrong')).length, 0);
    assert.equal((await hits('c:\\temp')).length, 1);
    assert.equal((await hits('temp end')).length, 1);
  });

  test('names the message with most of the words, and shows where', async () => {
    const asked = questionOf('Only one apple here');
    const answer = answerTo(asked, { text: `${'Long before. '.repeat(50)}An apple and a pear. ${'Long after. '.repeat(50)}` });
    await store.add([fold([added(asked), added(answer)], emptyConversation())]);
    const [hit] = await hits('pear apple');
    assert.equal(hit?.messageId, answer.id);
    assert.deepEqual(
      hit.matches.map(({ start, end }) => hit.text.slice(start, end)),
      ['apple', 'pear'],
    );
  });

  test('finds conversations by their title alone, without a message', async () => {
    await store.add([talk('Question', 'Answer', { title: 'Holidays' })]);
    const [hit] = await hits('holidays');
    assert.equal(hit?.messageId, undefined);
    assert.deepEqual([hit?.text, hit?.matches], ['Question', []]);
  });

  test('sees what was written since the last search', async () => {
    const start = talk('Question', 'Answer');
    await store.add([start]);
    assert.deepEqual(await hits('later'), []);
    const { open } = await store.open(start.id);
    open.append(added(questionOf('Later')));
    await open.flush();
    assert.equal((await hits('later')).length, 1);
    await store.moveToTrash(start.id);
    assert.equal((await hits('later')).length, 0);
  });

  test('begins with the last conversation, and ends when it is told to', async () => {
    const folder = path.join(history.folder, 'conversations');
    mkdirSync(folder);
    for (let index = 0; index < 400; index += 1) {
      const conversation = fold([added(questionOf(`needle ${String(index)}`, { at: index + 1 }))], emptyConversation());
      const lines = encodeConversation(conversation, new RecordEncoder('w'), 1);
      writeFileSync(path.join(folder, `${conversation.id}.jsonl`), `${lines.join('\n')}\n`);
    }
    const abort = new AbortController();
    const seen: string[] = [];
    for await (const { conversation } of store.search('needle', abort.signal)) {
      seen.push(conversation.title);
      if (seen.length === 3) abort.abort();
    }
    assert.deepEqual(seen, ['needle 399', 'needle 398', 'needle 397']);
    assert.equal((await hits('needle')).length, 400);
    assert.equal((await hits('needle 77')).length, 4);
    assert.deepEqual(await hits('needle', AbortSignal.abort()), []);
  });
});
