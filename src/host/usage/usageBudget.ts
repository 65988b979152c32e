/** Warns before the user's budget for a month is passed, and when it is. Nothing is stopped: that is for the user to decide. */
import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chatCompletions';
import { commandId } from '../../core/contributions';
import type { Logger } from '../../core/logger';
import { listPrice } from '../../core/usage/usageEntry';
import { promptTokens } from '../../core/usage/usageMeter';
import { monthOf, usageTotal } from '../../core/usage/usageSummary';
import { readSetting } from '../platform/settings';
import type { UsageLedger } from './usageLedger';
import { money } from './usageWords';

interface Deps {
  readonly ledger: Pick<UsageLedger, 'read'>;
  /** Over all windows: what was said. */
  readonly state: vscode.Memento;
  readonly log: Logger;
  readonly warn?: (sentence: string, button: string) => Thenable<string | undefined>;
}

interface Told {
  readonly month: string;
  readonly budget: number;
  readonly isPassed: boolean;
}

const toldKey = 'usage.told';
/** Share of the budget from which the user is warned. */
const nearShare = 0.8;
const currency = 'USD';

export class UsageBudget {
  constructor(private readonly deps: Deps) {}

  /** Says once in a month that the budget is nearly used, and once that it is, or will be with this request. */
  async expect(request: ChatRequest): Promise<void> {
    const budget = readSetting('usage.monthlyBudget');
    if (budget === null || budget <= 0) {
      return;
    }
    try {
      const spent = await this.spent();
      const tokens = { model: request.model, promptTokens: promptTokens(request), completionTokens: 0 };
      const isPassed = spent + (listPrice(tokens) ?? 0) > budget;
      if (isPassed || spent >= budget * nearShare) await this.#tell(budget, spent, isPassed);
    } catch (error) {
      this.deps.log.error(`Usage could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** This month, in USD. */
  async spent(): Promise<number> {
    const month = monthOf(Date.now());
    const { entries } = await this.deps.ledger.read(month);
    return usageTotal(entries).costs.find((cost) => cost.currency === currency)?.amount ?? 0;
  }

  async #tell(budget: number, spent: number, isPassed: boolean): Promise<void> {
    const month = monthOf(Date.now());
    const told = this.deps.state.get<Told>(toldKey);
    if (told?.month === month && told.budget === budget && (told.isPassed || !isPassed)) {
      return;
    }
    await this.deps.state.update(toldKey, { month, budget, isPassed } satisfies Told);
    const [used, all] = [money({ amount: spent, currency }), money({ amount: budget, currency })];
    const sentence = isPassed
      ? vscode.l10n.t(
          'Your budget of {1} for Claude this month is used up, or will be with this request: {0} are spent.',
          used,
          all,
        )
      : vscode.l10n.t('{0} of your budget of {1} for Claude this month are spent.', used, all);
    const show = vscode.l10n.t('Show Usage');
    const { warn } = this.deps;
    const chosen = await (warn === undefined ? vscode.window.showWarningMessage(sentence, show) : warn(sentence, show));
    if (chosen === show) {
      await vscode.commands.executeCommand(commandId('showUsage'));
    }
  }
}
