/**
 * The usage view as HTML: nothing loaded but a style sheet, all charts drawn here, and a script that only keeps the reader's place.
 * What is not ours is escaped.
 */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { modelFacts } from '../../core/models';
import type { UsageFeature } from '../../core/usage/usageEntry';
import {
  dayAround,
  entriesIn,
  monthAround,
  monthOf,
  tokensOf,
  usageBy,
  usageByDay,
  usageTotal,
  type UsageGroup,
  type UsageTotal,
} from '../../core/usage/usageSummary';
import { linkName, links as pages, type Link } from '../platform/links';
import type { LedgerContent } from './usageLedger';
import { costWords, featureName, money, tokenCount, totalWords } from './usageWords';

/** All there is in the ledger, in order of time. */
export interface UsageReport extends LedgerContent {
  /** Unix time in milliseconds. */
  readonly now: number;
  /** For a month, in USD. */
  readonly budget: number | undefined;
}

export interface PageParts {
  /** Address of the style sheet. */
  readonly style: string;
  /** Where it comes from. */
  readonly cspSource: string;
  readonly nonce: string;
}

const dayCount = 30;

/** The page is made anew with every answer: what was open stays open, and what had the focus has it again. */
const keepPlace = `
const api = acquireVsCodeApi();
const place = api.getState() ?? { open: false, focus: -1 };
const details = document.querySelector('details');
const stops = [...document.querySelectorAll('a, summary, [tabindex]')];
if (details !== null) {
  details.open = place.open;
  details.addEventListener('toggle', () => { place.open = details.open; api.setState(place); });
}
window.addEventListener('focus', () => {
  if (document.activeElement === document.body) stops[place.focus]?.focus({ preventScroll: true });
}, { once: true });
document.addEventListener('focusin', ({ target }) => { place.focus = stops.indexOf(target); api.setState(place); });
`;

export function usageHtml(report: UsageReport, { style, cspSource, nonce }: PageParts): string {
  const { l10n } = vscode;
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
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
${troubles(report).map(paragraph).join('\n')}
${report.entries.length === 0 ? emptyHtml(report) : contents(report)}
<p class="links">${links()}</p>
<script nonce="${nonce}">${keepPlace}</script>
</body>
</html>`;
}

function emptyHtml({ budget }: UsageReport): string {
  return paragraph(vscode.l10n.t('No answer has been counted yet.')) + budgetHtml(usageTotal([]), budget);
}

function contents({ entries, unreadable, now, budget }: UsageReport): string {
  const { l10n } = vscode;
  const month = entriesIn(monthAround(now), entries);
  const today = dayAround(now);
  const days = usageByDay(entries, now, dayCount);
  const recent = entriesIn({ from: new Date(`${days[0]?.key ?? ''}T00:00:00`).getTime(), to: today.to }, entries);
  const months = [...usageBy(entries, ({ at }) => monthOf(at))].sort((one, other) => (one.key < other.key ? 1 : -1));
  return [
    `<dl class="totals">${[
      totalHtml(l10n.t('Today'), usageTotal(entriesIn(today, entries))),
      totalHtml(l10n.t('This month'), usageTotal(month)),
      totalHtml(l10n.t('Last {0} days', String(dayCount)), usageTotal(recent)),
    ].join('')}</dl>`,
    budgetHtml(usageTotal(month), budget),
    `<h2>${escaped(l10n.t('Tokens per day'))}</h2>`,
    chart(days),
    titledTable(
      l10n.t('Last {0} days by model', String(dayCount)),
      l10n.t('Model'),
      usageBy(recent, ({ model }) => model),
      modelName,
    ),
    titledTable(
      l10n.t('Last {0} days by feature', String(dayCount)),
      l10n.t('Feature'),
      usageBy(recent, ({ feature }) => feature),
      (key) => featureName(key as UsageFeature),
    ),
    titledTable(l10n.t('Months'), l10n.t('Month'), months, monthName),
    ...notes(usageTotal(entries), unreadable).map(paragraph),
  ].join('\n');
}

function totalHtml(name: string, total: UsageTotal): string {
  const answers = total.answers === 1 ? vscode.l10n.t('1 answer') : vscode.l10n.t('{0} answers', tokenCount(total.answers));
  return `<div><dt>${escaped(name)}</dt><dd><strong>${escaped(totalWords(total))}</strong><span>${escaped(answers)}</span></dd></div>`;
}

function budgetHtml(total: UsageTotal, budget: number | undefined): string {
  if (budget === undefined) {
    return '';
  }
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
<details><summary>${escaped(vscode.l10n.t('Each day in numbers'))}</summary>${table(vscode.l10n.t('Each day in numbers'), vscode.l10n.t('Day'), used, dayName)}</details>`;
}

function titledTable(title: string, column: string, groups: readonly UsageGroup[], nameOf: (key: string) => string): string {
  return `<h2>${escaped(title)}</h2>${table(title, column, groups, nameOf)}`;
}

/** With a bar for each group, of what was sent and what came. @param title for screen readers */
function table(title: string, column: string, groups: readonly UsageGroup[], nameOf: (key: string) => string): string {
  const { l10n } = vscode;
  const heads = [l10n.t('Answers'), l10n.t('Tokens sent'), l10n.t('of them cached'), l10n.t('Tokens received'), l10n.t('Cost')];
  const most = Math.max(1, ...groups.map(tokensOf));
  const rows = groups.map((group) => {
    const cells = [
      tokenCount(group.answers),
      tokenCount(group.promptTokens, group.isEstimated),
      tokenCount(group.cachedTokens),
      tokenCount(group.completionTokens, group.isEstimated),
      costWords(group.costs) + (group.withoutCost > 0 ? ` (${l10n.t('{0} without', tokenCount(group.withoutCost))})` : ''),
    ];
    const name = `<th scope="row"><bdi>${escaped(shortened(nameOf(group.key)))}</bdi>${bar(group, most)}</th>`;
    return `<tr>${name}${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const head = [column, ...heads].map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(title)}"><table aria-label="${escaped(title)}"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** The numbers beside it say the same. */
function bar({ promptTokens, completionTokens }: UsageGroup, most: number): string {
  const share = (tokens: number): string => ((tokens / most) * 100).toFixed(2);
  const [sent, came] = [share(promptTokens), share(completionTokens)];
  return `<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="sent" width="${sent}" height="1"/><rect class="came" x="${sent}" width="${came}" height="1"/></svg>`;
}

const longestName = 80;

function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}

/** What is missing, first of all. */
function troubles({ readTrouble, unwritten, writeTrouble = '' }: LedgerContent): readonly string[] {
  const { l10n } = vscode;
  return [
    ...(readTrouble === undefined
      ? []
      : [l10n.t('Some of the records cannot be read now ({0}), and are missing.', readTrouble)]),
    ...(unwritten === 0
      ? []
      : [
          l10n.t(
            'Answers that could not be written to disk yet ({1}): {0}. They are counted here, and lost if this window ends before they are.',
            String(unwritten),
            writeTrouble,
          ),
        ]),
  ];
}

function notes({ isEstimated, costs, withoutCost }: UsageTotal, unreadable: number): readonly string[] {
  const { l10n } = vscode;
  return [
    ...(isEstimated
      ? [
          l10n.t(
            '≈ before tokens: some answers are still coming, were stopped or broke off before the endpoint had counted them, and are estimated.',
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
