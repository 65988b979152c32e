/**
 * Which models are offered: all of the table, and what the endpoint's own list adds to it or names no more. The list itself, and how
 * long it counts, is `host/platform/liveModels.ts`'s matter.
 */
import { modelFacts, models, type ModelFacts } from './models';

export interface OfferedModel {
  readonly facts: ModelFacts;
  /** The endpoint's list does not name it any more. It can be asked all the same. */
  readonly isGone: boolean;
}

/** A list from outside must not fill the pickers. */
const mostFurtherModels = 100;

/** Answered at another address, in another protocol. */
const otherProtocol: readonly string[] = ['claude-opus-5-5', 'claude-sonnet-5-5'];

/**
 * Those of the endpoint's ids that are Claude models which chat.
 * @returns nothing where there is none: then the list says nothing about them
 */
export function chatModelIds(ids: readonly string[]): readonly string[] | undefined {
  const chat = ids.filter(
    (id) =>
      /^claude-[\w.:@-]{1,80}$/.test(id) &&
      !/(?:^|[-_.])(?:image|images|embed|embedding|embeddings|audio|tts|speech|video|rerank|moderation)(?:[-_.\d]|$)/.test(
        id,
      ) &&
      !otherProtocol.includes(id),
  );
  return chat.length === 0 ? undefined : [...new Set(chat)].slice(0, models.length + mostFurtherModels);
}

/**
 * The whole table in its order, then what is in use or set without being in it, then what the endpoint lists beside it.
 * @param live what the endpoint lists, as {@link chatModelIds} gives it; undefined where nothing is known of it
 * @param typed ids that are set or in use; empty ones count as none
 */
export function offeredModels(live: readonly string[] | undefined, typed: readonly string[] = []): readonly OfferedModel[] {
  const further = [...typed, ...(live ?? [])].filter((id) => id !== '' && !models.some((known) => known.id === id));
  return [...models, ...[...new Set(further)].map(modelFacts)].map((facts) => ({
    facts,
    isGone: live !== undefined && !live.includes(facts.id),
  }));
}
