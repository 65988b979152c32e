/** Which workspace a conversation is begun in, and the list of this workspace's conversations is of. */
import * as vscode from 'vscode';

/** Undefined in a window without one. */
export function workspaceKey(): string | undefined {
  return (vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri)?.toString();
}
