/** The usage view as HTML: no script, nothing loaded but a style sheet, all charts drawn here. What is not ours is escaped. */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { modelFacts } from '../../core/models';
import type { UsageEntry, UsageFeature } from '../../core/usage/usageEntry';
import {
  dayOf,
  monthOf,
  tokensOf,
  usageBy,
  usageByDay,
  usageTotal,
  type UsageGroup,
  type UsageTotal,
} from '../../core/usage/usageSummary';
import { linkName, links as pages, type Link } from '../platform/links';
import { costWords, featureName, money, tokenCount, totalWords } from './usageWords';

export interface UsageReport {
  /** All there are, in order of time. */
  readonly entries: readonly UsageEntry[];
  /** Lines of the ledger that could not be read. */
  readonly unreadable: number;
  /** Unix time in milliseconds. */
  readonly now: number;
  /** For a month, in USD. */
  readonly budget: number | null;
}

const dayCount = 30;

/** @param style address of the style sheet; @param cspSource where it comes from */
export function usageHtml(report: UsageReport, style: string, cspSource: string): string {
  const { l10n } = vscode;
  const policy = `default-src 'none'; style-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>${escaped(l10n.t('Usage'))}</title>
</head>
<body>
<h1>${escaped(l10n.t('Usage of Ace Claude'))}</h1>
${report.entries.length === 0 ? paragraph(l10n.t('No answer has been counted yet.')) : contents(report)}
<p class="links">${links()}</p>
</body>
</html>`;
}

function contents({ entries, unreadable, now, budget }: UsageReport): string {
  const { l10n } = vscode;
  const month = entries.filter(({ at }) => monthOf(at) === monthOf(now));
  const today = month.filter(({ at }) => dayOf(at) === dayOf(now));
  const days = usageByDay(entries, now, dayCount);
  const recent = entries.filter(({ at }) => dayOf(at) >= (days[0]?.key ?? ''));
  const months = [...usageBy(entries, ({ at }) => monthOf(at))].sort((one, other) => (one.key < other.key ? 1 : -1));
  return [
    `<dl class="totals">${[
      totalHtml(l10n.t('Today'), usageTotal(today)),
      totalHtml(l10n.t('This month'), usageTotal(month)),
      totalHtml(l10n.t('Last {0} days', String(dayCount)), usageTotal(recent)),
    ].join('')}</dl>`,
    budget === null || budget <= 0 ? '' : budgetHtml(usageTotal(month), budget),
    `<h2>${escaped(l10n.t('Tokens per day'))}</h2>`,
    chart(days),
    table(
      l10n.t('Last {0} days by model', String(dayCount)),
      l10n.t('Model'),
      usageBy(recent, ({ model }) => model),
      modelName,
    ),
    table(
      l10n.t('Last {0} days by feature', String(dayCount)),
      l10n.t('Feature'),
      usageBy(recent, ({ feature }) => feature),
      (key) => featureName(key as UsageFeature),
    ),
    table(l10n.t('Months'), l10n.t('Month'), months, monthName),
    ...notes(usageTotal(entries), unreadable).map(paragraph),
  ].join('\n');
}

function totalHtml(name: string, total: UsageTotal): string {
  const answers = total.answers === 1 ? vscode.l10n.t('1 answer') : vscode.l10n.t('{0} answers', tokenCount(total.answers));
  return `<div><dt>${escaped(name)}</dt><dd><strong>${escaped(totalWords(total))}</strong><span>${escaped(answers)}</span></dd></div>`;
}

function budgetHtml(total: UsageTotal, budget: number): string {
  const spent = total.costs.find(({ currency }) => currency === 'USD') ?? { amount: 0, currency: 'USD', isEstimated: false };
  const words = vscode.l10n.t(
    '{0} of the budget of {1} for this month',
    costWords([spent]),
    money({ amount: budget, currency: 'USD' }),
  );
  const share = Math.min(1, spent.amount / budget);
  return `<p class="budget"><label>${escaped(words)} <meter min="0" max="1" high="0.8" optimum="0" value="${share.toFixed(3)}"></meter></label></p>`;
}

const chartHeight = 120;
const chartWidth = 600;

/** A bar for each day: what was sent below, what came above. The table of each day says the same in words. */
function chart(days: readonly UsageGroup[]): string {
  const most = Math.max(1, ...days.map(tokensOf));
  const step = chartWidth / days.length;
  const height = (tokens: number): number => (tokens / most) * chartHeight;
  const bars = days.map((day, index) => {
    const x = (index * step + step * 0.1).toFixed(1);
    const width = (step * 0.8).toFixed(1);
    const [sent, came] = [height(day.promptTokens), height(day.completionTokens)];
    const bar = (name: string, y: number, size: number): string =>
      `<rect class="${name}" x="${x}" y="${y.toFixed(1)}" width="${width}" height="${size.toFixed(1)}"/>`;
    return `<g><title>${escaped(`${dayName(day.key)}: ${totalWords(day)}`)}</title>${bar('hit', 0, chartHeight)}${bar('sent', chartHeight - sent, sent)}${bar('came', chartHeight - sent - came, came)}</g>`;
  });
  const label = vscode.l10n.t('Tokens of each of the last {0} days, at most {1}', String(days.length), tokenCount(most));
  const used = days.filter(({ answers }) => answers > 0).reverse();
  return `<svg class="chart" viewBox="0 0 ${String(chartWidth)} ${String(chartHeight)}" preserveAspectRatio="none" role="img" aria-label="${escaped(label)}">${bars.join('')}</svg>
<p class="axis"><span>${escaped(dayName(days[0]?.key ?? ''))}</span><span class="legend"><i class="sent"></i>${escaped(vscode.l10n.t('sent'))} <i class="came"></i>${escaped(vscode.l10n.t('received'))} · ${escaped(vscode.l10n.t('top: {0}', tokenCount(most)))}</span><span>${escaped(dayName(days.at(-1)?.key ?? ''))}</span></p>
<details><summary>${escaped(vscode.l10n.t('Each day in numbers'))}</summary>${table('', vscode.l10n.t('Day'), used, dayName)}</details>`;
}

function table(title: string, column: string, groups: readonly UsageGroup[], nameOf: (key: string) => string): string {
  const { l10n } = vscode;
  const heads = [l10n.t('Answers'), l10n.t('Tokens sent'), l10n.t('of them cached'), l10n.t('Tokens received'), l10n.t('Cost')];
  const rows = groups.map((group) => {
    const cells = [
      tokenCount(group.answers),
      tokenCount(group.promptTokens, group.isEstimated),
      tokenCount(group.cachedTokens),
      tokenCount(group.completionTokens, group.isEstimated),
      costWords(group.costs) + (group.withoutCost > 0 ? ` (${l10n.t('{0} without', tokenCount(group.withoutCost))})` : ''),
    ];
    return `<tr><th scope="row">${escaped(nameOf(group.key))}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const caption = title === '' ? '' : `<h2>${escaped(title)}</h2>`;
  const head = [column, ...heads].map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  return `${caption}<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function notes({ isEstimated, costs, withoutCost }: UsageTotal, unreadable: number): readonly string[] {
  const { l10n } = vscode;
  return [
    ...(isEstimated
      ? [
          l10n.t(
            '≈ before tokens: some answers were stopped or broke off before the endpoint had counted them, and are estimated.',
          ),
        ]
      : []),
    ...(costs.some((cost) => cost.isEstimated)
      ? [
          l10n.t(
            '≈ before a cost: where the endpoint gives none, it is estimated from the list price. Your package of credit may cost more or less.',
          ),
        ]
      : []),
    ...(withoutCost > 0 ? [l10n.t('Answers without a cost are of models whose price is not known.')] : []),
    ...(unreadable > 0
      ? [l10n.t('Lines of the records that could not be read, and are left out: {0}.', String(unreadable))]
      : []),
    l10n.t('Counted on this machine, in all windows: the chat, edits, explanations, commit messages and VS Code’s own chat.'),
  ];
}

function links(): string {
  const { l10n } = vscode;
  return [
    [`command:${commandId('exportUsage')}`, l10n.t('Export as CSV…')],
    ...(Object.keys(pages) as Link[]).map((link) => [pages[link], linkName(link)]),
  ]
    .map(([address = '', name = '']) => `<a href="${escaped(address)}">${escaped(name)}</a>`)
    .join(' · ');
}

function modelName(id: string): string {
  const { name } = modelFacts(id);
  return name === id ? id : `${name} (${id})`;
}

function dayName(key: string): string {
  return new Date(`${key}T12:00:00`).toLocaleDateString(vscode.env.language, { day: 'numeric', month: 'short' });
}

function monthName(key: string): string {
  return new Date(`${key}-15T12:00:00`).toLocaleDateString(vscode.env.language, { month: 'long', year: 'numeric' });
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
