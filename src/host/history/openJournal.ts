/**
 * A conversation that is open in this window: appends what happens here, and tells what other windows append, in the order of the
 * file, so that all of them come to the same. Writing itself is `journalWriter.ts`; which conversations there are, the store's.
 */
import { randomUUID } from 'node:crypto';
import { applyEvents, isUnfinished, type Conversation, type ConversationEvent } from '../../core/conversation';
import { encodeConversation, RecordEncoder } from '../../core/journal';
import { JournalReader, type JournalEntry, type JournalProblem, type UnfinishedAnswer } from '../../core/journalReader';
import type { Logger } from '../../core/logger';
import { Emitter, type Subscription } from './emitter';
import { HistoryError, toHistoryError, type StorageTrouble } from './historyError';
import type { JournalFile } from './journalFile';
import { JournalWriter } from './journalWriter';
import { heartbeatMs, isAlive, thisProcess } from './writerProcess';

/** How long the file of an answer that is being stopped stays open for its last record. */
const lastRecordMs = 5_000;

interface Deps {
  readonly file: JournalFile;
  readonly log: Logger;
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** With {@link OpenJournal.dispose}, when all was written that can be. */
  readonly onDispose: (journal: OpenJournal) => void;
}

interface Loaded {
  readonly open: OpenJournal;
  readonly conversation: Conversation;
  readonly problems: readonly JournalProblem[];
}

export class OpenJournal {
  readonly #encoder = new RecordEncoder(randomUUID().slice(0, 8));
  readonly #writer: JournalWriter;
  readonly #received = new Emitter<readonly ConversationEvent[]>();
  /** What came before there was a listener. */
  #unheard: ConversationEvent[] = [];
  readonly onDidChangeTrouble: JournalWriter['onDidChangeTrouble'];
  readonly #listed = new Emitter<undefined>();
  /** What a list shows of it may be different, by whomever. */
  readonly onDidChangeSummary = this.#listed.event;
  readonly #reader: JournalReader;
  #offset = 0;
  #polling: Promise<void> | undefined;
  /** Answers that this window writes. */
  readonly #own = new Set<string>();
  #heartbeat: NodeJS.Timeout | undefined;
  /** Answers of other windows that were told to be interrupted. */
  readonly #abandoned = new Set<string>();
  /** What another window changed as well: then what counts is the order in the file. */
  readonly #contested = new Set<string>();
  /** Changes of a conversation without a message, which is not worth a file. */
  #held: ConversationEvent[] | undefined;
  #isDisposed = false;

  private constructor(
    readonly id: string,
    private readonly deps: Deps,
    start: { readonly created: Conversation } | { readonly reader: JournalReader },
  ) {
    const writer = this.#encoder.writer(thisProcess(), deps.now());
    const isNew = 'created' in start;
    const opening = isNew ? [...encodeConversation(start.created, this.#encoder, deps.now()), writer] : [writer];
    this.#writer = new JournalWriter(deps.file, this.#encoder, deps.log, opening, isNew);
    this.onDidChangeTrouble = this.#writer.onDidChangeTrouble;
    this.#writer.onDidSave(() => {
      this.#listed.fire(undefined);
    });
    this.#reader = isNew ? new JournalReader() : start.reader;
    if (isNew && start.created.messages.length === 0) {
      this.#held = [];
    } else if (isNew) {
      this.#writer.appendLines([]);
    }
  }

  static create(conversation: Conversation, deps: Deps): OpenJournal {
    return new OpenJournal(conversation.id, deps, { created: conversation });
  }

  /**
   * @param unsaved lines of an earlier writer that are not in the file yet; they are written with the next record
   * @throws HistoryError
   */
  static async load(id: string, deps: Deps, unsaved: readonly string[]): Promise<Loaded> {
    const { file } = deps;
    const reader = new JournalReader();
    const open = new OpenJournal(id, deps, { reader });
    try {
      if (!file.isNew) {
        await file.openForReading();
      }
      const entries: JournalEntry[] = [];
      await open.#readOn(entries);
      entries.push(...reader.end(), ...reader.pushLines(unsaved));
      if (reader.isNewer) {
        throw new HistoryError('newer', file.path);
      }
      if (!reader.isJournal) {
        throw new HistoryError('unreadable', file.path);
      }
      if (unsaved.length > 0) {
        open.#writer.appendLines(unsaved);
      }
      const interrupted = open.#findAbandoned(await open.#silenceMs());
      const conversation = applyEvents(reader.conversation(id, entries), interrupted);
      return { open, conversation, problems: reader.problems() };
    } catch (error) {
      await file.close().catch(() => undefined);
      const failure = toHistoryError(error, file.path);
      throw failure.kind === 'missing' || failure.kind === 'newer'
        ? failure
        : new HistoryError('unreadable', file.path, failure.code, error);
    }
  }

  get trouble(): StorageTrouble | undefined {
    return this.#writer.trouble;
  }

  /** Journals a change that was made here. Returns at once; after {@link dispose}, when it is written. */
  append(event: ConversationEvent): void {
    if (this.#held !== undefined && event.type !== 'messageAdded') {
      this.#held.push(event);
      return;
    }
    const events = [...(this.#held ?? []), event];
    this.#held = undefined;
    for (const item of events) {
      if (item.type === 'messageAdded' && item.message.role === 'user') {
        // Who asks on in a conversation that was thrown away wants it back.
        this.deps.file.staysInTrash = false;
      }
      this.#followOwn(item);
      this.#writer.append(item, this.deps.now());
    }
    if (this.#isDisposed && !this.#writer.flushSync() && this.trouble?.code === 'ENOENT') {
      // Deleted since.
      this.#writer.takeLines();
    }
  }

  /** The same for a change that was not made by who listens here. */
  appendAndTell(event: ConversationEvent): void {
    this.append(event);
    this.#tell([event]);
  }

  /** Resolves when everything is on disk, or cannot be: then there is {@link trouble}. */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  /** Tries at once what could not be written. */
  saveAgain(): Promise<void> {
    return this.#writer.saveAgain();
  }

  /** Events of other windows, to be applied in this order. The first listener gets what came before it. */
  onDidReceive(listener: (events: readonly ConversationEvent[]) => void): Subscription {
    const subscription = this.#received.event(listener);
    const unheard = this.#unheard;
    this.#unheard = [];
    if (unheard.length > 0) {
      listener(unheard);
    }
    return subscription;
  }

  /** Looks for what others appended. Never rejects. */
  async poll(): Promise<void> {
    // One that is on its way may have passed what is looked for.
    await this.#polling;
    this.#polling ??= this.#poll().finally(() => {
      this.#polling = undefined;
    });
    await this.#polling;
  }

  /** What could not be written, for another writer. This one gives up. */
  takeUnsaved(): readonly string[] {
    return this.#writer.takeLines();
  }

  /** The opposite. */
  keepUnsaved(lines: readonly string[]): void {
    this.#writer.appendLines(lines);
  }

  /** Whether what still comes goes to the trash, where the file is: a question takes it out again. */
  setThrownAway(isThrownAway: boolean): void {
    this.deps.file.staysInTrash = isThrownAway;
  }

  /** Writes what is not written yet before it returns, if it can be: see {@link trouble}. */
  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    clearInterval(this.#heartbeat);
    this.#received.dispose();
    const isAnswering = this.#own.size > 0;
    if (isAnswering) {
      this.#writer.appendLines([this.#encoder.left(this.deps.now())]);
    }
    this.#writer.onDidChangeTrouble(() => {
      this.#close();
    });
    this.#writer.flushSync();
    this.deps.onDispose(this);
    if (isAnswering) {
      setTimeout(() => {
        this.#close();
      }, lastRecordMs).unref();
    } else {
      this.#close();
    }
  }

  #close(): void {
    this.deps.file.close().catch((error: unknown) => {
      this.deps.log.debug(`History: ${String(error)}`);
    });
  }

  async #poll(): Promise<void> {
    try {
      if (await this.deps.file.reopenIfReplaced()) {
        this.#offset = 0;
        this.#reader.restart();
      }
      const size = (await this.deps.file.state())?.size ?? 0;
      if (size < this.#offset) {
        // Cut from outside. What is shown stays; what comes is appended to what is left.
        this.#offset = size;
        this.#reader.restart();
      }
      const entries: JournalEntry[] = [];
      try {
        await this.#readOn(entries, size);
      } finally {
        // Also what came before an error: it is not read again.
        this.#tell(this.#inFileOrder(entries));
      }
      this.#tell(this.#findAbandoned(await this.#silenceMs()));
    } catch (error) {
      this.deps.log.debug(`History: the conversation could not be looked at: ${String(error)}`);
    }
  }

  async #readOn(entries: JournalEntry[], size = Infinity): Promise<void> {
    if (size <= this.#offset) {
      return;
    }
    for await (const bytes of this.deps.file.read(this.#offset)) {
      this.#offset += bytes.length;
      entries.push(...this.#reader.push(bytes));
    }
  }

  /** What listeners have to apply, who know what was made here, but not when the others' changes came between. */
  #inFileOrder(entries: readonly JournalEntry[]): readonly ConversationEvent[] {
    const events: ConversationEvent[] = [];
    let isListed = false;
    for (const { event, by } of entries) {
      const place = this.#placeOf(event);
      if (by !== this.#encoder.tag) {
        events.push(event);
        if (place !== undefined) {
          this.#contested.add(place);
        }
        if ('id' in event) {
          this.#abandoned.delete(event.id);
        }
        isListed ||= event.type !== 'answerAppended';
      } else if (place !== undefined && this.#contested.has(place)) {
        events.push(event.type === 'messageAdded' ? { type: 'versionSelected', id: event.message.id } : event);
      }
    }
    if (isListed) {
      this.#listed.fire(undefined);
    }
    return events;
  }

  /** Names what an event sets, where a later one sets it anew. */
  #placeOf(event: ConversationEvent): string | undefined {
    switch (event.type) {
      case 'messageAdded':
        return `version ${event.message.parentId ?? ''}`;
      case 'versionSelected':
        return `version ${this.#reader.parentOf(event.id) ?? ''}`;
      case 'answerAppended':
      case 'answerChanged':
      case 'toolUseChanged':
      case 'toolArgumentsAppended':
        return `answer ${event.id}`;
      case 'messageRemoved':
        return undefined;
      default:
        return event.type;
    }
  }

  /** The answers that other processes began and will not end. */
  #findAbandoned(silenceMs: number): readonly ConversationEvent[] {
    const events: ConversationEvent[] = [];
    for (const [id, { by, outcome }] of this.#reader.unfinished) {
      if (by === this.#encoder.tag || this.#own.has(id)) {
        continue;
      }
      if (!this.#abandoned.has(id) && !this.#isWorkedOn(by, silenceMs)) {
        this.#abandoned.add(id);
        events.push({ type: 'answerChanged', id, ...interrupted(outcome) });
      }
    }
    return events;
  }

  #isWorkedOn(tag: string, silenceMs: number): boolean {
    const writer = this.#reader.writerOf(tag);
    return writer !== 'left' && isAlive(writer, silenceMs);
  }

  async #silenceMs(): Promise<number> {
    return this.deps.now() - ((await this.deps.file.state())?.mtimeMs ?? 0);
  }

  #tell(events: readonly ConversationEvent[]): void {
    if (events.length === 0 || this.#isDisposed) {
      return;
    }
    if (this.#received.hasListeners) {
      this.#received.fire(events);
    } else {
      this.#unheard.push(...events);
    }
  }

  #followOwn(event: ConversationEvent): void {
    if (event.type === 'messageAdded' && isUnfinished(event.message)) {
      this.#own.add(event.message.id);
    } else if (event.type === 'answerAppended') {
      this.#own.add(event.id);
    } else if (event.type === 'answerChanged') {
      if (event.status === 'waiting' || event.status === 'streaming') {
        this.#own.add(event.id);
      } else {
        this.#own.delete(event.id);
      }
    } else if (event.type === 'messageRemoved') {
      this.#own.delete(event.id);
    }
    this.#beat();
  }

  #beat(): void {
    if (this.#own.size === 0 || this.#isDisposed) {
      clearInterval(this.#heartbeat);
      this.#heartbeat = undefined;
      return;
    }
    this.#heartbeat ??= setInterval(() => {
      try {
        this.deps.file.touch();
      } catch (error) {
        this.deps.log.debug(`History: ${String(error)}`);
      }
    }, heartbeatMs).unref();
  }
}

/** What it waited for is not what it waits for now. */
function interrupted({ notice, ...outcome }: UnfinishedAnswer['outcome']): UnfinishedAnswer['outcome'] {
  return { ...outcome, status: 'interrupted' };
}
