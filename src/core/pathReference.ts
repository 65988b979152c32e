/**
 * Finds what looks like a file of the workspace in the text of an answer, with the place in it: `src/a.ts:12`, `a.ts#L3-L9`,
 * `src\a.ts(12,5)`. Only a look at the text: whether there is such a file is for others to find out.
 */

export interface PathReference {
  /** As written: relative or absolute, with `/` or `\`. */
  readonly path: string;
  /** Counted from 1, like the others. */
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
}

export interface FoundPathReference {
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly reference: PathReference;
}

const longestPath = 260;
const place =
  /(?::(\d{1,7})(?::(\d{1,7})|-(\d{1,7}))?|#L?(\d{1,7})(?:C(\d{1,7}))?(?:-L?(\d{1,7})(?:C\d{1,7})?)?|\((\d{1,7})(?:, ?(\d{1,7}))?\))$/;
const forbidden = /[\u0000-\u001f<>"|?*`]|:\/\/|^[/\\]{2}|^[-@#]/;
const drive = /^[a-z]:[/\\]/i;
/** Ends of names that mean a file even without a folder before them; `.com` or `.log` in a bare word mean something else. */
const usualEnding = new RegExp(
  '\\.(?:[cm]?[jt]sx?|vue|svelte|astro|json[c5l]?|ya?ml|toml|ini|cfg|conf|env|xml|html?|s?css|sass|less|mdx?|rst|txt|csv|sql|' +
    'py[ix]?|ipynb|rb|erb|php|java|kts?|scala|groovy|gradle|cs|fs|vb|csproj|sln|c|h|cc|cpp|cxx|hpp|hh|m|mm|swift|go|mod|sum|rs|' +
    'zig|lua|pl|pm|r|jl|dart|exs?|erl|hs|ml|clj|sh|bash|zsh|fish|ps1|bat|cmd|tf|hcl|proto|graphql|gql|prisma|lock|svg|png|' +
    'cmake|mk|diff|patch|snap|ejs|hbs|njk|vim|el|sol|asm|nix)$',
  'i',
);
const namedFile =
  /^(?:\.[\w-]*(?:rc|ignore|attributes|config|env|modules)(?:\.\w+)?|\.env\.\w+|Dockerfile|Makefile|Rakefile|Gemfile|Procfile|Jenkinsfile|Justfile|LICENSE|CODEOWNERS)$/;
const anyEnding = /[^./\\]\.[a-z][a-z0-9]{0,9}$/i;
const runs = /[\p{L}\p{M}\p{N}_.@+~$\\/:#(),[\]-]{3,400}/gu;
const asciiRuns = /[\w.@+~$\\/:#(),[\]-]{3,}/g;
const nonAscii = /[^\0-\x7f]/;
/** Letters of scripts that put no blanks between words: beside a name they may be words of the sentence. */
const unspaced = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]+';
const leadingWords = new RegExp(`^(?:[^\\0-\\x7f]+(?=[([,:#])|${unspaced}(?=[\\w@~$]|\\.{1,2}[/\\\\]))`, 'u');
const trailingWords = new RegExp(`${unspaced}$`, 'u');
const wordsBetween = new RegExp(`\\.[a-z][a-z0-9]{0,9}${unspaced}`, 'iu');

/** Reads a text that is nothing but a reference, such as inline code. */
export function parsePathReference(text: string): PathReference | undefined {
  if (text.length > longestPath + 30 || /\s/.test(text)) return undefined;
  const reference = split(text);
  return reference !== undefined && isFileName(reference) ? reference : undefined;
}

/** Reads the target of a relative link: written on purpose, so that any name will do. May be percent-encoded. */
export function parsePathTarget(target: string): PathReference | undefined {
  const [withoutQuery = ''] = decoded(target).split('?');
  const reference = split(withoutQuery);
  // "#part" names a place in no file.
  return reference === undefined || reference.path.includes('#') ? undefined : reference;
}

/**
 * References in running text, in order. There a name alone is not enough: it takes a place, or a folder and an ending or a usual
 * name.
 */
export function findPathReferences(text: string): FoundPathReference[] {
  const found: FoundPathReference[] = [];
  if (!/[/\\:#(]/.test(text)) return found;
  for (const { 0: run, index } of text.matchAll(runs)) {
    if (!/[/\\\d]/.test(run)) continue;
    const whole = referenceIn(run, index);
    if (whole !== undefined) {
      found.push(whole);
    } else if (nonAscii.test(run)) {
      // Words may stand between names without a blank.
      for (const part of run.matchAll(asciiRuns)) {
        const reference = referenceIn(part[0], index + part.index);
        if (reference !== undefined) found.push(reference);
      }
    }
  }
  return found;
}

/** The reference that a run of characters without blanks is, apart from what is around it. */
function referenceIn(run: string, offset: number): FoundPathReference | undefined {
  let { start, end } = trim(run, 0, run.length);
  start += leadingWords.exec(run.slice(start, end))?.[0].length ?? 0;
  end -= trailingWords.exec(run.slice(start, end))?.[0].length ?? 0;
  ({ start, end } = trim(run, start, end));
  const reference = parsePathReference(run.slice(start, end));
  if (reference === undefined || wordsBetween.test(reference.path)) return undefined;
  if (reference.line === undefined && !/[/\\]/.test(reference.path)) return undefined;
  return { start: offset + start, end: offset + end, reference };
}

function split(text: string): PathReference | undefined {
  const found = place.exec(text);
  const path = found === null ? text : text.slice(0, found.index);
  const rest = drive.test(path) ? path.slice(2) : path;
  if (path === '' || path.length > longestPath || rest.includes(':') || forbidden.test(path)) return undefined;
  if (found === null) return { path };
  const [, line, column, lastLine, hashLine, hashColumn, hashLast, bracketLine, bracketColumn] = found;
  const first = number(line ?? hashLine ?? bracketLine);
  const last = number(lastLine ?? hashLast);
  if (first === undefined) return undefined;
  const at = number(column ?? hashColumn ?? bracketColumn);
  return {
    path,
    line: first,
    ...(at === undefined ? {} : { column: at }),
    ...(last === undefined || last < first ? {} : { endLine: last }),
  };
}

function isFileName({ path }: PathReference): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  if (namedFile.test(name)) return true;
  return name === path
    ? usualEnding.test(name) && /^[\p{L}\p{N}_@+~$.[(]/u.test(name) && !name.startsWith('.')
    : anyEnding.test(path);
}

/** Without the punctuation of the sentence around it. */
function trim(run: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  while (start < end && '([,:#'.includes(run.charAt(start))) start += 1;
  for (; start < end; end -= 1) {
    const last = run.charAt(end - 1);
    const isPlace = last === ')' && /\(\d+(?:,\d+)?\)$/.test(run.slice(start, end));
    if (isPlace || !'.,:#()[]'.includes(last)) break;
  }
  return { start, end };
}

function number(digits: string | undefined): number | undefined {
  const value = digits === undefined ? 0 : Number(digits);
  return value > 0 ? value : undefined;
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    // A percent sign that means itself.
    return target;
  }
}
