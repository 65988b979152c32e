/**
 * What goes to the model with a selection: what a good reviewer would want to see, within a budget, and nothing that is excluded.
 * How it is written is `core/selection/codeContext.ts`.
 */
import * as vscode from 'vscode';
import type { CodeContext } from '../../core/selection/codeContext';
import type { Exclusions } from '../context/exclusions';
import { excludedError, nameOf } from '../context/sourceContent';
import { definitionsOf } from './definitions';
import { enclosingSymbols } from './enclosingSymbols';
import { problemLines, problemsAt } from './problemLines';
import type { SelectionTarget } from './selectionTarget';

/** Characters of each kind of context. */
const budgets = { imports: 4000, before: 8000, after: 5000, cells: 8000, definitions: 16_000, problems: 4000 } as const;

type Part = CodeContext['parts'][number];

export class SelectionContext {
  constructor(private readonly exclusions: Exclusions) {}

  /**
   * @param target its range may be of characters; the text is whole lines. It is looked at again when all is known, and may have
   *   moved by then
   * @throws UnavailableError where the document is never sent
   */
  async collect(target: Pick<SelectionTarget, 'document' | 'range'>, signal: AbortSignal): Promise<CodeContext> {
    const { document } = target;
    const file = fileOf(document);
    if (await this.exclusions.isExcludedOnDisk(file)) {
      throw excludedError(nameOf(file));
    }
    const [symbols, definitions] = await Promise.all([
      enclosingSymbols(document, target.range),
      definitionsOf(document, wholeLines(document, target.range), {
        budget: budgets.definitions,
        exclusions: this.exclusions,
        signal,
      }),
    ]);
    const { languageId } = document;
    const range = wholeLines(document, target.range);
    const around = linesAround(document, range);
    const imports = around.isFromStart ? '' : importLines(document, range.start.line);
    const problems = problemLines(problemsAt(document, range)).slice(0, budgets.problems);
    const all: Part[] = [
      ...definitions.map(({ name, ...definition }) => ({ title: `Definition of ${name}`, ...definition })),
      ...cellsBefore(document),
      { title: 'Imports of the file', languageId, text: imports },
      { title: 'Lines before the selection', languageId, text: around.before },
      { title: 'Lines after the selection', languageId, text: around.after },
      { title: 'Problems that the editor reports in the selection', languageId: 'plaintext', text: problems },
    ];
    return {
      path: pathOf(file),
      languageId,
      startLine: range.start.line,
      endLine: range.end.line,
      text: document.getText(range),
      enclosing: symbols.map(({ name }) => name),
      parts: all.filter(({ text }) => text.trim() !== ''),
    };
  }
}

/** The file that a document is of: a cell's is its notebook. */
export function fileOf({ uri }: vscode.TextDocument): vscode.Uri {
  const isCell = uri.scheme === 'vscode-notebook-cell';
  const notebook = isCell
    ? vscode.workspace.notebookDocuments.find((open) =>
        open.getCells().some((cell) => cell.document.uri.toString() === uri.toString()),
      )
    : undefined;
  return notebook?.uri ?? uri;
}

/** Of a file outside the workspace the name alone: where it lies is nobody's business. */
export function pathOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri) === undefined ? nameOf(uri) : vscode.workspace.asRelativePath(uri);
}

/** The lines that a range touches. One that ends at a line's beginning has nothing of that line. */
export function wholeLines(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return document.validateRange(new vscode.Range(start.line, 0, last, Number.MAX_SAFE_INTEGER));
}

interface Around {
  readonly before: string;
  readonly after: string;
  readonly isFromStart: boolean;
}

/** Whole lines up to the budget. */
function linesAround(document: vscode.TextDocument, { start, end }: vscode.Range): Around {
  let first = start.line;
  for (let left = budgets.before; first > 0; first--) {
    left -= document.lineAt(first - 1).text.length + 1;
    if (left < 0) break;
  }
  let last = end.line;
  for (let left = budgets.after; last + 1 < document.lineCount; last++) {
    left -= document.lineAt(last + 1).text.length + 1;
    if (left < 0) break;
  }
  const text = (from: number, to: number): string =>
    from > to ? '' : document.getText(new vscode.Range(from, 0, to, document.lineAt(to).text.length));
  return { before: text(first, start.line - 1), after: text(end.line + 1, last), isFromStart: first === 0 };
}

const importLine =
  /^\s*(?:import\b|from\s+\S+\s+import\b|export\s.*\sfrom\s|(?:const|let|var)\s.*=\s*require\(|use\s+[\w:{]|using\s+[\w.]+\s*;|#include\b|package\b|require\b|require_relative\b|open\s+[A-Z]|@import\b|namespace\b)/;
const mostImportLines = 400;

/** What the file imports above a line, with what belongs to it on the lines below. */
function importLines(document: vscode.TextDocument, before: number): string {
  const lines: string[] = [];
  let isOpen = false;
  let length = 0;
  for (let line = 0; line < Math.min(before, mostImportLines); line++) {
    const { text } = document.lineAt(line);
    const isImport = isOpen || importLine.test(text);
    if (!isImport) continue;
    length += text.length + 1;
    if (length > budgets.imports) break;
    lines.push(text);
    isOpen = isOpen ? !/[)}]/.test(text) : /[({]\s*$/.test(text);
  }
  return lines.join('\n');
}

/** The code of the cells above a cell, the nearest ones. */
function cellsBefore(document: vscode.TextDocument): readonly Part[] {
  const key = document.uri.toString();
  const notebook = vscode.workspace.notebookDocuments.find((open) =>
    open.getCells().some((cell) => cell.document.uri.toString() === key),
  );
  if (notebook === undefined) {
    return [];
  }
  const cells = notebook.getCells();
  const before = cells.slice(
    0,
    cells.findIndex((cell) => cell.document.uri.toString() === key),
  );
  const parts: Part[] = [];
  let left: number = budgets.cells;
  for (const { document: cell, kind } of before.reverse()) {
    const text = cell.getText();
    left -= text.length;
    if (left < 0) break;
    const title = kind === vscode.NotebookCellKind.Code ? 'An earlier cell of the notebook' : 'An earlier text of the notebook';
    parts.unshift({ title, languageId: cell.languageId, text });
  }
  return parts;
}
