/** Trailers of a commit message: `Signed-off-by`, `Co-authored-by`, footers that name an issue. What a message has keeps its place. */

export interface SplitMessage {
  /** Without a blank line at its end. */
  readonly text: string;
  /** Each a whole line, or several where it goes on indented. */
  readonly trailers: readonly string[];
}

const trailerLine =
  /^(?:[A-Za-z][\w-]*-by|[A-Za-z][\w]*(?:-[\w]+)+|BREAKING CHANGE|Closes|Fixes|Refs?|Resolves|Issues?|Relates|Bug|Link): \S/i;
/** As hosts of repositories read it: `Closes #12`, `Fixes ABC-12, #13`. */
const issueFooter =
  /^(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|see|issues?|part of|related to)[ :]+(?:[\w./-]*#\d+|[A-Z][A-Z\d]+-\d+)(?:,? (?:and )?(?:[\w./-]*#\d+|[A-Z][A-Z\d]+-\d+))*\.?$/i;
/** Who says that he signed or wrote something: never a model's to invent. */
const personTrailer = /^[A-Za-z-]+-by: /i;

export function isTrailer(line: string): boolean {
  return trailerLine.test(line) || issueFooter.test(line.trim());
}

/** The trailers are those of the last paragraph, if it is nothing else. A subject alone has none. */
export function splitTrailers(message: string): SplitMessage {
  const text = message.trimEnd();
  const at = text.lastIndexOf('\n\n');
  const last = text.slice(at < 0 ? 0 : at + 2);
  const groups: string[] = [];
  for (const line of last.split('\n')) {
    const previous = groups.at(-1);
    if (isTrailer(line)) {
      groups.push(line.trimEnd());
    } else if (previous !== undefined && /^[ \t]+\S/.test(line)) {
      groups[groups.length - 1] = `${previous}\n${line.trimEnd()}`;
    } else {
      return { text, trailers: [] };
    }
  }
  // `fix: x` looks like a trailer, and is a subject.
  const isSubject = at < 0 && !groups.every((group) => personTrailer.test(group) || issueFooter.test(group));
  return isSubject ? { text, trailers: [] } : { text: text.slice(0, Math.max(0, at)).trimEnd(), trailers: groups };
}

/**
 * The message with these trailers at its end, each once and after its own. What a model says that somebody signed or wrote goes,
 * unless it is among them.
 * @param kept what was there before; those of the message that are not persons' stay too
 */
export function withTrailers(message: string, kept: readonly string[]): string {
  const { text, trailers } = splitTrailers(message);
  const own = trailers.filter((trailer) => !personTrailer.test(trailer));
  const all = [...own, ...kept].filter(
    (trailer, index, every) => every.findIndex((other) => normal(other) === normal(trailer)) === index,
  );
  return [text, all.join('\n')].filter((part) => part !== '').join('\n\n');
}

function normal(trailer: string): string {
  return trailer
    .replace(/\s+/g, ' ')
    .replace(/^(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)[ :]+/i, 'closes ')
    .replace(/\.$/, '')
    .toLowerCase();
}
