/** What is selected in an editor, as something to attach. */
import type * as vscode from 'vscode';
import type { AttachmentSource } from '../../core/attachment';

/** One source for each selection that is not empty. */
export function selectionSources({ document, selections }: vscode.TextEditor): readonly AttachmentSource[] {
  return selections
    .filter((selection) => document.getText(selection).trim() !== '')
    .map(({ start, end }) => ({
      kind: 'selection',
      uri: document.uri.toString(),
      range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
    }));
}
