/** Gives the headings of an answer levels without gaps: models begin with whatever level looks right to them. */

/** Level of the heading that names who speaks. */
const authorLevel = 2;

/** The looks stay: only what a screen reader is told changes. */
export function closeHeadingGaps(answer: HTMLElement): void {
  const open: number[] = [];
  for (const heading of answer.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const own = Number(heading.tagName.slice(1));
    while (open.length > 0 && (open.at(-1) ?? 0) >= own) open.pop();
    open.push(own);
    heading.setAttribute('aria-level', String(authorLevel + open.length));
  }
}
