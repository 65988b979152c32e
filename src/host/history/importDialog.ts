/** Asks which chats of other programs, and of this one, are to be imported, and says what came of it. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import type { ChatActions } from './chatActions';
import type { ChatImport } from './chatImport';
import { importWords, type ImportOutcome } from './importWords';

interface Source extends vscode.QuickPickItem {
  /** Undefined: the user is asked, for files or a folder. */
  readonly uris?: readonly vscode.Uri[];
  readonly isFolder: boolean;
}

/** Ends when they are there; a message that says so may still be shown. */
export async function importByDialog(imports: ChatImport, actions: ChatActions): Promise<void> {
  const uris = await pickSources();
  if (uris === undefined || uris.length === 0) {
    return;
  }
  await actions.attempt(async () => {
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Importing chats'), cancellable: true },
      (progress, token) =>
        imports.import(uris, token, (done, all) => {
          progress.report({ message: `${String(done)}/${String(all)}`, increment: 100 / all });
        }),
    );
    void tell(outcome, actions);
  });
}

/** One kind of dialog cannot pick both files and folders everywhere. */
async function pickSources(): Promise<readonly vscode.Uri[] | undefined> {
  const { l10n } = vscode;
  const continueFolder = vscode.Uri.joinPath(vscode.Uri.file(homedir()), '.continue', 'sessions');
  const sources: readonly Source[] = [
    {
      label: l10n.t('Files…'),
      detail: l10n.t('Exports of Ace Claude, Copilot or Cline, sessions of Continue'),
      isFolder: false,
    },
    { label: l10n.t('Folder…'), detail: l10n.t('Sessions of Continue, tasks of Cline'), isFolder: true },
    ...((await exists(continueFolder))
      ? [{ label: l10n.t('Sessions of Continue'), detail: continueFolder.fsPath, uris: [continueFolder], isFolder: true }]
      : []),
  ];
  const source = await vscode.window.showQuickPick(sources, { title: l10n.t('Import Chats') });
  if (source === undefined || source.uris !== undefined) {
    return source?.uris;
  }
  return vscode.window.showOpenDialog({
    canSelectMany: true,
    canSelectFiles: !source.isFolder,
    canSelectFolders: source.isFolder,
    openLabel: l10n.t('Import'),
    title: l10n.t('Import Chats'),
    ...(source.isFolder ? {} : { filters: { [l10n.t('Chats')]: ['json', 'jsonl', 'md'], [l10n.t('All Files')]: ['*'] } }),
  });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function tell(outcome: ImportOutcome, actions: ChatActions): Promise<void> {
  const [first, ...others] = outcome.imported;
  const button = others.length === 0 ? vscode.l10n.t('Open') : vscode.l10n.t('Show History');
  const chosen = await vscode.window.showInformationMessage(importWords(outcome), ...(first === undefined ? [] : [button]));
  if (chosen === undefined || first === undefined) {
    return;
  }
  if (others.length === 0) {
    await actions.open(first);
  } else {
    await vscode.commands.executeCommand(commandId('showHistory'));
  }
}
