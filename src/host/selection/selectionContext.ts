/** Collects what goes to a model with a selection: the code itself and where it stands. */
import * as vscode from 'vscode';
import type { CodeContext } from '../../core/selection/codeContext';
import type { SelectionTarget } from './selectionTarget';

export class SelectionContext {
  collect({ document, range }: Pick<SelectionTarget, 'document' | 'range'>, signal: AbortSignal): Promise<CodeContext> {
    signal.throwIfAborted();
    const isUpToLineStart = range.end.character === 0 && range.end.line > range.start.line;
    return Promise.resolve({
      path: vscode.workspace.asRelativePath(document.uri),
      languageId: document.languageId,
      startLine: range.start.line,
      endLine: range.end.line - (isUpToLineStart ? 1 : 0),
      text: document.getText(range),
      enclosing: [],
      parts: [],
    });
  }
}
