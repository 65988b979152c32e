/** The problems that VS Code shows, of one file or of all, as text: place, severity, message, source. */
import * as vscode from 'vscode';
import type { Exclusions } from './exclusions';
import { UnavailableError } from './sourceContent';

const mostProblems = 300;

export interface ProblemsText {
  readonly text: string;
  readonly note?: string;
}

export interface ProblemCount {
  readonly file: number;
  readonly workspace: number;
}

/** @throws UnavailableError where there are none */
export function readProblems(uri: vscode.Uri | undefined, exclusions: Exclusions): ProblemsText {
  const all = problemsOf(uri, exclusions).flatMap(([file, diagnostics]) =>
    diagnostics.map((diagnostic) => ({ file, diagnostic })),
  );
  if (all.length === 0) {
    throw new UnavailableError(vscode.l10n.t('There are no problems any more.'));
  }
  const shown = all
    .sort((one, other) => one.diagnostic.severity - other.diagnostic.severity)
    .slice(0, mostProblems)
    .map(({ file, diagnostic }) => problemText(file, diagnostic));
  const note =
    all.length > mostProblems
      ? vscode.l10n.t('The first {0} of {1} problems, errors first.', String(mostProblems), String(all.length))
      : undefined;
  const rest = all.length > mostProblems ? `\n(and ${String(all.length - mostProblems)} more)` : '';
  return { text: shown.join('\n') + rest, ...(note === undefined ? {} : { note }) };
}

export function countProblems(file: vscode.Uri | undefined, exclusions: Exclusions): ProblemCount {
  const count = (uri: vscode.Uri | undefined): number =>
    problemsOf(uri, exclusions).reduce((total, [, diagnostics]) => total + diagnostics.length, 0);
  return { file: file === undefined ? 0 : count(file), workspace: count(undefined) };
}

function problemsOf(uri: vscode.Uri | undefined, exclusions: Exclusions): [vscode.Uri, vscode.Diagnostic[]][] {
  const all: [vscode.Uri, vscode.Diagnostic[]][] =
    uri === undefined ? vscode.languages.getDiagnostics() : [[uri, vscode.languages.getDiagnostics(uri)]];
  return all.filter(([file]) => !exclusions.isExcluded(file));
}

const severities = ['error', 'warning', 'information', 'hint'];

function problemText(file: vscode.Uri, { range, severity, message, source, code }: vscode.Diagnostic): string {
  const place = `${vscode.workspace.asRelativePath(file)}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
  const id = typeof code === 'object' ? code.value : code;
  const origin = [source, id].filter((part) => part !== undefined && part !== '').join(' ');
  return `${place} ${severities[severity] ?? 'problem'}: ${message}${origin === '' ? '' : ` (${origin})`}`;
}
