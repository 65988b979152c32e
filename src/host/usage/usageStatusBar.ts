/** What today's answers cost, in the status bar, where the setting asks for it. */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import { dayAround, entriesIn, monthAround, usageTotal } from '../../core/usage/usageSummary';
import { affectsSetting, readSetting } from '../platform/settings';
import type { UsageLedger } from './usageLedger';
import { totalWords } from './usageWords';

/** In milliseconds: what comes closer together is shown at once. */
const pauseMs = 200;
/** A timer does not run while the computer sleeps: that a day has begun is looked for now and then. */
const longestWaitMs = 10 * 60_000;

/** The caller disposes it. */
export class UsageStatusBar implements vscode.Disposable {
  #item: vscode.StatusBarItem | undefined;
  #watch: ReturnType<UsageLedger['watch']> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;
  readonly #listeners: vscode.Disposable;

  constructor(
    private readonly ledger: Pick<UsageLedger, 'read' | 'watch' | 'onDidChange'>,
    private readonly now: () => number = Date.now,
  ) {
    const update = (): void => {
      this.#updateIn(pauseMs);
    };
    this.#listeners = vscode.Disposable.from(
      ledger.onDidChange(update),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSetting(event, 'usage.statusBar')) update();
      }),
      // Not every system tells what other windows have written.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) update();
      }),
    );
    void this.#update();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listeners.dispose();
    this.#hide();
  }

  #updateIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#update(), ms);
  }

  async #update(): Promise<void> {
    if (!this.#isWanted()) {
      this.#hide();
      return;
    }
    this.#watch ??= this.ledger.watch();
    const now = this.now();
    const [day, month] = [dayAround(now), monthAround(now)];
    const { entries } = await this.ledger.read(month.from);
    if (!this.#isWanted()) {
      return;
    }
    const today = totalWords(usageTotal(entriesIn(day, entries)));
    this.#item ??= vscode.window.createStatusBarItem('usage', vscode.StatusBarAlignment.Right, 0);
    this.#item.name = vscode.l10n.t('Usage of Ace Claude');
    this.#item.text = `$(graph) ${today}`;
    this.#item.tooltip = vscode.l10n.t(
      'Ace Claude: {0} today, {1} this month',
      today,
      totalWords(usageTotal(entriesIn(month, entries))),
    );
    this.#item.command = commandId('showUsage');
    this.#item.show();
    this.#updateIn(Math.min(longestWaitMs, day.to - now));
  }

  #isWanted(): boolean {
    return !this.#isDisposed && readSetting('usage.statusBar');
  }

  #hide(): void {
    clearTimeout(this.#timer);
    this.#item?.dispose();
    this.#item = undefined;
    this.#watch?.dispose();
    this.#watch = undefined;
  }
}
