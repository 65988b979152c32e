/** A conversation without a message, with what was chosen for it before. */
import type { Conversation } from '../../core/conversation';
import type { Draft } from '../history/draftStore';
import { workspaceKey } from '../history/workspaceKey';
import { readSetting } from '../platform/settings';

export function newConversation(id: string, { effort, options }: Partial<Draft>): Conversation {
  const workspace = workspaceKey();
  return {
    id,
    createdAt: Date.now(),
    ...(workspace === undefined ? {} : { workspace }),
    messages: [],
    selected: {},
    model: readSetting('chat.model'),
    ...(effort === undefined ? {} : { effort }),
    ...(options === undefined ? {} : { options }),
  };
}
