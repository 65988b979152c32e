/** Amounts of usage as the user's language writes them. What is estimated begins with ≈. */
import * as vscode from 'vscode';
import type { UsageFeature } from '../../core/usage/usageEntry';
import { tokensOf, type UsageCost, type UsageTotal } from '../../core/usage/usageSummary';

export function featureName(feature: UsageFeature): string {
  switch (feature) {
    case 'chat':
      return vscode.l10n.t('Chat');
    case 'edit':
      return vscode.l10n.t('Edits of code');
    case 'explain':
      return vscode.l10n.t('Explanations');
    case 'commit':
      return vscode.l10n.t('Commits');
    case 'nativeChat':
      return vscode.l10n.t("VS Code's own chat");
  }
}

/** `12,345`, or short: `12.3K` */
export function tokenCount(tokens: number, isEstimated = false, notation: 'standard' | 'compact' = 'standard'): string {
  const digits = notation === 'compact' ? { maximumSignificantDigits: 3 } : {};
  return about(new Intl.NumberFormat(vscode.env.language, { notation, ...digits }).format(tokens), isEstimated);
}

/** `$0.0123 + €1`; empty where nothing has a cost. */
export function costWords(costs: readonly UsageCost[]): string {
  return costs.map((cost) => about(money(cost), cost.isEstimated)).join(' + ');
}

/** `≈ $0.12 · 12.3K tokens` */
export function totalWords(total: UsageTotal): string {
  const cost = costWords(total.costs);
  const tokens = vscode.l10n.t('{0} tokens', tokenCount(tokensOf(total), total.isEstimated, 'compact'));
  return cost === '' ? tokens : `${cost} · ${tokens}`;
}

export function money({ amount, currency }: Pick<UsageCost, 'amount' | 'currency'>): string {
  // A single answer can cost less than a cent.
  const digits = amount !== 0 && Math.abs(amount) < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 };
  try {
    return new Intl.NumberFormat(vscode.env.language, { style: 'currency', currency, ...digits }).format(amount);
  } catch {
    // The endpoint may count in units that are no currency.
    return `${new Intl.NumberFormat(vscode.env.language, digits).format(amount)} ${currency}`;
  }
}

function about(text: string, isEstimated: boolean): string {
  return isEstimated ? `≈ ${text}` : text;
}
