/** The pages of Ace Data Cloud that a user needs, and the ways to them: buttons of quick inputs, and addresses for everything else. */
import * as vscode from 'vscode';

export const links = {
  /** Tokens, balance, credit. */
  console: 'https://platform.acedata.cloud/console/applications',
  /** What was billed. */
  usages: 'https://platform.acedata.cloud/console/usages',
  /** Models and their prices. */
  models: 'https://platform.acedata.cloud/models',
  status: 'https://status.acedata.cloud',
} as const;
export type Link = keyof typeof links;

export function linkName(link: Link): string {
  const { l10n } = vscode;
  switch (link) {
    case 'console':
      return l10n.t('Tokens and balance in the console');
    case 'usages':
      return l10n.t('What was billed');
    case 'models':
      return l10n.t('Prices');
    case 'status':
      return l10n.t('State of the service');
  }
}

export async function openLink(link: Link): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(links[link]));
}

/** For the title bar of a quick input: `open` is what its `onDidTriggerButton` calls. */
export function linkButtons(...shown: readonly Link[]): {
  readonly buttons: readonly vscode.QuickInputButton[];
  readonly open: (button: vscode.QuickInputButton) => void;
} {
  const byButton = new Map<vscode.QuickInputButton, Link>(
    shown.map((link) => [{ iconPath: new vscode.ThemeIcon(icons[link]), tooltip: linkName(link) }, link]),
  );
  return {
    buttons: [...byButton.keys()],
    open: (button) => {
      const link = byButton.get(button);
      if (link !== undefined) void openLink(link);
    },
  };
}

const icons: Readonly<Record<Link, string>> = {
  console: 'link-external',
  usages: 'credit-card',
  models: 'tag',
  status: 'pulse',
};
