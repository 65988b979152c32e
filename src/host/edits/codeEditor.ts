/** Which editor a block of code from the chat goes to, and how that editor indents. */
import * as vscode from 'vscode';
import type { IndentUnit } from '../../core/edits/indentation';
import { reviewTab } from '../review/reviewTabs';

/** A block of code as the chat shows it. */
export interface ChatCode {
  readonly code: string;
  /** As written behind the fence; may be empty. */
  readonly language: string;
  /** Empty where the answer names none. */
  readonly path: string;
}

export type EditorChoice = { readonly editor: vscode.TextEditor } | { readonly problem: 'none' | 'readOnly' };

/** Not file systems, and yet written by the user. */
const writableSchemes: ReadonlySet<string> = new Set([
  'untitled',
  'vscode-notebook-cell',
  'vscode-userdata',
  'vscode-interactive-input',
]);
/** Panels, which may be the active editor although nobody would insert anything there. */
const panelSchemes: ReadonlySet<string> = new Set(['output', 'debug', 'comment', 'vscode-terminal']);

/** The active editor, which stays the same while the chat has the focus; else the only one that is in sight. */
export function chooseEditor(): EditorChoice {
  const active = vscode.window.activeTextEditor;
  if (active !== undefined && !panelSchemes.has(active.document.uri.scheme)) {
    return isWritable(active.document.uri) ? { editor: active } : { problem: 'readOnly' };
  }
  const [editor, other] = vscode.window.visibleTextEditors.filter(({ document }) => isWritable(document.uri));
  return editor === undefined || other !== undefined ? { problem: 'none' } : { editor };
}

/** Of the file that the user has in front; below a review, of the file that it would change. */
export function activeFile(): vscode.Uri | undefined {
  const reviewed = reviewTab(vscode.window.tabGroups.activeTabGroup.activeTab);
  if (reviewed !== undefined) {
    return reviewed.of;
  }
  const choice = chooseEditor();
  return 'editor' in choice ? choice.editor.document.uri : vscode.window.activeTextEditor?.document.uri;
}

export function isWritable(uri: vscode.Uri): boolean {
  return writableSchemes.has(uri.scheme) || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}

/** What the editor is set to, by the user or from the file's text. */
export function unitOf(editor: vscode.TextEditor | undefined): IndentUnit {
  const { insertSpaces, tabSize, indentSize } = editor?.options ?? {};
  const columns = typeof tabSize === 'number' ? tabSize : 4;
  const useTabs = insertSpaces === false;
  return { useTabs, size: !useTabs && typeof indentSize === 'number' ? indentSize : columns };
}

/** An editor that shows the document, for its settings. */
export function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find((editor) => editor.document === document);
}
