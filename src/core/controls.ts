/** What the controls of the chat page show: models, efforts, options, and whether there is a token. In the user's language. */
import type { ReasoningEffort } from './chatCompletions';
import type { OptionId } from './chatOptions';

export interface ModelChoice {
  readonly id: string;
  readonly name: string;
  /** Context size and price in a few letters, beside the name; empty where nothing is known. */
  readonly summary: string;
  /** The same in words. */
  readonly detail: string;
  readonly group: 'current' | 'legacy' | 'retired' | 'further';
}

/** An option of the answers that is on, in the user's language. */
export interface ActiveOption {
  readonly id: OptionId;
  /** Short: `JSON: order`. */
  readonly label: string;
  readonly detail: string;
}

/** What the pickers and the empty page show. */
export interface Controls {
  readonly model: string;
  /** The choices of the picker; always holds `model`. */
  readonly models: readonly ModelChoice[];
  readonly effort: ReasoningEffort | '';
  readonly efforts: readonly ReasoningEffort[];
  readonly options: readonly ActiveOption[];
  readonly hasToken: boolean;
  /** How many tools are switched on. */
  readonly toolCount: number;
  /** Most rounds of tools that an answer runs on its own. */
  readonly toolRounds: number;
}
