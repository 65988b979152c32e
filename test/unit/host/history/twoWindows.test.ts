/** Two stores on one folder, as two windows have: what each makes of what the other writes. */
import assert from 'node:assert/strict';
import { activePath, applyEvent, type Conversation, type ConversationEvent } from '../../../../src/core/conversation';
import type { ConversationStore, OpenConversation } from '../../../../src/host/history/conversationStore';
import { added, answerTo, appended, emptyConversation, questionOf, talk } from '../../../support/conversations';
import { HistoryFolder } from '../../../support/historyFolder';
import { until } from '../../../support/until';

/** What a controller does: it applies its own changes and what it is told. */
class Window {
  conversation: Conversation;
  readonly told: ConversationEvent[] = [];

  constructor(
    readonly open: OpenConversation,
    conversation: Conversation,
  ) {
    this.conversation = conversation;
    open.onDidReceive((events) => {
      this.told.push(...events);
      this.conversation = events.reduce(applyEvent, this.conversation);
    });
  }

  static async open(store: ConversationStore, id: string): Promise<Window> {
    const { open, conversation } = await store.open(id);
    return new Window(open, conversation);
  }

  apply(...events: readonly ConversationEvent[]): void {
    for (const event of events) {
      this.conversation = applyEvent(this.conversation, event);
      this.open.append(event);
    }
  }
}

suite('Two windows', () => {
  let history: HistoryFolder;
  let stores: readonly [ConversationStore, ConversationStore];

  setup(() => {
    history = new HistoryFolder();
    stores = [history.store(), history.store()];
  });

  teardown(() => {
    history.dispose();
  });

  async function bothOpen(): Promise<readonly [Window, Window]> {
    const start = talk('Q', 'A');
    await stores[0].add([start]);
    return [await Window.open(stores[0], start.id), await Window.open(stores[1], start.id)];
  }

  async function settle(windows: readonly Window[]): Promise<void> {
    for (const { open } of windows) {
      await open.flush();
    }
    for (const store of stores) {
      await store.refresh();
    }
  }

  test('see each other’s new conversations without being asked to look', async () => {
    let changes = 0;
    stores[1].onDidChangeList(() => (changes += 1));
    const open = stores[0].create(emptyConversation());
    open.append(added(questionOf('From the first window')));
    await until(() => changes > 0);
    assert.deepEqual(
      (await stores[1].list()).map(({ title }) => title),
      ['From the first window'],
    );
  });

  test('follow each other’s answers, text and end', async () => {
    const [one, two] = await bothOpen();
    const question = questionOf('More?', { parentId: one.conversation.messages.at(-1)?.id ?? '' });
    const answer = answerTo(question, { status: 'waiting' });
    one.apply(added(question), added(answer), appended(answer.id, 0, 'Yes, '));
    await until(() => two.conversation.messages.at(-1)?.text === 'Yes, ');
    one.apply(appended(answer.id, 5, 'more.'), { type: 'answerChanged', id: answer.id, status: 'complete' });
    await until(() => two.conversation.messages.at(-1)?.text === 'Yes, more.');
    await settle([one, two]);
    assert.deepEqual(two.conversation, one.conversation);
    assert.deepEqual(one.told, []);
  });

  test('open an answer that is coming in the other as streaming, and do not end it', async () => {
    const start = emptyConversation();
    const one = new Window(stores[0].create(start), start);
    const question = questionOf('Q');
    const answer = answerTo(question, { status: 'waiting' });
    one.apply(added(question), added(answer), appended(answer.id, 0, 'Half'));
    await one.open.flush();
    const two = await Window.open(stores[1], start.id);
    assert.deepEqual(two.conversation, one.conversation);
    await settle([one, two]);
    assert.deepEqual(two.told, []);
    one.open.dispose();
    await stores[1].refresh();
    assert.deepEqual(two.told, [{ type: 'answerChanged', id: answer.id, status: 'interrupted' }]);
  });

  test('keep what both write, and come to the same as the file', async () => {
    const [one, two] = await bothOpen();
    const parentId = one.conversation.messages.at(-1)?.id ?? '';
    for (let round = 0; round < 5; round += 1) {
      one.apply(added(questionOf(`one ${String(round)}`, { parentId })), { type: 'renamed', title: `one ${String(round)}` });
      two.apply(added(questionOf(`two ${String(round)}`, { parentId })), { type: 'renamed', title: `two ${String(round)}` });
      one.apply({ type: 'choiceChanged', model: `one-${String(round)}` });
      two.apply({ type: 'pinned', isPinned: round % 2 === 0 });
      one.apply({ type: 'pinned', isPinned: round % 2 === 1 });
      // Without waiting for each other, in changing order.
      await (round % 2 === 0 ? one : two).open.flush();
    }
    await settle([one, two]);
    await settle([one, two]);
    const { conversation } = await history.store().open(one.open.id);
    for (const window of [one, two]) {
      assert.equal(window.conversation.messages.length, 12);
      assert.deepEqual(activePath(window.conversation), activePath(conversation));
      assert.equal(window.conversation.title, conversation.title);
      assert.equal(window.conversation.model, conversation.model);
      assert.equal(window.conversation.isPinned, conversation.isPinned);
    }
  });

  test('come to the same text where both went on with one answer', async () => {
    const [one, two] = await bothOpen();
    const id = one.conversation.messages.at(-1)?.id ?? '';
    one.apply(appended(id, 1, ' first'), appended(id, 7, ' window'));
    two.apply(appended(id, 1, ' second'));
    await settle([two, one]);
    one.apply(appended(id, 14, '!'));
    await settle([one, two]);
    await settle([one, two]);
    const { conversation } = await history.store().open(one.open.id);
    assert.equal(one.conversation.messages.at(-1)?.text, conversation.messages.at(-1)?.text);
    assert.equal(two.conversation.messages.at(-1)?.text, conversation.messages.at(-1)?.text);
  });

  test('take a conversation out of the trash by asking on in it', async () => {
    const [one] = await bothOpen();
    await stores[1].moveToTrash(one.open.id);
    assert.deepEqual(await stores[0].list(), []);
    one.apply(added(questionOf('Not yet over')));
    await one.open.flush();
    assert.equal(one.open.trouble, undefined);
    assert.equal((await stores[0].list())[0]?.questionCount, 2);
    assert.deepEqual(await stores[1].trash(), []);
  });

  test('hear what came between opening and listening', async () => {
    const start = talk('Q', 'A');
    await stores[0].add([start]);
    const { open } = await stores[0].open(start.id);
    await stores[1].rename(start.id, 'Early');
    await stores[0].refresh();
    const heard: ConversationEvent[] = [];
    open.onDidReceive((events) => heard.push(...events));
    assert.deepEqual(heard, [{ type: 'renamed', title: 'Early' }]);
  });
});
