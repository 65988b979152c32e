/**
 * One conversation that is open in this window: its state, its journal, and the answer that may be coming, also while another
 * conversation is shown. Every change goes through one place, which applies, journals and tells it.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { SentAttachment } from '../../core/attachment';
import type { ChatRequest, ReasoningEffort } from '../../core/chatCompletions';
import type { ChatModel } from '../../core/chatModel';
import type { AnswerFormat, ChatOptions } from '../../core/chatOptions';
import {
  activePath,
  applyEvent,
  canContinue,
  isEmpty,
  isUnfinished,
  pathTo,
  selectionsToShow,
  versionsOf,
  type Answer,
  type Conversation,
  type ConversationEvent,
  type Message,
  type Notice,
  type Question,
} from '../../core/conversation';
import { toAssistantError } from '../../core/errors';
import type { JournalProblem } from '../../core/journalReader';
import type { Logger } from '../../core/logger';
import type { ToolDecision } from '../../core/tools/toolDecision';
import type { AnswerFiles } from '../history/answerFiles';
import type { ConversationStore, OpenConversation } from '../history/conversationStore';
import type { ChatTools } from '../tools/chatTools';
import type { ChatTool } from '../tools/toolCatalog';
import { brokenOffCalls, textAfterTools } from '../../core/tools/toolUse';
import { errorNotice } from '../platform/errorNotice';
import type { ExtraFiles } from './answerExtras';
import { AnswerRun, waitingAgain, type PlannedRequest } from './answerRun';
import type { AnswerTogether } from './answerTogether';

export interface PreparedQuestion {
  readonly text: string;
  readonly attachments: readonly SentAttachment[];
  /** Called once the question is in the journal's hands. */
  readonly asked: () => void;
}

type StreamingModel = Pick<ChatModel, 'stream'>;

interface Deps {
  readonly model: StreamingModel;
  readonly log: Logger;
  readonly store: Pick<ConversationStore, 'create'> & Partial<Pick<ConversationStore, 'files'>>;
  /**
   * @param path ends with the question. @param continued the answer that is to be gone on with
   * @throws AssistantError where a setting cannot be used
   */
  readonly plan: (
    conversation: Conversation,
    path: readonly Message[],
    continued: Answer | undefined,
    tools: readonly ChatTool[],
  ) => PlannedRequest;
  /** Loaded with the first answer that may call some; absent: there are none. */
  readonly tools?: () => Promise<ChatTools>;
  /** Loaded with the first question that wants several answers. Absent: each is asked for by a request of its own. */
  readonly together?: () => Promise<AnswerTogether>;
  /** What is to be said of an answer that was asked for in this format. Absent where none is asked for. */
  readonly check?: (text: string, format: AnswerFormat) => Promise<Notice>;
}

interface Work {
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

/** Requests of this session that can be shown exactly as they were sent. */
const keptRequests = 20;

export class ChatSession implements vscode.Disposable {
  readonly #event = new vscode.EventEmitter<ConversationEvent>();
  /** Each change of the conversation, after it was applied. */
  readonly onDidChange = this.#event.event;
  readonly #requests = new Map<string, ChatRequest>();
  #conversation: Conversation;
  #journal: OpenConversation | undefined;
  #subscription: { dispose(): unknown } | undefined;
  #running: Work | undefined;
  /** By the ids of the answers that are coming. */
  readonly #runs = new Map<string, AnswerRun>();
  /** A question is being put together. */
  #preparing: Work | undefined;
  #isDisposed = false;

  /**
   * @param journal absent: a conversation that is not stored before its first message
   * @param problems what of the journal could not be read
   */
  constructor(
    private readonly deps: Deps,
    conversation: Conversation,
    journal?: OpenConversation,
    readonly problems: readonly JournalProblem[] = [],
  ) {
    this.#conversation = conversation;
    if (journal !== undefined) this.#attach(journal);
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  get isAnswering(): boolean {
    return this.#running !== undefined;
  }

  /** Also true while a question is put together, and while another window writes an answer of this conversation. */
  get isBusy(): boolean {
    return this.canStop || this.#conversation.messages.some(isUnfinished);
  }

  /** The request of an answer exactly as it was sent; undefined for one of an earlier time. */
  requestOf(answerId: string): ChatRequest | undefined {
    return this.#requests.get(answerId);
  }

  /**
   * Asks after the last shown message. Ends when the answer is settled.
   * @param prepare gives the question, or nothing where it cannot be asked. It is not waited for once the signal is aborted
   * @returns false where it was not asked: that, it was stopped before, or another one is being answered
   */
  async ask(prepare: (signal: AbortSignal) => Promise<PreparedQuestion | undefined>): Promise<boolean> {
    const isFree = (): boolean => !this.#isDisposed && !this.isBusy;
    if (!isFree()) {
      return false;
    }
    const abort = new AbortController();
    const done = Promise.race([prepare(abort.signal), aborted(abort.signal)]).finally(() => {
      this.#preparing = undefined;
    });
    this.#preparing = { abort, done };
    const prepared = await done;
    if (prepared === undefined || !isFree()) {
      return false;
    }
    const { text, attachments, asked } = prepared;
    await this.#askAfter(activePath(this.#conversation).at(-1)?.id, text, attachments, asked);
    return true;
  }

  /** Asks a question anew with another text and the same attachments; the earlier one stays as a version. */
  async edit(questionId: string, text: string): Promise<void> {
    const question = this.#find(questionId);
    if (question?.role === 'user' && text.trim() !== '' && !this.isBusy) {
      await this.#askAfter(question.parentId, text, question.attachments ?? []);
    }
  }

  /**
   * Asks the question of this answer again, for one more answer; for as many as are wanted where none has text. An answer without
   * any text gives way; one with text stays as a version.
   */
  async retry(answerId: string): Promise<void> {
    const answer = this.#find(answerId);
    if (this.isBusy || answer?.role !== 'assistant' || answer.parentId === undefined) {
      return;
    }
    const versions = versionsOf(this.#conversation, answer);
    const isAllEmpty = versions.every((version) => isEmpty(this.#conversation, version));
    const gone = isAllEmpty ? versions : isEmpty(this.#conversation, answer) ? [answer] : [];
    for (const { id } of gone) this.#apply({ type: 'messageRemoved', id });
    await this.#answer(answer.parentId, isAllEmpty ? this.#alternatives : 1);
  }

  /** Goes on where an answer ended. */
  async continue(answerId: string): Promise<void> {
    const found = this.#find(answerId);
    if (this.isBusy || found?.role !== 'assistant' || !canContinue(found)) {
      return;
    }
    this.#apply({ type: 'versionSelected', id: answerId });
    // Where VS Code ended while they asked or ran; else they would run now, after the model was told that they did not.
    for (const use of brokenOffCalls(found)) this.#apply({ type: 'toolUseChanged', id: answerId, use });
    const settled = this.#find(answerId);
    const answer = settled?.role === 'assistant' ? settled : found;
    this.#apply(waitingAgain(answer));
    const path = pathTo(this.#conversation, answer.parentId ?? '');
    await this.#work((signal) => this.#run(answer, path, signal, this.deps.model, answer));
  }

  /** A question is put together, or its answer is coming, in this window: `stop` ends it. */
  get canStop(): boolean {
    return this.#preparing !== undefined || this.isAnswering;
  }

  /** Ends the answer that is coming; what came stays. A question that is still put together is not asked. */
  stop(): void {
    this.#preparing?.abort.abort();
    this.#running?.abort.abort();
  }

  /**
   * What the user says of a tool's call that asks, or runs.
   * @returns false where nobody waits for it in this window
   */
  decideTool(answerId: string, useId: string, decision: ToolDecision): boolean {
    this.#runs.get(answerId)?.decide(useId, decision);
    return this.#runs.has(answerId);
  }

  /** Shows this version of a message. While answers are coming, one of them, or another to the same question. */
  selectVersion(messageId: string): void {
    const question = this.#find(messageId)?.parentId;
    const isWatched = [...this.#runs.keys()].some((id) => this.#find(id)?.parentId === question);
    if (!this.isAnswering || isWatched) {
      this.#apply({ type: 'versionSelected', id: messageId });
    }
  }

  /** Shows the path that this message is on, which may be a version that is not selected. */
  showPathTo(messageId: string): void {
    for (const id of selectionsToShow(this.#conversation, messageId)) {
      this.selectVersion(id);
    }
  }

  choose(model: string, effort: ReasoningEffort | undefined): void {
    this.#apply({ type: 'choiceChanged', model, ...(effort === undefined ? {} : { effort }) });
  }

  changeOptions(options: ChatOptions): void {
    this.#apply({ type: 'optionsChanged', options });
  }

  /** Resolves when no answer is coming any more. */
  async settled(): Promise<void> {
    await this.#preparing?.done.catch(() => undefined);
    await this.#running?.done;
  }

  /** Breaks off the answer that is coming: it is interrupted, not stopped. What is journaled is on disk afterwards. */
  dispose(): void {
    this.#isDisposed = true;
    this.stop();
    this.#subscription?.dispose();
    this.#journal?.dispose();
    this.#event.dispose();
  }

  async #askAfter(
    parentId: string | undefined,
    text: string,
    attachments: readonly SentAttachment[],
    asked: () => void = () => undefined,
  ): Promise<void> {
    const question: Question = {
      role: 'user',
      id: randomUUID(),
      ...(parentId === undefined ? {} : { parentId }),
      at: Date.now(),
      text,
      ...(attachments.length === 0 ? {} : { attachments }),
    };
    this.#apply({ type: 'messageAdded', message: question });
    asked();
    await this.#answer(question.id, this.#alternatives);
  }

  /** One where tools may ask: those of an answer that is not shown would wait unseen. */
  get #alternatives(): number {
    const { alternatives = 1, tools } = this.#conversation.options ?? {};
    return tools === undefined ? alternatives : 1;
  }

  /** @param count of answers that are asked for at once */
  async #answer(questionId: string, count = 1): Promise<void> {
    const answers = Array.from({ length: count }, () => this.#newAnswer(questionId));
    for (const message of answers) this.#apply({ type: 'messageAdded', message });
    const [first] = answers;
    if (first !== undefined && count > 1) this.#apply({ type: 'versionSelected', id: first.id });
    const path = pathTo(this.#conversation, questionId);
    await this.#work(async (signal) => {
      const run = (answer: Answer, model?: StreamingModel): Promise<void> => this.#run(answer, path, signal, model);
      const together = count === 1 ? undefined : await this.#together();
      if (together === undefined) {
        await Promise.all(answers.map((answer) => run(answer)));
        return;
      }
      for (const event of await together(answers, { run, find: (id) => this.#find(id) })) this.#apply(event);
    });
  }

  async #together(): Promise<AnswerTogether | undefined> {
    return this.deps.together?.().catch((error: unknown) => {
      this.deps.log.error(`Chat: several answers are asked for one by one: ${String(error)}`);
      return undefined;
    });
  }

  #newAnswer(questionId: string): Answer {
    const { model, effort, options } = this.#conversation;
    return {
      role: 'assistant',
      id: randomUUID(),
      parentId: questionId,
      at: Date.now(),
      model,
      ...(effort === undefined ? {} : { effort }),
      ...(options === undefined ? {} : { options }),
      text: '',
      reasoning: '',
      status: 'waiting',
    };
  }

  /** What {@link stop} ends, all of it at once. */
  async #work(work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const abort = new AbortController();
    const done = work(abort.signal).finally(() => {
      this.#running = undefined;
    });
    this.#running = { abort, done };
    await done;
  }

  /** @param answer as it is before more comes */
  async #run(
    answer: Answer,
    path: readonly Message[],
    signal: AbortSignal,
    model = this.deps.model,
    continued?: Answer,
  ): Promise<void> {
    const { log, tools } = this.deps;
    // What is chosen while tools run is for the next question.
    const asked = this.#conversation;
    let checked: Promise<void> | undefined;
    const apply = (event: ConversationEvent): void => {
      const isWhole = event.type === 'answerChanged' && event.status === 'complete' && event.notice === undefined;
      const format = isWhole ? answer.options?.answerFormat : undefined;
      if (format === undefined) {
        this.#apply(event);
      } else {
        checked = this.#check(answer.id, format).then((notice) => {
          this.#apply({ ...event, ...notice });
        });
      }
    };
    const run = new AnswerRun(
      {
        chatId: this.#conversation.id,
        model,
        log,
        ...(tools === undefined ? {} : { tools }),
        ...this.#files(this.deps.store.files),
        toolNames: this.#conversation.options?.tools ?? [],
        apply,
        sent: (request) => {
          this.#keepRequest(answer.id, request);
        },
        current: () => {
          const message = this.#find(answer.id);
          return message?.role === 'assistant' && !this.#isDisposed ? message : undefined;
        },
        plan: (...of) => this.deps.plan(asked, ...of),
      },
      signal,
    );
    this.#runs.set(answer.id, run);
    await run.run(answer, path, continued);
    this.#runs.delete(answer.id);
    await checked;
  }

  #files(files: AnswerFiles | undefined): { readonly files?: ExtraFiles } {
    const { id } = this.#conversation;
    const ofThis: ExtraFiles | undefined = files && {
      write: (name, content) => files.write(id, name, content),
      append: (name, content) => files.append(id, name, content),
      read: (name) => files.read(id, name),
    };
    return ofThis === undefined ? {} : { files: ofThis };
  }

  /** Whether all of an answer keeps the format that it was asked for in. Never rejects. */
  async #check(answerId: string, format: AnswerFormat): Promise<Pick<Answer, 'notice'>> {
    try {
      const answer = this.#find(answerId);
      const notice = await this.deps.check?.(answer?.role === 'assistant' ? textAfterTools(answer) : '', format);
      return notice === undefined ? {} : { notice };
    } catch (error) {
      this.deps.log.error(`Chat: an answer could not be checked: ${String(error)}`);
      return { notice: errorNotice(toAssistantError(error), false) };
    }
  }

  #keepRequest(answerId: string, request: ChatRequest): void {
    this.#requests.set(answerId, request);
    const [oldest] = this.#requests.keys();
    if (this.#requests.size > keptRequests && oldest !== undefined) {
      this.#requests.delete(oldest);
    }
  }

  #find(id: string): Message | undefined {
    return this.#conversation.messages.find((message) => message.id === id);
  }

  #apply(event: ConversationEvent): void {
    if (this.#isDisposed) {
      return;
    }
    if (this.#journal === undefined && event.type === 'messageAdded') {
      this.#attach(this.deps.store.create(this.#conversation));
    }
    this.#conversation = applyEvent(this.#conversation, event);
    this.#journal?.append(event);
    this.#event.fire(event);
  }

  #attach(journal: OpenConversation): void {
    this.#journal = journal;
    this.#subscription = journal.onDidReceive((events) => {
      for (const event of events) {
        this.#conversation = applyEvent(this.#conversation, event);
        this.#event.fire(event);
      }
    });
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
}
