/** Counts what features use: gives each a model whose answers go into one ledger, and warns before the budget is passed. */
import path from 'node:path';
import type * as vscode from 'vscode';
import type { ChatModel } from '../../core/chatModel';
import type { Logger } from '../../core/logger';
import type { UsageFeature } from '../../core/usage/usageEntry';
import { MeteredModel } from './meteredModel';
import { UsageBudget } from './usageBudget';
import { UsageLedger } from './usageLedger';
import { UsageStatusBar } from './usageStatusBar';

interface Deps {
  /** The extension's global storage. */
  readonly storage: vscode.Uri;
  /** Over all windows. */
  readonly state: vscode.Memento;
  readonly log: Logger;
}

/** The caller disposes it. */
export class UsageCounter implements vscode.Disposable {
  readonly ledger: UsageLedger;
  readonly #budget: UsageBudget;
  readonly #statusBar: UsageStatusBar;

  constructor({ storage, state, log }: Deps) {
    this.ledger = new UsageLedger({ folder: path.join(storage.fsPath, 'usage'), log });
    this.#budget = new UsageBudget({ ledger: this.ledger, state, log });
    this.#statusBar = new UsageStatusBar(this.ledger);
  }

  /** The model for one feature. */
  metered(feature: UsageFeature, model: ChatModel): ChatModel {
    return new MeteredModel(model, feature, {
      expect: (request) => void this.#budget.expect(request),
      record: (entry) => {
        this.ledger.record(entry);
      },
    });
  }

  dispose(): void {
    this.#statusBar.dispose();
    this.ledger.dispose();
  }
}
