/**
 * What the light bulb offers: where code is selected, or a problem is reported. It looks at nothing else; what is chosen is a
 * command without arguments, which does the rest.
 */
import * as vscode from 'vscode';
import { commandId, type CommandName } from '../../core/contributions';
import { isWritable } from '../edits/codeEditor';
import { readSetting } from '../platform/settings';

const fixKind = vscode.CodeActionKind.QuickFix.append('aceClaude');
/** It changes nothing, so it is no refactoring. */
const explainKind = vscode.CodeActionKind.Empty.append('aceClaude.explain');
const rewriteKind = vscode.CodeActionKind.RefactorRewrite.append('aceClaude');

/**
 * Never preferred. The kinds are not declared with the provider: VS Code's Auto Fix would run a lone quick fix of a provider that
 * says it has some, preferred or not.
 */
export class CodeActionProvider implements vscode.CodeActionProvider {
  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (!readSetting('codeActions.enabled')) {
      return [];
    }
    const isChangeable = isWritable(document.uri);
    const problems = diagnostics.filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);
    const actions: vscode.CodeAction[] = [];
    if (problems.length > 0 && isChangeable) {
      const fix = action(vscode.l10n.t('Fix with Claude'), fixKind, 'fixProblem');
      fix.diagnostics = problems;
      actions.push(fix);
    }
    if (!range.isEmpty && isChangeable) {
      actions.push(
        action(vscode.l10n.t('Refactor with Claude…'), rewriteKind, 'refactorSelection'),
        action(vscode.l10n.t('Document with Claude'), rewriteKind.append('document'), 'documentSelection'),
        action(vscode.l10n.t('Generate Tests with Claude'), rewriteKind.append('tests'), 'generateTests'),
      );
    }
    if (!range.isEmpty) {
      actions.push(action(vscode.l10n.t('Explain with Claude'), explainKind, 'explainSelection'));
    }
    return actions.filter(({ kind }) => only === undefined || (kind !== undefined && only.contains(kind)));
  }
}

function action(title: string, kind: vscode.CodeActionKind, name: CommandName): vscode.CodeAction {
  const offered = new vscode.CodeAction(title, kind);
  offered.command = { title, command: commandId(name) };
  return offered;
}
