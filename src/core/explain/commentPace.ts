/**
 * How often a comment that grows may be drawn again. VS Code renders a whole comment with each update, so the longer it is, the
 * more an update costs; updates that come faster than it takes them are not shown at all.
 */

/** Milliseconds. Below 100, VS Code waits for the next one instead of showing this one. */
const shortest = 120;
const longest = 2000;
/** Rendering takes about a twentieth of it, so the window stays free. */
const perCharacter = 0.03;

/** @param length characters of the comment @returns milliseconds that must pass before the next update */
export function commentInterval(length: number): number {
  return Math.min(longest, Math.max(shortest, Math.round(length * perCharacter)));
}
