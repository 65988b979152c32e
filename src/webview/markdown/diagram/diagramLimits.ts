/**
 * What of a diagram is not even tried. Drawing runs where the page runs, and cannot be interrupted: a few characters may ask for
 * millions of shapes, and a diagram may bring settings that ask for as much.
 */

export const largestDiagram = { characters: 10_000, edges: 200 } as const;

const mostLines = 250;
const longestLine = 1000;
/** Kinds whose every line may be a connection to be laid out around all the others. */
const tangled = /^\s*(?:class|state|er|requirement|C4|architecture|block|mindmap)/m;
const mostTangledLines = 160;

/** Numbers that say how many things to draw: kind, number, and the largest one. */
const counts: readonly (readonly [kind: RegExp, count: RegExp, largest: number])[] = [
  [/^\s*block/m, /(?:\bcolumns\s+|:)\s*(\d+)/g, 32],
  [/^\s*packet/m, /(\d+)/g, 2048],
  [/^\s*radar/m, /\bticks\s+(\d+)/g, 64],
];

/** A calendar is walked through day by day. */
const mostYears = 40;
const longDuration = /\b\d{4,}\s*[a-zA-Z]/;

/** Whether drawing the text may take longer than a reader would wait. */
export function isTooLarge(text: string): boolean {
  if (text.length > largestDiagram.characters) return true;
  const lines = text.split('\n');
  if (lines.length > (tangled.test(text) ? mostTangledLines : mostLines)) return true;
  if (lines.some(({ length }) => length > longestLine)) return true;
  const unquoted = text.replace(/"[^"\n]*"/g, '');
  const hasTooMany = counts.some(
    ([kind, count, largest]) => kind.test(text) && [...unquoted.matchAll(count)].some(([, number]) => Number(number) > largest),
  );
  return hasTooMany || (/^\s*gantt/m.test(text) && isLongCalendar(unquoted));
}

/** The text without settings of its own, but with its title: how diagrams look and how large they may be is decided here. */
export function withoutSettings(text: string): string {
  const front = /^\s*---[ \t]*\n([\s\S]*?)\n[ \t]*---[ \t]*(?:\n|$)/.exec(text);
  const title = front === null ? undefined : /^title:[ \t]*(.+)$/m.exec(front[1] ?? '')?.[1];
  const body = (front === null ? text : text.slice(front[0].length)).replace(/%%\{[\s\S]*?\}%%/g, '');
  return title === undefined
    ? body
    : `---\ntitle: ${JSON.stringify(title.trim().replace(/^(["'])(.*)\1$/, '$2'))}\n---\n${body}`;
}

function isLongCalendar(text: string): boolean {
  const years = (text.match(/\b\d{4}\b/g) ?? []).map(Number);
  return (
    years.some((year) => year - (years[0] ?? year) > mostYears || (years[0] ?? year) - year > mostYears) ||
    longDuration.test(text)
  );
}
