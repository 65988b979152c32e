/** A long text by its beginning and its end, for a model that needs to see how a file starts and where it can be added to. */

/** Share of the beginning. */
const headShare = 0.6;

/** Whole lines up to `most` characters, with a sentence between them that says how much is left out; a text that fits as it is. */
export function beginningAndEnd(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const headEnd = text.lastIndexOf('\n', Math.floor(most * headShare) - 1) + 1;
  // Where the first line break is the last character, the end begins behind it: there is none.
  const tailBreak = text.indexOf('\n', text.length - Math.floor(most * (1 - headShare)) - 1);
  const tailStart = tailBreak < 0 ? text.length : tailBreak + 1;
  const left = `(${String(tailStart - headEnd)} characters are left out here)\n`;
  return [text.slice(0, headEnd), left, text.slice(tailStart)].filter((part) => part !== '').join('\n');
}
