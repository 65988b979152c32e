/** Stands where a session has the history: what is explained in the editor is kept nowhere, unless it is continued in the chat. */
import type { ConversationStore } from '../history/conversationStore';

const nothing = { dispose: (): void => undefined };

export const unstoredConversations: Pick<ConversationStore, 'create'> = {
  create: ({ id }) => ({
    id,
    trouble: undefined,
    onDidChangeTrouble: () => nothing,
    append: () => undefined,
    onDidReceive: () => nothing,
    flush: () => Promise.resolve(),
    saveAgain: () => Promise.resolve(),
    dispose: () => undefined,
  }),
};
