/** Warns before the user's budget for a month is passed, and when it is. Nothing is stopped: that is for the user to decide. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chatCompletions';
import { commandId } from '../../core/contributions';
import type { Logger } from '../../core/logger';
import { defaultMaxTokens } from '../../core/models';
import { listPrice } from '../../core/usage/usageEntry';
import { promptTokens } from '../../core/usage/usageMeter';
import { entriesIn, monthAround, monthOf, usageTotal } from '../../core/usage/usageSummary';
import { errorCode } from '../history/historyError';
import { readBudget } from '../platform/settings';
import type { UsageLedger } from './usageLedger';
import { money } from './usageWords';

interface Deps {
  readonly ledger: Pick<UsageLedger, 'read'>;
  /** Remembers for all windows what was said, in files: the first that makes one says it. */
  readonly folder: string;
  readonly log: Logger;
  readonly warn?: (sentence: string, ...buttons: string[]) => Thenable<string | undefined>;
}

/** Share of the budget from which the user is warned. */
const nearShare = 0.8;
const currency = 'USD';

export class UsageBudget {
  /** Where nothing can be written, this window at least says it once. */
  readonly #told = new Set<string>();

  constructor(private readonly deps: Deps) {}

  /**
   * Says once in a month that the budget is nearly used, or could be passed with this request, and once that it is, or will be.
   * @param request that is about to be sent; absent: after an answer
   */
  async check(request?: ChatRequest): Promise<void> {
    const budget = readBudget();
    if (budget === undefined) {
      return;
    }
    try {
      const month = monthAround(Date.now());
      const { entries } = await this.deps.ledger.read(month.from);
      const { costs } = usageTotal(entriesIn(month, entries));
      const spent = costs.find((cost) => cost.currency === currency)?.amount ?? 0;
      const [least, most] = request === undefined ? [0, 0] : priceRange(request);
      if (spent + least > budget) {
        await this.#tellPassed(budget, spent);
      } else if (spent >= budget * nearShare || spent + most > budget) {
        await this.#tellNear(budget, spent, most);
      }
    } catch (error) {
      this.deps.log.error(`The budget could not be checked: ${String(error)}`);
    }
  }

  async #tellPassed(budget: number, spent: number): Promise<void> {
    if (await this.#isNew('passed', budget)) {
      // That it is near needs no saying any more.
      await this.#isNew('near', budget);
      await this.#warn(
        vscode.l10n.t(
          'Your budget of {1} for Claude this month is used up, or will be with this request: {0} are spent.',
          words(spent),
          words(budget),
        ),
      );
    }
  }

  async #tellNear(budget: number, spent: number, most: number): Promise<void> {
    if (await this.#isNew('near', budget)) {
      const { l10n } = vscode;
      const sentence = l10n.t('{0} of your budget of {1} for Claude this month are spent.', words(spent), words(budget));
      const ofRequest = most > 0 ? ` ${l10n.t('This request may cost up to {0}.', words(most))}` : '';
      await this.#warn(sentence + ofRequest);
    }
  }

  async #warn(sentence: string): Promise<void> {
    const [show, change] = [vscode.l10n.t('Show Usage'), vscode.l10n.t('Change Budget')];
    const warn = this.deps.warn ?? vscode.window.showWarningMessage;
    const chosen = await warn(sentence, show, change);
    if (chosen === show) {
      await vscode.commands.executeCommand(commandId('showUsage'));
    } else if (chosen === change) {
      await vscode.commands.executeCommand('workbench.action.openSettings', '@id:aceClaude.usage.monthlyBudget');
    }
  }

  /** Whether no window has said it this month, of this budget. From now on this one has. */
  async #isNew(what: 'near' | 'passed', budget: number): Promise<boolean> {
    const month = monthOf(Date.now());
    const name = `${month}.${what}.${String(budget)}`;
    if (this.#told.has(name)) {
      return false;
    }
    this.#told.add(name);
    const { folder } = this.deps;
    try {
      if (!existsSync(folder)) await mkdir(folder, { recursive: true });
      for (const old of await readdir(folder)) {
        if (!old.startsWith(month)) await rm(path.join(folder, old), { force: true });
      }
      await writeFile(path.join(folder, name), '', { flag: 'wx' });
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      this.deps.log.warn(`That the user was warned of the budget could not be kept: ${String(error)}`);
    }
    return true;
  }
}

/** What a request costs at least and at most, in USD; nothing where the price is not known. */
function priceRange(request: ChatRequest): readonly [least: number, most: number] {
  const { model } = request;
  const prompt = promptTokens(request);
  const longest = request.max_tokens ?? request.max_completion_tokens ?? defaultMaxTokens(model);
  const price = (completionTokens: number): number => listPrice({ model, promptTokens: prompt, completionTokens }) ?? 0;
  return [price(0), price(longest)];
}

function words(amount: number): string {
  return money({ amount, currency });
}
