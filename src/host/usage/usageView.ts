/** The panel that shows the usage, and its export. Loaded with the first use. */
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { usageCsv } from '../../core/usage/usageCsv';
import { dayAround, dayOf } from '../../core/usage/usageSummary';
import { affectsSetting, readBudget } from '../platform/settings';
import { usageHtml } from './usageHtml';
import type { UsageLedger } from './usageLedger';

interface Deps {
  readonly ledger: UsageLedger;
  readonly extensionUri: vscode.Uri;
}

/** In milliseconds: answers come faster than anybody reads. */
const pause = 1000;
/** A new day is looked for now and then, and so is what no system has told of. */
const longestWait = 60_000;

/** The caller disposes it. */
export class UsageView implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;
  /** What the panel shows; drawn again only where it differs, since that takes the reader's place on the page along. */
  #shown = '';
  readonly #listeners: vscode.Disposable;

  constructor(private readonly deps: Deps) {
    this.#listeners = vscode.Disposable.from(
      deps.ledger.onDidChange(() => {
        this.#drawIn(pause);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSetting(event, 'usage.monthlyBudget')) this.#drawIn(0);
      }),
    );
  }

  async show(): Promise<void> {
    const panel = (this.#panel ??= this.#open());
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
    const { entries, readTrouble } = await this.deps.ledger.read();
    await vscode.workspace.fs.writeFile(file, Buffer.from(usageCsv(entries)));
    const open = vscode.l10n.t('Open');
    if ((await sayExported(entries.length, readTrouble, open)) === open) {
      await vscode.window.showTextDocument(file);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listeners.dispose();
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    const media = vscode.Uri.joinPath(this.deps.extensionUri, 'media');
    const panel = vscode.window.createWebviewPanel('aceClaude.usage', vscode.l10n.t('Usage'), vscode.ViewColumn.Active, {
      enableScripts: true,
      enableCommandUris: [commandId('exportUsage')],
      localResourceRoots: [media],
    });
    const watch = this.deps.ledger.watch();
    panel.onDidDispose(() => {
      watch.dispose();
      clearTimeout(this.#timer);
      this.#panel = undefined;
      this.#shown = '';
    });
    panel.onDidChangeViewState(() => {
      this.#drawIn(0);
    });
    return panel;
  }

  #drawIn(ms: number): void {
    const due = Date.now() + ms;
    if (this.#panel === undefined || due >= this.#due) {
      return;
    }
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#panel?.visible === true) void this.#draw(this.#panel);
      else this.#due = Infinity;
    }, ms);
  }

  async #draw(panel: vscode.WebviewPanel): Promise<void> {
    this.#due = Infinity;
    const content = await this.deps.ledger.read();
    if (panel !== this.#panel) {
      return;
    }
    const now = Date.now();
    const style = panel.webview.asWebviewUri(vscode.Uri.joinPath(this.deps.extensionUri, 'media', 'usage.css')).toString();
    const page = { style, cspSource: panel.webview.cspSource, nonce: randomBytes(16).toString('base64') };
    const html = usageHtml({ ...content, now, budget: readBudget() }, page);
    const shown = html.replaceAll(page.nonce, '');
    if (shown !== this.#shown) {
      this.#shown = shown;
      panel.webview.html = html;
    }
    this.#drawIn(Math.min(longestWait, Math.max(pause, dayAround(now).to - now)));
  }
}

function sayExported(count: number, readTrouble: string | undefined, open: string): Thenable<string | undefined> {
  const { l10n, window } = vscode;
  const done = count === 1 ? l10n.t('1 answer was exported.') : l10n.t('{0} answers were exported.', String(count));
  return readTrouble === undefined
    ? window.showInformationMessage(done, open)
    : window.showWarningMessage(
        `${done} ${l10n.t('Some of the records cannot be read now ({0}), and are missing.', readTrouble)}`,
        open,
      );
}
