/** The rows that every part of the benchmark gives, and how they are printed. Nothing here passes or fails. */

/** How a figure is written: milliseconds, bytes, mebibytes, or a factor. */
export type Unit = 'ms' | 'bytes' | 'MiB' | 'times';

export interface Row {
  readonly measure: string;
  readonly unit: Unit;
  readonly ours: number;
  /** The least that the same thing costs, where there is such a figure. */
  readonly floor?: number;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** @throws where there are no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing.');
  return (low + high) / 2;
}

/** A Markdown table; the titles of the sections are rows of their own. */
export function formatTable(sections: readonly Section[]): string {
  const head = ['measure', 'ours', 'floor', 'ratio'];
  const cells = sections.flatMap(({ title, rows }) => [[`**${title}**`, '', '', ''], ...rows.map(cellsOf)]);
  const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const pad = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column === 0 ? text.padEnd(width) : text.padStart(width);
  };
  const line = (row: readonly string[]): string => `| ${row.map(pad).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [head, rule, ...cells].map(line).join('\n');
}

function cellsOf({ measure, unit, ours, floor }: Row): readonly string[] {
  if (floor === undefined) return [measure, formatFigure(ours, unit), '–', '–'];
  const ratio = floor > 0 ? (ours / floor).toFixed(1) : '–';
  return [measure, formatFigure(ours, unit), formatFigure(floor, unit), ratio];
}

function formatFigure(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return value >= 9995 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 9.95 ? 1 : 0)} ms`;
    case 'bytes':
      return `${(value / 1000).toFixed(1)} kB`;
    case 'MiB':
      return `${value.toFixed(0)} MiB`;
    case 'times':
      return `× ${value.toFixed(1)}`;
  }
}
