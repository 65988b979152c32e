/** Moves the chat that is shown to the trash. */
import * as vscode from 'vscode';
import { conversationTitle } from '../../core/conversationTitle';
import type { ChatActions, ShownChat } from '../history/chatActions';
import type { Command } from './command';

export function deleteChat(chat: ShownChat, actions: ChatActions): Command {
  return {
    name: 'deleteChat',
    async run() {
      const { conversation } = chat;
      if (conversation.messages.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('This chat is still empty.'));
        return;
      }
      await actions.delete({ id: conversation.id, title: conversationTitle(conversation) });
    },
  };
}
