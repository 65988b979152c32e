/**
 * Globs that a model writes, matched against paths: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any number of folders. Whatever the glob
 * is, it takes time linear in glob times path: one that is made a regular expression can take for ever.
 */

/** UTF-16 units. */
const longestGlob = 500;
/** That `{a,b}` may stand for. */
const mostAlternatives = 64;

type Token = { readonly type: 'any' } | { readonly type: 'one'; readonly fits: (character: string) => boolean };
/** Of one name; `folders` stands for any number of them. */
type Segment = readonly Token[] | 'folders';

/**
 * Case does not matter, a dot is a character as any other, and a backslash is a slash.
 * @returns undefined for a glob that is too long, or stands for too many
 */
export function pathGlob(glob: string): ((path: string) => boolean) | undefined {
  const alternatives = glob.length > longestGlob ? undefined : expanded(glob.toLowerCase().replaceAll('\\', '/'));
  const globs = alternatives?.map((plain) => segmentsOf(plain));
  return (
    globs &&
    ((path) =>
      globs.some((segments) =>
        fitsAll(
          segments,
          path
            .toLowerCase()
            .split('/')
            .filter((name) => name !== ''),
          fitsSegment,
        ),
      ))
  );
}

/** Without braces. */
function expanded(glob: string): readonly string[] | undefined {
  const done: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = innermostGroup(next);
    if (group === undefined) {
      done.push(next);
    } else {
      const { start, end } = group;
      const [before, after] = [next.slice(0, start), next.slice(end + 1)];
      open.push(
        ...next
          .slice(start + 1, end)
          .split(',')
          .map((part) => before + part + after),
      );
    }
    if (done.length + open.length > mostAlternatives) {
      return undefined;
    }
  }
  return done;
}

/** Braces without others in them; a brace without its other one is a character. */
function innermostGroup(glob: string): { readonly start: number; readonly end: number } | undefined {
  const end = glob.indexOf('}', glob.indexOf('{') + 1);
  const start = end < 0 ? -1 : glob.lastIndexOf('{', end);
  return start < 0 ? undefined : { start, end };
}

function segmentsOf(glob: string): readonly Segment[] {
  const names = glob.split('/').filter((name) => name !== '' && name !== '.');
  // A folder is meant with all that is in it.
  return [...names, ...(glob.endsWith('/') ? ['**'] : [])].map((name) => (name === '**' ? 'folders' : tokensOf(name)));
}

function tokensOf(name: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [piece, set] of name.matchAll(/\[([!^]?\]?[^\]]*)\]|\*+|[^]/gu)) {
    if (piece.startsWith('*')) {
      tokens.push({ type: 'any' });
    } else if (set !== undefined) {
      tokens.push({ type: 'one', fits: setOf(set) });
    } else {
      tokens.push({ type: 'one', fits: piece === '?' ? () => true : (character) => character === piece });
    }
  }
  return tokens;
}

/** @param set what stands between the brackets */
function setOf(set: string): (character: string) => boolean {
  const isNot = /^[!^]/.test(set);
  const ranges = [...(isNot ? set.slice(1) : set).matchAll(/([^])-([^])|[^]/gu)].map(
    ([one, first = one, last = one]) => [first, last] as const,
  );
  return (character) => ranges.some(([first, last]) => character >= first && character <= last) !== isNot;
}

function fitsSegment(segment: Segment, name: string): boolean {
  return (
    segment !== 'folders' &&
    fitsAll(segment, Array.from(name), (token, character) => token.type === 'one' && token.fits(character))
  );
}

/**
 * Whether the pattern stands for all of the items. Only the last wildcard is ever tried anew: what one before it could do
 * otherwise, it can do itself.
 */
function fitsAll<P extends Token | Segment, T>(
  pattern: readonly P[],
  items: readonly T[],
  fits: (part: P, item: T) => boolean,
): boolean {
  let [part, item] = [0, 0];
  let wildcard: { readonly part: number; item: number } | undefined;
  for (let current = items[item]; current !== undefined; current = items[item]) {
    const wanted = pattern[part];
    if (wanted !== undefined && isWildcard(wanted)) {
      wildcard = { part, item };
      part += 1;
    } else if (wanted !== undefined && fits(wanted, current)) {
      part += 1;
      item += 1;
    } else if (wildcard !== undefined) {
      wildcard.item += 1;
      [part, item] = [wildcard.part + 1, wildcard.item];
    } else {
      return false;
    }
  }
  return pattern.slice(part).every(isWildcard);
}

function isWildcard(part: Token | Segment): boolean {
  return part === 'folders' || ('type' in part && part.type === 'any');
}
