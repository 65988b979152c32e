/** Lets request parameters be sent again that were turned off for a model, after it had refused them. */
import * as vscode from 'vscode';
import { modelFacts } from '../../core/models';
import type { ConfiguredModel } from '../platform/configuredModel';
import type { Command } from './command';

export function sendParametersAgain(parameters: Pick<ConfiguredModel, 'turnedOff' | 'turnOn'>): Command {
  return {
    name: 'sendParametersAgain',
    async run() {
      const { l10n } = vscode;
      const items = parameters.turnedOff.map((off) => ({ label: off.name, description: modelFacts(off.model).name, off }));
      if (items.length === 0) {
        void vscode.window.showInformationMessage(l10n.t('No request parameter is turned off for a model.'));
        return;
      }
      const chosen = await vscode.window.showQuickPick(items, {
        title: l10n.t('Request Parameters That Are Turned Off'),
        placeHolder: l10n.t('Choose those to send again'),
        canPickMany: true,
      });
      for (const { off } of chosen ?? []) {
        await parameters.turnOn(off.model, off.name);
      }
    },
  };
}
