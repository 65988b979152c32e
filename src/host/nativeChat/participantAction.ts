/** What the button below an answer of the participant does: what it says, and then the question stands in the chat again. */
import * as vscode from 'vscode';
import { participant, participantActionId } from '../../core/contributions';
import type { NoticeButton } from '../../core/conversation';
import type { Act } from './languageModelErrors';

/** A question, to be asked again. */
export interface AskAgain {
  readonly prompt: string;
  /** Empty: none. */
  readonly command: string;
  readonly files: readonly vscode.Uri[];
}

/** The caller disposes it. */
export function registerParticipantAction(act: Act): vscode.Disposable {
  // No command for users: only the buttons have its arguments.
  return vscode.commands.registerCommand(participantActionId, async (button: NoticeButton, model: string, again: AskAgain) => {
    if (!(await act(button, model))) {
      return;
    }
    const { prompt, command, files } = again;
    const query = [`@${participant.name}`, ...(command === '' ? [] : [`/${command}`]), prompt].join(' ');
    // Other attachments than files have to be added again, so it is not sent at once.
    await vscode.commands.executeCommand('workbench.action.chat.open', { query, isPartialQuery: true, attachFiles: files });
  });
}
