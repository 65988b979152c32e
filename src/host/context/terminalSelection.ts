/**
 * The text that is selected in the terminal. VS Code gives it to extensions only by way of the clipboard, which gets back what it
 * had, whatever happens.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { UnavailableError } from './sourceContent';

/** @throws UnavailableError where nothing is selected */
export async function terminalSelection(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // Tells a selection from what was there. An empty text may be an image, which could not be put back: it stays until there is one.
  const mark = before === '' ? '' : `ace-claude ${randomUUID()}`;
  try {
    if (mark !== '') {
      await clipboard.writeText(mark);
    }
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const selected = await clipboard.readText();
    if (selected === mark || selected.trim() === '') {
      throw new UnavailableError(vscode.l10n.t('Nothing is selected in the terminal. Select the lines that matter first.'));
    }
    return selected.replace(/\r\n?/g, '\n');
  } finally {
    if (before !== '') {
      await clipboard.writeText(before);
    }
  }
}
