/** Starts an empty conversation and shows it. */
import type { ChatController } from '../chat/chatController';
import type { ChatViewProvider } from '../chat/chatViewProvider';
import type { Command } from './command';

export function newChat(controller: ChatController, view: ChatViewProvider): Command {
  return {
    name: 'newChat',
    async run() {
      await controller.newChat();
      await view.reveal();
    },
  };
}
