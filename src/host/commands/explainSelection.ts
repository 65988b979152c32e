/** Explains what is selected, or what the cursor is in, in a thread below it. */
import * as vscode from 'vscode';
import type { LoadExplanations } from '../explain/loadExplanations';
import type { Command } from './command';

export function explainSelection(load: LoadExplanations): Command {
  return {
    name: 'explainSelection',
    async run() {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('No file is open. Open one and select what to explain.'));
        return;
      }
      await (await load()).explain(editor);
    },
  };
}
