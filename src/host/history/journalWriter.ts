/**
 * When the records of one conversation are written: text that is coming a few times a second, everything else at once. What cannot
 * be written is kept and tried again. How it gets into the file is `journalFile.ts`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isUnfinished, type ConversationEvent } from '../../core/conversation';
import type { RecordEncoder } from '../../core/journal';
import { join } from '../../core/journalReader';
import type { Logger } from '../../core/logger';
import { Emitter } from './emitter';
import { troubleOf, type StorageTrouble } from './historyError';
import type { JournalFile } from './journalFile';

const deltaDelayMs = 250;
/** A scanner or a backup that holds the file for a moment is no trouble yet. */
const secondAttemptMs = 200;
const firstRetryMs = 1_000;
const longestRetryMs = 15_000;

export class JournalWriter {
  readonly #trouble = new Emitter<undefined>();
  readonly onDidChangeTrouble = this.#trouble.event;
  readonly #saved = new Emitter<undefined>();
  /** Something was written that is not text of an answer. */
  readonly onDidSave = this.#saved.event;
  /** Complete lines, the oldest first. They stay until they are written. */
  #lines: string[];
  #delta: { event: ConversationEvent; readonly time: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #running: Promise<void> | undefined;
  #hasMoreThanDeltas = false;
  #isSyncWanted = false;
  #retryMs = firstRetryMs;
  #current: StorageTrouble | undefined;
  #isFirst: boolean;

  /** @param opening lines that come before the first record, and are not written without it */
  constructor(
    private readonly file: JournalFile,
    private readonly encoder: RecordEncoder,
    private readonly log: Logger,
    private opening: readonly string[],
    isNewFile: boolean,
  ) {
    this.#lines = [];
    this.#isFirst = isNewFile;
  }

  /** Why what was appended is not on disk. It is tried again and again. */
  get trouble(): StorageTrouble | undefined {
    return this.#current;
  }

  /** @param time in Unix milliseconds */
  append(event: ConversationEvent, time: number): void {
    this.#open();
    const joined = this.#delta === undefined ? undefined : join(this.#delta.event, event);
    if (this.#delta !== undefined && joined !== undefined) {
      this.#delta.event = joined;
      return;
    }
    this.#seal();
    if (event.type === 'answerAppended') {
      this.#delta = { event, time };
      this.#schedule(deltaDelayMs);
      return;
    }
    this.#lines.push(this.encoder.event(event, time));
    this.#hasMoreThanDeltas = true;
    this.#isSyncWanted ||= isWorthSyncing(event);
    this.#schedule(0);
  }

  /** Writes the opening without waiting for a record, and then lines of another writer that could not be written. */
  appendLines(lines: readonly string[]): void {
    this.#open();
    this.#seal();
    this.#lines.push(...lines);
    this.#hasMoreThanDeltas = true;
    this.#schedule(0);
  }

  /** Resolves when all that was appended is written, or cannot be: then there is {@link trouble}. */
  async flush(): Promise<void> {
    this.#seal();
    do {
      await this.#run();
    } while (this.#lines.length > 0 && this.#current === undefined);
  }

  /** The same, after a failed attempt, too. */
  async saveAgain(): Promise<void> {
    this.#seal();
    await this.#running;
    await this.#run();
  }

  /** Writes at once what is not written. @returns whether nothing is left */
  flushSync(): boolean {
    this.#seal();
    this.#cancel();
    if (this.#lines.length === 0) {
      return true;
    }
    try {
      // What is being written may come twice, in either order: records have numbers.
      this.file.appendSync(this.#encode(this.#lines));
      this.#lines = [];
      this.#tell(undefined);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Gives away what could not be written, and stops trying. */
  takeLines(): readonly string[] {
    this.#seal();
    this.#cancel();
    const lines = this.#lines;
    this.#lines = [];
    this.#tell(undefined);
    return lines;
  }

  #open(): void {
    this.#lines.push(...this.opening);
    this.opening = [];
  }

  /** The text that is waiting becomes a line: from now on it has its number, and does not grow. */
  #seal(): void {
    if (this.#delta !== undefined) {
      this.#lines.push(this.encoder.event(this.#delta.event, this.#delta.time));
      this.#delta = undefined;
    }
  }

  #schedule(ms: number): void {
    const dueAt = performance.now() + ms;
    // While there is trouble, the next attempt has its time.
    if (dueAt < this.#dueAt && this.#current === undefined) {
      this.#startTimer(ms);
    }
  }

  #startTimer(ms: number): void {
    this.#cancel();
    this.#dueAt = performance.now() + ms;
    this.#timer = setTimeout(() => {
      this.#seal();
      void this.#run();
    }, ms);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueAt = Infinity;
  }

  #run(): Promise<void> {
    this.#cancel();
    this.#running ??= this.#write().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    for (let attempt = 1; this.#lines.length > 0;) {
      const lines = this.#lines;
      const count = lines.length;
      const [isSynced, hasMore] = [this.#isSyncWanted, this.#hasMoreThanDeltas];
      this.#isSyncWanted = this.#hasMoreThanDeltas = false;
      try {
        await this.file.append(this.#encode(lines), isSynced);
        attempt = 1;
        // Something else may have written or taken them meanwhile.
        if (this.#lines === lines) {
          lines.splice(0, count);
        }
        this.#tell(undefined);
        if (hasMore) {
          this.#saved.fire(undefined);
        }
      } catch (error) {
        this.#isSyncWanted ||= isSynced;
        this.#hasMoreThanDeltas ||= hasMore;
        attempt += 1;
        if (attempt > 2 || this.#current !== undefined) {
          this.#fail(error);
          return;
        }
        await delay(secondAttemptMs);
      }
    }
  }

  /**
   * Begins with a line feed, unless it begins the file: whatever was torn before, by whomever, is a line of its own then. To look
   * first would leave a moment in which another window is killed.
   */
  #encode(lines: readonly string[]): Buffer {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return Buffer.from(`${isFirst ? '' : '\n'}${lines.join('\n')}\n`);
  }

  #fail(error: unknown): void {
    const trouble = troubleOf(error, this.file.path);
    if (this.#current === undefined) {
      this.log.warn(`History: a conversation could not be saved (${trouble.code || String(error)}): ${trouble.path}`);
    }
    this.#startTimer(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    this.#tell(trouble);
  }

  #tell(trouble: StorageTrouble | undefined): void {
    const before = this.#current;
    this.#current = trouble;
    if (trouble === undefined) {
      this.#retryMs = firstRetryMs;
    }
    if (before?.kind !== trouble?.kind || before?.code !== trouble?.code) {
      this.#trouble.fire(undefined);
    }
  }
}

function isWorthSyncing(event: ConversationEvent): boolean {
  switch (event.type) {
    case 'messageAdded':
      return !isUnfinished(event.message);
    case 'answerChanged':
      return event.status !== 'waiting' && event.status !== 'streaming';
    default:
      return false;
  }
}
