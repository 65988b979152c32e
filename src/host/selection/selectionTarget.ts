/** Which code a command is about: what is selected, or else the paragraph at the cursor. */
import * as vscode from 'vscode';

export interface SelectionTarget {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  readonly editor: vscode.TextEditor;
}

/** What is not selected yet is then selected in the editor; undefined: said to the user why. */
export function selectionTarget(editor: vscode.TextEditor): Promise<SelectionTarget | undefined> {
  const { document, selection } = editor;
  if (document.getText(selection).trim() !== '') {
    return Promise.resolve({ document, editor, range: new vscode.Range(selection.start, selection.end) });
  }
  const isBlank = (line: number): boolean => document.lineAt(line).isEmptyOrWhitespace;
  let [first, last] = [selection.active.line, selection.active.line];
  if (isBlank(first)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing is selected. Select the code, or put the cursor into it.'),
    );
    return Promise.resolve(undefined);
  }
  while (first > 0 && !isBlank(first - 1)) {
    first -= 1;
  }
  while (last + 1 < document.lineCount && !isBlank(last + 1)) {
    last += 1;
  }
  const range = new vscode.Range(first, 0, last, document.lineAt(last).text.length);
  editor.selection = new vscode.Selection(range.start, range.end);
  return Promise.resolve({ document, editor, range });
}
