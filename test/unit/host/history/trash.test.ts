import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from '../../../../src/core/conversation';
import type { ConversationStore, OpenConversation } from '../../../../src/host/history/conversationStore';
import { added, answerTo, appended, emptyConversation, questionOf, talk } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';
import { until } from '../../../support/until';

const day = 24 * 3_600_000;

suite('The trash', () => {
  let history: HistoryFolder;
  let store: ConversationStore;
  let now: number;

  setup(() => {
    history = new HistoryFolder();
    now = Date.now();
    store = history.store({ now: () => now });
  });

  teardown(() => {
    history.dispose();
  });

  function halfAnswered(): { readonly open: OpenConversation; readonly answer: Answer } {
    const open = store.create(emptyConversation());
    const question = questionOf('Q');
    const answer = answerTo(question, { status: 'waiting' });
    open.append(added(question));
    open.append(added(answer));
    open.append(appended(answer.id, 0, 'Half'));
    return { open, answer };
  }

  test('keeps a conversation as it was, and gives it back', async () => {
    const conversation = talk('Q', 'A', { title: 'Kept' });
    await store.add([conversation, talk('Other', 'B')]);
    await store.moveToTrash(conversation.id);
    assert.equal((await store.list()).length, 1);
    const [trashed] = await store.trash();
    assert.deepEqual([trashed?.id, trashed?.title, trashed?.deletedAt], [conversation.id, 'Kept', now]);
    await assert.rejects(store.open(conversation.id), { kind: 'missing' });
    await store.restore(conversation.id);
    assert.deepEqual((await store.open(conversation.id)).conversation, conversation);
    assert.deepEqual(await store.trash(), []);
  });

  test('is emptied of what is older than thirty days by looking at the list', async () => {
    const [old, recent] = [talk('Old', 'A'), talk('Recent', 'B')];
    await store.add([old, recent]);
    await store.moveToTrash(old.id);
    now += 10 * day;
    await store.moveToTrash(recent.id);
    now += 21 * day;
    await store.list();
    await until(() => history.files('conversations', 'trash').filter((name) => name.startsWith(old.id)).length === 0);
    assert.deepEqual(
      (await store.trash()).map(({ title }) => title),
      ['Recent'],
    );
  });

  test('leaves alone what it did not put there', async () => {
    const { id, ...rest } = talk('Q', 'A');
    await store.add([{ id, ...rest }]);
    await store.moveToTrash(id);
    const strange = path.join(history.trash, `${randomUUID()}.jsonl`);
    writeFileSync(strange, 'mine');
    now += 100 * day;
    await store.list();
    await until(() => !history.files('conversations', 'trash').some((name) => name.startsWith(id)));
    assert.ok(existsSync(strange));
    assert.deepEqual(await store.trash(), []);
  });

  test('gives nothing back over a conversation that is there', async () => {
    const conversation = talk('Old', 'A');
    await store.add([conversation]);
    const before = history.read(conversation.id);
    await store.moveToTrash(conversation.id);
    writeFileSync(history.journal(conversation.id), before.replace('Old', 'New'));
    await store.restore(conversation.id);
    assert.match(history.read(conversation.id), /New/);
    assert.equal((await store.trash()).length, 1);
  });

  test('loses for good only what is to be', async () => {
    const [one, two] = [talk('One', 'A'), talk('Two', 'B')];
    await store.add([one, two]);
    await store.moveToTrash(one.id);
    await store.moveToTrash(two.id);
    await store.deleteForever(one.id);
    assert.deepEqual(
      (await store.trash()).map(({ title }) => title),
      ['Two'],
    );
    await assert.rejects(store.restore(one.id), { kind: 'missing' });
    await assert.rejects(store.moveToTrash(one.id), { kind: 'missing' });
    await assert.rejects(store.moveToTrash('..'), { kind: 'missing' });
  });

  test('takes with it what still comes of an answer in this window, but not a new question', async () => {
    const { open, answer } = halfAnswered();
    await store.moveToTrash(open.id);
    open.append({ type: 'answerChanged', id: answer.id, status: 'stopped' });
    await open.flush();
    assert.deepEqual(await store.list(), []);
    assert.equal((await store.trash()).length, 1);
    open.append(added(questionOf('On', { parentId: answer.id })));
    await open.flush();
    const { conversation } = await history.store().open(open.id);
    assert.deepEqual(
      conversation.messages.map((message) => message.text),
      ['Q', 'Half', 'On'],
    );
    assert.equal(conversation.messages[1]?.role === 'assistant' && conversation.messages[1].status, 'stopped');
  });

  test('keeps a conversation that was let go of with an answer coming', async () => {
    const { open, answer } = halfAnswered();
    open.dispose();
    await store.moveToTrash(open.id);
    open.append({ type: 'answerChanged', id: answer.id, status: 'stopped' });
    assert.deepEqual(await store.list(), []);
    await store.restore(open.id);
    const { conversation } = await store.open(open.id);
    assert.equal(conversation.messages[1]?.role === 'assistant' && conversation.messages[1].status, 'stopped');
  });
});
