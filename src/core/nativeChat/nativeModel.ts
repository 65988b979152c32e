/** The models of VS Code's list: each known one, and each again for every reasoning effort that it takes. */
import type { ReasoningEffort } from '../chatCompletions';
import { modelFacts, type ModelFacts } from '../models';
import { offeredModels } from '../offeredModels';

export interface NativeModel {
  /** Names model and effort; the model's own id where no effort is sent. */
  readonly id: string;
  readonly facts: ModelFacts;
  readonly effort?: ReasoningEffort;
}

export interface ListedModel extends NativeModel {
  /** The endpoint's list does not name it any more. */
  readonly isGone: boolean;
}

/**
 * @param typed ids that the user has set, which the table need not know
 * @param live what the endpoint lists, where that is known
 * @returns at least the whole table, in its order
 */
export function nativeModels(typed: readonly string[], live?: readonly string[]): readonly ListedModel[] {
  return offeredModels(live, typed).flatMap(({ facts, isGone }) => [
    { id: facts.id, facts, isGone },
    ...facts.efforts.map((effort) => ({ id: `${facts.id}@${effort}`, facts, effort, isGone })),
  ]);
}

/** What an id of the list stands for. */
export function nativeModel(id: string): NativeModel {
  const at = id.lastIndexOf('@');
  const facts = modelFacts(at < 0 ? id : id.slice(0, at));
  const effort = at < 0 ? undefined : facts.efforts.find((known) => known === id.slice(at + 1));
  return effort === undefined ? { id, facts: modelFacts(id) } : { id, facts, effort };
}
