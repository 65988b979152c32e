/** The tabs that show reviews, also those of a window that was reloaded: their reviews are gone. */
import * as vscode from 'vscode';
import { parseReviewUri, type ReviewAddress } from './reviewAddress';

export interface ReviewTab extends ReviewAddress {
  readonly tab: vscode.Tab;
}

export function reviewTabs(): readonly ReviewTab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap((tab) => reviewTab(tab) ?? []);
}

/** A diff counts by its right side. */
export function reviewTab(tab: vscode.Tab | undefined): ReviewTab | undefined {
  const input = tab?.input;
  const uri =
    input instanceof vscode.TabInputText ? input.uri : input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  const address = uri === undefined ? undefined : parseReviewUri(uri);
  return tab === undefined || address === undefined ? undefined : { ...address, tab };
}

/** To be called before there is any review. */
export async function closeLostReviews(): Promise<void> {
  const lost = reviewTabs().map(({ tab }) => tab);
  if (lost.length > 0) {
    await vscode.window.tabGroups.close(lost, true);
  }
}
