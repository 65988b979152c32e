/**
 * Which conversation this window shows, and what the user does with it. Conversations that are left go on answering in their own
 * sessions. What is being written (text, attachments, place of the reader) is kept with its conversation.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AttachmentChip, SentAttachment } from '../../core/attachment';
import type { ChatRequest, ReasoningEffort } from '../../core/chatCompletions';
import type { ChatModel } from '../../core/chatModel';
import { fitToContext, MessageEstimates, type ContextFit } from '../../core/contextBudget';
import {
  activePath,
  pathTo,
  type Answer,
  type Conversation,
  type ConversationEvent,
  type Message,
  type Question,
} from '../../core/conversation';
import { conversationTitle } from '../../core/conversationTitle';
import type { Logger } from '../../core/logger';
import { modelFacts } from '../../core/models';
import { chatRequest, type ChatInput } from '../../core/prompts/chat';
import type { ScrollPosition } from '../../core/protocol';
import { attachAgain } from '../context/attachAgain';
import type { DraftAttachments } from '../context/draftAttachments';
import type { ConversationStore } from '../history/conversationStore';
import type { Draft } from '../history/draftStore';
import { workspaceKey } from '../history/workspaceKey';
import { readInstructions, readSetting, writeSetting } from '../platform/settings';
import { ChatSession, type PlannedRequest } from './chatSession';

interface Deps {
  readonly model: ChatModel;
  readonly log: Logger;
  readonly store: ConversationStore;
  readonly attachments: DraftAttachments;
  /** Of this workspace: remembers which conversation is open. */
  readonly state: vscode.Memento;
}

const openConversationKey = 'chat.openConversation';
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
  readonly #estimates = new MessageEstimates();
  /** Conversations that go on answering while another one is shown, and the one that is shown. */
  readonly #sessions = new Map<string, ChatSession>();
  #session: ChatSession;
  #sessionEvents: { dispose(): unknown };
  #draft = '';
  #scroll: ScrollPosition | undefined;
  #edits: Readonly<Record<string, string>> = {};
  #restored: Promise<void> | undefined;
  readonly #attachmentEvents: vscode.Disposable;

  constructor(private readonly deps: Deps) {
    this.#session = this.#newSession();
    this.#sessionEvents = this.#listen(this.#session);
    this.#attachmentEvents = deps.attachments.onDidChange(() => {
      this.#saveDraft();
      this.#input.fire();
    });
  }

  get conversation(): Conversation {
    return this.#session.conversation;
  }

  get session(): ChatSession {
    return this.#session;
  }

  get isAnswering(): boolean {
    return this.#session.isAnswering;
  }

  /** What stands in the input. */
  get draft(): string {
    return this.#draft;
  }

  /** Where the reader is; absent: at the end. */
  get scroll(): ScrollPosition | undefined {
    return this.#scroll;
  }

  /** Opens the conversation that this workspace had open, once. */
  restore(): Promise<void> {
    return (this.#restored ??= this.#restore());
  }

  /**
   * Asks what is given with the attachments that are shown. Ends when the answer is settled.
   * @returns false, and at once, where it is not sent: an answer is coming, or it does not fit
   */
  async send(text: string): Promise<boolean> {
    if (this.#session.isBusy || text.trim() === '' || this.fit(text).state === 'full') {
      return false;
    }
    const session = this.#session;
    const { attachments } = this.deps.attachments;
    // Emptied at once: what is typed while the files are read belongs to the next question.
    this.#draft = '';
    const { sent, unavailable } = await this.deps.attachments.take();
    // Until now the size of what was still being read was not known.
    if (this.#fitOf(session.conversation, [...activePath(session.conversation), draftQuestion(text, sent)]).state === 'full') {
      this.deps.attachments.restore(attachments);
      return false;
    }
    if (unavailable.length > 0) {
      const labels = unavailable.map(({ label }) => label).join(', ');
      void vscode.window.showWarningMessage(vscode.l10n.t('Not sent, since it could not be read: {0}', labels));
    }
    this.#scroll = undefined;
    this.#saveDraft();
    await session.ask(text, sent);
    this.#input.fire();
    return true;
  }

  /** What the next question would send and whether it fits, were this its text. */
  fit(draft = this.#draft): ContextFit {
    const { conversation } = this;
    const attachments = this.deps.attachments.chips
      .filter(({ state }) => state !== 'unavailable')
      .map(({ label, tokens }) => ({ label, tokens }));
    return fitToContext(
      {
        model: conversation.model,
        path: activePath(conversation),
        instructions: readInstructions(),
        draft: { text: draft, attachments },
      },
      this.#estimates,
    );
  }

  /** What would be sent now, with the attachments as they are now, and which of them cannot be. */
  async plannedInput(): Promise<{ readonly input: ChatInput; readonly unavailable: readonly AttachmentChip[] }> {
    const { conversation } = this;
    const { sent, unavailable } = await this.deps.attachments.read();
    const isEmpty = this.#draft.trim() === '' && sent.length === 0;
    const path = [...activePath(conversation), ...(isEmpty ? [] : [draftQuestion(this.#draft, sent)])];
    const { firstSentId } = this.#fitOf(conversation, path);
    const input = {
      conversation,
      path,
      instructions: readInstructions(),
      ...(firstSentId === undefined ? {} : { firstSentId }),
    };
    return { input, unavailable };
  }

  /** The request of an answer: as it was sent, or, for one of an earlier time, made again from the conversation. */
  requestOf(answer: Answer): { readonly request: ChatRequest; readonly isExact: boolean } {
    const sent = this.#session.requestOf(answer.id);
    const { model, effort, firstSentId } = answer;
    const request =
      sent ??
      chatRequest({
        conversation: { model, ...(effort === undefined ? {} : { effort }) },
        path: pathTo(this.conversation, answer.parentId ?? ''),
        instructions: readInstructions(),
        ...(firstSentId === undefined ? {} : { firstSentId }),
      });
    return { request, isExact: sent !== undefined };
  }

  setDraft(draft: string): void {
    if (draft !== this.#draft) {
      this.#draft = draft;
      this.#saveDraft();
      this.#input.fire();
    }
  }

  /** Questions that are being edited, by their ids. */
  get edits(): Readonly<Record<string, string>> {
    return this.#edits;
  }

  /** @param text empty: the question stays as it is */
  setEdit(questionId: string, text: string): void {
    const { [questionId]: before, ...others } = this.#edits;
    this.#edits = text === '' ? others : { ...others, [questionId]: text };
    this.#saveDraft();
  }

  setScroll(scroll: ScrollPosition | undefined): void {
    this.#scroll = scroll;
    this.#saveDraft();
  }

  /** Shows an empty conversation. An answer that is coming goes on. */
  newChat(): void {
    const { conversation } = this;
    if (conversation.messages.length > 0) {
      this.#show(this.#newSession());
    } else {
      this.#replaced.fire();
    }
  }

  /**
   * Shows a stored conversation, at a message if one is named.
   * @throws HistoryError where it cannot be opened; what is shown stays
   */
  async openConversation(id: string, messageId?: string): Promise<void> {
    await this.restore();
    if (id !== this.conversation.id) {
      this.#show(await this.#sessionOf(id), await this.deps.store.drafts.read(id));
    }
    if (messageId !== undefined) {
      this.#session.showPathTo(messageId);
      this.#scroll = { messageId, offset: 0 };
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
    const { conversation } = this;
    const path = pathTo(conversation, messageId);
    const question = path.at(-1)?.role === 'user' ? path.at(-1) : undefined;
    const messages = question === undefined ? path : path.slice(0, -1);
    const { isPinned, title, ...rest } = conversation;
    const forked: Conversation = {
      ...rest,
      id: randomUUID(),
      createdAt: Date.now(),
      title: vscode.l10n.t('{0} (fork)', title ?? conversationTitle(conversation)),
      messages,
      selected: {},
    };
    if (messages.length === 0) {
      this.#show(this.#newSession());
    } else {
      const [id] = await this.deps.store.add([forked]);
      await this.openConversation(id ?? forked.id);
    }
    if (question?.role === 'user') {
      this.#draft = question.text;
      this.deps.attachments.restore(question.attachments?.flatMap(attachAgain) ?? []);
      this.#saveDraft();
      this.#replaced.fire();
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
    this.#session.choose(this.conversation.model, chosen === '' ? undefined : chosen);
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
    this.#attachmentEvents.dispose();
    this.#sessions.forEach((session) => {
      session.dispose();
    });
    vscode.Disposable.from(this.#event, this.#replaced, this.#input).dispose();
  }

  async #restore(): Promise<void> {
    const id = this.deps.state.get<string>(openConversationKey);
    if (id === undefined || this.conversation.messages.length > 0) {
      return;
    }
    const draft = await this.deps.store.drafts.read(id);
    try {
      const session = await this.#sessionOf(id);
      // Somebody may have asked, or opened another one, meanwhile.
      if (this.conversation.messages.length === 0) {
        this.#show(session, draft);
      }
    } catch {
      // An empty conversation has no journal; its draft counts all the same. One that is unreadable stays in the history.
      this.#show(this.#newSession(), draft);
    }
  }

  async #sessionOf(id: string): Promise<ChatSession> {
    const running = this.#sessions.get(id);
    if (running !== undefined) {
      return running;
    }
    const { open, conversation, problems } = await this.deps.store.open(id);
    return new ChatSession(this.#sessionDeps, conversation, open, problems);
  }

  #newSession(): ChatSession {
    const workspace = workspaceKey();
    return new ChatSession(this.#sessionDeps, {
      id: randomUUID(),
      createdAt: Date.now(),
      ...(workspace === undefined ? {} : { workspace }),
      messages: [],
      selected: {},
      model: readSetting('chat.model'),
    });
  }

  get #sessionDeps() {
    const { model, log, store } = this.deps;
    return {
      model,
      log,
      store,
      plan: (conversation: Conversation, path: readonly Message[], continued?: Answer) =>
        this.#plan(conversation, path, continued),
    };
  }

  #plan(conversation: Conversation, path: readonly Message[], continued?: Answer): PlannedRequest {
    const { state, firstSentId } = this.#fitOf(conversation, [...path, ...(continued === undefined ? [] : [continued])]);
    const first = firstSentId === undefined ? {} : { firstSentId };
    const request = chatRequest({
      conversation,
      path,
      instructions: readInstructions(),
      ...first,
      ...(continued === undefined ? {} : { continueAnswer: continued }),
    });
    return { request, isTooLong: state === 'full', ...first };
  }

  #fitOf({ model }: Conversation, path: readonly Message[]): ContextFit {
    return fitToContext({ model, path, instructions: readInstructions() }, this.#estimates);
  }

  #show(session: ChatSession, draft: Partial<Draft> = {}): void {
    const left = this.#session;
    this.#sessionEvents.dispose();
    this.#session = session;
    this.#sessions.set(session.conversation.id, session);
    this.#sessionEvents = this.#listen(session);
    this.#draft = draft.draft ?? '';
    this.#scroll = draft.scroll;
    this.#edits = draft.edits ?? {};
    this.#remember();
    this.deps.attachments.restore(draft.attachments ?? []);
    this.#replaced.fire();
    if (left !== session) {
      void this.#leave(left);
    }
  }

  /** A session that nobody looks at stays until its answer has come. */
  async #leave(session: ChatSession): Promise<void> {
    await session.settled();
    if (session !== this.#session) {
      session.dispose();
      this.#sessions.delete(session.conversation.id);
    }
  }

  #listen(session: ChatSession): vscode.Disposable {
    this.#sessions.set(session.conversation.id, session);
    return session.onDidChange((event) => {
      this.#event.fire(event);
      if (event.type !== 'answerAppended') {
        this.#input.fire();
      }
    });
  }

  #remember(): void {
    const { id } = this.conversation;
    if (this.deps.state.get(openConversationKey) !== id) {
      void this.deps.state.update(openConversationKey, id);
    }
  }

  #saveDraft(): void {
    this.#remember();
    this.deps.store.drafts.write(this.conversation.id, {
      draft: this.#draft,
      attachments: this.deps.attachments.attachments,
      ...(this.#scroll === undefined ? {} : { scroll: this.#scroll }),
      edits: this.#edits,
    });
  }
}

/** The question that is being written, as it would be sent. */
function draftQuestion(text: string, attachments: readonly SentAttachment[]): Question {
  return { role: 'user', id: 'draft', at: Date.now(), text, attachments };
}
