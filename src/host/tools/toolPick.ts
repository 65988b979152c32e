/** The list in which the user switches tools of a chat on and off, and takes back that one may run without being asked for. */
import * as vscode from 'vscode';
import type { ChatTool } from './toolCatalog';
import type { ToolConsent } from './toolConsent';
import { ownToolTitles } from './toolTitles';
import { isOwnTool } from '../../core/tools/ownTools';

interface ToolItem extends vscode.QuickPickItem {
  readonly name?: string;
}

interface Choice {
  readonly tools: readonly ChatTool[];
  readonly chosen: readonly string[];
  readonly consent: ToolConsent;
}

/** @returns the names that are on now; undefined where the user turns away */
export function pickTools({ tools, chosen, consent }: Choice): Promise<readonly string[] | undefined> {
  const pick = vscode.window.createQuickPick<ToolItem>();
  const show = (selected: readonly string[]): void => {
    pick.items = toolItems(tools, consent.always);
    pick.selectedItems = pick.items.filter(({ name }) => name !== undefined && selected.includes(name));
  };
  pick.title = vscode.l10n.t('Tools of This Chat');
  pick.placeholder = vscode.l10n.t('Choose what Claude may ask to use. Each call asks for your consent.');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  show(chosen);
  return new Promise<readonly string[] | undefined>((resolve) => {
    pick.onDidTriggerItemButton(({ item: { name } }) => {
      const selected = pick.selectedItems.flatMap((item) => item.name ?? []);
      if (name !== undefined) {
        void consent.takeBack(name).then(() => {
          show(selected);
        });
      }
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap(({ name }) => name ?? []));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  }).finally(() => {
    pick.dispose();
  });
}

function toolItems(tools: readonly ChatTool[], always: readonly string[]): readonly ToolItem[] {
  const group = (label: string, members: readonly ChatTool[]): readonly ToolItem[] =>
    members.length === 0
      ? []
      : [
          { label, kind: vscode.QuickPickItemKind.Separator },
          ...members.map((tool) => toolItem(tool, always.includes(tool.name))),
        ];
  return [
    ...group(
      vscode.l10n.t('Ace Claude: nothing is written'),
      tools.filter(({ isOwn }) => isOwn),
    ),
    ...group(
      vscode.l10n.t('VS Code, extensions and MCP servers: may change files and run commands'),
      tools.filter(({ isOwn }) => !isOwn),
    ),
  ];
}

function toolItem({ name, isOwn, definition }: ChatTool, isAlways: boolean): ToolItem {
  const title = isOwnTool(name) ? ownToolTitles()[name] : undefined;
  const detail = (isOwn ? '' : (definition.function.description ?? '')).replace(/\s+/g, ' ').slice(0, 200);
  const askAgain: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('discard'),
    tooltip: vscode.l10n.t('Ask Again Before It Runs'),
  };
  return {
    label: title ?? name,
    ...(title === undefined ? {} : { description: name }),
    ...(isAlways ? { description: vscode.l10n.t('runs without asking'), buttons: [askAgain] } : {}),
    ...(detail === '' ? {} : { detail }),
    name,
  };
}
