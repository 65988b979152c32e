/** Opens a page of Ace Data Cloud: tokens and balance, what was billed, prices, the state of the service. */
import * as vscode from 'vscode';
import { linkName, links, openLink, type Link } from '../platform/links';
import type { Command } from './command';

export function openConsole(): Command {
  return {
    name: 'openConsole',
    async run() {
      const items = (Object.keys(links) as Link[]).map((link) => ({ label: linkName(link), description: links[link], link }));
      const chosen = await vscode.window.showQuickPick(items, { title: 'Ace Data Cloud', matchOnDescription: true });
      if (chosen !== undefined) {
        await openLink(chosen.link);
      }
    },
  };
}
