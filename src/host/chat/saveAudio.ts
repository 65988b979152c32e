/** Saves the sound of an answer as a file that the user names. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { AnswerAudio } from '../../core/audio/answerAudio';

/** @param name of the file without its extension */
export async function saveAudio(name: string, { extension }: AnswerAudio, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `${name}.${extension}`),
    filters: { [extension.toUpperCase()]: [extension] },
    title: vscode.l10n.t('Save Audio'),
  });
  if (uri === undefined) {
    return;
  }
  try {
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The sound could not be saved: {0}', reason));
  }
}
