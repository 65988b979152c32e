/**
 * One explanation: its thread at the code, and the session that asks and answers in it. What the commands do with all of them is
 * `explanations.ts`, how a thread's comments look `threadComments.ts`.
 */
import * as vscode from 'vscode';
import type { SentAttachment } from '../../core/attachment';
import type { ChatModel } from '../../core/chatModel';
import { fitToContext, MessageEstimates } from '../../core/contextBudget';
import { activePath, type Answer, type Conversation, type Message, type Notice } from '../../core/conversation';
import { isCancellation, toAssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { explainPath, explainRequest } from '../../core/prompts/explain';
import { codeContextText } from '../../core/selection/codeContext';
import { shiftRange } from '../../core/textRange';
import type { PlannedRequest } from '../chat/answerRun';
import { ChatSession, type PreparedQuestion } from '../chat/chatSession';
import { UnavailableError } from '../context/sourceContent';
import { textEditOf } from '../context/sourceWatch';
import { errorNotice } from '../platform/errorNotice';
import { readInstructions, readSetting } from '../platform/settings';
import type { SelectionContext } from '../selection/selectionContext';
import type { SelectionTarget } from '../selection/selectionTarget';
import { attachmentOf, firstQuestion, newConversation, placeLabel, textRangeOf, threadRange } from './explainedCode';
import { PacedUpdate } from './pacedUpdate';
import { ThreadComments } from './threadComments';
import { unstoredConversations } from './unstoredConversations';

export interface ExplanationDeps {
  readonly model: ChatModel;
  readonly log: Logger;
  readonly context: Pick<SelectionContext, 'collect'>;
}

const tickMs = 1000;
/** After the last keystroke, before a thread says where it is now. */
const settleMs = 300;

export class Explanation implements vscode.Disposable {
  readonly thread: vscode.CommentThread;
  readonly #session: ChatSession;
  readonly #code: SentAttachment;
  readonly #comments = new ThreadComments();
  readonly #view = new PacedUpdate(() => this.#draw());
  readonly #estimates = new MessageEstimates();
  /** The code with what belongs to it, once it was collected. */
  #prompt = '';
  #range: vscode.Range;
  #trouble: Notice | undefined;
  /** Follow-up questions, in the order in which they are asked. */
  #waiting: readonly string[] = [];
  #work: Promise<void> = Promise.resolve();
  #askedAt = 0;
  #ticking: NodeJS.Timeout | undefined;
  #settling: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /** Shows the thread, still without an answer. */
  constructor(
    private readonly deps: ExplanationDeps,
    controller: vscode.CommentController,
    private readonly target: SelectionTarget,
  ) {
    const { uri } = target.document;
    this.#range = target.range;
    this.#code = attachmentOf(target);
    this.#session = new ChatSession(
      {
        model: deps.model,
        log: deps.log,
        store: unstoredConversations,
        plan: (conversation, path) => this.#plan(conversation, path),
      },
      newConversation(this.#code),
    );
    this.#session.onDidChange(() => {
      this.#view.request();
    });
    // A thread without a comment would open with a form.
    const { comments } = this.#comments.update(this.#state);
    this.thread = controller.createCommentThread(uri, threadRange(target.range), [...comments]);
    this.thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    this.thread.canReply = true;
    this.thread.label = this.conversation.title ?? '';
  }

  get conversation(): Conversation {
    return this.#session.conversation;
  }

  get isRunning(): boolean {
    return this.#ticking !== undefined;
  }

  /** Whether this explains just that, as it is now. */
  isOf({ document, range }: SelectionTarget): boolean {
    const text = document.getText(range).replace(/\r\n?/g, '\n');
    const isSameText = this.#code.kind !== 'image' && this.#code.text === text;
    return isSameText && this.thread.uri.toString() === document.uri.toString() && this.#range.isEqual(range);
  }

  /** What was explained, as it was then. */
  get code(): SentAttachment {
    return this.#code;
  }

  /** Asks for the explanation, or again for the last answer. Ends when it is settled; never throws. */
  begin(): Promise<void> {
    return this.#enqueue(async () => {
      this.#trouble = undefined;
      this.#chooseModel();
      const last = activePath(this.conversation).at(-1);
      await (last === undefined ? this.#session.ask((signal) => this.#prepare(signal)) : this.#session.retry(last.id));
      if (this.conversation.messages.length === 0) {
        this.#trouble ??= { severity: 'info', sentence: vscode.l10n.t('Stopped before anything was asked.') };
      }
    });
  }

  /** Asks a follow-up question, after the answer that is coming. Ends when its answer is settled; never throws. */
  ask(text: string): Promise<void> {
    this.#waiting = [...this.#waiting, text];
    this.#view.request();
    return this.#enqueue(async () => {
      this.#waiting = this.#waiting.slice(1);
      this.#chooseModel();
      if (this.conversation.messages.length === 0) {
        // The question before it could not be asked: this one says what the code is.
        await this.#session.ask((signal) => this.#prepare(signal, text));
      } else {
        await this.#session.ask(() => Promise.resolve({ text, attachments: [], asked: () => undefined }));
      }
    });
  }

  /** Ends the answer that is coming; what came stays. */
  stop(): void {
    this.#session.stop();
  }

  async settled(): Promise<void> {
    await this.#work;
  }

  /** The document was edited: the thread belongs to the same code, wherever that is now. */
  follow({ contentChanges }: vscode.TextDocumentChangeEvent): void {
    const place = contentChanges.reduce((range, change) => shiftRange(range, textEditOf(change)), textRangeOf(this.#range));
    this.#range = new vscode.Range(place.startLine, place.startCharacter, place.endLine, place.endCharacter);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.settlePlace();
    }, settleMs);
  }

  /** VS Code moves what it draws by itself, but shows a thread anew where its range says. */
  settlePlace(): void {
    clearTimeout(this.#settling);
    const range = threadRange(this.#range);
    if (this.thread.range?.isEqual(range) !== true) {
      this.thread.range = range;
      this.thread.label = vscode.l10n.t('Explanation of {0}', placeLabel(this.thread.uri, this.#range));
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#ticking);
    clearTimeout(this.#settling);
    this.#view.dispose();
    this.#session.dispose();
    this.thread.dispose();
  }

  /** One after the other: a session answers one question at a time. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    const run = async (): Promise<void> => {
      if (this.#isDisposed) {
        return;
      }
      this.#askedAt = performance.now();
      this.#ticking = setInterval(() => {
        this.#view.request();
      }, tickMs);
      try {
        const done = work();
        this.#view.request();
        await done;
      } catch (error) {
        this.#fail(error);
      } finally {
        clearInterval(this.#ticking);
        this.#ticking = undefined;
      }
      this.#view.now();
    };
    this.#work = this.#work.then(run);
    return this.#work;
  }

  /** The user may have chosen another one since. */
  #chooseModel(): void {
    const model = readSetting('chat.model');
    if (model !== this.conversation.model) {
      this.#session.choose(model, undefined);
    }
  }

  async #prepare(signal: AbortSignal, text = firstQuestion()): Promise<PreparedQuestion> {
    const place = () => this.#range;
    const target = {
      document: this.target.document,
      get range() {
        return place();
      },
    };
    this.#prompt = codeContextText(await this.deps.context.collect(target, signal));
    return { text, attachments: [this.#code], asked: () => undefined };
  }

  #plan(conversation: Conversation, path: readonly Message[]): PlannedRequest {
    const [instructions, code] = [readInstructions(), this.#prompt];
    const request = explainRequest({ conversation, path, instructions, code, language: vscode.env.language });
    const sent = explainPath(path, code);
    // Nothing may be left out: the code is in the first question.
    const { state } = fitToContext({ model: conversation.model, path: sent, instructions }, this.#estimates);
    return { request, isTooLong: state !== 'fits' };
  }

  #fail(error: unknown): void {
    if (error instanceof UnavailableError) {
      this.#trouble = { severity: 'error', sentence: error.message };
    } else if (!isCancellation(error)) {
      this.deps.log.error(`Explain: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      this.#trouble = errorNotice(toAssistantError(error), false);
    }
  }

  get #state() {
    return {
      path: activePath(this.conversation),
      label: this.#code.label,
      ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }),
      waiting: this.#waiting,
      elapsedMs: this.#askedAt === 0 ? 0 : performance.now() - this.#askedAt,
    };
  }

  #draw(): number {
    const { comments, length } = this.#comments.update(this.#state);
    this.thread.comments = comments;
    this.thread.contextValue = this.#contextValue();
    return length;
  }

  /** What the buttons of the thread go by. */
  #contextValue(): string {
    if (this.isRunning) {
      return 'running';
    }
    const last = activePath(this.conversation).at(-1);
    const notice = last?.role === 'assistant' ? last.notice : this.#trouble;
    const isWhole = last !== undefined && isComplete(last);
    return [isWhole ? 'whole' : 'again', ...(notice?.action === undefined ? [] : [notice.action.id])].join(' ');
  }
}

function isComplete(message: Message): message is Answer {
  return message.role === 'assistant' && message.status === 'complete' && message.text !== '';
}
