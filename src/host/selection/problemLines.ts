/** The problems that VS Code shows at a place, and how they are written for a model: with their codes and related places. */
import * as vscode from 'vscode';

/** Of the place itself; without any, those on its lines. Errors first; hints are no problems. */
export function problemsAt(document: vscode.TextDocument, place: vscode.Range): readonly vscode.Diagnostic[] {
  const problems = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);
  const here = problems.filter(({ range }) => range.intersection(place) !== undefined);
  const near = problems.filter(({ range }) => range.start.line <= place.end.line && range.end.line >= place.start.line);
  return [...(here.length > 0 ? here : near)].sort((one, other) => one.severity - other.severity);
}

const severities = ['error', 'warning', 'information', 'hint'];

/** One line each, and one below for each related place. */
export function problemLines(problems: readonly vscode.Diagnostic[]): string {
  return problems
    .map((problem) => {
      const { range, severity, message, relatedInformation = [] } = problem;
      const origin = [problem.source, codeOf(problem)].filter((part) => part !== undefined && part !== '').join(' ');
      const related = relatedInformation.map(
        ({ location, message: text }) =>
          `\n  related: ${vscode.workspace.asRelativePath(location.uri)}, line ${String(location.range.start.line + 1)}: ${text}`,
      );
      const place = `line ${String(range.start.line + 1)}, column ${String(range.start.character + 1)}`;
      return `${place}: ${severities[severity] ?? 'problem'}: ${message}${origin === '' ? '' : ` (${origin})`}${related.join('')}`;
    })
    .join('\n');
}

/** As a text; empty where there is none. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String((typeof code === 'object' ? code.value : code) ?? '');
}
