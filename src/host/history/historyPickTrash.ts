/** The trash as a pick list: what was deleted comes back, or is gone for ever. */
import * as vscode from 'vscode';
import { shownTitle, type ChatActions } from './chatActions';
import type { ConversationStore } from './conversationStore';
import { HistoryError } from './historyError';
import { plain, Times } from './historyPickItems';
import { keptMs, type TrashedConversation } from './trash';

interface TrashItem extends vscode.QuickPickItem {
  readonly chat?: TrashedConversation;
}

interface Deps {
  readonly store: Pick<ConversationStore, 'trash'>;
  readonly actions: ChatActions;
}

/** Resolves when the list is closed, or left with its button back. */
export async function showTrash(
  { store, actions }: Deps,
  pick: vscode.QuickPick<TrashItem> = vscode.window.createQuickPick<TrashItem>(),
): Promise<void> {
  const { l10n } = vscode;
  const restore: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('discard'), tooltip: l10n.t('Restore') };
  const remove: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: l10n.t('Delete forever…') };
  /** Hidden for a question, and coming back. */
  let isAway = false;

  const load = async (): Promise<void> => {
    const chats = await trashed(store, actions);
    const times = new Times(Date.now());
    pick.busy = false;
    pick.items =
      chats.length === 0
        ? [{ label: l10n.t('The trash is empty'), alwaysShow: true }]
        : chats.map((chat) => trashItem(chat, times, [restore, remove]));
  };
  const run = async (button: vscode.QuickInputButton, chat: TrashedConversation): Promise<void> => {
    if (button === restore) {
      await actions.restore(chat.id);
    } else {
      isAway = true;
      try {
        await actions.deleteForever(chat);
      } finally {
        isAway = false;
        pick.show();
      }
    }
    await load();
  };

  pick.title = l10n.t('Trash: Chats Stay Here for 30 Days');
  pick.placeholder = l10n.t('Choose a chat to restore');
  pick.buttons = [vscode.QuickInputButtons.Back, { ...remove, tooltip: l10n.t('Delete the selected chat forever…') }];
  pick.busy = true;
  pick.onDidAccept(() => {
    const chat = pick.selectedItems[0]?.chat;
    if (chat !== undefined) {
      void run(restore, chat);
    }
  });
  pick.onDidTriggerItemButton(({ button, item }) => item.chat && void run(button, item.chat));
  pick.onDidTriggerButton((button) => {
    const chat = pick.activeItems[0]?.chat;
    if (button === vscode.QuickInputButtons.Back) {
      pick.hide();
    } else if (chat !== undefined) {
      void run(remove, chat);
    }
  });
  const closed = new Promise<void>((resolve) => {
    pick.onDidHide(() => {
      if (!isAway) {
        resolve();
      }
    });
  });
  pick.show();
  void load();
  await closed;
  pick.dispose();
}

async function trashed(store: Deps['store'], actions: ChatActions): Promise<readonly TrashedConversation[]> {
  try {
    return await store.trash();
  } catch (error) {
    if (!(error instanceof HistoryError)) {
      throw error;
    }
    actions.say(error);
    return [];
  }
}

function trashItem(chat: TrashedConversation, times: Times, buttons: readonly vscode.QuickInputButton[]): TrashItem {
  return {
    chat,
    label: plain(shownTitle(chat)),
    description: vscode.l10n.t('deleted {0}, gone after {1}', times.date(chat.deletedAt), times.date(chat.deletedAt + keptMs)),
    detail: plain(chat.preview),
    buttons,
  };
}
