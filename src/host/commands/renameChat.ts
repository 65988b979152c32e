/** Gives the chat that is shown another name. */
import * as vscode from 'vscode';
import { conversationTitle } from '../../core/conversationTitle';
import type { ChatActions, ShownChat } from '../history/chatActions';
import type { Command } from './command';

export function renameChat(chat: ShownChat, actions: ChatActions): Command {
  return {
    name: 'renameChat',
    async run() {
      const { conversation } = chat;
      if (conversation.messages.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('This chat is still empty.'));
        return;
      }
      await actions.rename({ id: conversation.id, title: conversationTitle(conversation) });
    },
  };
}
