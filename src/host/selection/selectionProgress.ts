/**
 * The sign of life of an edit: at its code a tinted range, a line above it that says what runs and stops it, and the time since; the
 * same in the status bar, for code that is out of sight or in an editor that draws no such lines.
 */
import * as vscode from 'vscode';
import { commandId, isEditingKey } from '../../core/contributions';
import type { FollowedRange } from './followedRange';

interface Running {
  readonly id: number;
  /** Its range is where the code is by now. */
  readonly place: Pick<FollowedRange, 'document' | 'range'>;
  readonly label: string;
  readonly stop: () => void;
  readonly since: number;
}

const tickMs = 1000;

export class SelectionProgress implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new vscode.ThemeColor('progressBar.background'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    overviewRulerColor: new vscode.ThemeColor('progressBar.background'),
  });
  readonly #time = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em' },
  });
  readonly #running = new Map<number, Running>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #status: vscode.StatusBarItem | undefined;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  /** Shows it until what this returns is disposed. */
  begin(place: Running['place'], label: string, stop: () => void): vscode.Disposable {
    const id = ++this.#count;
    this.#running.set(id, { id, place, label, stop, since: performance.now() });
    if (this.#running.size === 1) this.#start();
    this.#show();
    return new vscode.Disposable(() => {
      if (!this.#running.delete(id)) return;
      if (this.#running.size === 0) this.#end();
      this.#show();
    });
  }

  /** @param id of one, as its line says; without it, that of the active editor, else the newest */
  stop(id?: number): void {
    const all = [...this.#running.values()];
    const active = vscode.window.activeTextEditor?.document;
    const chosen =
      id === undefined ? (all.find(({ place }) => place.document === active) ?? all.at(-1)) : this.#running.get(id);
    chosen?.stop();
  }

  /**
   * The time is not in here: VS Code starts its wait for the lines of all extensions anew with each change of ours, so that lines
   * that changed every second would never be seen beside those of a slow extension, or in a window that is still busy starting.
   */
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.#runningIn(document).flatMap(({ id, place: { range }, label }) => {
      const place = new vscode.Range(range.start.line, 0, range.start.line, 0);
      const stop = { title: vscode.l10n.t('Stop'), command: commandId('stopEdit'), arguments: [id] };
      return [
        new vscode.CodeLens(place, { title: `$(loading~spin) ${vscode.l10n.t('Claude: {0}', label)}`, command: '' }),
        new vscode.CodeLens(place, stop),
      ];
    });
  }

  dispose(): void {
    for (const { stop } of [...this.#running.values()]) stop();
    this.#running.clear();
    this.#end();
    this.#decoration.dispose();
    this.#time.dispose();
    this.#status?.dispose();
    this.#changed.dispose();
  }

  #start(): void {
    // Only while something runs: nobody is to ask us for lines above code all day.
    this.#subscriptions.push(
      vscode.languages.registerCodeLensProvider({ pattern: '**' }, this),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#show();
      }),
    );
    this.#timer = setInterval(() => {
      this.#tick();
    }, tickMs);
    void vscode.commands.executeCommand('setContext', isEditingKey, true);
  }

  #end(): void {
    clearInterval(this.#timer);
    vscode.Disposable.from(...this.#subscriptions.splice(0)).dispose();
    this.#status?.hide();
    void vscode.commands.executeCommand('setContext', isEditingKey, false);
  }

  #show(): void {
    this.#changed.fire();
    for (const editor of vscode.window.visibleTextEditors) {
      editor.setDecorations(
        this.#decoration,
        this.#runningIn(editor.document).map(({ place }) => place.range),
      );
    }
    this.#tick();
  }

  #tick(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const times = this.#runningIn(editor.document).map(({ place: { range }, since }) => ({
        range: editor.document.lineAt(range.start.line).range,
        renderOptions: { after: { contentText: seconds(since) } },
      }));
      editor.setDecorations(this.#time, times);
    }
    this.#showStatus();
  }

  #showStatus(): void {
    const [first] = this.#running.values();
    if (first === undefined) {
      this.#status?.hide();
      return;
    }
    const words = `${vscode.l10n.t('Claude: {0}', first.label)} ${seconds(first.since)}`;
    this.#status ??= vscode.window.createStatusBarItem('aceClaude.edit', vscode.StatusBarAlignment.Left);
    this.#status.name = vscode.l10n.t('Claude edits');
    this.#status.text = `$(loading~spin) ${words}`;
    this.#status.tooltip = vscode.l10n.t('Stop');
    this.#status.accessibilityInformation = { label: `${words} ${vscode.l10n.t('Stop')}`, role: 'button' };
    this.#status.command = { title: vscode.l10n.t('Stop'), command: commandId('stopEdit'), arguments: [first.id] };
    this.#status.show();
  }

  #runningIn(document: vscode.TextDocument): Running[] {
    return [...this.#running.values()].filter(({ place }) => place.document === document);
  }
}

function seconds(since: number): string {
  return vscode.l10n.t('{0} s', String(Math.floor((performance.now() - since) / 1000)));
}
