/** What is known of a model's limits and price, in words. */
import * as vscode from 'vscode';
import { isKnown, type ModelFacts } from '../../core/models';

/** `1M tokens context, 64k tokens answer · about $1.10 in, $5.52 out per million tokens · takes images`; empty where nothing is known. */
export function modelDetail(facts: ModelFacts, isGone = false): string {
  const { l10n } = vscode;
  const parts = isGone ? [goneWords()] : [];
  if (isKnown(facts)) {
    parts.push(l10n.t('{0} tokens context, {1} tokens answer', short(facts.contextTokens), short(facts.outputTokens)));
    if (facts.price !== undefined) {
      const [input, output] = [facts.price.input, facts.price.output].map((usd) => `$${usd.toFixed(2)}`);
      parts.push(l10n.t('about {0} in, {1} out per million tokens', input ?? '', output ?? ''));
    }
    if (facts.vision) parts.push(l10n.t('takes images'));
  }
  return parts.join(' · ');
}

/** The same in a few letters, for a list: `1M context · $1.10 in, $5.52 out`; empty where nothing is known. */
export function modelSummary(facts: ModelFacts, isGone = false): string {
  const { l10n } = vscode;
  const parts = isGone ? [goneWords()] : [];
  if (isKnown(facts)) {
    parts.push(l10n.t('{0} context', short(facts.contextTokens)));
    const { price } = facts;
    if (price !== undefined) {
      parts.push(l10n.t('{0} in, {1} out', `$${price.input.toFixed(2)}`, `$${price.output.toFixed(2)}`));
    }
  }
  return parts.join(' · ');
}

function goneWords(): string {
  return vscode.l10n.t('not offered by the endpoint now');
}

/** 1M, 128k. */
function short(tokens: number): string {
  return tokens >= 1_000_000 ? `${String(tokens / 1_000_000)}M` : `${String(Math.round(tokens / 1000))}k`;
}
