/** What the pickers of the chat page offer. */
import type { Conversation } from '../../core/conversation';
import { modelFacts, models } from '../../core/models';
import type { Controls } from '../../core/controls';
import { readSetting } from '../platform/settings';
import { activeOptions } from './activeOptions';
import { modelDetail, modelSummary } from './modelWords';

export function controlsOf(conversation: Conversation, hasToken: boolean): Controls {
  const chosen = modelFacts(conversation.model);
  const offered = models.includes(chosen) ? models : [chosen, ...models];
  return {
    model: chosen.id,
    models: offered.map((facts) => ({
      id: facts.id,
      name: facts.name,
      summary: modelSummary(facts),
      detail: modelDetail(facts),
      group: facts.state,
    })),
    effort: conversation.effort ?? '',
    efforts: chosen.efforts,
    options: activeOptions(conversation.options ?? {}),
    hasToken,
    toolCount: conversation.options?.tools?.length ?? 0,
    toolRounds: readSetting('tools.rounds'),
  };
}
