/** Shows the chat and puts the cursor in its input. */
import type { ChatViewProvider } from '../chat/chatViewProvider';
import type { Command } from './command';

export function openChat(view: ChatViewProvider): Command {
  return { name: 'openChat', run: () => view.reveal() };
}
