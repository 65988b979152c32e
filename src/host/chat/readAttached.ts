/** What is attached to a question, read to be sent. */
import * as vscode from 'vscode';
import type { SentAttachment } from '../../core/attachment';
import type { DraftAttachments } from '../context/draftAttachments';
import { wordList } from '../platform/wordList';

/** @returns undefined where something cannot be read, which is said, or it is not wanted any more */
export async function readAttached(
  attachments: DraftAttachments,
  signal: AbortSignal,
): Promise<readonly SentAttachment[] | undefined> {
  const { sent, unavailable } = await attachments.read();
  if (signal.aborted) {
    return undefined;
  }
  if (unavailable.length > 0) {
    const labels = wordList(unavailable.map(({ label }) => label));
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Nothing was sent, since this cannot be read: {0}. Remove it, or try again.', labels),
    );
    return undefined;
  }
  return sent;
}
