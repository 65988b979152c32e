/**
 * The models in VS Code's own list, for its chat and for other extensions. The list is always there at once and never empty, with a
 * token or without, since VS Code's chat does not work without one; asking them is loaded with the first request.
 */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import type { ReasoningEffort } from '../../core/chatCompletions';
import { defaultModel, type ModelFacts } from '../../core/models';
import { nativeModels, type ListedModel } from '../../core/nativeChat/nativeModel';
import { modelDetail, modelSummary } from '../chat/modelWords';
import type { LiveModels } from '../platform/liveModels';
import { affectsSetting, readSetting } from '../platform/settings';
import type { ModelRequests } from './modelRequests';

interface Deps {
  readonly load: () => Promise<{ readonly models: ModelRequests }>;
  readonly tokens: { readonly onDidChange: vscode.Event<void> };
  /** Whether there is a token for the endpoint. */
  readonly hasToken: () => Promise<boolean>;
  /** What the endpoint lists. */
  readonly live: Pick<LiveModels, 'ids' | 'onDidChange'>;
}

/** What both hosts read though the stable API does not name it: without it the oldest one offers no model, and asks for ever. */
interface ModelInformation extends vscode.LanguageModelChatInformation {
  readonly isDefault: boolean;
  readonly isUserSelectable: boolean;
}

export class LanguageModels implements vscode.LanguageModelChatProvider<ModelInformation>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeLanguageModelChatInformation = this.#changed.event;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #isAsking = false;

  constructor(private readonly deps: Deps) {
    this.#subscriptions = [
      this.#changed,
      deps.tokens.onDidChange(() => {
        this.#changed.fire();
      }),
      deps.live.onDidChange(() => {
        this.#changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSetting(event, 'chat.model')) this.#changed.fire();
      }),
    ];
  }

  provideLanguageModelChatInformation({ silent }: { readonly silent: boolean }): ModelInformation[] {
    if (!silent) {
      void this.#askForToken();
    }
    const chosen = readSetting('chat.model').trim();
    const models = nativeModels([chosen], this.deps.live.ids);
    const first = models.find(({ id }) => id === chosen)?.id ?? defaultModel;
    return models.map((model) => informationOf(model, model.id === first));
  }

  async provideLanguageModelChatResponse(...request: Parameters<ModelRequests['respond']>): Promise<void> {
    const { models } = await this.deps.load();
    await models.respond(...request);
  }

  async provideTokenCount({ id }: ModelInformation, text: string | vscode.LanguageModelChatRequestMessage): Promise<number> {
    const { models } = await this.deps.load();
    return models.countTokens(id, text);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** The list does not wait for it. */
  async #askForToken(): Promise<void> {
    if (this.#isAsking) {
      return;
    }
    this.#isAsking = true;
    try {
      if (!(await this.deps.hasToken())) await vscode.commands.executeCommand(commandId('setToken'));
    } finally {
      this.#isAsking = false;
    }
  }
}

function informationOf({ id, facts, effort, isGone }: ListedModel, isDefault: boolean): ModelInformation {
  const { contextTokens, outputTokens } = facts;
  const [, family = facts.id, version = facts.id] = /^(.+)-(\d{8})$/.exec(facts.id) ?? [];
  return {
    id,
    name: nameOf(facts, effort),
    family,
    version,
    detail: modelSummary(facts, isGone),
    tooltip: tooltipOf(facts, isGone),
    maxInputTokens: contextTokens - outputTokens,
    maxOutputTokens: outputTokens,
    capabilities: { imageInput: facts.vision, toolCalling: true },
    isDefault,
    isUserSelectable: facts.state !== 'retired',
  };
}

function nameOf({ name }: ModelFacts, effort: ReasoningEffort | undefined): string {
  const { l10n } = vscode;
  switch (effort) {
    case undefined:
      return name;
    case 'minimal':
      return l10n.t('{0}, minimal effort', name);
    case 'low':
      return l10n.t('{0}, low effort', name);
    case 'medium':
      return l10n.t('{0}, medium effort', name);
    case 'high':
      return l10n.t('{0}, high effort', name);
  }
}

function tooltipOf(facts: ModelFacts, isGone: boolean): string {
  const parts = [
    vscode.l10n.t('{0} through your own Ace Data Cloud token', facts.id),
    modelDetail(facts, isGone),
    ...(facts.state === 'retired' ? [vscode.l10n.t('Retired: may be refused')] : []),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
