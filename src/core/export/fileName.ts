/** Names of files made from titles, that every file system takes. */

/** What Windows, the strictest, does not allow in a name, and what hides or turns the order of letters. */
const forbidden = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Beside a number and an extension it stays below 255 bytes where a character takes four. */
const beginning = /^.{0,58}/su;

/** A file name without extension for this title; `fallback` where nothing of it can be used. */
export function fileNameFor(title: string, fallback: string): string {
  const spaced = title.replace(forbidden, ' ').replace(/\s+/g, ' ').trim();
  // Windows drops dots and spaces at the end; a dot at the beginning hides the file.
  const name = (beginning.exec(spaced)?.[0] ?? '').replace(/^[.\s]+|[.\s]+$/g, '');
  if (name === '') {
    return fallback;
  }
  return reserved.test(name) ? `_${name}` : name;
}

/** The name, with a number if it is among `taken`. File systems differ in whether case counts, so it does not here. */
export function uniqueName(name: string, taken: Set<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} (${String(number)})`;
    const key = candidate.normalize().toLowerCase();
    if (!taken.has(key)) {
      taken.add(key);
      return candidate;
    }
  }
}
