/** Chats as files: their export and their import, which are large and seldom used. A bundle of its own, loaded with the first use. */
import type { Conversation } from '../../core/conversation';
import type { Logger } from '../../core/logger';
import type { ChatActions } from './chatActions';
import { ChatExport, markdownOf } from './chatExport';
import { ChatImport } from './chatImport';
import { importByDialog } from './importDialog';
import type { ConversationStore } from './conversationStore';

interface Deps {
  readonly store: ConversationStore;
  readonly log: Logger;
}

export class ChatArchive {
  readonly exports: ChatExport;
  readonly imports: ChatImport;

  constructor(deps: Deps) {
    this.exports = new ChatExport(deps);
    this.imports = new ChatImport(deps);
  }

  /** Asks for files or a folder first. */
  importByDialog(actions: ChatActions): Promise<void> {
    return importByDialog(this.imports, actions);
  }

  /** Without images, which would be texts of megabytes. */
  markdown(conversation: Conversation): string {
    return markdownOf(conversation, false);
  }
}
