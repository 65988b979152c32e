/** The models of VS Code's list: each known one, and each again for every reasoning effort that it takes. */
import type { ReasoningEffort } from '../chatCompletions';
import { modelFacts, models, type ModelFacts } from '../models';

export interface NativeModel {
  /** Names model and effort; the model's own id where no effort is sent. */
  readonly id: string;
  readonly facts: ModelFacts;
  readonly effort?: ReasoningEffort;
}

/** @param typed ids that the user has set, which the table need not know. @returns at least the whole table, in its order */
export function nativeModels(typed: readonly string[]): readonly NativeModel[] {
  const unknown = typed.filter((id) => id !== '' && !models.some((known) => known.id === id));
  return [...models, ...[...new Set(unknown)].map(modelFacts)].flatMap((facts) => [
    { id: facts.id, facts },
    ...facts.efforts.map((effort) => ({ id: `${facts.id}@${effort}`, facts, effort })),
  ]);
}

/** What an id of the list stands for. */
export function nativeModel(id: string): NativeModel {
  const at = id.lastIndexOf('@');
  const facts = modelFacts(at < 0 ? id : id.slice(0, at));
  const effort = at < 0 ? undefined : facts.efforts.find((known) => known === id.slice(at + 1));
  return effort === undefined ? { id, facts: modelFacts(id) } : { id, facts, effort };
}
