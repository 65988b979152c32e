/** Counts what features use: gives each a model whose answers go into one ledger. Status bar and budget are loaded where they are wanted. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chatCompletions';
import type { ChatModel } from '../../core/chatModel';
import type { Logger } from '../../core/logger';
import type { UsageFeature } from '../../core/usage/usageEntry';
import { affectsSetting, readBudget, readSetting } from '../platform/settings';
import { MeteredModel } from './meteredModel';
import type { UsageBudget } from './usageBudget';
import { UsageLedger } from './usageLedger';
import type { UsageStatusBar } from './usageStatusBar';

interface Deps {
  /** The extension's global storage. */
  readonly storage: vscode.Uri;
  readonly log: Logger;
}

/** The caller disposes it. */
export class UsageCounter implements vscode.Disposable {
  readonly ledger: UsageLedger;
  readonly #folder: string;
  #budget: Promise<UsageBudget> | undefined;
  #statusBar: Promise<UsageStatusBar> | undefined;
  readonly #settings: vscode.Disposable;

  constructor(private readonly deps: Deps) {
    this.#folder = path.join(deps.storage.fsPath, 'usage');
    this.ledger = new UsageLedger({ folder: this.#folder, log: deps.log });
    this.#settings = vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsSetting(event, 'usage.statusBar')) this.#showStatusBar();
    });
    this.#showStatusBar();
  }

  /** The model for one feature. */
  metered(feature: UsageFeature, model: ChatModel): ChatModel {
    return new MeteredModel(model, feature, {
      expect: (request) => void this.#checkBudget(request),
      record: (entry) => {
        this.ledger.record(entry);
      },
      ended: () => void this.#checkBudget(),
    });
  }

  dispose(): void {
    this.#settings.dispose();
    void this.#statusBar?.then((bar) => {
      bar.dispose();
    });
    this.ledger.dispose();
  }

  async #checkBudget(request?: ChatRequest): Promise<void> {
    if (readBudget() !== undefined) {
      this.#budget ??= this.#loadBudget();
      await (await this.#budget).check(request);
    }
  }

  async #loadBudget(): Promise<UsageBudget> {
    const { UsageBudget } = await import('./usageBudget');
    return new UsageBudget({ ledger: this.ledger, folder: path.join(this.#folder, 'warned'), log: this.deps.log });
  }

  /** Once loaded, it follows the setting by itself. */
  #showStatusBar(): void {
    if (readSetting('usage.statusBar')) {
      this.#statusBar ??= import('./usageStatusBar').then(({ UsageStatusBar }) => new UsageStatusBar(this.ledger));
    }
  }
}
