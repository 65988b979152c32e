/** What is open in editors, in the order in which somebody would look for it: the active one, then the other tabs. */
import * as vscode from 'vscode';
import { reviewTab } from '../review/reviewTabs';

/** Text files, notebooks and what is not saved yet, each once; for a review, what is reviewed. */
export function openFiles(): readonly vscode.Uri[] {
  const active = vscode.window.tabGroups.activeTabGroup.activeTab;
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const files = new Map<string, vscode.Uri>();
  for (const tab of active === undefined ? tabs : [active, ...tabs]) {
    const uri = reviewTab(tab)?.of ?? uriOf(tab.input);
    if (uri !== undefined) {
      files.set(uri.toString(), uri);
    }
  }
  return [...files.values()];
}

function uriOf(input: unknown): vscode.Uri | undefined {
  if (
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputNotebook ||
    input instanceof vscode.TabInputCustom
  ) {
    return input.uri;
  }
  return input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff ? input.modified : undefined;
}
