/** Imports chats of other programs and of this one, from files or folders that the user picks. */
import type { ChatActions } from '../history/chatActions';
import type { ChatArchive } from '../history/chatArchive';
import type { Command } from './command';

/** @param archive loaded where something is imported */
export function importChats(archive: () => Promise<ChatArchive>, actions: ChatActions): Command {
  return {
    name: 'importChats',
    async run() {
      await (await archive()).importByDialog(actions);
    },
  };
}
