/** The history's pick list and trash, with real storage and VS Code's own lists. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Conversation } from '../../src/core/conversation';
import { nullLogger } from '../../src/core/logger';
import { ChatActions, type ShownChat } from '../../src/host/history/chatActions';
import { ConversationStore } from '../../src/host/history/conversationStore';
import type { ConversationSummary } from '../../src/host/history/conversationSummary';
import { HistoryPick, type HistoryPickDeps } from '../../src/host/history/historyPick';
import type { HistoryItem } from '../../src/host/history/historyPickItems';
import { showTrash } from '../../src/host/history/historyPickTrash';
import { workspaceKey } from '../../src/host/history/workspaceKey';
import { gate } from '../support/gate';
import { MemoryMemento } from '../support/storage';
import { storedChat } from '../support/storedChat';
import { until } from '../support/until';

const now = Date.now();
const minute = 60_000;

/** What the history asks of the chat of its window. */
class Shown implements ShownChat {
  conversation: Conversation = storedChat('Empty', { messages: [] });
  readonly wanted: string[] = [];
  readonly opened: (readonly [id: string, messageId: string | undefined])[] = [];

  constructor(private readonly store: ConversationStore) {}

  async openConversation(id: string, messageId?: string): Promise<void> {
    this.wanted.push(id);
    const { open, conversation } = await this.store.open(id);
    open.dispose();
    this.conversation = conversation;
    this.opened.push([id, messageId]);
  }

  closeConversation(id: string): void {
    if (this.conversation.id === id) this.conversation = storedChat('Empty', { messages: [] });
  }
}

function summaryOf(title: string, updatedAt: number): ConversationSummary {
  return { id: randomUUID(), title, createdAt: updatedAt, updatedAt, isPinned: false, questionCount: 1, preview: '' };
}

suite('The history', () => {
  let folder: string;
  let store: ConversationStore;
  let shown: Shown;
  let actions: ChatActions;
  let state: MemoryMemento;
  let closeList: (() => Promise<void>) | undefined;
  let titleButtons: vscode.EventEmitter<vscode.QuickInputButton>;
  let itemButtons: vscode.EventEmitter<vscode.QuickPickItemButtonEvent<HistoryItem>>;
  let isHidden = false;

  setup(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ace-claude-history-'));
    store = new ConversationStore({ folder: path.join(folder, 'storage'), log: nullLogger });
    shown = new Shown(store);
    state = new MemoryMemento();
    titleButtons = new vscode.EventEmitter();
    itemButtons = new vscode.EventEmitter();
    actions = new ChatActions({ store, chat: shown, reveal: () => Promise.resolve(), log: nullLogger });
  });

  teardown(async () => {
    await closeList?.();
    closeList = undefined;
    await vscode.commands.executeCommand('notifications.clearAll');
    titleButtons.dispose();
    itemButtons.dispose();
    store.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** The list with buttons that a test can press, and that tells whether it is hidden. */
  function pressable(pick: vscode.QuickPick<HistoryItem>): vscode.QuickPick<HistoryItem> {
    isHidden = false;
    pick.onDidHide(() => (isHidden = true));
    return new Proxy(pick, {
      get(target, name) {
        if (name === 'onDidTriggerButton') return titleButtons.event;
        if (name === 'onDidTriggerItemButton') return itemButtons.event;
        if (name === 'show') isHidden = false;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' && !String(name).startsWith('on') ? (value.bind(target) as unknown) : value;
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    });
  }

  function buttonOf(buttons: readonly vscode.QuickInputButton[] | undefined, tooltip: string): vscode.QuickInputButton {
    const button = buttons?.find((known) => known.tooltip === tooltip);
    assert.ok(button !== undefined, tooltip);
    return button;
  }

  /** Opens the list, and waits until it is filled. */
  async function openList(source: HistoryPickDeps['store'] = store): Promise<vscode.QuickPick<HistoryItem>> {
    const pick = pressable(vscode.window.createQuickPick<HistoryItem>());
    const closed = new HistoryPick({ store: source, actions, chat: shown, state }, pick).show();
    closeList = async () => {
      pick.hide();
      await closed;
    };
    await until(() => pick.items.length > 0 && !pick.busy);
    return pick;
  }

  function labels(pick: vscode.QuickPick<HistoryItem>): readonly string[] {
    return pick.items.map(({ label }) => label);
  }

  /** VS Code tells its window of changes with the next turn, and of a command after that. */
  async function turn(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** As with Enter on this line. */
  async function accept(pick: vscode.QuickPick<HistoryItem>, item: HistoryItem | undefined): Promise<void> {
    assert.ok(item !== undefined);
    // The store may tell of a change at any time, and the list is then made anew.
    await until(async () => {
      const current = pick.items.find(({ label }) => label === item.label);
      pick.activeItems = current === undefined ? [] : [current];
      await turn();
      return current !== undefined && pick.items.includes(current);
    });
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }

  suite('as a list', () => {
    test('has pinned chats first, then the others by day, the newest first', async () => {
      await store.add([
        storedChat('Of today'),
        storedChat('Of yesterday', {}, now - 86_400_000),
        storedChat('Pinned', { isPinned: true }, now - 5 * 86_400_000),
        storedChat('Of long ago', {}, Date.UTC(2020, 1, 3, 12)),
      ]);
      const pick = await openList();
      assert.deepEqual(labels(pick), [
        'Pinned',
        '$(pinned) Pinned',
        'Today',
        'Of today',
        'Yesterday',
        'Of yesterday',
        'February 3, 2020',
        'Of long ago',
      ]);
      assert.match(pick.items[3]?.description ?? '', /· 1 question$/);
      assert.equal(pick.items[3]?.detail, undefined, 'what the title says is not said again');
    });

    test('says so where there are none', async () => {
      assert.deepEqual(labels(await openList()), ['No chats yet']);
    });

    test('opens what is accepted', async () => {
      const [id = ''] = await store.add([storedChat('Open me')]);
      await openList();
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await until(() => shown.opened.length > 0);
      assert.deepEqual(shown.opened, [[id, undefined]]);
    });

    test('follows what happens to its chats', async () => {
      const [id = ''] = await store.add([storedChat('First')]);
      const pick = await openList();
      await store.rename(id, 'Renamed');
      await until(() => labels(pick).includes('Renamed'));
      await actions.setPinned(id, true);
      await until(() => labels(pick)[0] === 'Pinned');
      await store.moveToTrash(id);
      await until(() => labels(pick).includes('No chats yet'));
    });

    test('shows some of thousands, and more when asked', async () => {
      await store.add(
        Array.from({ length: 700 }, (_, index) => storedChat(`Question ${String(index)}`, {}, now - index * minute)),
      );
      const pick = await openList();
      assert.equal(pick.items.filter((item) => item.chat !== undefined).length, 300);
      const more = pick.items.at(-1);
      assert.equal(more?.label, 'Show 300 more');
      await accept(pick, more);
      await until(() => pick.items.filter((item) => item.chat !== undefined).length === 600);
      assert.equal(pick.items.at(-1)?.label, 'Show 100 more');
      assert.equal(pick.activeItems[0]?.label, 'Question 300');
    });

    test('is limited to this workspace on demand, and remembers that', async () => {
      const workspace = workspaceKey();
      assert.ok(workspace !== undefined);
      await store.add([storedChat('Here', { workspace }), storedChat('Elsewhere', { workspace: 'file:///elsewhere' })]);
      await state.update('history.isOnlyThisWorkspace', true);
      const pick = await openList();
      assert.deepEqual(labels(pick), ['Today', 'Here']);
      pick.value = 'Elsewhere';
      await until(() => labels(pick).includes('Search all workspaces'));
      assert.equal(labels(pick)[0], 'Nothing found in the chats of this workspace for “Elsewhere”');
      await accept(pick, pick.items[1]);
      await until(() => labels(pick)[0] === 'Elsewhere');
      assert.equal(state.get('history.isOnlyThisWorkspace'), false);
    });

    test('comes back after another input had its place', async () => {
      const [id = ''] = await store.add([storedChat('Stay here')]);
      const pick = await openList();
      const [item] = pick.items.slice(1);
      assert.ok(item !== undefined);
      for (const press of [
        () => {
          titleButtons.fire(buttonOf(pick.buttons, 'Show the trash'));
        },
        () => {
          itemButtons.fire({ item, button: buttonOf(item.buttons, 'Rename…') });
        },
        () => {
          titleButtons.fire(buttonOf(pick.buttons, 'More for the selected chat…'));
        },
      ]) {
        await until(() => pick.activeItems.length > 0);
        press();
        await until(() => isHidden);
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        await until(() => !isHidden);
      }
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await until(() => shown.opened.length > 0);
      assert.equal(shown.opened[0]?.[0], id);
    });

    test('pins, unpins and deletes with the buttons of a line', async () => {
      await store.add([storedChat('Pin me')]);
      const pick = await openList();
      const press = (tooltip: string): void => {
        const item = pick.items[1];
        assert.ok(item !== undefined);
        itemButtons.fire({ item, button: buttonOf(item.buttons, tooltip) });
      };
      press('Pin');
      await until(() => labels(pick)[0] === 'Pinned');
      press('Unpin');
      await until(() => labels(pick)[0] === 'Today');
      press('Delete');
      await until(() => labels(pick)[0] === 'No chats yet');
      assert.equal((await store.trash()).length, 1);
    });

    test('takes markup in titles for text', async () => {
      await store.add([storedChat('x', { title: 'Use $(trash) here' })]);
      assert.deepEqual(labels(await openList()), ['Today', 'Use \\$(trash) here']);
    });

    test('lists what cannot be opened, with the reason', async () => {
      const id = randomUUID();
      const [known = ''] = await store.add([storedChat('Fine')]);
      const journals = path.join(folder, 'storage', 'conversations');
      const text = await readFile(path.join(journals, `${known}.jsonl`), 'utf8');
      await writeFile(
        path.join(journals, `${id}.jsonl`),
        text.replace(/^.*"version":\d+.*$/m, (line) => line.replace(/"version":\d+/, '"version":99')),
      );
      const pick = await openList();
      const broken = pick.items.find(({ label }) => label.startsWith('$(warning)'));
      assert.equal(broken?.detail, 'Made by a newer version of Ace Claude');
      assert.equal(broken.buttons?.length, 1);
    });
  });

  suite('as a search', () => {
    test('finds words in messages, with their surroundings, names first, and opens at the message', async () => {
      const hidden = storedChat('Where is the port?');
      const [first] = await store.add([
        hidden,
        storedChat('Answer to nothing', {}, now - minute),
        storedChat('Other', { messages: [] }),
      ]);
      const pick = await openList();
      pick.value = 'answer';
      await until(() => labels(pick).join() === 'Answer to nothing,Where is the port?' && !pick.busy);
      assert.equal(pick.items[1]?.detail, 'Answer to Where is the port?');
      await accept(pick, pick.items[1]);
      await until(() => shown.opened.length > 0);
      assert.deepEqual(shown.opened, [[first, hidden.messages[1]?.id]]);
    });

    test('keeps the line active that was, while more come', async () => {
      const [first, second, third] = [1, 2, 3].map((number) => summaryOf(`Chat ${String(number)}`, now - number * minute));
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      const more = gate();
      const slow: HistoryPickDeps['store'] = {
        list: () => Promise.resolve([first, second, third]),
        trash: () => Promise.resolve([]),
        onDidChangeList: () => ({ dispose: () => undefined }),
        async *search() {
          yield { conversation: second, text: 'found here', matches: [] };
          yield { conversation: third, text: 'found there', matches: [] };
          await more.opened;
          yield { conversation: first, text: 'found, too', matches: [] };
        },
      };
      const pick = await openList(slow);
      pick.value = 'found';
      await until(() => labels(pick).length === 2 && pick.activeItems[0]?.label === 'Chat 2');
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
      await until(() => pick.activeItems[0]?.label === 'Chat 3');
      assert.equal(pick.busy, true);
      more.open();
      await until(() => !pick.busy);
      assert.deepEqual(labels(pick), ['Chat 1', 'Chat 2', 'Chat 3']);
      await turn();
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await until(() => shown.wanted.length > 0);
      assert.deepEqual(shown.wanted, [third.id]);
    });

    test('ends with the next letter, and has only what was asked last', async () => {
      await store.add([storedChat('Apples'), storedChat('Pears')]);
      const pick = await openList();
      pick.value = 'apples';
      pick.value = 'pears';
      await until(() => labels(pick)[0] === 'Pears' && !pick.busy);
      assert.deepEqual(labels(pick), ['Pears']);
      pick.value = 'nothing like it';
      await until(() => labels(pick)[0] === 'Nothing found for “nothing like it”');
      pick.value = '';
      await until(() => labels(pick).length === 3);
    });
  });

  suite('as a trash', () => {
    test('takes a chat from where it is shown, and gives it back on Undo', async () => {
      const [id = ''] = await store.add([storedChat('Throw me away')]);
      await shown.openConversation(id);
      await actions.delete({ id, title: 'Throw me away' });
      assert.equal(shown.conversation.messages.length, 0);
      assert.deepEqual(
        (await store.trash()).map((trashed) => trashed.id),
        [id],
      );
      await until(async () => {
        await vscode.commands.executeCommand('notification.acceptPrimaryAction');
        return shown.opened.length > 1;
      });
      assert.equal(shown.conversation.id, id);
      assert.deepEqual(await store.trash(), []);
    });

    test('restores what is accepted, and says when it is empty', async () => {
      const [id = ''] = await store.add([storedChat('Restore me')]);
      await store.moveToTrash(id);
      const pick =
        vscode.window.createQuickPick<
          Parameters<typeof showTrash>[1] extends vscode.QuickPick<infer T> | undefined ? T : never
        >();
      const closed = showTrash({ store, actions }, pick);
      await until(() => pick.items[0]?.label === 'Restore me');
      assert.match(pick.items[0]?.description ?? '', /^deleted .+, gone after .+/);
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await until(() => pick.items[0]?.label === 'The trash is empty');
      assert.deepEqual(
        (await store.list()).map((summary) => summary.id),
        [id],
      );
      pick.hide();
      await closed;
    });
  });
});
