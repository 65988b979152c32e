/**
 * One edit from the question to the end of its review: asks the model, turns its answer into hunks while it streams, and hands them
 * to a review. Which code it is about is decided before (`selectionEdits.ts`); the document itself is never touched here.
 */
import * as vscode from 'vscode';
import type { ChatModel } from '../../core/chatModel';
import type { NoticeButton } from '../../core/conversation';
import { EditAnswer } from '../../core/edits/editAnswer';
import { carriedTo, type EditTarget } from '../../core/edits/editTarget';
import { isCancellation, plainLine, toAssistantError, type AssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { editRequest, type EarlierTry, type EditKind } from '../../core/prompts/edit';
import type { CodeContext } from '../../core/selection/codeContext';
import type { ReadOnlyDocuments } from '../context/readOnlyDocuments';
import { UnavailableError } from '../context/sourceContent';
import { editorOf, unitOf } from '../edits/codeEditor';
import { errorNotice } from '../platform/errorNotice';
import { readInstructions, readSetting } from '../platform/settings';
import type { Review, ReviewRequest } from '../review/review';
import { editLabel, verdictWords } from './editWords';
import { FollowedRange } from './followedRange';
import { ErrorsBefore, type Ask, type NewProblems } from './newProblems';
import { problemLines } from './problemLines';
import type { SelectionContext } from './selectionContext';
import type { SelectionProgress } from './selectionProgress';
import type { TestFile } from './testTarget';

/** What an edit needs of a review. */
export type EditReview = Pick<Review, 'base' | 'propose' | 'finish' | 'startAnew' | 'onDidStop' | 'onDidApply' | 'onDidClose'>;

export interface EditRunDeps {
  readonly model: ChatModel;
  readonly reviews: { begin(request: ReviewRequest): Promise<EditReview> };
  readonly context: SelectionContext;
  readonly progress: SelectionProgress;
  readonly problems: NewProblems;
  readonly documents: Pick<ReadOnlyDocuments, 'showText'>;
  readonly ask: Ask;
  /** What the user wants changed, in their words; undefined where they turn away. */
  readonly askInstruction: (title: string) => Thenable<string | undefined>;
  /** Does what the button of a notice says. @returns whether the edit may be tried again */
  readonly act: (button: NoticeButton, model: string) => Promise<boolean>;
  readonly log: Logger;
  /** Nothing more comes of it: the review is closed, or there was none. */
  readonly onDidEnd: () => void;
}

export interface EditJob {
  readonly kind: EditKind;
  /** The code that it is about. */
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  readonly instruction: string;
  /** Of `fix`. */
  readonly problems: readonly vscode.Diagnostic[];
  /** Of `tests`: what is changed instead of the code. */
  readonly tests?: TestFile;
}

/** What comes is proposed at most so often, in milliseconds. */
const proposeMs = 60;

/** Why an attempt ends where another one begins. */
const superseded = Symbol('superseded');

/** Start it once; dispose it when nobody wants its result any more. */
export class EditRun implements vscode.Disposable {
  readonly #uri: vscode.Uri;
  readonly #label: string;
  readonly #earlier: EarlierTry[] = [];
  /** Where the code is by now, which the user may have moved before another try. */
  readonly #place: FollowedRange;
  #errorsBefore: ErrorsBefore | undefined;
  #abort = new AbortController();
  #current: Promise<void> = Promise.resolve();
  #review: EditReview | undefined;
  #beginning: Promise<void> | undefined;
  #isClosed = false;
  #answer: EditAnswer | undefined;
  /** The answer as it came. */
  #text = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly deps: EditRunDeps,
    private readonly job: EditJob,
  ) {
    this.#uri = job.tests?.uri ?? job.document.uri;
    this.#label = editLabel(job.kind);
    this.#place = new FollowedRange(job.document, job.range);
  }

  /** Resolves when the answer has come to its end, whatever that is; never rejects. */
  start(): Promise<void> {
    this.#current = this.#attempt().finally(() => {
      if (this.#review === undefined) this.dispose();
    });
    return this.#current;
  }

  dispose(): void {
    this.#isClosed = true;
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.#errorsBefore?.dispose();
    this.#place.dispose();
    this.deps.onDidEnd();
  }

  async #attempt(): Promise<void> {
    const { deps } = this;
    const abort = new AbortController();
    this.#abort = abort;
    this.#text = '';
    this.#answer = undefined;
    const progress = deps.progress.begin(this.#place, `${this.#label}…`, () => {
      abort.abort();
    });
    let failure: unknown;
    let isWhole = false;
    try {
      isWhole = await this.#stream(abort.signal);
    } catch (error) {
      failure = error;
    } finally {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      progress.dispose();
    }
    if (abort.signal.reason === superseded) {
      return;
    }
    try {
      await this.#end(isWhole, failure);
    } catch (error) {
      // A review that was not wanted, or could not be opened.
      if (!isCancellation(error)) await this.#sayError(toAssistantError(error), false);
    }
  }

  /** @returns whether the answer is whole */
  async #stream(signal: AbortSignal): Promise<boolean> {
    const { deps } = this;
    const context = await deps.context.collect(this.#place, signal);
    signal.throwIfAborted();
    const target = await this.#target(context);
    const answer = new EditAnswer(this.#review === undefined ? target : carriedTo(target, this.#review.base));
    this.#answer = answer;
    let reason = '';
    for await (const delta of deps.model.stream(this.#request(context), signal)) {
      if ((delta.type === 'text' || delta.type === 'refusal') && delta.choice === 0) {
        this.#text += delta.text;
        // Another one where the document has changed before the review began.
        this.#answer.push(delta.text);
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.#propose();
        }, proposeMs);
      } else if (delta.type === 'finish' && delta.choice === 0) {
        reason = delta.reason;
      }
    }
    return reason !== 'length' && reason !== 'content_filter';
  }

  #request(context: CodeContext): ReturnType<typeof editRequest> {
    const { kind, instruction, problems, tests } = this.job;
    const { document } = this.#place;
    const unit = unitOf(editorOf(document));
    return editRequest({
      model: editModel(),
      kind,
      context,
      instruction,
      layout: { useTabs: unit.useTabs, indentSize: unit.size, isCrlf: document.eol === vscode.EndOfLine.CRLF },
      instructions: readInstructions(),
      earlier: this.#earlier,
      ...(problems.length === 0 ? {} : { problems: problemLines(problems) }),
      ...(tests === undefined ? {} : { tests: tests.target }),
      ...(readSetting('edit.prediction') ? { prediction: tests?.target.text ?? context.text } : {}),
    });
  }

  async #target({ path, startLine, endLine }: CodeContext): Promise<EditTarget> {
    const { tests } = this.job;
    const { document } = this.#place;
    const unit = unitOf(editorOf(document));
    if (tests === undefined) {
      const region = { start: startLine, end: endLine + 1 };
      return { base: withLineFeeds(document), path, languageId: document.languageId, unit, region };
    }
    const { target, uri } = tests;
    const base = target.text === '' ? '' : withLineFeeds(await vscode.workspace.openTextDocument(uri));
    return { base, path: target.path, languageId: target.languageId, unit };
  }

  /** Hands over what there is so far; the review begins with the first hunk. */
  #propose(): void {
    const answer = this.#answer;
    if (answer === undefined || this.#isClosed) {
      return;
    }
    if (this.#review !== undefined) {
      this.#review.propose(answer.hunks, !answer.isGrowing);
    } else if (this.#beginning === undefined && answer.hunks.length > 0) {
      this.#beginning = this.#begin();
      // Said at the end, where it is awaited.
      this.#beginning.catch(() => {
        this.#abort.abort();
      });
    }
  }

  async #begin(): Promise<void> {
    const { kind } = this.job;
    const { range } = this.#place;
    const review = await this.deps.reviews.begin({
      uri: this.#uri,
      label: this.#label,
      ...(kind === 'tests' ? {} : { range }),
      tryAgain: (instruction) => {
        this.#current = this.#again(instruction);
      },
    });
    this.#review = review;
    const before = new ErrorsBefore(this.#uri);
    this.#errorsBefore = before;
    // The last change may be told of after the end of its review.
    review.onDidApply(({ uri, ranges }) => {
      void this.deps.problems.look(uri, ranges, before.errors);
    });
    review.onDidStop(() => {
      this.#abort.abort();
    });
    review.onDidClose(() => {
      this.dispose();
    });
    const answer = this.#answer;
    if (answer !== undefined && answer.target.base !== review.base) {
      this.#answer = new EditAnswer(carriedTo(answer.target, review.base));
      this.#answer.push(this.#text);
    }
    this.#propose();
  }

  /** The answer has come, or what there will be of it. */
  async #end(isWhole: boolean, failure: unknown): Promise<void> {
    const isStopped = failure !== undefined && (this.#abort.signal.aborted || isCancellation(failure));
    await this.#beginning;
    if (this.#answer !== undefined && this.#review === undefined && this.#answer.finish(isWhole).outcome === 'hunks') {
      await (this.#beginning = this.#begin());
    }
    const answer = this.#answer;
    const verdict = answer?.finish(isWhole);
    const hasHunks = verdict?.outcome === 'hunks';
    const review = this.#isClosed ? undefined : this.#review;
    const { unfinished } = answer ?? {};
    if (review !== undefined && answer !== undefined) {
      // Shown as what it is: without its end it can only be looked at.
      review.propose(unfinished === undefined ? answer.hunks : [...answer.hunks, unfinished], unfinished === undefined);
    }
    if (isStopped) {
      const sentence = hasHunks
        ? vscode.l10n.t('Stopped. What had come whole can be accepted.')
        : vscode.l10n.t('Stopped before a change was whole.');
      review?.finish('stopped', sentence);
    } else if (failure instanceof UnavailableError) {
      await this.deps.ask(failure.message);
    } else if (failure !== undefined) {
      await this.#sayError(toAssistantError(failure), hasHunks);
    } else if (verdict !== undefined) {
      const sentence = verdictWords(verdict);
      if (review !== undefined) review.finish(hasHunks && !verdict.isCutOff ? 'complete' : 'failed', sentence);
      else if (!this.#isClosed && sentence !== undefined) await this.#sayAnswer(sentence, verdict.outcome === 'noCode');
    }
  }

  async #sayError(error: AssistantError, hasHunks: boolean): Promise<void> {
    this.deps.log.error(`${this.job.kind}: ${error.message}`);
    const { sentence, detail, traceId, action } = errorNotice(error, hasHunks);
    const said = detail === undefined ? sentence : `${sentence} (${detail})`;
    const words = traceId === undefined ? said : `${said} ${vscode.l10n.t('Trace ID: {0}', traceId)}`;
    if (this.#review !== undefined && !this.#isClosed) {
      this.#review.finish('failed', words);
      return;
    }
    const again = vscode.l10n.t('Try Again');
    const buttons = action === undefined || action.id === 'retry' ? [again] : [action.label, again];
    const chosen = await this.deps.ask(words, ...buttons);
    const mayTryAgain =
      chosen === again || (chosen !== undefined && action !== undefined && (await this.deps.act(action, editModel())));
    if (mayTryAgain) await this.#attempt();
  }

  async #sayAnswer(sentence: string, isProse: boolean): Promise<void> {
    const [show, again] = [vscode.l10n.t('Show Answer'), vscode.l10n.t('Try Again…')];
    const words = isProse && this.#text.trim() !== '' ? `${sentence} ${plainLine(this.#text)}` : sentence;
    const chosen = await this.deps.ask(words, ...(this.#text.trim() === '' ? [] : [show]), again);
    if (chosen === show) {
      await this.deps.documents.showText(`${this.#label}.md`, this.#text, 'markdown');
    } else if (chosen === again) {
      const instruction = await this.deps.askInstruction(vscode.l10n.t('Try Again'));
      if (instruction !== undefined) await this.#again(instruction);
    }
  }

  async #again(instruction: string): Promise<void> {
    const running = this.#current;
    this.#abort.abort(superseded);
    // What waits for the user's answer to a question is not waited for: it is this.
    if (this.#review !== undefined) await running;
    this.#earlier.push({ answer: this.#text, instruction });
    this.#review?.startAnew();
    await this.#attempt();
  }
}

function withLineFeeds(document: vscode.TextDocument): string {
  return document.getText().replace(/\r\n?/g, '\n');
}

/** Of edits; where none is set, the chat's. */
function editModel(): string {
  const own = readSetting('edit.model').trim();
  return own === '' ? readSetting('chat.model') : own;
}
