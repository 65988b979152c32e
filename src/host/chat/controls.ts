/** What the pickers of the chat page offer. */
import type { Conversation } from '../../core/conversation';
import { modelFacts, models } from '../../core/models';
import type { Controls } from '../../core/protocol';

export function controlsOf(conversation: Conversation, hasToken: boolean): Controls {
  const chosen = modelFacts(conversation.model);
  const offered = models.includes(chosen) ? models : [chosen, ...models];
  return {
    model: chosen.id,
    models: offered.map(({ id, name, state }) => ({ id, name, group: state })),
    effort: conversation.effort ?? '',
    efforts: chosen.efforts,
    hasToken,
  };
}
