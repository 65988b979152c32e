/**
 * Inserts a block of code at every cursor of an editor, fitted to each place, as one step to undo. Which editor, and what to do
 * where there is none, is for others to say.
 */
import * as vscode from 'vscode';
import { cleanLines, fitCode } from '../../core/edits/fitCode';
import { unitOf, type ChatCode } from './codeEditor';

/** @returns false where the editor takes no changes */
export async function insertCode(
  editor: vscode.TextEditor,
  { code, language }: Pick<ChatCode, 'code' | 'language'>,
): Promise<boolean> {
  const { document } = editor;
  if (cleanLines(code, language).length === 0) {
    return true;
  }
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const fitted = editor.selections.map((selection) => {
    const place = {
      lineCount: document.lineCount,
      lineAt: (line: number) => document.lineAt(line).text,
      start: selection.start,
      end: selection.end,
      unit: unitOf(editor),
      eol,
      languageId: document.languageId,
    } as const;
    const { start, end, text, caret } = fitCode(code, language, place);
    return { range: new vscode.Range(start.line, start.character, end.line, end.character), text, caret };
  });
  // Two cursors in the blanks of one line mean the same place.
  const edits = fitted.filter((edit, index) => fitted.findIndex((other) => other.range.isEqual(edit.range)) === index);
  const carets = caretOffsets(document, edits);
  const isDone = await editor.edit(
    (builder) => {
      for (const { range, text } of edits) builder.replace(range, text);
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  if (!isDone) {
    return false;
  }
  editor.selections = carets.map((offset) => {
    const position = document.positionAt(offset);
    return new vscode.Selection(position, position);
  });
  const [first] = edits;
  if (first !== undefined) {
    const end = editor.selection.active;
    editor.revealRange(new vscode.Range(first.range.start, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
  await focus(editor);
  return true;
}

interface Edit {
  readonly range: vscode.Range;
  readonly text: string;
  readonly caret: number;
}

/** Where the cursors belong once all edits are made, in the order of the edits. */
function caretOffsets(document: vscode.TextDocument, edits: readonly Edit[]): readonly number[] {
  const starts = edits.map(({ range, text, caret }) => {
    const start = document.offsetAt(range.start);
    return { start, caret, growth: text.length - (document.offsetAt(range.end) - start) };
  });
  return starts.map(({ start, caret }) =>
    starts.reduce((offset, other) => offset + (other.start < start ? other.growth : 0), start + caret),
  );
}

/** The chat has the focus now. */
async function focus(editor: vscode.TextEditor): Promise<void> {
  if (editor === vscode.window.activeTextEditor || editor.document.uri.scheme === 'vscode-notebook-cell') {
    // Not by showing the document, which would open another tab beside a diff.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  } else {
    await vscode.window.showTextDocument(editor.document, {
      ...(editor.viewColumn === undefined ? {} : { viewColumn: editor.viewColumn }),
      selection: editor.selection,
    });
  }
}
