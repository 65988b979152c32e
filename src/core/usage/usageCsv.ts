/** The ledger as comma-separated values (RFC 4180), an answer in each line, for spreadsheets. */
import { costOf } from './usageSummary';
import type { UsageEntry } from './usageEntry';

const columns = [
  'time',
  'feature',
  'model',
  'prompt_tokens',
  'cached_tokens',
  'completion_tokens',
  'tokens_estimated',
  'cost',
  'currency',
  'cost_estimated',
];

/** Begins with a byte order mark where a spreadsheet would otherwise take letters for others. */
export function usageCsv(entries: readonly UsageEntry[]): string {
  const rows = entries.map((entry) => {
    const cost = costOf(entry);
    return [
      new Date(entry.at).toISOString(),
      entry.feature,
      entry.model,
      String(entry.promptTokens),
      String(entry.cachedTokens ?? 0),
      String(entry.completionTokens),
      String(entry.isEstimated === true),
      cost === undefined ? '' : plainNumber(cost.amount),
      cost?.currency ?? '',
      cost === undefined ? '' : String(cost.isEstimated),
    ];
  });
  const text = [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
  return /[^\0-\x7f]/.test(text) ? `\uFEFF${text}` : text;
}

/** Without an exponent, which some spreadsheets take for text. */
function plainNumber(value: number): string {
  return value.toFixed(10).replace(/\.?0+$/, '');
}

/** A name that begins like a formula would be run by a spreadsheet, and by some behind blanks or in wide letters, too. */
function field(text: string): string {
  const safe = /^\s*[=+@\uFF1D\uFF0B\uFF20\uFF0D-]|^[\t\r\n]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
