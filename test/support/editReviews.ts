/** Reviews without a user interface: what was proposed, and the user's decisions as methods. Needs the extension host. */
import * as vscode from 'vscode';
import type { ProposedHunk } from '../../src/core/review/proposedHunk';
import type { Outcome } from '../../src/host/review/proposalVersion';
import type { AppliedHunks, ReviewRequest } from '../../src/host/review/review';
import type { EditReview } from '../../src/host/selection/editRun';
import { applyEdit } from './applyEdit';
import { until } from './until';

export class ShownReview implements EditReview {
  readonly #events = {
    stop: new vscode.EventEmitter<void>(),
    apply: new vscode.EventEmitter<AppliedHunks>(),
    close: new vscode.EventEmitter<void>(),
  };
  readonly onDidStop = this.#events.stop.event;
  readonly onDidApply = this.#events.apply.event;
  readonly onDidClose = this.#events.close.event;
  hunks: readonly ProposedHunk[] = [];
  isComplete = false;
  outcome: Outcome | undefined;
  sentence: string | undefined;

  constructor(
    readonly request: ReviewRequest,
    public base: string,
  ) {}

  propose(hunks: readonly ProposedHunk[], isComplete: boolean): void {
    this.hunks = hunks;
    this.isComplete = isComplete;
  }

  finish(outcome: Outcome, sentence?: string): void {
    this.outcome = outcome;
    this.sentence = sentence;
  }

  startAnew(): void {
    this.base = textOf(this.request.uri);
    this.hunks = [];
    this.outcome = undefined;
  }

  /** Makes all changes in one edit of the document, and closes. */
  async accept(): Promise<void> {
    const { uri } = this.request;
    const edit = new vscode.WorkspaceEdit();
    for (const { start, end, lines } of this.hunks) {
      edit.replace(uri, new vscode.Range(start, 0, end, 0), lines.map((line) => `${line}\n`).join(''));
    }
    await applyEdit(edit);
    this.#events.apply.fire({
      uri,
      ranges: this.hunks.map(({ start, lines }) => new vscode.Range(start, 0, start + lines.length, 0)),
    });
    this.close();
  }

  stop(): void {
    this.#events.stop.fire();
  }

  close(): void {
    this.#events.close.fire();
  }
}

export class ShownReviews {
  readonly all: ShownReview[] = [];

  begin(request: ReviewRequest): Promise<ShownReview> {
    const review = new ShownReview(request, textOf(request.uri));
    this.all.push(review);
    return Promise.resolve(review);
  }

  async next(count = 1): Promise<ShownReview> {
    await until(() => this.all.length >= count, 'a review begins');
    const review = this.all.at(-1);
    if (review === undefined) throw new Error('no review');
    return review;
  }
}

function textOf(uri: vscode.Uri): string {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return (document?.getText() ?? '').replace(/\r\n/g, '\n');
}
