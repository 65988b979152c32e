/** What is known of a model's limits and price, in words. */
import * as vscode from 'vscode';
import { models, type ModelFacts } from '../../core/models';

/** `1M tokens context, 64k tokens answer · about $1.10 in, $5.52 out per million tokens`; empty where nothing is known. */
export function modelDetail(facts: ModelFacts): string {
  const { l10n } = vscode;
  if (!models.includes(facts)) {
    return '';
  }
  const limits = l10n.t('{0} tokens context, {1} tokens answer', short(facts.contextTokens), short(facts.outputTokens));
  if (facts.price === undefined) {
    return limits;
  }
  const [input, output] = [facts.price.input, facts.price.output].map((usd) => `$${usd.toFixed(2)}`);
  return `${limits} · ${l10n.t('about {0} in, {1} out per million tokens', input ?? '', output ?? '')}`;
}

/** The same in a few letters, for a list: `1M context · $1.10 in, $5.52 out`; empty where nothing is known. */
export function modelSummary(facts: ModelFacts): string {
  if (!models.includes(facts)) {
    return '';
  }
  const context = vscode.l10n.t('{0} context', short(facts.contextTokens));
  const { price } = facts;
  return price === undefined
    ? context
    : `${context} · ${vscode.l10n.t('{0} in, {1} out', `$${price.input.toFixed(2)}`, `$${price.output.toFixed(2)}`)}`;
}

/** 1M, 128k. */
function short(tokens: number): string {
  return tokens >= 1_000_000 ? `${String(tokens / 1_000_000)}M` : `${String(Math.round(tokens / 1000))}k`;
}
