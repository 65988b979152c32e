/** What today's answers cost, in the status bar, where the setting asks for it. */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { dayOf, monthOf, usageTotal } from '../../core/usage/usageSummary';
import { affectsSetting, readSetting } from '../platform/settings';
import type { UsageLedger } from './usageLedger';
import { totalWords } from './usageWords';

/** The caller disposes it. */
export class UsageStatusBar implements vscode.Disposable {
  #item: vscode.StatusBarItem | undefined;
  readonly #listeners: vscode.Disposable;

  constructor(private readonly ledger: Pick<UsageLedger, 'read' | 'onDidRecord'>) {
    const update = (): void => void this.#update();
    this.#listeners = vscode.Disposable.from(
      ledger.onDidRecord(update),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSetting(event, 'usage.statusBar')) update();
      }),
      // Other windows may have asked meanwhile.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) update();
      }),
    );
    update();
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#item?.dispose();
  }

  async #update(): Promise<void> {
    if (!readSetting('usage.statusBar')) {
      this.#item?.dispose();
      this.#item = undefined;
      return;
    }
    const now = Date.now();
    const read = await this.ledger.read(monthOf(now)).catch(() => undefined);
    const month = read?.entries ?? [];
    const today = usageTotal(month.filter(({ at }) => dayOf(at) === dayOf(now)));
    this.#item ??= vscode.window.createStatusBarItem('usage', vscode.StatusBarAlignment.Right, 0);
    this.#item.name = vscode.l10n.t('Usage of Ace Claude');
    this.#item.text = `$(graph) ${totalWords(today)}`;
    this.#item.tooltip = vscode.l10n.t(
      'Ace Claude: {0} today, {1} this month',
      totalWords(today),
      totalWords(usageTotal(month)),
    );
    this.#item.command = commandId('showUsage');
    this.#item.show();
  }
}
