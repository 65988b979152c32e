/**
 * What goes to a model with a selection, and how it stands in a prompt. Collecting it is `host/selection`'s, what is asked of it
 * `prompts/`'s matter.
 */
import { fenced } from '../fences';

/** What goes to the model with a selection. All texts are as they are in the document. */
export interface CodeContext {
  /** Relative to the workspace where it is in one. */
  readonly path: string;
  readonly languageId: string;
  /** Of the selection: lines from 0, `startLine` to `endLine` inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  /** Names of the symbols around it, outermost first. */
  readonly enclosing: readonly string[];
  /** The rest, each a titled block that fits the budget: imports, lines around, definitions used, problems. */
  readonly parts: readonly {
    readonly title: string;
    readonly path?: string;
    readonly languageId: string;
    readonly text: string;
  }[];
}

/** The context as text for a prompt; fences are chosen so that nothing inside can end them. */
export function codeContextText({ path, languageId, startLine, endLine, text, enclosing, parts }: CodeContext): string {
  const within = enclosing.length === 0 ? '' : `, within ${enclosing.map(inline).join(' > ')}`;
  const lines = `lines ${String(startLine + 1)} to ${String(endLine + 1)}`;
  return [
    `Selected in ${inline(path)}, ${lines}${within}:\n${fenced(text, languageId)}`,
    ...parts.map((part) => {
      const place = part.path === undefined ? '' : ` (${inline(part.path)})`;
      return `${part.title}${place}:\n${fenced(part.text, part.languageId)}`;
    }),
  ].join('\n\n');
}

/** A name cannot leave its place in the line: not by a line break, not by a backtick. */
function inline(name: string): string {
  return `\`${name.replace(/[\u0000-\u001F\u007F\u0085\u2028\u2029]+/g, ' ').replaceAll('`', "'")}\``;
}
