/**
 * All stored conversations: opens, lists, searches, renames, deletes. A conversation that is open is `openJournal.ts`; the format
 * is `core/journal.ts`. Nothing is read or written before it is asked for.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Conversation, ConversationEvent } from '../../core/conversation';
import { givenTitle } from '../../core/conversationTitle';
import { encodeConversation, RecordEncoder } from '../../core/journal';
import type { JournalProblem } from '../../core/journalReader';
import type { Logger } from '../../core/logger';
import { AnswerFiles } from './answerFiles';
import { exists, writeNew } from './atomicFile';
import { readConversation, settledConversation, type ConversationSummary } from './conversationSummary';
import { DraftStore } from './draftStore';
import { Emitter, type Subscription } from './emitter';
import { FolderWatch } from './folderWatch';
import { errorCode, HistoryError, toHistoryError, type StorageTrouble } from './historyError';
import { HistorySearch, type SearchedJournal, type SearchHit } from './historySearch';
import { inParallel, readBytes } from '../platform/inParallel';
import { JournalFile } from './journalFile';
import { JournalFolder } from './journalFolder';
import { isConversationId, journalId, journalPath } from './journalName';
import { OpenJournal } from './openJournal';
import { Trash, type TrashedConversation } from './trash';

/** A conversation that somebody in this window shows or writes. Whoever got it disposes it. */
export interface OpenConversation {
  readonly id: string;
  /** Why not everything is on disk. It is tried again by itself. */
  readonly trouble: StorageTrouble | undefined;
  readonly onDidChangeTrouble: (listener: () => void) => Subscription;
  /** Journals a change that was made here. */
  append(event: ConversationEvent): void;
  /** Changes that were made elsewhere, to be applied in this order. The first listener also gets what came before it. */
  onDidReceive(listener: (events: readonly ConversationEvent[]) => void): Subscription;
  /** Resolves when all is on disk, or cannot be: then there is {@link trouble}. */
  flush(): Promise<void>;
  /** The same, also after it failed. */
  saveAgain(): Promise<void>;
  /** What was appended is on disk afterwards, or is kept and tried again. What still comes is written, too. */
  dispose(): void;
}

interface Deps {
  /** The extension's storage, with the folders of conversations and drafts in it. */
  readonly folder: string;
  readonly log: Logger;
  /** Unix time in milliseconds. */
  readonly now?: () => number;
}

const pollMs = 2_000;
const ownChangeMs = 100;
/** Another window that writes an answer changes its file several times a second. */
const foreignChangeMs = 1_500;
/** A listing is good for the next letters of a search. */
const listingMs = 2_000;
const purgeMs = 6 * 3_600_000;
const writesAtOnce = 8;
/** Earlier questions are taken from so many conversations. */
const recentConversations = 20;
/** Bytes: larger ones hold images, and would take long. */
const largestForInputs = 1_000_000;

export class ConversationStore {
  readonly #list = new Emitter<undefined>();
  readonly #trouble = new Emitter<undefined>();
  /** Whether everything of this window can be saved, also of conversations that nobody shows any more. */
  readonly onDidChangeTrouble = this.#trouble.event;
  readonly #folder: JournalFolder;
  readonly #trash: Trash;
  readonly #search = new HistorySearch();
  readonly #watch: FolderWatch;
  readonly #open = new Set<OpenJournal>();
  /** Nobody needs them any more, but not everything in them could be written. */
  readonly #unsaved = new Set<OpenJournal>();
  readonly #now: () => number;
  readonly drafts: DraftStore;
  /** What belongs to answers beside their journals. */
  readonly files: AnswerFiles;
  #poll: NodeJS.Timeout | undefined;
  #announcement: { readonly timer: NodeJS.Timeout; readonly dueAt: number } | undefined;
  #listed: { readonly at: number; readonly journals: readonly SearchedJournal[] } | undefined;
  #purgedAt = -Infinity;

  constructor(private readonly deps: Deps) {
    const { log } = deps;
    const conversations = path.join(deps.folder, 'conversations');
    this.#now = deps.now ?? Date.now;
    this.#folder = new JournalFolder(conversations, journalId, log);
    this.#trash = new Trash(conversations, log, this.#now);
    this.drafts = new DraftStore(path.join(deps.folder, 'drafts'), log, this.#now);
    this.files = new AnswerFiles(path.join(deps.folder, 'answers'), log, this.#now);
    this.drafts.onDidChangeTrouble(() => {
      this.#trouble.fire(undefined);
    });
    this.#watch = new FolderWatch(conversations, log, (fileName, isMoved) => {
      this.#followFile(fileName, isMoved);
    });
  }

  get trouble(): StorageTrouble | undefined {
    return this.#journals().find(({ trouble }) => trouble !== undefined)?.trouble ?? this.drafts.trouble;
  }

  /** What {@link list} gives may be different, by this window or another one. */
  onDidChangeList(listener: () => void): Subscription {
    this.#watch.start();
    return this.#list.event(listener);
  }

  /** One without messages has no file before its first message; one with messages is written at once. */
  create(conversation: Conversation): OpenConversation {
    const file = this.#fileOf(conversation.id, true);
    return this.#register(OpenJournal.create(conversation, this.#journalDeps(file)));
  }

  /**
   * An answer that another window is writing goes on there, and is followed; one that nobody writes any more is `interrupted`.
   * @throws HistoryError `missing`, `newer` or `unreadable`
   */
  async open(id: string): Promise<{
    readonly open: OpenConversation;
    readonly conversation: Conversation;
    readonly problems: readonly JournalProblem[];
  }> {
    const { open, ...loaded } = await this.#load(id);
    return { open: this.#register(open), ...loaded };
  }

  /**
   * As it is now, without following it: a fraction of what it costs to open it. What is still coming is `interrupted`.
   * @throws HistoryError
   */
  async read(id: string): Promise<Conversation> {
    if (this.#journals(id).some(({ trouble }) => trouble !== undefined)) {
      // Not all of it is in the file.
      const { open, conversation } = await this.open(id);
      open.dispose();
      return conversation;
    }
    const file = this.#pathOf(id);
    const bytes = await readBytes(file);
    if (bytes instanceof Error) {
      throw toHistoryError(bytes, file);
    }
    const conversation = settledConversation(id, bytes);
    if (typeof conversation === 'string') {
      throw new HistoryError(conversation, file);
    }
    return conversation;
  }

  /** The one with the last message first. @throws HistoryError where the folder cannot be read */
  async list(): Promise<readonly ConversationSummary[]> {
    return (await this.#listJournals()).map(({ summary }) => summary);
  }

  /**
   * Conversations in which all words of the query occur, the one with the last message first. Ends when it is aborted.
   * @throws HistoryError where the folder cannot be read
   */
  async *search(query: string, signal: AbortSignal): AsyncGenerator<SearchHit> {
    const listed = this.#listed;
    const isFresh = listed !== undefined && performance.now() - listed.at < listingMs;
    yield* this.#search.search(query, isFresh ? listed.journals : await this.#listJournals(), signal);
  }

  /** Questions, the last first, each once. @throws HistoryError where the folder cannot be read */
  async recentInputs(limit: number, exceptId?: string): Promise<readonly string[]> {
    const journals = (await this.#listJournals()).filter(({ summary }) => summary.id !== exceptId);
    const inputs = new Set<string>();
    for (const { path: file, summary } of journals
      .filter(({ size }) => size <= largestForInputs)
      .slice(0, recentConversations)) {
      const bytes = inputs.size < limit ? await readBytes(file) : undefined;
      if (bytes !== undefined && !(bytes instanceof Error)) {
        const questions = readConversation(summary.id, bytes, true).messages.filter(({ role }) => role === 'user');
        questions.sort((a, b) => b.at - a.at).forEach(({ text }) => inputs.add(text));
      }
    }
    return [...inputs].slice(0, limit);
  }

  /** An empty title: the one made from the first question again. @throws HistoryError */
  rename(id: string, title: string): Promise<void> {
    return this.#change(id, { type: 'renamed', title: givenTitle(title) });
  }

  /** @throws HistoryError */
  setPinned(id: string, isPinned: boolean): Promise<void> {
    return this.#change(id, { type: 'pinned', isPinned });
  }

  /**
   * Stores whole conversations, none over one that is there.
   * @returns their ids, which are others where theirs were taken or none
   * @throws HistoryError; those before it are stored
   */
  async add(conversations: readonly Conversation[]): Promise<readonly string[]> {
    try {
      return await inParallel(conversations, writesAtOnce, (conversation) => this.#add(conversation));
    } finally {
      this.#announceIn(ownChangeMs);
    }
  }

  /** @throws HistoryError */
  async moveToTrash(id: string): Promise<void> {
    const journals = this.#journals(id);
    await Promise.all(journals.map((journal) => journal.flush()));
    const setThrownAway = (isThrownAway: boolean): void => {
      for (const journal of journals) {
        journal.setThrownAway(isThrownAway);
      }
    };
    setThrownAway(true);
    try {
      await this.#trash.put(id);
    } catch (error) {
      setThrownAway(false);
      throw error;
    }
    this.#announceIn(ownChangeMs);
  }

  /** Takes the last deleted of this id out of the trash. @throws HistoryError */
  async restore(id: string): Promise<void> {
    await this.#trash.restore(id);
    for (const journal of this.#journals(id)) {
      journal.setThrownAway(false);
    }
    this.#announceIn(ownChangeMs);
  }

  /** What was deleted in the last 30 days, the last first. @throws HistoryError where the folder cannot be read */
  trash(): Promise<readonly TrashedConversation[]> {
    return this.#trash.list();
  }

  /** Removes a conversation that is in the trash. @throws HistoryError */
  async deleteForever(id: string): Promise<void> {
    await this.#trash.deleteForever(id);
    if (isConversationId(id) && !(await exists(this.#pathOf(id)))) {
      this.drafts.forget(id);
      await this.files.remove(id);
    }
  }

  /** Tries at once what could not be saved, also of conversations that nobody shows any more. */
  async saveAgain(): Promise<void> {
    await Promise.all([...this.#journals().map((journal) => journal.saveAgain()), this.drafts.flush()]);
  }

  /** Looks for what other windows did, where nothing tells: to be called when the window gets the focus. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#open].map((journal) => journal.poll()));
    this.#announceIn(0);
  }

  /** What was appended, and the drafts, are on disk afterwards, if they can be. */
  dispose(): void {
    clearInterval(this.#poll);
    clearTimeout(this.#announcement?.timer);
    this.#watch.stop();
    this.#list.dispose();
    this.#trouble.dispose();
    for (const journal of [...this.#open]) {
      try {
        journal.dispose();
      } catch (error) {
        // The others have something to save, too.
        this.deps.log.error(`History: ${journal.id} could not be closed: ${String(error)}`);
      }
    }
    for (const journal of this.#unsaved) {
      this.deps.log.error(`History: not everything of ${journal.id} could be saved (${journal.trouble?.code ?? ''}).`);
      journal.takeUnsaved();
    }
    this.drafts.dispose();
    this.#search.clear();
  }

  async #listJournals(): Promise<readonly SearchedJournal[]> {
    await Promise.all(this.#journals().map((journal) => journal.flush()));
    const listed = (await this.#folder.list()).flatMap(({ fileName, summary, ...state }) =>
      summary === undefined ? [] : [{ path: path.join(this.#folder.folder, fileName), summary, ...state }],
    );
    listed.sort((a, b) => b.summary.updatedAt - a.summary.updatedAt || (a.summary.id < b.summary.id ? -1 : 1));
    this.#listed = { at: performance.now(), journals: listed };
    void this.#purge(listed);
    return listed;
  }

  async #purge(listed: readonly SearchedJournal[]): Promise<void> {
    const now = this.#now();
    if (now - this.#purgedAt < purgeMs) {
      return;
    }
    this.#purgedAt = now;
    try {
      await this.#trash.purge();
      await this.drafts.purge(new Set(listed.map(({ summary }) => summary.id)));
      const isKept = async (id: string): Promise<boolean> => (await exists(this.#pathOf(id))) || this.#trash.has(id);
      await this.files.purge(async (id) => this.#journals(id).length > 0 || isKept(id));
    } catch (error) {
      this.deps.log.debug(`History: the trash was not emptied: ${String(error)}`);
    }
  }

  async #load(id: string): ReturnType<typeof OpenJournal.load> {
    const file = this.#pathOf(id);
    const left = [...this.#unsaved].filter((journal) => journal.id === id);
    const lines = left.flatMap((journal) => journal.takeUnsaved());
    try {
      const isNew = lines.length > 0 && !(await exists(file));
      return await OpenJournal.load(id, this.#journalDeps(this.#fileOf(id, isNew)), lines);
    } catch (error) {
      const [keeper] = left;
      if (keeper !== undefined) {
        keeper.keepUnsaved(lines);
        this.#unsaved.add(keeper);
      }
      throw toHistoryError(error, file);
    }
  }

  async #change(id: string, event: ConversationEvent): Promise<void> {
    const [shown] = this.#journals(id);
    if (shown !== undefined) {
      shown.appendAndTell(event);
      await shown.flush();
      return;
    }
    const { open } = await this.#load(id);
    open.append(event);
    await open.flush();
    const { trouble } = open;
    if (trouble !== undefined) {
      open.takeUnsaved();
    }
    open.dispose();
    this.#announceIn(ownChangeMs);
    if (trouble !== undefined) {
      throw new HistoryError(trouble.kind, trouble.path, trouble.code);
    }
  }

  async #add(conversation: Conversation): Promise<string> {
    const isFree = isConversationId(conversation.id) && !(await this.#trash.has(conversation.id));
    for (let id = isFree ? conversation.id : randomUUID(); ; id = randomUUID()) {
      const lines = encodeConversation({ ...conversation, id }, new RecordEncoder(randomUUID().slice(0, 8)), this.#now());
      try {
        await writeNew(this.#pathOf(id), `${lines.join('\n')}\n`);
        return id;
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') {
          throw toHistoryError(error, this.#pathOf(id));
        }
      }
    }
  }

  #register(journal: OpenJournal): OpenConversation {
    this.#open.add(journal);
    journal.onDidChangeTrouble(() => {
      if (journal.trouble === undefined) {
        this.#unsaved.delete(journal);
      }
      this.#trouble.fire(undefined);
    });
    journal.onDidChangeSummary(() => {
      this.#announceIn(ownChangeMs);
    });
    this.#watch.start();
    this.#poll ??= setInterval(() => {
      this.#watch.start();
      for (const open of this.#open) {
        void open.poll();
      }
    }, pollMs).unref();
    return journal;
  }

  #journalDeps(file: JournalFile): Parameters<typeof OpenJournal.create>[1] {
    return {
      file,
      log: this.deps.log,
      now: this.#now,
      onDispose: (journal) => {
        this.#open.delete(journal);
        if (journal.trouble !== undefined) {
          this.#unsaved.add(journal);
        }
      },
    };
  }

  #fileOf(id: string, isNew: boolean): JournalFile {
    return new JournalFile(this.#pathOf(id), isNew, () => this.#trash.tryToRestore(id));
  }

  #pathOf(id: string): string {
    return journalPath(this.#folder.folder, id);
  }

  /** Those of this window, of one conversation or of all. */
  #journals(id?: string): readonly OpenJournal[] {
    return [...this.#open, ...this.#unsaved].filter((journal) => id === undefined || journal.id === id);
  }

  #followFile(fileName: string, isMoved: boolean): void {
    const id = journalId(fileName);
    const open = [...this.#open].filter((journal) => journal.id === id);
    for (const journal of open) {
      void journal.poll();
    }
    if (id !== undefined && (isMoved || open.length === 0)) {
      this.#announceIn(isMoved ? ownChangeMs : foreignChangeMs);
    }
  }

  /** Once for all changes until then. */
  #announceIn(ms: number): void {
    this.#listed = undefined;
    const dueAt = performance.now() + ms;
    if (this.#announcement !== undefined && this.#announcement.dueAt <= dueAt) {
      return;
    }
    clearTimeout(this.#announcement?.timer);
    const timer = setTimeout(() => {
      this.#announcement = undefined;
      this.#list.fire(undefined);
    }, ms);
    this.#announcement = { timer, dueAt };
  }
}
