/** Gives the headings of an answer levels without gaps: models begin with whatever level looks right to them. */

/** Level of the heading that names who speaks. */
const authorLevel = 2;

/** The looks stay: only what a screen reader is told changes. @param text the answer's own, without the heading of the message */
export function closeHeadingGaps(text: HTMLElement): void {
  const open: number[] = [];
  for (const heading of text.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const own = Number(heading.tagName.slice(1));
    while (open.length > 0 && (open.at(-1) ?? 0) >= own) open.pop();
    open.push(own);
    heading.setAttribute('aria-level', String(authorLevel + open.length));
  }
}
