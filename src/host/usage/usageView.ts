/** The panel that shows the usage, and its export. Loaded with the first use. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { usageCsv } from '../../core/usage/usageCsv';
import { dayOf } from '../../core/usage/usageSummary';
import { readSetting } from '../platform/settings';
import { usageHtml } from './usageHtml';
import type { UsageLedger } from './usageLedger';

interface Deps {
  readonly ledger: UsageLedger;
  readonly extensionUri: vscode.Uri;
}

/** In milliseconds: answers come faster than anybody reads. */
const pause = 1000;

/** The caller disposes it. */
export class UsageView implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listener: vscode.Disposable;

  constructor(private readonly deps: Deps) {
    this.#listener = deps.ledger.onDidRecord(() => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        if (this.#panel?.visible === true) void this.#draw(this.#panel);
      }, pause);
    });
  }

  async show(): Promise<void> {
    if (this.#panel === undefined) {
      const media = vscode.Uri.joinPath(this.deps.extensionUri, 'media');
      this.#panel = vscode.window.createWebviewPanel('aceClaude.usage', vscode.l10n.t('Usage'), vscode.ViewColumn.Active, {
        enableCommandUris: [commandId('exportUsage')],
        localResourceRoots: [media],
      });
      this.#panel.onDidDispose(() => {
        this.#panel = undefined;
      });
      this.#panel.onDidChangeViewState(({ webviewPanel }) => {
        if (webviewPanel.visible) void this.#draw(webviewPanel);
      });
    }
    const panel = this.#panel;
    panel.reveal();
    await this.#draw(panel);
  }

  async export(): Promise<void> {
    const name = `ace-claude-usage-${dayOf(Date.now())}.csv`;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
    const file = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(folder, name),
      filters: { CSV: ['csv'] },
      saveLabel: vscode.l10n.t('Export'),
    });
    if (file === undefined) {
      return;
    }
    const { entries } = await this.deps.ledger.read();
    await vscode.workspace.fs.writeFile(file, Buffer.from(usageCsv(entries)));
    const open = vscode.l10n.t('Open');
    const count = entries.length;
    const done =
      count === 1 ? vscode.l10n.t('1 answer was exported.') : vscode.l10n.t('{0} answers were exported.', String(count));
    if ((await vscode.window.showInformationMessage(done, open)) === open) {
      await vscode.window.showTextDocument(file);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listener.dispose();
    this.#panel?.dispose();
  }

  async #draw(panel: vscode.WebviewPanel): Promise<void> {
    const { entries, unreadable } = await this.deps.ledger.read();
    const style = panel.webview.asWebviewUri(vscode.Uri.joinPath(this.deps.extensionUri, 'media', 'usage.css')).toString();
    const report = { entries, unreadable, now: Date.now(), budget: readSetting('usage.monthlyBudget') };
    panel.webview.html = usageHtml(report, style, panel.webview.cspSource);
  }
}
