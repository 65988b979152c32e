/** Puts the chat that is shown on the clipboard, as Markdown. */
import * as vscode from 'vscode';
import type { ShownChat } from '../history/chatActions';
import { markdownOf } from '../history/chatExport';
import type { Command } from './command';

export function copyChat(chat: ShownChat): Command {
  return {
    name: 'copyChat',
    async run() {
      if (chat.conversation.messages.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('This chat is still empty.'));
        return;
      }
      // Images would be texts of megabytes.
      await vscode.env.clipboard.writeText(markdownOf(chat.conversation, false));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the chat as Markdown.'), 3_000);
    },
  };
}
