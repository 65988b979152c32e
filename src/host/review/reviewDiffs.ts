/** Reviews side by side, in VS Code's diff editor: with its navigation and its view for screen readers. It follows the review. */
import * as vscode from 'vscode';
import type { Review } from './review';
import { siblingUri } from './reviewAddress';
import type { ReviewFiles } from './reviewFiles';
import { reviewTabs } from './reviewTabs';

export class ReviewDiffs {
  constructor(private readonly files: ReviewFiles) {}

  async show(review: Review): Promise<void> {
    const { target } = review;
    const right = siblingUri(review.page.uri, 'proposed');
    this.files.set(right, review.proposedText());
    const { languageId } = await vscode.workspace.openTextDocument(review.page.uri);
    await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(right), languageId);
    let left = target.uri;
    if (target.isNew) {
      left = siblingUri(review.page.uri, 'original');
      this.files.set(left, '');
    }
    const title = vscode.l10n.t('{0}: document and proposal', target.name);
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false });
  }

  /** Brings what has changed into a diff that is open. */
  update(review: Review): void {
    if (reviewTabs().some(({ id, view }) => id === review.id && view === 'proposed')) {
      this.files.set(siblingUri(review.page.uri, 'proposed'), review.proposedText());
    }
  }

  forget({ page }: Review): void {
    for (const view of ['proposed', 'original'] as const) this.files.remove(siblingUri(page.uri, view));
  }
}
