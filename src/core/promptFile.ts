/**
 * Saved prompts as text: a `*.prompt.md` file with its front matter, and the variables in a prompt. Finding the files and knowing
 * what the variables stand for is the host's.
 */

export interface PromptFile {
  /** One line; empty where the front matter has none. */
  readonly description: string;
  readonly body: string;
}

/** What stands for itself, or a variable as it was written and what it is. */
export type PromptPart = string | PromptInput | PromptPlace;

export interface PromptInput {
  readonly kind: 'input';
  readonly written: string;
  readonly name: string;
  readonly placeholder: string;
}

export interface PromptPlace {
  readonly kind: 'selection' | 'file' | 'workspaceFolder';
  readonly written: string;
}

/** The front matter's description, and everything after it. A file without front matter is all prompt. */
export function parsePromptFile(text: string): PromptFile {
  const content = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const [whole, matter] = /---[ \t]*\n([\s\S]*?)^---[ \t]*$\n?/my.exec(content) ?? [];
  return whole === undefined
    ? { description: '', body: content.trim() }
    : { description: descriptionIn(matter ?? ''), body: content.slice(whole.length).trim() };
}

/** The prompt cut at its variables; a `${…}` of another name is text. */
export function promptParts(body: string): readonly PromptPart[] {
  const variable = /\$\{(?:(selection|selectedText|file|workspaceFolder)|input:([\w.-]{1,100})(?::([^}\n]{0,500}))?)\}/g;
  const parts: PromptPart[] = [];
  let at = 0;
  for (const found of body.matchAll(variable)) {
    const [written, place, name = '', placeholder = ''] = found;
    parts.push(
      body.slice(at, found.index),
      place === undefined ? { kind: 'input', written, name, placeholder } : { kind: kinds[place] ?? 'selection', written },
    );
    at = found.index + written.length;
  }
  return [...parts, body.slice(at)].filter((part) => part !== '');
}

/** VS Code has two names for the selection. */
const kinds: Readonly<Record<string, PromptPlace['kind']>> = { file: 'file', workspaceFolder: 'workspaceFolder' };

/** A name that can be typed after a slash; empty where nothing of it can. */
export function promptName(text: string): string {
  return text
    .replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
}

/** Of YAML, as much as one line of text takes: plain, quoted, or as a block of indented lines. */
function descriptionIn(matter: string): string {
  const lines = matter.split('\n');
  const index = lines.findIndex((line) => /^description[ \t]*:/.test(line));
  const value = (lines[index] ?? '').replace(/^description[ \t]*:/, '').trim();
  if (index < 0) {
    return '';
  }
  const more = lines.slice(index + 1);
  const end = more.findIndex((line) => /^\S/.test(line));
  const indented = more.slice(0, end < 0 ? more.length : end).map((line) => line.trim());
  const isBlock = /^[|>][+-]?\d?$/.test(value);
  const text = [...(isBlock ? [] : [value]), ...indented].join(' ').replace(/\s+/g, ' ').trim();
  return isBlock ? text : unquoted(text);
}

function unquoted(text: string): string {
  const [, double] = /^"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  const [, single] = /^'((?:[^']|'')*)'/.exec(text) ?? [];
  return double?.replace(/\\(["\\/])/g, '$1') ?? single?.replaceAll("''", "'") ?? text.replace(/(?:^|\s)#.*$/, '').trim();
}
