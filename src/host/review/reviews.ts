/**
 * All reviews that are open: begins them, hears what happens to documents and tabs, and does what commands and lenses ask for. Built
 * with the first review; what a review shows and does is its own matter.
 */
import * as vscode from 'vscode';
import { contextKeys } from '../../core/contributions';
import { reviewLanguage } from '../../core/review/reviewLanguages';
import { Review, type Choice, type ReviewRequest } from './review';
import { parseReviewUri, reviewUri } from './reviewAddress';
import { ReviewColours } from './reviewColours';
import { ReviewDiffs } from './reviewDiffs';
import { ReviewFiles } from './reviewFiles';
import { ReviewLenses, type LensTarget } from './reviewLenses';
import { ReviewPage } from './reviewPage';
import { reviewTab, reviewTabs } from './reviewTabs';
import { ReviewTarget } from './reviewTarget';

/** Says a sentence with buttons; undefined where the user turns away. */
export type AskInPassing = (sentence: string, ...buttons: readonly string[]) => Thenable<string | undefined>;

/** The caller disposes it. */
export class Reviews implements vscode.Disposable {
  readonly #reviews = new Map<string, Review>();
  readonly #files = new ReviewFiles();
  readonly #colours = new ReviewColours();
  readonly #diffs = new ReviewDiffs(this.#files);
  readonly #lenses = new ReviewLenses((id) => this.#reviews.get(id));
  readonly #listeners: vscode.Disposable;
  #count = 0;

  constructor(
    private readonly ask: AskInPassing = (sentence, ...buttons) => vscode.window.showInformationMessage(sentence, ...buttons),
  ) {
    const follow = ({ uri }: vscode.TextDocument): void => {
      for (const review of this.#reviews.values()) {
        if (review.target.is(uri)) review.follow();
      }
    };
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        follow(document);
      }),
      vscode.workspace.onDidOpenTextDocument(follow),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          for (const review of this.#reviews.values()) review.target.renamed(oldUri, newUri);
        }
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) void this.#tabClosed(tab);
        this.#updateContext();
      }),
      vscode.window.tabGroups.onDidChangeTabGroups(() => {
        this.#updateContext();
      }),
    );
  }

  dispose(): void {
    for (const review of [...this.#reviews.values()]) review.close();
    for (const part of [this.#listeners, this.#lenses, this.#colours, this.#files]) part.dispose();
  }

  /** Begins a review; its editor is shown with the first hunk (or at once where `finish` comes first). An older one for the same document is asked for. */
  async begin(request: ReviewRequest): Promise<Review> {
    const target = await ReviewTarget.at(request.uri);
    const [text, languageId] = [(await target.read())?.join('\n') ?? '', await target.languageId()];
    const older = [...this.#reviews.values()].filter((review) => review.target.is(request.uri));
    const id = String(++this.#count);
    const page = new ReviewPage({
      uri: reviewUri({ id, view: 'merged', of: request.uri }, request.label),
      languageId: reviewLanguage(languageId),
      files: this.#files,
      colours: this.#colours,
    });
    const review = new Review({
      id,
      request,
      target,
      page,
      text,
      changed: () => {
        this.#lenses.refresh();
        this.#diffs.update(review);
        this.#updateContext();
      },
      closeTabs: () => closeTabs(id),
    });
    this.#reviews.set(id, review);
    page.onDidShow(() => {
      this.#lenses.refresh();
    });
    review.onDidClose(() => {
      this.#reviews.delete(id);
      this.#diffs.forget(review);
      void closeTabs(id);
    });
    for (const other of older) void this.#askAbout(other);
    return review;
  }

  acceptHunk(at?: unknown): Promise<void> {
    return this.#decide(at, (review, choice) => review.accept(choice));
  }

  rejectHunk(at?: unknown): Promise<void> {
    return this.#decide(at, (review, choice) => review.reject(choice));
  }

  async acceptAll(at?: unknown): Promise<void> {
    await this.#find(at)?.accept(() => true);
  }

  async rejectAll(at?: unknown): Promise<void> {
    const review = this.#find(at);
    await review?.reject(() => true);
    // Also where nothing was proposed, or what had no end stays: the user is done with it.
    review?.close();
  }

  async goTo(direction: 'down' | 'up', at?: unknown): Promise<void> {
    const review = this.#find(at);
    if (reviewTab(vscode.window.tabGroups.activeTabGroup.activeTab)?.view === 'proposed') {
      await vscode.commands.executeCommand(
        `workbench.action.compareEditor.${direction === 'down' ? 'next' : 'previous'}Change`,
      );
    } else {
      await review?.page.goTo(direction);
    }
  }

  stop(at?: unknown): void {
    this.#find(at)?.stop();
  }

  async tryAgain(at?: unknown): Promise<void> {
    const review = this.#find(at);
    if (review?.canTryAgain !== true) {
      return;
    }
    const instruction = await vscode.window.showInputBox({
      title: vscode.l10n.t('Try Again'),
      prompt: vscode.l10n.t('What should be different? This proposal stays as an earlier version.'),
      ignoreFocusOut: true,
    });
    if (instruction !== undefined && !review.isClosed) review.tryAgain(instruction.trim());
  }

  async showAsDiff(at?: unknown): Promise<void> {
    const review = this.#find(at);
    if (review !== undefined) await this.#diffs.show(review);
  }

  showVersion(step: 1 | -1, at?: unknown): void {
    this.#find(at)?.showVersion(step);
  }

  async #decide(at: unknown, decide: (review: Review, choice: Choice) => Promise<void>): Promise<void> {
    const review = this.#find(at);
    if (review === undefined) {
      return;
    }
    const target = lensTarget(at);
    if (target?.hunk !== undefined) {
      if (target.version === review.versionNumber) await decide(review, ({ id }) => id === target.hunk);
      return;
    }
    const hunk = review.hunkAtCursor();
    if (hunk === undefined) {
      // What is out of sight is not decided, nor is a part of what a diff shows.
      if (review.page.cursorLine() === undefined) await review.open();
      else await review.page.goTo('down');
    } else {
      await decide(review, ({ id }) => id === hunk.id);
    }
  }

  /** What a lens, a menu or nothing names: then the one in front. */
  #find(at: unknown): Review | undefined {
    const named = lensTarget(at)?.review ?? (at instanceof vscode.Uri ? parseReviewUri(at)?.id : undefined);
    const id = named ?? reviewTab(vscode.window.tabGroups.activeTabGroup.activeTab)?.id;
    const review = id === undefined ? undefined : this.#reviews.get(id);
    if (review === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No review is open here. Apply in the chat opens one.'));
    }
    return review;
  }

  async #askAbout(older: Review): Promise<void> {
    if (older.undecidedCount === 0 && !older.isRunning) {
      older.close();
      return;
    }
    const discard = vscode.l10n.t('Discard the Older One');
    const sentence = vscode.l10n.t(
      'There is an older review of {0}. Undecided changes: {1}.',
      older.target.name,
      older.undecidedCount,
    );
    const chosen = await this.ask(sentence, discard, vscode.l10n.t('Keep Both'));
    if (chosen === discard) older.close();
  }

  /** A tab that is moved is closed and opened, so what counts is whether one is left. */
  async #tabClosed(tab: vscode.Tab): Promise<void> {
    const closed = reviewTab(tab);
    const review = closed === undefined ? undefined : this.#reviews.get(closed.id);
    if (closed === undefined || review === undefined || reviewTabs().some(({ id }) => id === closed.id)) {
      return;
    }
    if (review.undecidedCount === 0 && !review.isRunning) {
      review.close();
      return;
    }
    const reopen = vscode.l10n.t('Reopen');
    const sentence = review.isRunning
      ? vscode.l10n.t('The proposal for {0} is still coming.', review.target.name)
      : vscode.l10n.t('The review of {0} was closed. Undecided changes: {1}.', review.target.name, review.undecidedCount);
    const chosen = await this.ask(sentence, reopen, vscode.l10n.t('Discard'));
    if (review.isClosed) return;
    if (chosen === reopen) await review.open();
    else if (!reviewTabs().some(({ id }) => id === review.id)) review.close();
  }

  #updateContext(): void {
    const tab = reviewTab(vscode.window.tabGroups.activeTabGroup.activeTab);
    const review = tab === undefined ? undefined : this.#reviews.get(tab.id);
    const values: Readonly<Record<keyof typeof contextKeys, boolean>> = {
      reviewStreams: review?.isRunning === true,
      reviewHasVersions: (review?.versionCount ?? 1) > 1,
      reviewCanTryAgain: review?.canTryAgain === true,
    };
    for (const [key, value] of Object.entries(values)) this.#setContext(contextKeys[key as keyof typeof contextKeys], value);
  }

  readonly #contexts = new Map<string, boolean>();

  #setContext(key: string, value: boolean): void {
    if (this.#contexts.get(key) === value) return;
    this.#contexts.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}

function lensTarget(at: unknown): LensTarget | undefined {
  return typeof at === 'object' && at !== null && 'review' in at && typeof at.review === 'string'
    ? (at as LensTarget)
    : undefined;
}

async function closeTabs(id: string): Promise<void> {
  const tabs = reviewTabs().filter((tab) => tab.id === id);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs.map(({ tab }) => tab));
}
