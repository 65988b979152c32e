/**
 * One review: the versions of a proposal for one document, which is left alone until hunks are accepted. It decides what is shown
 * and what becomes of the document; pages, lenses and commands are for others.
 */
import * as vscode from 'vscode';
import { linesOf, withEdits } from '../../core/review/lineEdits';
import { blockAt, mergeHunks } from '../../core/review/mergedText';
import type { PlacedHunk } from '../../core/review/proposal';
import type { ProposedHunk } from '../../core/review/proposedHunk';
import { ProposalVersion, type Outcome } from './proposalVersion';
import type { ReviewPage } from './reviewPage';
import type { ReviewTarget } from './reviewTarget';

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

interface Parts {
  readonly id: string;
  readonly request: ReviewRequest;
  readonly target: ReviewTarget;
  readonly page: ReviewPage;
  /** The document's text. */
  readonly text: string;
  /** What is said of it has changed. */
  readonly changed: () => void;
  readonly closeTabs: () => Promise<void>;
}

/** Where accepted hunks are in the document, as it is after them. */
export interface AppliedHunks {
  readonly uri: vscode.Uri;
  readonly ranges: readonly vscode.Range[];
}

/** Which hunks; all that can be decided without it. */
export type Choice = (hunk: PlacedHunk) => boolean;

/** Typing is followed after so long a pause, in milliseconds. */
const followDelay = 150;

export class Review {
  readonly #stopped = new vscode.EventEmitter<void>();
  readonly #applied = new vscode.EventEmitter<AppliedHunks>();
  readonly #closed = new vscode.EventEmitter<void>();
  /** The user pressed Stop. */
  readonly onDidStop = this.#stopped.event;
  /** Hunks were accepted and are in the document now. */
  readonly onDidApply = this.#applied.event;
  /** It is closed; nothing more may be proposed. */
  readonly onDidClose = this.#closed.event;

  readonly #versions: ProposalVersion[];
  #shownVersion = 0;
  #text: readonly string[];
  #followTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #clock: ReturnType<typeof setInterval>;
  #wasOpened = false;
  #opening: Promise<void> | undefined;
  #isClosed = false;
  /** What the user asks for happens one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {
    this.#versions = [new ProposalVersion(parts.text.replace(/\r\n?/g, '\n'))];
    this.#text = linesOf(parts.text);
    this.#clock = setInterval(() => {
      if (this.isRunning) parts.changed();
    }, 1000);
    void parts.page.set(mergeHunks(this.#text, []));
  }

  get id(): string {
    return this.parts.id;
  }

  get label(): string {
    return this.parts.request.label;
  }

  get target(): ReviewTarget {
    return this.parts.target;
  }

  get page(): ReviewPage {
    return this.parts.page;
  }

  get canTryAgain(): boolean {
    return this.parts.request.tryAgain !== undefined;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The document's text that all hunks of the running proposal refer to (line ends as `\n`; empty for a new file). */
  get base(): string {
    return this.#latest.base;
  }

  /** The version that is shown, from 1. */
  get versionNumber(): number {
    return this.#shownVersion + 1;
  }

  get versionCount(): number {
    return this.#versions.length;
  }

  /** That is shown. */
  get version(): ProposalVersion {
    return this.#versions[this.#shownVersion] ?? this.#latest;
  }

  /** Whether an answer still streams, in whichever version. */
  get isRunning(): boolean {
    return !this.#isClosed && this.#latest.isRunning;
  }

  get #latest(): ProposalVersion {
    const latest = this.#versions.at(-1);
    if (latest === undefined) throw new Error('A review begins with a version.');
    return latest;
  }

  /** All hunks so far, in order, not overlapping. The last one may be replaced by a longer one while `isComplete` is false. */
  propose(hunks: readonly ProposedHunk[], isComplete: boolean): void {
    if (this.#isClosed) {
      return;
    }
    this.#latest.proposal.propose(hunks, isComplete);
    void this.#refresh();
    if (hunks.length > 0) this.#openOnce();
  }

  /** The stream has ended. `sentence` says why where it did not end well (localised; shown at the top of the review). */
  finish(outcome: Outcome, sentence?: string): void {
    if (this.#isClosed) {
      return;
    }
    this.#latest.outcome = outcome;
    this.#latest.sentence = sentence;
    if (outcome === 'complete') this.#latest.proposal.complete();
    void this.#refresh();
    this.#openOnce();
    void this.#enqueue(() => this.#endIfDecided());
  }

  /** Keeps the proposal as an earlier version to go back to and begins the next one, against the document's text of now. */
  startAnew(): void {
    if (this.#isClosed) {
      return;
    }
    this.#latest.outcome ??= 'stopped';
    this.#text = linesOf(this.parts.target.openText() ?? this.#text.join('\n'));
    this.#versions.push(new ProposalVersion(this.#text.join('\n')));
    this.#shownVersion = this.#versions.length - 1;
    void this.#refresh();
  }

  /** Of the version that is shown, as they are now. */
  hunks(): readonly PlacedHunk[] {
    return this.version.place(this.#text);
  }

  /** How many the user would lose with it. */
  get undecidedCount(): number {
    return this.hunks().filter(({ state }) => state !== 'accepted' && state !== 'rejected').length;
  }

  /** The hunk at the page's cursor. */
  hunkAtCursor(): PlacedHunk | undefined {
    const line = this.page.cursorLine();
    return line === undefined ? undefined : blockAt(this.page.shown, line)?.hunk;
  }

  /** What the document would be with all that can be accepted. */
  proposedText(): string {
    return withEdits(
      this.#text,
      this.hunks().filter(({ state }) => state === 'undecided'),
    ).join('\n');
  }

  /** The document has another text. */
  follow(): void {
    clearTimeout(this.#followTimer);
    this.#followTimer = setTimeout(() => void this.#enqueue(() => this.#read()), followDelay);
  }

  showVersion(step: 1 | -1): void {
    this.#shownVersion = Math.min(Math.max(this.#shownVersion + step, 0), this.#versions.length - 1);
    void this.#refresh();
  }

  stop(): void {
    if (this.isRunning) this.#stopped.fire();
  }

  tryAgain(instruction: string): void {
    this.stop();
    this.parts.request.tryAgain?.(instruction);
  }

  /** Resolves when the hunks are in the document, or the user was told why not. */
  accept(choice: Choice): Promise<void> {
    return this.#enqueue(() => this.#accept(choice));
  }

  reject(choice: Choice): Promise<void> {
    return this.#enqueue(async () => {
      const chosen = this.hunks().filter((hunk) => hunk.state !== 'accepted' && hunk.state !== 'growing' && choice(hunk));
      this.version.proposal.reject(chosen.map(({ id }) => id));
      await this.#afterDecision(chosen);
    });
  }

  /** Shows its editor. */
  open(): Promise<void> {
    this.#wasOpened = true;
    this.#opening ??= this.page
      .set(mergeHunks(this.#text, this.hunks()))
      .then(() => this.page.open((this.parts.request.range?.start.line ?? -1) + 1))
      .finally(() => {
        this.#opening = undefined;
      });
    return this.#opening;
  }

  /** Nothing is asked: whatever is undecided is let go. Closing its tabs is for others. */
  close(): void {
    if (this.#isClosed) {
      return;
    }
    this.stop();
    this.#isClosed = true;
    clearTimeout(this.#followTimer);
    clearInterval(this.#clock);
    this.page.dispose();
    this.#closed.fire();
    for (const emitter of [this.#stopped, this.#applied, this.#closed]) emitter.dispose();
  }

  async #accept(choice: Choice): Promise<void> {
    const { target } = this.parts;
    const wasThere = !target.isNew;
    if (!(await this.#read())) {
      say(vscode.l10n.t('{0} is gone, so nothing was changed.', target.name));
      return;
    }
    const hunks = this.hunks().filter(choice);
    const fitting = hunks.filter(({ state }) => state === 'undecided');
    if (hunks.some(({ state }) => state === 'stale')) {
      say(
        wasThere
          ? vscode.l10n.t(
              'Some changes no longer fit into {0}, because their lines have changed. They stay in the review.',
              target.name,
            )
          : vscode.l10n.t('{0} is there by now, so it was not created.', target.name),
      );
    }
    if (fitting.length === 0) {
      return;
    }
    if (!(await target.apply(this.#text, fitting))) {
      say(vscode.l10n.t('{0} takes no changes now. The review stays open.', target.name));
      return;
    }
    this.version.proposal.accept(fitting.map(({ id }) => id));
    await this.#read();
    const ids = new Set(fitting.map(({ id }) => id));
    const ranges = this.hunks()
      .filter(({ id }) => ids.has(id))
      .map(
        ({ start, end }) =>
          new vscode.Range(start, 0, Math.max(start, end - 1), this.#text[Math.max(start, end - 1)]?.length ?? 0),
      );
    this.#applied.fire({ uri: target.uri, ranges });
    await this.#afterDecision(fitting, ranges[0]);
  }

  async #afterDecision(decided: readonly PlacedHunk[], applied?: vscode.Range): Promise<void> {
    const line = this.page.shown.blocks.find(({ hunk }) => hunk.id === decided[0]?.id)?.line;
    // Nobody waits for a page that is about to go.
    if (await this.#endIfDecided(applied)) {
      return;
    }
    await this.#refresh();
    if (line !== undefined) {
      await this.page.goTo('down', line - 1);
    }
  }

  /** Ends the review where all is decided and nothing more comes. @param applied where to look then */
  async #endIfDecided(applied?: vscode.Range): Promise<boolean> {
    const isOver = !this.isRunning && this.version.proposal.hunkCount > 0 && this.undecidedCount === 0;
    if (!isOver || this.#isClosed) {
      return false;
    }
    this.close();
    await this.parts.closeTabs();
    if (applied !== undefined) await this.target.show(applied);
    return true;
  }

  /** Takes over the document's text of now. @returns false where there is none */
  async #read(): Promise<boolean> {
    const text = this.#isClosed ? undefined : await this.target.read();
    if (text === undefined) {
      return false;
    }
    this.#text = text;
    void this.#refresh();
    return true;
  }

  #openOnce(): void {
    if (!this.#wasOpened) void this.open();
  }

  async #refresh(): Promise<void> {
    if (this.#isClosed) {
      return;
    }
    this.parts.changed();
    await this.page.set(mergeHunks(this.#text, this.hunks()));
  }

  async #enqueue(job: () => Promise<unknown>): Promise<void> {
    const done = this.#work.then(job);
    this.#work = done.then(
      () => undefined,
      () => undefined,
    );
    await done;
  }
}

function say(sentence: string): void {
  void vscode.window.showWarningMessage(sentence);
}
