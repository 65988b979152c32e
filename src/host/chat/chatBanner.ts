/** What is said above the input: the conversation is not saved, another one waits for the user, or something of this one was lost. */
import * as vscode from 'vscode';
import type { Banner } from '../../core/protocol';
import type { StorageTrouble } from '../history/historyError';
import { problemWords, troubleWords } from '../history/historyWords';
import type { AskingChat } from './askingChats';
import type { ChatSession } from './chatSession';

/**
 * @param trouble of anything that this window has to save
 * @param asking chats that wait for the user, the one that is shown among them
 */
export function chatBanner(
  { problems, conversation }: ChatSession,
  trouble: StorageTrouble | undefined,
  asking: readonly AskingChat[],
): Banner | undefined {
  const { l10n } = vscode;
  if (trouble !== undefined) {
    return { severity: 'error', sentence: troubleWords(trouble), action: { id: 'saveAgain', label: l10n.t('Save Again') } };
  }
  const [other, ...more] = asking.filter(({ id }) => id !== conversation.id);
  if (other !== undefined) {
    const title = other.title === '' ? l10n.t('Untitled chat') : other.title;
    const sentence =
      more.length === 0
        ? l10n.t('Another chat asks to use a tool, and waits for you: {0}', title)
        : l10n.t('{0} other chats ask to use tools, and wait for you.', 1 + more.length);
    return { severity: 'info', sentence, action: { id: 'openAsking', label: l10n.t('Open That Chat') } };
  }
  return problems.length === 0 ? undefined : { severity: 'info', sentence: problems.map(problemWords).join(' ') };
}
