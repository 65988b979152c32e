/**
 * The endpoint with the user's request settings: puts them into every request, leaves out what the model is known to refuse or the
 * user has turned off for it, and says so once. Features ask through it and need not know.
 */
import * as vscode from 'vscode';
import type { ChatCompletion, ChatRequest } from '../../core/chatCompletions';
import { optionOf } from '../../core/chatOptions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import { AssistantError, type AssistantErrorKind } from '../../core/errors';
import { modelFacts } from '../../core/models';
import {
  knownRefusals,
  parameterIn,
  requestParameters,
  refusableParameters,
  without,
  withoutRefusals,
  type Refusal,
  type RefusableParameter,
  type RefusalReason,
} from '../../core/requestParameters';
import { imagesCode } from './errorNotice';
import { readRequestSettings } from './requestSettings';
import { affectsSetting } from './settings';

interface Deps {
  readonly model: ChatModel;
  /** Over all windows: what was turned off, and what was said. */
  readonly state: vscode.Memento;
}

type ByModel<T> = Readonly<Record<string, readonly T[]>>;
type Names = ByModel<RefusableParameter>;
/** Another reason is worth another word. */
type Told = `${RefusableParameter}:${RefusalReason}`;

/** What endpoints answer for a model that is no more: their words differ too much to go by. */
const retiredKinds: readonly AssistantErrorKind[] = ['notFound', 'notImplemented', 'badRequest', 'server', 'upstreamTimeout'];

/** For this, too, upstreams have words alone. */
const tooLong = /\b(?:prompt|input|request|messages?) (?:is|are) too (?:long|large)\b|\bcontext (?:window|length|limit)\b/i;

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
      throw this.#explained(error, request, configured);
    }
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const configured = this.#configure(request);
    try {
      return await this.deps.model.complete(configured, signal);
    } catch (error) {
      throw this.#explained(error, request, configured);
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

  /** Names the parameter that a refusal is about, where it is one that the settings or the options of a chat put in, or the successor of a retired model. */
  #explained(error: unknown, request: ChatRequest, configured: ChatRequest): unknown {
    if (!(error instanceof AssistantError) || !retiredKinds.includes(error.kind)) {
      return error;
    }
    const { kind, code, status, traceId, detail, retryAfterMs } = error;
    const added = refusableParameters.filter(
      (name) =>
        configured[name] !== undefined &&
        (isChosen(name) || optionOf(name) !== undefined || configured[name] !== request[name]),
    );
    const parameter = kind === 'badRequest' ? parameterIn(detail ?? '', added, error.field) : undefined;
    if (kind === 'badRequest' && parameter === undefined && refusesImages(request, detail ?? '')) {
      return new AssistantError(kind, { code: imagesCode, status, traceId, detail, cause: error });
    }
    if (kind === 'badRequest' && parameter === undefined && tooLong.test(detail ?? '')) {
      return new AssistantError('tooLarge', { code, status, traceId, detail, cause: error });
    }
    const { successor } = modelFacts(request.model);
    if (parameter === undefined && successor === undefined) {
      return error;
    }
    const reason = parameter === undefined ? { successor } : { parameter };
    return new AssistantError(kind, { code, status, traceId, detail, retryAfterMs, ...reason, cause: error });
  }

  #tell(model: string, { name, reason }: Refusal): void {
    const told: Told = `${name}:${reason}`;
    // That a request has no tools is nothing that the user could change.
    if (reason === 'needsTools' || this.deps.state.get<ByModel<string>>(toldKey, {})[model]?.includes(told) === true) {
      return;
    }
    void this.#add(toldKey, model, told);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} was not sent to {1}: {2}', name, model, refusalWords({ name, reason }, model)),
    );
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

/** There is no code for it: only the words tell that a model takes no images. */
function refusesImages({ messages }: ChatRequest, said: string): boolean {
  const hasImages = messages.some(
    ({ content }) => typeof content === 'object' && content.some(({ type }) => type === 'image_url'),
  );
  return hasImages && /\b(?:images?|image_url|vision|multi-?modal)\b/i.test(said);
}

/** What a feature puts in because the user has chosen it, not a request setting. */
function isChosen(name: RefusableParameter): boolean {
  return name === 'reasoning_effort' || name === 'prediction';
}

function refusalWords({ name, reason }: Refusal, model: string): string {
  const { l10n } = vscode;
  const limit = modelFacts(model).outputTokens.toLocaleString(vscode.env.language);
  switch (reason) {
    case 'fixedSampling':
      return l10n.t('this model refuses any value but its default.');
    case 'oneOfTwo':
      return l10n.t('this model takes temperature or top_p, not both.');
    case 'upToOne':
      return l10n.t('this model takes a temperature up to 1.');
    case 'whileReasoning':
      return name === 'temperature'
        ? l10n.t('with a reasoning effort, it takes the default temperature only.')
        : l10n.t('with a reasoning effort, it takes a top_p from 0.95 on only.');
    case 'overLimit':
      return l10n.t('this model answers with at most {0} tokens, so the limit of the answer is no more than that.', limit);
    case 'noRoom':
      return l10n.t('the limit of the answer that is set leaves no room for reasoning.');
    case 'otherName':
      return l10n.t('it is another name of max_tokens, which is set as well.');
    case 'blankStop':
      return l10n.t('it refuses texts of blanks or line breaks alone; any others were sent.');
    case 'needsTools':
      return l10n.t('only a request with tools may have it.');
  }
}
