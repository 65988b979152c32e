/** Attaches what is selected in the editor to the question that is being written. */
import * as vscode from 'vscode';
import type { DraftAttachments } from '../context/draftAttachments';
import { selectionSources } from '../context/editorSelection';
import type { Command } from './command';

interface Deps {
  readonly attachments: DraftAttachments;
  /** Shows the chat and puts the cursor in its input. */
  readonly reveal: () => Promise<void>;
}

export function addSelectionToChat({ attachments, reveal }: Deps): Command {
  return {
    name: 'addSelectionToChat',
    async run() {
      const editor = vscode.window.activeTextEditor;
      const sources = editor === undefined ? [] : selectionSources(editor);
      if (sources.length === 0) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Nothing is selected. Select what matters, or run Add File to Chat.'),
        );
        return;
      }
      await reveal();
      for (const source of sources) {
        await attachments.add(source);
      }
    },
  };
}
