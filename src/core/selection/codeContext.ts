/** What is known of a selection, and how it is written for a model. Collecting it is the host's. */
import { fenced } from '../fences';

/** What goes to the model with a selection. All texts are as they are in the document. */
export interface CodeContext {
  /** Relative to the workspace where it is in one. */
  readonly path: string;
  readonly languageId: string;
  /** Of the selection: lines from 0, end exclusive of nothing: `startLine`..`endLine` inclusive. */
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

/** The context as text for a prompt, the selection last; fences are chosen so that nothing inside can end them. */
export function codeContextText(context: CodeContext): string {
  const { path, languageId, startLine, endLine, text, enclosing, parts } = context;
  const lines =
    startLine === endLine ? `line ${String(startLine + 1)}` : `lines ${String(startLine + 1)} to ${String(endLine + 1)}`;
  const symbols = enclosing.length === 0 ? '' : `, in ${inLine(enclosing.join(' > '))}`;
  return [
    ...parts.map((part) => {
      const place = part.path === undefined ? '' : `, ${inLine(part.path)}`;
      return `${oneLine(part.title)}${place}:\n${fenced(part.text, part.languageId)}`;
    }),
    `The selection, ${lines} of ${inLine(path)}${symbols}:\n${fenced(text, languageId)}`,
  ].join('\n\n');
}

/** A name cannot leave its place in the line: not by a line break, not by a backtick. */
export function inLine(name: string): string {
  return `\`${oneLine(name).replaceAll('`', "'")}\``;
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001F\u007F\u0085\u2028\u2029]+/g, ' ');
}
