/** The history of chats: list, search, export, import, and what is done to one chat. Loaded with the first use. */
import type { App } from '../app';
import type { Chat } from '../chat/registerChat';
import { copyChat } from '../commands/copyChat';
import { deleteChat } from '../commands/deleteChat';
import { exportChat } from '../commands/exportChat';
import { importChats } from '../commands/importChats';
import { renameChat } from '../commands/renameChat';
import { showHistory } from '../commands/showHistory';
import { ChatActions } from './chatActions';
import type { ChatArchive } from './chatArchive';
import type { HistoryPick } from './historyPick';

export function registerHistory(app: App, { controller, store, reveal }: Chat): void {
  const { context, log } = app;
  const actions = new ChatActions({ store, chat: controller, reveal, log });
  const history = async (): Promise<HistoryPick> => {
    const { HistoryPick } = await import('./historyPick');
    return new HistoryPick({ store, actions, chat: controller, state: context.workspaceState });
  };
  const archive = async (): Promise<ChatArchive> => {
    const { ChatArchive } = await import('./chatArchive');
    return new ChatArchive({ store, log });
  };
  app.addCommands(
    showHistory(history),
    renameChat(controller, actions),
    deleteChat(controller, actions),
    exportChat(controller, archive),
    importChats(archive, actions),
    copyChat(controller, archive),
  );
}
