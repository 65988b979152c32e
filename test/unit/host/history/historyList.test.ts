import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConversationStore } from '../../../../src/host/history/conversationStore';
import { encodeConversation, RecordEncoder } from '../../../../src/core/journal';
import { added, answerTo, appended, emptyConversation, fold, questionOf, talk } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';
import { until } from '../../../support/until';

suite('The list of conversations', () => {
  let history: HistoryFolder;
  let store: ConversationStore;

  setup(() => {
    history = new HistoryFolder();
    store = history.store();
  });

  teardown(() => {
    history.dispose();
  });

  async function titles(of = history.store()): Promise<readonly string[]> {
    return (await of.list()).map(({ title }) => title);
  }

  test('is empty where there is nothing, and makes nothing', async () => {
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(history.files(), []);
  });

  test('tells of each conversation what is needed, the last message first', async () => {
    const [question, second] = [questionOf('First question', { at: 10 }), questionOf('Second\nquestion', { at: 30 })];
    const answer = answerTo(question, { text: 'An answer', at: 20 });
    const one = fold([added(question), added(answer), added({ ...second, parentId: answer.id })], emptyConversation());
    const two = { ...talk('Other', 'B'), workspace: 'file:///w', isPinned: true, title: 'Named' };
    await store.add([one, two]);
    assert.deepEqual(await store.list(), [
      {
        id: two.id,
        title: 'Named',
        createdAt: 1_000,
        updatedAt: 3_000,
        isPinned: true,
        workspace: 'file:///w',
        questionCount: 1,
        preview: 'Other',
      },
      {
        id: one.id,
        title: 'First question',
        createdAt: 1_000,
        updatedAt: 30,
        isPinned: false,
        questionCount: 2,
        preview: 'Second question',
      },
    ]);
  });

  test('shows what was just asked, renamed and pinned, and keeps its order with that', async () => {
    const [old, recent] = [talk('Old', 'A'), emptyConversation()];
    await store.add([old]);
    const open = store.create(recent);
    open.append(added(questionOf('Recent', { at: 9_000 })));
    assert.deepEqual(await titles(store), ['Recent', 'Old']);
    await store.rename(old.id, 'Renamed');
    await store.setPinned(old.id, true);
    const list = await store.list();
    assert.deepEqual(
      list.map(({ title, isPinned }) => [title, isPinned]),
      [
        ['Recent', false],
        ['Renamed', true],
      ],
    );
  });

  test('is told to have changed by each of these', async () => {
    let changes = 0;
    store.onDidChangeList(() => (changes += 1));
    const conversation = talk('Q', 'A');
    for (const change of [
      () => store.add([conversation]),
      () => store.rename(conversation.id, 'T'),
      () => store.setPinned(conversation.id, true),
      () => store.moveToTrash(conversation.id),
      () => store.restore(conversation.id),
      () => store.refresh(),
    ]) {
      const before = changes;
      await change();
      await until(() => changes > before);
    }
  });

  test('reads no conversation a second time that did not change', async () => {
    const conversation = talk('Before', 'A');
    await store.add([conversation]);
    const file = history.journal(conversation.id);
    utimesSync(file, 1_000, 1_000);
    assert.deepEqual(await titles(), ['Before']);
    // From outside, nobody can tell.
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Before', 'Behind'));
    utimesSync(file, 1_000, 1_000);
    assert.deepEqual(await titles(), ['Before']);
    rmSync(history.index);
    assert.deepEqual(await titles(), ['Behind']);
  });

  test('loses nothing with an index that is lost, garbage, cut, of another version or wrong', async () => {
    const conversation = talk('Right', 'A');
    await store.add([conversation]);
    await store.list();
    const whole = readFileSync(history.index, 'utf8');
    for (const content of [
      '',
      'garbage',
      '\0\0\0\0',
      '[]',
      'null\nnull',
      whole.slice(0, -10),
      whole.replace('"version":1', '"version":2'),
      whole.replace('Right', 'Wrong'),
      whole.replace('"questionCount":1', '"questionCount":7'),
    ]) {
      writeFileSync(history.index, content);
      const [summary] = await history.store().list();
      assert.deepEqual([summary?.title, summary?.questionCount], ['Right', 1], content.slice(0, 40));
      assert.equal(readFileSync(history.index, 'utf8'), whole);
    }
    rmSync(history.index);
    mkdirSync(history.index);
    assert.deepEqual(await titles(), ['Right']);
  });

  test('names what cannot be opened, and why, beside the rest', async () => {
    await store.add([talk('Good', 'A')]);
    const [newer, empty, garbage] = [randomUUID(), randomUUID(), randomUUID()];
    writeFileSync(history.journal(newer), '{"format":"ace-claude-conversation","version":9,"id":"x","createdAt":5}\n{}\n');
    writeFileSync(history.journal(empty), '');
    writeFileSync(history.journal(garbage), Buffer.alloc(3_000, 0xfe));
    const list = await history.store().list();
    assert.deepEqual(new Map(list.map(({ id, problem }) => [id, problem])).get(newer), 'newer');
    assert.equal(list.find(({ id }) => id === empty)?.problem, 'unreadable');
    assert.equal(list.find(({ id }) => id === garbage)?.problem, 'unreadable');
    assert.ok(list.some(({ title, problem }) => title === 'Good' && problem === undefined));
  });

  test('has a conversation whose beginning was lost', async () => {
    const conversation = fold(
      [added(questionOf('Q', { id: 'q' })), added(answerTo({ id: 'q' }, { id: 'a' }))],
      emptyConversation(),
    );
    const encoder = new RecordEncoder('w');
    const lines = [...encodeConversation(conversation, encoder, 5), encoder.event(appended('a', 0, 'The rest'), 5)];
    await store.add([talk('Other', 'A', { id: conversation.id })]);
    writeFileSync(history.journal(conversation.id), `torn\n${lines[3] ?? ''}\n`);
    const [summary] = await history.store().list();
    assert.deepEqual([summary?.id, summary?.problem], [conversation.id, undefined]);
  });

  test('leaves out what has no messages any more, and files of other kinds', async () => {
    const question = questionOf('Q');
    const open = store.create(emptyConversation());
    open.append(added(question));
    open.append({ type: 'messageRemoved', id: question.id });
    await open.flush();
    const folder = path.join(history.folder, 'conversations');
    writeFileSync(path.join(folder, 'notes.jsonl'), 'mine');
    writeFileSync(path.join(folder, `${randomUUID()}.jsonl.bak`), 'mine');
    mkdirSync(path.join(folder, `${randomUUID()}.jsonl`));
    symlinkSync('/nowhere', path.join(folder, `${randomUUID()}.jsonl`));
    assert.deepEqual(await store.list(), []);
  });

  test('removes what a killed window left half-written, once it is old', async () => {
    await store.add([talk('Q', 'A')]);
    const leftover = `${history.index}.${randomUUID()}.tmp`;
    const young = `${history.index}.${randomUUID()}.tmp`;
    writeFileSync(leftover, 'half');
    writeFileSync(young, 'half');
    utimesSync(leftover, 1, 1);
    await store.list();
    assert.equal(existsSync(leftover), false);
    assert.equal(existsSync(young), true);
  });

  test('is refused, with the reason, where the folder cannot be read', async () => {
    writeFileSync(path.join(history.folder, 'conversations'), 'a file');
    await assert.rejects(store.list(), { name: 'HistoryError', kind: 'other', code: 'ENOTDIR' });
  });

  test('of five thousand conversations is right, and quick the second time', async function () {
    this.timeout(60_000);
    const folder = path.join(history.folder, 'conversations');
    mkdirSync(folder);
    for (let index = 0; index < 5_000; index += 1) {
      const conversation = fold([added(questionOf(`Question ${String(index)}`, { at: index + 1 }))], emptyConversation());
      const lines = encodeConversation(conversation, new RecordEncoder('w'), 1);
      writeFileSync(path.join(folder, `${conversation.id}.jsonl`), `${lines.join('\n')}\n`);
    }
    const first = await store.list();
    assert.equal(first.length, 5_000);
    first.forEach(({ title }, index) => {
      assert.equal(title, `Question ${String(4_999 - index)}`);
    });
    const began = performance.now();
    assert.deepEqual(await history.store().list(), first);
    assert.ok(performance.now() - began < 3_000);
  });

  test('gives the last questions, each once, without those of one conversation', async () => {
    const own = talk('Mine', 'A');
    const [early, late] = [questionOf('Early', { at: 10 }), questionOf('Late', { at: 5_000 })];
    await store.add([
      own,
      fold([added(early), added({ ...late, parentId: early.id })], emptyConversation()),
      fold([added(questionOf('Early', { at: 4_000 })), added(questionOf('Middle', { at: 4_500 }))], emptyConversation()),
    ]);
    assert.deepEqual(await store.recentInputs(10, own.id), ['Late', 'Early', 'Middle']);
    assert.deepEqual(await store.recentInputs(1, own.id), ['Late']);
  });
});
