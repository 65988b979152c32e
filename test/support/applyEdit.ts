/** Changes of documents as tests make them, inside the extension host. */
import * as vscode from 'vscode';
import { until } from './until';

/** VS Code refuses an edit while it reads a file anew: to whoever types, the same key does it a moment later. */
export async function applyEdit(edit: vscode.WorkspaceEdit): Promise<void> {
  await until(async () => vscode.workspace.applyEdit(edit), 'the edit is made');
}
