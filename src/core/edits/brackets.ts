/** Whether a change leaves brackets open: half a function put in the place of a whole one. A count, not a parser. */

const strings = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/.*|(?<=^|\s)#.*/gm;

/** Whether there are as many open brackets as before, or none. Strings are left out or counted, whichever is kinder. */
export function keepsBrackets(before: string, after: string): boolean {
  return [(text: string) => text, (text: string) => text.replace(strings, '')].some((read) => {
    const [old, now] = [before, after].map((text) => openBrackets(read(text)));
    return now === old || now === '0 0 0';
  });
}

function openBrackets(text: string): string {
  const counts = new Map<string, number>();
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) counts.set(bracket, (counts.get(bracket) ?? 0) + 1);
  const open = (opening: string, closing: string): number => (counts.get(opening) ?? 0) - (counts.get(closing) ?? 0);
  return [open('(', ')'), open('[', ']'), open('{', '}')].join(' ');
}
