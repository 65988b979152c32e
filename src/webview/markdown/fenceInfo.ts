/**
 * Reads what follows the opening of a code fence: the language, and the path of the file where the writer names one.
 * Knows notations only; which languages can be coloured is left to the highlighter.
 */

export interface FenceInfo {
  /** As written, lower case, `''` when there is none. */
  readonly language: string;
  /** Relative or absolute, as written; never an address. */
  readonly path: string | undefined;
}

const namedPath = /(?:^|[\s{,])(?:title|file|filename|path|filepath)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s"'},]+))/i;
const lineRange = /^\d+:\d+:(.+)$/;

/** Understands `ts`, `{.ts}`, `ts src/a.ts`, `ts:src/a.ts`, `ts title="src/a.ts"`, `src/a.ts` and `1:20:src/a.ts`. */
export function parseFenceInfo(info: string): FenceInfo {
  const text = info.trim();
  const [first = '', ...others] = text.replace(/^\{\s*\.?|\}$/g, '').split(/\s+/);
  const named = namedPath.exec(text);
  const namedAs = asPath(named?.[1] ?? named?.[2] ?? named?.[3]);

  const ranged = asPath(lineRange.exec(first)?.[1]);
  if (ranged !== undefined) return { language: languageOfPath(ranged), path: ranged };

  const colon = first.indexOf(':');
  const afterColon = colon > 0 ? asPath(first.slice(colon + 1)) : undefined;
  if (afterColon !== undefined) return { language: first.slice(0, colon).toLowerCase(), path: afterColon };

  // "c++" or "asp.net" are names; only a slash or a known kind of ending makes the first word a path.
  if (namedAs === undefined && /[/\\]|^[\w-]+\.[a-z]{1,5}$/i.test(first)) {
    const path = asPath(first);
    if (path !== undefined) return { language: languageOfPath(path), path };
  }
  const language = named?.index === 0 ? '' : (/^[^{,=]*/.exec(first)?.[0] ?? '').toLowerCase();
  return { language, path: namedAs ?? others.map(asPath).find((path) => path !== undefined) };
}

function asPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 260 || !/[/\\]|\.[a-z0-9]{1,10}$/i.test(text)) return undefined;
  return /^[a-z][a-z0-9+.-]+:|^[/\\]{2}|[\u0000-\u001f"'<>|*?=]/i.test(text) ? undefined : text;
}

function languageOfPath(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
