/**
 * Which conversation this window shows, and what the user does with it. Conversations that are left go on answering in their own
 * sessions. What is being written (text, attachments, place of the reader) is kept with its conversation.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AttachmentChip, SentAttachment } from '../../core/attachment';
import type { ChatRequest, ReasoningEffort } from '../../core/chatCompletions';
import type { ChatModel } from '../../core/chatModel';
import type { AnswerFormat, ChatOptions } from '../../core/chatOptions';
import type { ContextFit } from '../../core/contextBudget';
import { activePath, type Answer, type Conversation, type ConversationEvent, type Notice } from '../../core/conversation';
import { textOf } from '../../core/jsonShape';
import type { Logger } from '../../core/logger';
import { modelFacts } from '../../core/models';
import type { ChatInput } from '../../core/prompts/chat';
import type { DraftAttachments } from '../context/draftAttachments';
import type { ConversationStore } from '../history/conversationStore';
import type { Draft } from '../history/draftStore';
import type { FileMemento } from '../history/fileMemento';
import { HistoryError } from '../history/historyError';
import { historyErrorWords } from '../history/historyWords';
import { affectsSetting, readSetting, writeSetting } from '../platform/settings';
import type { ChatTools } from '../tools/chatTools';
import type { AnswerTogether } from './answerTogether';
import { AskingChats } from './askingChats';
import { ChatDraft } from './chatDraft';
import { ChosenTools } from './chosenTools';
import { ChatSession, type PreparedQuestion } from './chatSession';
import { forkedChat } from './forkedChat';
import { newConversation } from './newConversation';
import { readAttached } from './readAttached';
import { RequestPlan } from './requestPlan';

interface Deps {
  readonly model: ChatModel;
  readonly log: Logger;
  readonly store: ConversationStore;
  readonly attachments: DraftAttachments;
  /** Loaded with the first conversation that has some. */
  readonly tools: () => Promise<ChatTools>;
  /** Of this workspace: remembers which conversation is open. */
  readonly state: Pick<FileMemento, 'get' | 'update'>;
  /** Loaded with the first question that wants several answers. */
  readonly together: () => Promise<AnswerTogether>;
  /** What is to be said of an answer that was asked for in this format. */
  readonly check: (text: string, format: AnswerFormat) => Promise<Notice>;
}

const openConversationKey = 'chat.openConversation';
/** A conversation without a message that has something in its input. */
const unsentConversationKey = 'chat.unsentConversation';
const shownInputs = 100;

export class ChatController implements vscode.Disposable {
  readonly #event = new vscode.EventEmitter<ConversationEvent>();
  /** Each change of the conversation that is shown, after it was applied. */
  readonly onDidChangeConversation = this.#event.event;
  readonly #replaced = new vscode.EventEmitter<void>();
  /** Another conversation is shown, or another place or draft of it. */
  readonly onDidReplaceConversation = this.#replaced.event;
  readonly #input = new vscode.EventEmitter<void>();
  /** What the next question would send is different. */
  readonly onDidChangeInput = this.#input.event;
  readonly #plan = new RequestPlan();
  readonly #tools: ChosenTools;
  /** Conversations that go on answering while another one is shown, and the one that is shown. */
  readonly #sessions = new Map<string, ChatSession>();
  readonly asking = new AskingChats(() => this.#sessions.values());
  readonly #loading = new Map<string, Promise<ChatSession>>();
  #session: ChatSession;
  #sessionEvents: { dispose(): unknown };
  /** Of the conversation that is shown. */
  #draft: ChatDraft;
  #restored: Promise<void> | undefined;
  /** Counts what was asked to be shown: only the last counts. */
  #turn = 0;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly deps: Deps) {
    this.#tools = new ChosenTools(deps.tools, () => {
      this.#input.fire();
    });
    this.#session = this.#newSession();
    this.#draft = this.#draftOf(this.#session);
    this.#sessionEvents = this.#listen(this.#session);
    this.#subscriptions = vscode.Disposable.from(
      deps.attachments.onDidChange(() => {
        this.#remember();
        this.#draft.setAttachments(deps.attachments.attachments);
        this.#input.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSetting(event, 'chat.model') && this.conversation.messages.length === 0) {
          this.#session.choose(readSetting('chat.model'), this.conversation.effort);
        }
      }),
    );
  }

  get conversation(): Conversation {
    return this.#session.conversation;
  }

  get session(): ChatSession {
    return this.#session;
  }

  get draft(): ChatDraft {
    return this.#draft;
  }

  /** Opens the conversation that this workspace had open, once. */
  restore(): Promise<void> {
    return (this.#restored ??= this.#restore());
  }

  /**
   * Asks what is given with the attachments that are shown. Ends when the answer is settled.
   * @returns false where it is not sent, and then it stands in the input again: an answer is coming, it does not fit, it was stopped
   * before, or something of it cannot be read, which is said
   */
  async send(text: string): Promise<boolean> {
    const [session, draft] = [this.#session, this.#draft];
    this.#remember();
    draft.beginSending(text);
    let isAsked = false;
    try {
      const isPossible = text.trim() !== '' && this.fit(text).state !== 'full';
      isAsked = isPossible && (await session.ask((signal) => this.#prepare(session, draft, text, signal)));
    } finally {
      if (!isAsked) {
        draft.cancelSending();
      }
      this.#input.fire();
    }
    return isAsked;
  }

  /**
   * Asks in a conversation of its own what another part of the extension wants to know. What is being written stays where it is.
   * @returns once it is asked, with whether it was
   */
  async askInNewChat(text: string, attachments: readonly SentAttachment[]): Promise<boolean> {
    await this.restore();
    this.#turn += 1;
    this.#show(this.#newSession());
    return new Promise((resolve, reject) => {
      const asked = (): void => {
        resolve(true);
      };
      this.#session.ask(() => Promise.resolve({ text, attachments, asked })).then(resolve, reject);
    });
  }

  /** What the next question would send and whether it fits, were this its text. */
  fit(text = this.#draft.text): ContextFit {
    const attachments = this.deps.attachments.chips.filter(({ state }) => state !== 'unavailable');
    return this.#plan.fitDraft(this.conversation, { text, attachments }, this.#tools.definitions(this.conversation.options));
  }

  /** What would be sent now, with the attachments as they are now, and which of them cannot be. */
  async plannedInput(): Promise<{ readonly input: ChatInput; readonly unavailable: readonly AttachmentChip[] }> {
    const { sent, unavailable } = await this.deps.attachments.read();
    await this.#tools.ready(this.conversation.options);
    const tools = this.#tools.definitions(this.conversation.options);
    return { input: this.#plan.inputOf(this.conversation, this.#draft.text, sent, tools), unavailable };
  }

  /** What is kept of an answer beside the journal; undefined where it is not there. */
  fileOf(name: string): Promise<Uint8Array | undefined> {
    return this.deps.store.files.read(this.conversation.id, name);
  }

  /** The request of an answer: as it was sent, or, for one of an earlier time, made again from the conversation. */
  requestOf(answer: Answer): { readonly request: ChatRequest; readonly isExact: boolean } {
    const sent = this.#session.requestOf(answer.id);
    const again = (): ChatRequest => this.#plan.again(this.conversation, answer, this.#tools.definitions(answer.options));
    return { request: sent ?? again(), isExact: sent !== undefined };
  }

  setDraft(text: string): void {
    if (text !== this.#draft.text) {
      this.#remember();
      this.#draft.setText(text);
      this.#input.fire();
    }
  }

  /** Shows an empty conversation, or the one that has an unsent question. An answer that is coming goes on. */
  async newChat(): Promise<void> {
    await this.restore();
    if (this.conversation.messages.length === 0) {
      this.#replaced.fire();
      return;
    }
    this.#turn += 1;
    const turn = this.#turn;
    const unsent = textOf(this.deps.state.get(unsentConversationKey));
    const stored = unsent === undefined ? {} : await this.deps.store.drafts.read(unsent);
    if (turn === this.#turn) {
      this.deps.state.update(unsentConversationKey, undefined);
      this.#show(this.#newSession(unsent, stored), stored);
    }
  }

  /**
   * Shows a stored conversation, at a message if one is named.
   * @throws HistoryError where it cannot be opened; what is shown stays
   */
  async openConversation(id: string, messageId?: string): Promise<void> {
    await this.restore();
    this.#turn += 1;
    const turn = this.#turn;
    if (id !== this.conversation.id) {
      const stored = await this.deps.store.drafts.read(id);
      const session = this.#sessions.get(id) ?? (await this.#load(id));
      if (turn !== this.#turn) {
        void this.#leave(session);
        return;
      }
      this.#show(session, stored);
    }
    if (messageId !== undefined) {
      this.#session.showPathTo(messageId);
      this.#draft.setScroll({ messageId, offset: 0 });
      this.#replaced.fire();
    }
  }

  /** Lets go of a conversation, for it is deleted. If it is shown, an empty one takes its place. */
  closeConversation(id: string): void {
    if (id === this.conversation.id) {
      this.#show(this.#newSession());
    }
    this.#sessions.get(id)?.dispose();
    this.#sessions.delete(id);
  }

  /**
   * Shows a conversation of its own with everything up to this message. That of a question ends before it, with the question in
   * the input.
   */
  async fork(messageId: string): Promise<void> {
    const { forked, draft } = forkedChat(this.conversation, messageId);
    const { id } = forked;
    if (draft !== undefined) {
      this.deps.store.drafts.write(id, draft);
    }
    if (forked.messages.length > 0) {
      await this.deps.store.add([forked]);
      const ids = forked.messages.map((message) => message.id);
      await this.deps.store.files.copy(this.conversation.id, id, ids);
      await this.openConversation(id);
    } else {
      this.#turn += 1;
      this.#show(new ChatSession(this.#sessionDeps, forked), await this.deps.store.drafts.read(id));
    }
  }

  /** The model of this conversation and of later ones. */
  async selectModel(model: string): Promise<void> {
    const { effort } = this.conversation;
    const isTaken = effort !== undefined && modelFacts(model).efforts.includes(effort);
    this.#session.choose(model, isTaken ? effort : undefined);
    await writeSetting('chat.model', model);
  }

  selectEffort(chosen: ReasoningEffort | ''): void {
    const effort = chosen === '' ? undefined : chosen;
    this.#session.choose(this.conversation.model, effort);
    if (this.conversation.messages.length === 0) {
      this.#remember();
      this.#draft.setEffort(effort);
    }
  }

  /** What is wanted of the answers of this conversation from now on: replaces all of it. */
  changeOptions(options: ChatOptions): void {
    this.#session.changeOptions(options);
    if (this.conversation.messages.length === 0) {
      this.#remember();
      this.#draft.setOptions(this.conversation.options);
    }
  }

  /** Lets the user choose the tools of this conversation. */
  async pickTools(): Promise<void> {
    const session = this.#session;
    const options = await this.#tools.pick(session.conversation.options);
    if (options !== undefined && session === this.#session) {
      this.changeOptions(options);
    }
  }

  /** Earlier questions of this conversation, newest first. */
  get ownInputs(): readonly string[] {
    const questions = activePath(this.conversation).filter(({ role }) => role === 'user');
    return questions.map(({ text }) => text).reverse();
  }

  /** The same, and then those of other conversations. */
  async inputs(): Promise<readonly string[]> {
    const others = await this.deps.store.recentInputs(shownInputs, this.conversation.id).catch(() => []);
    return [...new Set([...this.ownInputs, ...others])].slice(0, shownInputs);
  }

  dispose(): void {
    this.#sessionEvents.dispose();
    this.#subscriptions.dispose();
    this.#sessions.forEach((session) => {
      session.dispose();
    });
    vscode.Disposable.from(this.#event, this.#replaced, this.#input, this.asking).dispose();
  }

  async #restore(): Promise<void> {
    const id = textOf(this.deps.state.get(openConversationKey));
    if (id === undefined) return;
    const stored = await this.deps.store.drafts.read(id);
    try {
      this.#show(this.#sessions.get(id) ?? (await this.#load(id)), stored);
    } catch (error) {
      if (error instanceof HistoryError && error.kind !== 'missing') {
        void vscode.window.showErrorMessage(historyErrorWords(error));
        return;
      }
      // A conversation without a message has no journal, but it has a draft.
      this.#show(this.#newSession(id, stored), stored);
    }
  }

  /** Two that ask for the same one get the same. @throws HistoryError */
  async #load(id: string): Promise<ChatSession> {
    const loading =
      this.#loading.get(id) ??
      this.deps.store
        .open(id)
        .then(({ open, conversation, problems }) => new ChatSession(this.#sessionDeps, conversation, open, problems))
        .finally(() => this.#loading.delete(id));
    this.#loading.set(id, loading);
    const session = await loading;
    this.#sessions.set(id, session);
    return session;
  }

  #newSession(id: string = randomUUID(), draft: Partial<Draft> = {}): ChatSession {
    return new ChatSession(this.#sessionDeps, newConversation(id, draft));
  }

  #draftOf(session: ChatSession, stored: Partial<Draft> = {}): ChatDraft {
    return new ChatDraft(this.deps.store.drafts, session.conversation.id, stored);
  }

  /** Reads what is attached, now. @returns nothing where the question cannot be sent as it is; that is said */
  async #prepare(
    session: ChatSession,
    draft: ChatDraft,
    text: string,
    signal: AbortSignal,
  ): Promise<PreparedQuestion | undefined> {
    const attached = this.deps.attachments.attachments;
    const sent = await readAttached(this.deps.attachments, signal);
    if (sent === undefined) {
      return undefined;
    }
    // Until now the size of what was still being read was not known.
    const tools = this.#tools.definitions(session.conversation.options);
    if (this.#plan.fitQuestion(session.conversation, text, sent, tools).state === 'full') {
      return undefined;
    }
    const asked = (): void => {
      draft.endSending(attached);
      if (draft === this.#draft) {
        attached.forEach(({ id }) => {
          this.deps.attachments.remove(id);
        });
      }
    };
    return { text, attachments: sent, asked };
  }

  get #sessionDeps() {
    const { model, log, store, tools, together, check } = this.deps;
    const plan = this.#plan.plan.bind(this.#plan);
    return { model, log, store, tools, together, check, plan };
  }

  #show(session: ChatSession, stored: Partial<Draft> = {}): void {
    const [left, leftDraft] = [this.#session, this.#draft];
    if (left.conversation.messages.length === 0 && !leftDraft.isEmpty) {
      this.deps.state.update(unsentConversationKey, leftDraft.id);
    }
    this.#sessionEvents.dispose();
    this.#session = session;
    this.#draft = this.#draftOf(session, stored);
    this.#sessionEvents = this.#listen(session);
    this.deps.attachments.restore(stored.attachments ?? []);
    this.#remember();
    this.#replaced.fire();
    if (left !== session) {
      void this.#leave(left);
    }
  }

  /** A session that nobody looks at stays until its answer has come. */
  async #leave(session: ChatSession): Promise<void> {
    await this.asking.untilSettled(session);
    const { id } = session.conversation;
    if (session !== this.#session) {
      session.dispose();
      if (this.#sessions.get(id) === session) {
        this.#sessions.delete(id);
      }
    }
  }

  #listen(session: ChatSession): vscode.Disposable {
    this.#sessions.set(session.conversation.id, session);
    return session.onDidChange((event) => {
      this.#event.fire(event);
      if (event.type !== 'answerAppended' && event.type !== 'toolArgumentsAppended') {
        this.#input.fire();
      }
    });
  }

  #remember(): void {
    const { id } = this.conversation;
    // Before that, the one to be restored must not be forgotten.
    if (this.#restored !== undefined && this.deps.state.get(openConversationKey) !== id) {
      this.deps.state.update(openConversationKey, id);
    }
  }
}
