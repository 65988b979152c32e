/** What the pickers of the chat page offer. */
import type { Conversation } from '../../core/conversation';
import type { Controls } from '../../core/controls';
import { modelFacts } from '../../core/models';
import { offeredModels } from '../../core/offeredModels';
import { readToolLimits } from '../platform/settings';
import { activeOptions } from './activeOptions';
import { modelDetail, modelSummary } from './modelWords';

/** @param live what the endpoint lists, where that is known */
export function controlsOf(conversation: Conversation, hasToken: boolean, live: readonly string[] | undefined): Controls {
  const chosen = modelFacts(conversation.model);
  return {
    model: chosen.id,
    models: offeredModels(live, [chosen.id]).map(({ facts, isGone }) => ({
      id: facts.id,
      name: facts.name,
      summary: modelSummary(facts, isGone),
      detail: modelDetail(facts, isGone),
      group: facts.state,
    })),
    effort: conversation.effort ?? '',
    efforts: chosen.efforts,
    options: activeOptions(conversation.options ?? {}),
    hasToken,
    toolCount: conversation.options?.tools?.length ?? 0,
    toolRounds: readToolLimits().rounds,
  };
}
