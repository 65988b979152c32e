/**
 * The sign of life of an edit, where its code is: a tinted range and a line above it that says what runs, for how long, and stops it.
 * In the status bar where lines of that kind are switched off, or the code is out of sight.
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

/** VS Code drops what comes faster than every 300 ms. */
const tickMs = 500;

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

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return [...this.#running.values()]
      .filter(({ place }) => place.document === document)
      .flatMap(({ id, place: { range }, label, since }) => {
        const place = new vscode.Range(range.start.line, 0, range.start.line, 0);
        const stop = { title: vscode.l10n.t('Stop'), command: commandId('stopEdit'), arguments: [id] };
        return [new vscode.CodeLens(place, { title: words(label, since), command: '' }), new vscode.CodeLens(place, stop)];
      });
  }

  dispose(): void {
    for (const { stop } of [...this.#running.values()]) stop();
    this.#running.clear();
    this.#end();
    this.#decoration.dispose();
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

  #tick(): void {
    this.#changed.fire();
    this.#showStatus();
  }

  #show(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const own = [...this.#running.values()].filter(({ place }) => place.document === editor.document);
      editor.setDecorations(
        this.#decoration,
        own.map(({ place }) => place.range),
      );
    }
    this.#tick();
  }

  #showStatus(): void {
    const hidden = [...this.#running.values()].filter(({ place }) => !isInSight(place.document));
    const [first] = hidden;
    if (first === undefined) {
      this.#status?.hide();
      return;
    }
    this.#status ??= vscode.window.createStatusBarItem('aceClaude.edit', vscode.StatusBarAlignment.Left);
    this.#status.name = vscode.l10n.t('Claude edits');
    this.#status.text = words(first.label, first.since);
    this.#status.tooltip = vscode.l10n.t('Stop');
    this.#status.accessibilityInformation = {
      label: `${plain(first.label, first.since)} ${vscode.l10n.t('Stop')}`,
      role: 'button',
    };
    this.#status.command = { title: vscode.l10n.t('Stop'), command: commandId('stopEdit'), arguments: [first.id] };
    this.#status.show();
  }
}

function isInSight(document: vscode.TextDocument): boolean {
  // A notebook draws no such lines above its cells.
  const hasLenses =
    document.uri.scheme !== 'vscode-notebook-cell' &&
    vscode.workspace.getConfiguration('editor', document).get('codeLens', true);
  return hasLenses && vscode.window.visibleTextEditors.some((editor) => editor.document === document);
}

function words(label: string, since: number): string {
  return `$(loading~spin) ${plain(label, since)}`;
}

function plain(label: string, since: number): string {
  return vscode.l10n.t('Claude: {0} {1} s', label, String(Math.floor((performance.now() - since) / 1000)));
}
