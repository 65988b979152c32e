/** Attaches files and folders: those of the explorer's selection, of an editor's tab, or the active editor's. */
import * as vscode from 'vscode';
import type { DraftAttachments } from '../context/draftAttachments';
import { openFiles } from '../context/openFiles';
import type { Command } from './command';

interface Deps {
  readonly attachments: DraftAttachments;
  /** Shows the chat and puts the cursor in its input. */
  readonly reveal: () => Promise<void>;
}

export function addFileToChat({ attachments, reveal }: Deps): Command {
  return {
    name: 'addFileToChat',
    /** Menus give the resource that was clicked, and the explorer also all that are selected. */
    async run(clicked?: unknown, selected?: unknown) {
      const uris = targets(clicked, selected);
      if (uris.length === 0) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('No file is open. Open one, or choose Add File to Chat in the explorer.'),
        );
        return;
      }
      await reveal();
      await attachments.addUris(uris.map((uri) => uri.toString()));
    },
  };
}

function targets(clicked: unknown, selected: unknown): readonly vscode.Uri[] {
  const several = Array.isArray(selected) ? selected.filter((item) => item instanceof vscode.Uri) : [];
  if (several.length > 0) {
    return several;
  }
  if (clicked instanceof vscode.Uri) {
    return [clicked];
  }
  const active = vscode.window.activeTextEditor?.document.uri ?? openFiles()[0];
  return active === undefined ? [] : [active];
}
