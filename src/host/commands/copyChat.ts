/** Puts the chat that is shown on the clipboard, as Markdown. */
import * as vscode from 'vscode';
import type { ShownChat } from '../history/chatActions';
import type { ChatArchive } from '../history/chatArchive';
import type { Command } from './command';

/** @param archive loaded where something is copied */
export function copyChat(chat: ShownChat, archive: () => Promise<ChatArchive>): Command {
  return {
    name: 'copyChat',
    async run() {
      if (chat.conversation.messages.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('This chat is still empty.'));
        return;
      }
      await vscode.env.clipboard.writeText((await archive()).markdown(chat.conversation));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the chat as Markdown.'), 3_000);
    },
  };
}
