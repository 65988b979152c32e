/** Switches tools of the chat on and off. */
import type { ChatController } from '../chat/chatController';
import type { Command } from './command';

interface Deps {
  readonly controller: ChatController;
  readonly reveal: () => Promise<void>;
}

export function selectTools({ controller, reveal }: Deps): Command {
  return {
    name: 'selectTools',
    async run() {
      await reveal();
      await controller.pickTools();
    },
  };
}
