import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import type { Conversation, ConversationEvent } from '../../../../src/core/conversation';
import { HistoryError } from '../../../../src/host/history/historyError';
import { added, answerTo, appended, emptyConversation, fold, questionOf, talk } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';

const question = questionOf('Why?');
const answer = answerTo(question, { status: 'waiting' });
const settled: ConversationEvent = { type: 'answerChanged', id: answer.id, status: 'complete' };

suite('A stored conversation', () => {
  let history: HistoryFolder;
  let start: Conversation;

  setup(() => {
    history = new HistoryFolder();
    start = emptyConversation({ workspace: 'file:///w' });
  });

  teardown(() => {
    history.dispose();
  });

  async function reopened(): Promise<Conversation> {
    return (await history.store().open(start.id)).conversation;
  }

  test('comes back as it was', async () => {
    const events = [added(question), added(answer), appended(answer.id, 0, 'Be'), appended(answer.id, 2, 'cause'), settled];
    const open = history.store().create(start);
    events.forEach((event) => {
      open.append(event);
    });
    await open.flush();
    assert.equal(open.trouble, undefined);
    assert.deepEqual(await reopened(), fold(events, start));
    assert.deepEqual(await history.store().read(start.id), fold(events, start));
  });

  test('is read as interrupted while its answer is coming, and is not touched by that', async () => {
    const open = history.store().create(start);
    open.append(added(question));
    open.append(added({ ...answer, notice: { severity: 'info', sentence: 'Trying again' } }));
    open.append(appended(answer.id, 0, 'Half'));
    await open.flush();
    const before = history.read(start.id);
    const { messages } = await history.store().read(start.id);
    assert.deepEqual(messages[1], { ...answer, text: 'Half', status: 'interrupted' });
    assert.equal(history.read(start.id), before);
  });

  test('has no file before its first message, and then all that was chosen before', async () => {
    const open = history.store().create(start);
    open.append({ type: 'choiceChanged', model: 'claude-other' });
    await open.flush();
    assert.equal(existsSync(history.journal(start.id)), false);
    open.append(added(question));
    await open.flush();
    assert.equal((await reopened()).model, 'claude-other');
  });

  test('that has messages from the beginning is stored without another one', async () => {
    const fork = talk('Q', 'A', { title: 'Fork', isPinned: true });
    const open = history.store().create(fork);
    await open.flush();
    assert.deepEqual((await history.store().open(fork.id)).conversation, fork);
  });

  test('is on disk when it is disposed, without waiting', () => {
    const open = history.store().create(start);
    open.append(added(question));
    open.append(added(answer));
    open.append(appended(answer.id, 0, 'Because'));
    open.dispose();
    assert.match(history.read(start.id), /Because/);
  });

  test('is on disk when the store is disposed, while a write is on its way, each record once', async () => {
    const store = history.store();
    const open = store.create(start);
    open.append(added(question));
    open.append(added(answer));
    const writing = open.flush();
    open.append(appended(answer.id, 0, 'Because'));
    store.dispose();
    await writing;
    const conversation = await reopened();
    assert.deepEqual(
      conversation.messages.map(({ text }) => text),
      ['Why?', 'Because'],
    );
  });

  test('takes what still comes after it is disposed', async () => {
    const open = history.store().create(start);
    open.append(added(question));
    open.append(added(answer));
    open.append(appended(answer.id, 0, 'Because'));
    open.dispose();
    open.append({ type: 'answerChanged', id: answer.id, status: 'stopped' });
    assert.match(history.read(start.id), /stopped/);
    const [, last] = (await reopened()).messages;
    assert.equal(last?.role === 'assistant' && last.status, 'stopped');
  });

  test('that is left with an answer coming shows it as interrupted at once', async () => {
    const open = history.store().create(start);
    open.append(added(question));
    open.append(added({ ...answer, notice: { severity: 'info', sentence: 'Trying again' } }));
    open.append(appended(answer.id, 0, 'Half'));
    open.dispose();
    const [, last] = (await reopened()).messages;
    assert.deepEqual(last, { ...answer, text: 'Half', status: 'interrupted' });
  });

  test('is written a few times a second while an answer comes, and waits for nobody', async () => {
    const open = history.store().create(start);
    open.append(added(question));
    open.append(added(answer));
    await open.flush();
    const began = performance.now();
    const sizes = new Set<number>();
    let length = 0;
    while (performance.now() - began < 1_300) {
      open.append(appended(answer.id, length, 'word '));
      length += 5;
      await new Promise((resolve) => setTimeout(resolve, 5));
      sizes.add(statSync(history.journal(start.id)).size);
    }
    assert.ok(sizes.size >= 3 && sizes.size <= 8, `${String(sizes.size)} writes`);
  });

  test('begins with its header and has a record in each line', async () => {
    const open = history.store().create(start);
    open.append(added(question));
    await open.flush();
    open.append({ type: 'renamed', title: 'T' });
    await open.flush();
    const lines = history.read(start.id).split('\n');
    assert.match(lines[0] ?? '', /^{"format":"ace-claude-conversation","version":1,"id":/);
    lines.filter((line) => line !== '').forEach((line) => void JSON.parse(line));
  });

  test('goes on behind a torn line, and says so when it is opened', async () => {
    const first = history.store().create(start);
    first.append(added(question));
    await first.flush();
    appendFileSync(history.journal(start.id), '{"type":"messageAdded","mess');
    const second = await history.store().open(start.id);
    assert.deepEqual(second.problems, [{ kind: 'torn' }]);
    second.open.append({ type: 'renamed', title: 'After' });
    await second.open.flush();
    const third = await history.store().open(start.id);
    assert.equal(third.conversation.title, 'After');
    assert.deepEqual(third.problems, [{ kind: 'damaged', records: 1 }]);
  });

  test('cannot be opened where it is not there, is newer, or is nothing of the kind', async () => {
    const store = history.store();
    const kindOf = async (id: string): Promise<string> => {
      try {
        await store.open(id);
        return 'opened';
      } catch (error) {
        assert.ok(error instanceof HistoryError);
        return error.kind;
      }
    };
    await store.add([start]);
    assert.equal(await kindOf(randomUUID()), 'missing');
    await assert.rejects(store.read(randomUUID()), { name: 'HistoryError', kind: 'missing' });
    assert.equal(await kindOf('../../secret'), 'missing');
    assert.equal(await kindOf(start.id.toUpperCase()), 'missing');
    for (const [content, kind] of [
      ['{"format":"ace-claude-conversation","version":2,"id":"x"}\n{"type":"new"}\n', 'newer'],
      ['', 'unreadable'],
      ['\0'.repeat(5_000), 'unreadable'],
      ['{"format":"ace-cl', 'unreadable'],
      ['[1,2,3]\n{}\nnull\n', 'unreadable'],
    ] as const) {
      writeFileSync(history.journal(start.id), content);
      assert.equal(await kindOf(start.id), kind, content.slice(0, 20));
      await assert.rejects(store.read(start.id), { name: 'HistoryError', kind });
      await assert.rejects(store.rename(start.id, 'No'), { name: 'HistoryError', kind });
      assert.equal(history.read(start.id), content);
    }
  });

  test('that is deleted while it is open is made again, whole, by the next message', async () => {
    const open = history.store().create(start);
    open.append(added(question));
    await open.flush();
    rmSync(history.journal(start.id));
    const next = questionOf('Next', { parentId: question.id });
    open.append(added(next));
    await open.flush();
    assert.equal(open.trouble, undefined);
    open.append({ type: 'renamed', title: 'Still here' });
    await open.flush();
    assert.deepEqual(await reopened(), fold([added(question), added(next)], { ...start, title: 'Still here' }));
  });

  test('whose file another program replaced is gone on with in the new one', async () => {
    const open = history.store().create(start);
    open.append(added(question));
    await open.flush();
    const copy = `${history.journal(start.id)}.copy`;
    writeFileSync(copy, readFileSync(history.journal(start.id)));
    renameSync(copy, history.journal(start.id));
    open.append(added(questionOf('Next', { parentId: question.id })));
    await open.flush();
    open.append({ type: 'renamed', title: 'New' });
    await open.flush();
    const conversation = await reopened();
    assert.deepEqual(
      conversation.messages.map(({ text }) => text),
      ['Why?', 'Next'],
    );
    assert.equal(conversation.title, 'New');
  });

  test('that is cut from outside while it is open takes the next message', async () => {
    const store = history.store();
    const open = store.create(start);
    open.append(added(question));
    open.append({ type: 'renamed', title: 'Lost' });
    await open.flush();
    truncateSync(history.journal(start.id), history.read(start.id).indexOf('Lost'));
    await store.refresh();
    open.append(added(questionOf('Next', { parentId: question.id })));
    await open.flush();
    assert.deepEqual(
      (await reopened()).messages.map(({ text }) => text),
      ['Why?', 'Next'],
    );
  });

  test('is renamed and pinned, whether it is open or not', async () => {
    const store = history.store();
    const open = store.create(start);
    open.append(added(question));
    const heard: ConversationEvent[] = [];
    open.onDidReceive((events) => heard.push(...events));
    await store.rename(start.id, '  New\nname ');
    await store.refresh();
    assert.deepEqual(heard, [{ type: 'renamed', title: 'New name' }]);
    open.dispose();
    await store.setPinned(start.id, true);
    await store.rename(start.id, '');
    const { isPinned, title } = await reopened();
    assert.deepEqual([isPinned, title], [true, undefined]);
    await assert.rejects(store.rename(randomUUID(), 'x'), { kind: 'missing' });
  });

  test('carries megabytes of attachments', async () => {
    const image = { kind: 'image', label: 'a.png', mediaType: 'image/png', data: 'QUJD'.repeat(2_000_000), tokens: 1 } as const;
    const open = history.store().create(start);
    open.append(added({ ...question, attachments: [image] }));
    await open.flush();
    const [message] = (await reopened()).messages;
    assert.deepEqual(message?.role === 'user' && message.attachments, [image]);
  });
});

suite('Conversations that are added', () => {
  let history: HistoryFolder;

  setup(() => {
    history = new HistoryFolder();
  });

  teardown(() => {
    history.dispose();
  });

  test('come back as they were, and none takes the place of another', async () => {
    const store = history.store();
    const first = talk('First', 'A', { title: 'Mine' });
    assert.deepEqual(await store.add([first]), [first.id]);
    const [second, third] = await store.add([talk('Second', 'B', { id: first.id }), talk('Third', 'C', { id: '../x' })]);
    assert.ok(second !== undefined && third !== undefined && second !== first.id);
    assert.deepEqual((await store.open(first.id)).conversation, first);
    assert.equal((await store.open(second)).conversation.messages[0]?.text, 'Second');
    assert.equal((await store.open(third)).conversation.messages[0]?.text, 'Third');
    assert.equal((await store.list()).length, 3);
  });

  test('do not take the place of one in the trash', async () => {
    const store = history.store();
    const first = talk('First', 'A');
    await store.add([first]);
    await store.moveToTrash(first.id);
    const [again] = await store.add([first]);
    assert.notEqual(again, first.id);
    await store.restore(first.id);
    assert.equal((await store.list()).length, 2);
  });

  test('leave no other files', async () => {
    await history.store().add([talk('First', 'A'), talk('Second', 'B')]);
    assert.equal(history.files('conversations').length, 2);
  });
});
