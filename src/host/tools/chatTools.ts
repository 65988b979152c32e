/**
 * The tools of the chat, built with the first conversation that has some: what there is, what the model is told of, and the runs of
 * what it calls. When a round of calls is run, and what comes of it, is the session's.
 */
import type * as vscode from 'vscode';
import type { ToolUse } from '../../core/tools/toolUse';
import type { Exclusions } from '../context/exclusions';
import { LanguageOfPath } from '../context/languageOfPath';
import { readToolLimits } from '../platform/settings';
import type { Reviews } from '../review/reviews';
import { codeTools } from './codeTools';
import { fileTools } from './fileTools';
import { proposeEdit } from './proposeEdit';
import { allTools, type ChatTool } from './toolCatalog';
import { ToolConsent } from './toolConsent';
import { pickTools } from './toolPick';
import { ToolRound } from './toolRound';
import { WorkspacePlaces } from './workspacePlaces';

interface Deps {
  readonly exclusions: Exclusions;
  readonly reviews: () => Promise<Pick<Reviews, 'begin'>>;
  /** Over all windows: what may always run. */
  readonly state: vscode.Memento;
}

/** Calls that a model has made together, to be run. */
export interface RoundRequest {
  readonly chatId: string;
  /** That the model was told of. */
  readonly tools: readonly ChatTool[];
  readonly uses: readonly ToolUse[];
  readonly signal: AbortSignal;
  readonly changed: (use: ToolUse) => void;
}

export class ChatTools {
  readonly #consent: ToolConsent;
  readonly #own: Parameters<typeof allTools>[0];

  constructor({ exclusions, reviews, state }: Deps) {
    this.#consent = new ToolConsent(state);
    const places = new WorkspacePlaces(exclusions);
    this.#own = {
      ...fileTools(places, new LanguageOfPath()),
      ...codeTools(places),
      propose_edit: proposeEdit({ places, reviews }),
    };
  }

  /** Those of these names that there are now, in their usual order. */
  chosen(names: readonly string[]): readonly ChatTool[] {
    return allTools(this.#own).filter(({ name }) => names.includes(name));
  }

  /** Runs calls, and asks the user where that is wanted. */
  run({ chatId, tools, uses, signal, changed }: RoundRequest): ToolRound {
    const { timeoutMs } = readToolLimits();
    return new ToolRound({ chatId, tools, consent: this.#consent, timeoutMs, signal, changed }, uses);
  }

  /** Lets the user choose. @returns undefined where they turn away */
  pick(names: readonly string[]): Promise<readonly string[] | undefined> {
    return pickTools({ tools: allTools(this.#own), chosen: names, consent: this.#consent });
  }
}
