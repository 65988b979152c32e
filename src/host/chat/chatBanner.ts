/** What is said above the input of a conversation that is not as it should be: it is not saved, or something of it was lost. */
import * as vscode from 'vscode';
import type { Banner } from '../../core/protocol';
import type { StorageTrouble } from '../history/historyError';
import { problemWords, troubleWords } from '../history/historyWords';
import type { ChatSession } from './chatSession';

/** @param trouble of anything that this window has to save */
export function chatBanner({ problems }: ChatSession, trouble: StorageTrouble | undefined): Banner | undefined {
  const { l10n } = vscode;
  if (trouble !== undefined) {
    return { severity: 'error', sentence: troubleWords(trouble), action: { id: 'saveAgain', label: l10n.t('Save Again') } };
  }
  return problems.length === 0 ? undefined : { severity: 'info', sentence: problems.map(problemWords).join(' ') };
}
