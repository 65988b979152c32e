/** All that VS Code's own chat needs beyond being registered, loaded with its first request: the models and the participant. */
import type * as vscode from 'vscode';
import type { ChatModel } from '../../core/chatModel';
import type { Logger } from '../../core/logger';
import type { Exclusions } from '../context/exclusions';
import { ChatParticipant } from './chatParticipant';
import { followUps } from './followUps';
import type { Act } from './languageModelErrors';
import { ModelRequests } from './modelRequests';

interface Deps {
  readonly model: ChatModel;
  readonly exclusions: Exclusions;
  readonly act: Act;
  readonly log: Logger;
}

/** The caller disposes it; that ends all requests. */
export class NativeChat implements vscode.Disposable {
  readonly #end = new AbortController();
  readonly models: ModelRequests;
  readonly participant: ChatParticipant;
  readonly followUps = followUps;

  constructor(deps: Deps) {
    const ended = this.#end.signal;
    this.models = new ModelRequests({ ...deps, ended });
    this.participant = new ChatParticipant({ ...deps, ended });
  }

  dispose(): void {
    this.#end.abort();
  }
}
