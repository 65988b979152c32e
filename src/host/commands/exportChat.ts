/** Writes the chat that is shown, or all, to files. */
import * as vscode from 'vscode';
import type { ShownChat } from '../history/chatActions';
import type { ChatArchive } from '../history/chatArchive';
import type { ExportFormat } from '../history/chatExport';
import type { Command } from './command';

interface Choice extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly isAll: boolean;
}

/** @param archive loaded where something is exported */
export function exportChat(chat: ShownChat, archive: () => Promise<ChatArchive>): Command {
  return {
    name: 'exportChat',
    async run() {
      const chosen = await choose(chat.conversation.messages.length > 0);
      if (chosen?.isAll === true) {
        await (await archive()).exports.exportAll(chosen.format);
      } else if (chosen !== undefined) {
        await (await archive()).exports.exportOne(chat.conversation, chosen.format);
      }
    },
  };
}

async function choose(hasChat: boolean): Promise<Choice | undefined> {
  const { l10n } = vscode;
  const choices: readonly Choice[] = [
    { label: l10n.t('This Chat as Markdown'), format: 'markdown', isAll: false },
    { label: l10n.t('This Chat as JSON'), detail: l10n.t('Complete, can be imported again'), format: 'json', isAll: false },
    {
      label: l10n.t('All Chats as Markdown'),
      detail: l10n.t('A folder with a file for each'),
      format: 'markdown',
      isAll: true,
    },
    { label: l10n.t('All Chats as JSON'), detail: l10n.t('Complete, can be imported again'), format: 'json', isAll: true },
  ];
  return vscode.window.showQuickPick(
    choices.filter(({ isAll }) => isAll || hasChat),
    { title: l10n.t('Export Chat') },
  );
}
