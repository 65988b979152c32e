/** Removes stored tokens; where there are several, asks which. */
import * as vscode from 'vscode';
import type { TokenStore } from '../platform/tokenStore';
import type { Command } from './command';
import { wordList } from '../platform/wordList';

export function clearToken(tokens: TokenStore): Command {
  return {
    name: 'clearToken',
    async run() {
      const origins = await tokens.origins();
      if (origins.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('There is no stored API token.'));
        return;
      }
      const chosen =
        origins.length === 1
          ? origins
          : await vscode.window.showQuickPick(origins, {
              canPickMany: true,
              title: vscode.l10n.t('Remove the API tokens for'),
            });
      if (chosen === undefined || chosen.length === 0) {
        return;
      }
      for (const origin of chosen) {
        await tokens.remove(origin);
      }
      void vscode.window.showInformationMessage(vscode.l10n.t('Removed the API token for {0}.', wordList(chosen)));
    },
  };
}
