/**
 * Stand-in for the review of proposed changes, with its signatures alone: shows the proposal as a diff, and applies all of it.
 */
import * as vscode from 'vscode';
import type { ProposedHunk } from '../../core/review/proposedHunk';

export interface ReviewRequest {
  /** The document; it need not exist: then it is a new file, made on acceptance. */
  readonly uri: vscode.Uri;
  /** What was asked, for the title, localised: "Refactor", "Apply"… */
  readonly label: string;
  /** Where the reader is to look first, before there is a hunk. */
  readonly range?: vscode.Range;
  /** Offered as "Try Again…": asks anew with an instruction. The caller calls `review.startAnew()` and proposes again. */
  readonly tryAgain?: (instruction: string) => void;
}

const scheme = 'ace-review-stand-in';

export class Review {
  readonly #stopped = new vscode.EventEmitter<void>();
  readonly #applied = new vscode.EventEmitter<{ readonly uri: vscode.Uri; readonly ranges: readonly vscode.Range[] }>();
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidStop = this.#stopped.event;
  readonly onDidApply = this.#applied.event;
  readonly onDidClose = this.#closed.event;
  hunks: readonly ProposedHunk[] = [];
  outcome: 'complete' | 'stopped' | 'failed' | undefined;
  sentence: string | undefined;

  constructor(
    readonly request: ReviewRequest,
    public base: string,
    private readonly textOf: () => string,
    private readonly changed: (isFirst: boolean) => void,
  ) {}

  isComplete = false;

  propose(hunks: readonly ProposedHunk[], isComplete: boolean): void {
    this.isComplete = isComplete;
    const isFirst = this.hunks.length === 0 && hunks.length > 0;
    this.hunks = hunks;
    this.changed(isFirst);
  }

  finish(outcome: 'complete' | 'stopped' | 'failed', sentence?: string): void {
    this.outcome = outcome;
    this.sentence = sentence;
    this.changed(this.hunks.length === 0);
  }

  startAnew(): void {
    this.base = this.textOf();
    this.hunks = [];
  }

  /** The text with all hunks. */
  proposed(): string {
    const lines = this.base.split('\n');
    for (const { start, end, lines: now } of [...this.hunks].reverse()) lines.splice(start, end - start, ...now);
    return lines.join('\n');
  }

  async acceptAll(): Promise<void> {
    const { uri } = this.request;
    const edit = new vscode.WorkspaceEdit();
    if (this.base === '') edit.createFile(uri, { ignoreIfExists: true });
    const document = this.base === '' ? undefined : await vscode.workspace.openTextDocument(uri);
    const end = document?.lineAt(document.lineCount - 1).range.end ?? new vscode.Position(0, 0);
    edit.replace(uri, new vscode.Range(new vscode.Position(0, 0), end), this.proposed());
    await vscode.workspace.applyEdit(edit);
    const ranges = this.hunks.map(({ start, lines }) => new vscode.Range(start, 0, start + lines.length, 0));
    this.#applied.fire({ uri, ranges });
    this.close();
  }

  stop(): void {
    this.#stopped.fire();
  }

  close(): void {
    this.#closed.fire();
  }
}

export class Reviews implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #parts = vscode.Disposable.from(
    this.#changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.all[Number(uri.query)]?.proposed() ?? '',
    }),
  );
  readonly all: Review[] = [];

  async begin(request: ReviewRequest): Promise<Review> {
    const key = request.uri.toString();
    const textOf = (): string =>
      (vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key)?.getText() ?? '').replace(/\r\n/g, '\n');
    await vscode.workspace.openTextDocument(request.uri).then(undefined, () => undefined);
    const number = this.all.length;
    const right = vscode.Uri.from({ scheme, path: request.uri.path, query: String(number) });
    const review = new Review(request, textOf(), textOf, (isFirst) => {
      this.#changed.fire(right);
      if (isFirst) void vscode.commands.executeCommand('vscode.diff', request.uri, right, request.label);
    });
    this.all.push(review);
    return review;
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
