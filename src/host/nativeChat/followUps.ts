/** What is suggested after an answer of the participant. Nothing is asked of a model for that. */
import * as vscode from 'vscode';
import { turnMemoryOf } from './chatTurns';

export function followUps(result: vscode.ChatResult): vscode.ChatFollowup[] {
  const { l10n } = vscode;
  const { end, command } = turnMemoryOf(result);
  if (end === 'cut') {
    return [{ label: l10n.t('Continue'), prompt: l10n.t('Go on exactly where your answer ended.'), command: '' }];
  }
  if (end === 'none') {
    return [];
  }
  switch (command) {
    case 'explain':
      return [
        { prompt: l10n.t('Explain it in more detail, with an example.'), command: '' },
        { prompt: l10n.t('What can go wrong here?'), command: '' },
      ];
    case 'fix':
    case 'document':
      return [{ prompt: l10n.t('Write tests for it.'), command: 'tests' }];
    case 'commit':
      return [
        { prompt: l10n.t('Make it shorter.'), command: '' },
        { prompt: l10n.t('Say more about why.'), command: '' },
      ];
    default:
      return [];
  }
}
