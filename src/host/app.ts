/**
 * What all features share, built once at activation: each gets it in its `register…` function. Building it does no I/O and loads
 * nothing.
 */
import type * as vscode from 'vscode';
import type { ChatModel, ModelDirectory } from '../core/chatModel';
import type { ConnectionProbe } from '../core/connectionProbe';
import type { NoticeButton } from '../core/conversation';
import type { UsageFeature } from '../core/usage/usageEntry';
import { hasToken, settleNotice, type NoticeWays } from './chat/noticeActions';
import { registerCommands, type Command } from './commands/command';
import { Exclusions } from './context/exclusions';
import { ReadOnlyDocuments } from './context/readOnlyDocuments';
import { ConfiguredModel } from './platform/configuredModel';
import { GuardedModel } from './platform/guardedModel';
import { LiveModels } from './platform/liveModels';
import type { Log } from './platform/log';
import { readExclusions } from './platform/settings';
import type { TokenStore } from './platform/tokenStore';
import { UsageCounter } from './usage/usageCounter';

export interface Endpoint extends ChatModel, ModelDirectory, ConnectionProbe {
  /** Loads what the first request needs. */
  prepare(): void;
}

interface Deps {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly tokens: TokenStore;
  readonly endpoint: Endpoint;
}

export class App {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly tokens: TokenStore;
  readonly endpoint: Endpoint;
  readonly exclusions = new Exclusions(readExclusions);
  readonly documents = new ReadOnlyDocuments();
  readonly live: LiveModels;
  readonly parameters: ConfiguredModel;
  readonly counter: UsageCounter;
  readonly #guard: GuardedModel;

  constructor({ context, log, tokens, endpoint }: Deps) {
    this.context = context;
    this.log = log;
    this.tokens = tokens;
    this.endpoint = endpoint;
    this.live = new LiveModels({ directory: endpoint, state: context.globalState, hasToken: () => this.hasToken() });
    this.parameters = new ConfiguredModel({
      model: endpoint,
      state: context.globalState,
      explain: () => import('./platform/refusal'),
    });
    this.#guard = new GuardedModel(this.parameters);
    this.counter = new UsageCounter({ storage: context.globalStorageUri, log });
    this.own(this.documents, this.live, this.parameters, this.counter);
  }

  /** The endpoint for one feature: with the user's settings, guarded, and counted. */
  modelFor(feature: UsageFeature): ChatModel {
    // The changes are looked at for secrets before a commit message is asked for, line by line of their files.
    return this.counter.metered(feature, feature === 'commit' ? this.parameters : this.#guard);
  }

  /** What the buttons of notices need. */
  get ways(): NoticeWays {
    return { tokens: this.tokens, parameters: this.parameters, guard: this.#guard };
  }

  /** Does what the button of a notice says, outside of the chat. @param asked the model. @returns whether to ask again */
  readonly act = (button: NoticeButton, asked: string): Promise<boolean> => settleNotice(this.ways, button, asked);

  hasToken(): Promise<boolean> {
    return hasToken(this.tokens);
  }

  addCommands(...commands: readonly Command[]): void {
    this.own(registerCommands(commands, this.log));
  }

  /** Disposes them when the extension ends. */
  own(...parts: readonly { dispose(): unknown }[]): void {
    this.context.subscriptions.push(...parts);
  }
}
