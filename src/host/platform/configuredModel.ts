/**
 * The endpoint with the user's request settings: puts them into every request, leaves out what the model is known to refuse or the
 * user has turned off for it, and says so once. Features ask through it and need not know.
 */
import * as vscode from 'vscode';
import type { ChatCompletion, ChatRequest } from '../../core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import { AssistantError } from '../../core/errors';
import { modelFacts } from '../../core/models';
import {
  knownRefusals,
  requestParameters,
  without,
  withoutRefusals,
  type Refusal,
  type RefusableParameter,
  type RefusalReason,
} from '../../core/requestParameters';
import type * as Refusals from './refusal';
import { readRequestSettings } from './requestSettings';
import { affectsSetting } from './settings';

interface Deps {
  readonly model: ChatModel;
  /** Over all windows: what was turned off, and what was said. */
  readonly state: vscode.Memento;
  /** Says what a failure is about, and what is left out; loaded with the first of them. */
  readonly explain: () => Promise<Pick<typeof Refusals, 'explained' | 'sayLeftOut'>>;
}

type ByModel<T> = Readonly<Record<string, readonly T[]>>;
type Names = ByModel<RefusableParameter>;
/** Another reason is worth another word. */
type Told = `${RefusableParameter}:${RefusalReason}`;

const offKey = 'request.turnedOff';
const toldKey = 'request.told';

export class ConfiguredModel implements ChatModel, vscode.Disposable {
  /** A new value is worth a new try. */
  readonly #settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (affectsSetting(event, 'edit.prediction')) {
      void this.#forget('prediction');
    }
    for (const [tail, { name }] of Object.entries(requestParameters)) {
      if (affectsSetting(event, `request.${tail as keyof typeof requestParameters}`)) {
        void this.#forget(name);
      }
    }
  });

  constructor(private readonly deps: Deps) {}

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    const configured = this.#configure(request);
    yield { type: 'sent', request: configured };
    try {
      yield* this.deps.model.stream(configured, signal);
    } catch (error) {
      throw await this.#explained(error, request, configured);
    }
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const configured = this.#configure(request);
    try {
      return await this.deps.model.complete(configured, signal);
    } catch (error) {
      throw await this.#explained(error, request, configured);
    }
  }

  /** From now on this parameter is not sent to this model, until its setting changes or the user says so. */
  async turnOff(model: string, name: RefusableParameter): Promise<void> {
    await this.#add(offKey, model, name);
    void this.#offerAgain(model, name);
  }

  async turnOn(model: string, name: RefusableParameter): Promise<void> {
    const known = this.deps.state.get<Names>(offKey, {});
    await this.deps.state.update(offKey, { ...known, [model]: (known[model] ?? []).filter((other) => other !== name) });
  }

  /** What is turned off, for which model. */
  get turnedOff(): readonly { readonly model: string; readonly name: RefusableParameter }[] {
    return Object.entries(this.deps.state.get<Names>(offKey, {})).flatMap(([model, names]) =>
      names.map((name) => ({ model, name })),
    );
  }

  dispose(): void {
    this.#settings.dispose();
  }

  /** @throws AssistantError `badSetting` */
  #configure(request: ChatRequest): ChatRequest {
    const off = this.deps.state.get<Names>(offKey, {})[request.model] ?? [];
    const set = without(readRequestSettings(), off);
    // Two names of one limit: the user's counts.
    const own = set.max_completion_tokens === undefined ? request : without(request, ['max_tokens']);
    // A request always has a limit: without the user's it is the feature's own.
    const wanted = {
      ...without(
        own,
        off.filter((name) => name !== 'max_tokens'),
      ),
      ...set,
    };
    const refused = knownRefusals(wanted);
    for (const refusal of refused) {
      this.#tell(request.model, refusal);
    }
    return withoutRefusals(wanted, refused);
  }

  /** As the user can act on it. */
  async #explained(error: unknown, request: ChatRequest, configured: ChatRequest): Promise<unknown> {
    return error instanceof AssistantError ? (await this.deps.explain()).explained(error, request, configured) : error;
  }

  #tell(model: string, { name, reason }: Refusal): void {
    const told: Told = `${name}:${reason}`;
    // That a request has no tools is nothing that the user could change.
    if (reason === 'needsTools' || this.deps.state.get<ByModel<string>>(toldKey, {})[model]?.includes(told) === true) {
      return;
    }
    void this.#add(toldKey, model, told);
    void this.deps.explain().then(({ sayLeftOut }) => {
      sayLeftOut(model, { name, reason });
    });
  }

  async #offerAgain(model: string, name: RefusableParameter): Promise<void> {
    const again = vscode.l10n.t('Send It Again');
    const sentence = vscode.l10n.t('{0} is not sent to {1} any more.', name, modelFacts(model).name);
    if ((await vscode.window.showInformationMessage(sentence, again)) === again) {
      await this.turnOn(model, name);
    }
  }

  async #add(key: string, model: string, name: RefusableParameter | Told): Promise<void> {
    const known = this.deps.state.get<ByModel<string>>(key, {});
    await this.deps.state.update(key, { ...known, [model]: [...new Set([...(known[model] ?? []), name])] });
  }

  async #forget(name: RefusableParameter): Promise<void> {
    for (const key of [offKey, toldKey]) {
      const known = this.deps.state.get<ByModel<string>>(key, {});
      const left = Object.entries(known).map(
        ([model, names]) => [model, names.filter((other) => other.split(':')[0] !== name)] as const,
      );
      await this.deps.state.update(key, Object.fromEntries(left));
    }
  }
}
