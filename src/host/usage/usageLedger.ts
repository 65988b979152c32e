/**
 * The ledger of usage on disk: a file for each month under the extension's global storage, which every window appends to and reads.
 * What is in a line is `core/usage/usageEntry.ts`.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../core/logger';
import { entryLine, type UsageEntry } from '../../core/usage/usageEntry';
import { monthOf } from '../../core/usage/usageSummary';
import { Emitter, type Subscription } from '../history/emitter';
import { FolderWatch } from '../history/folderWatch';
import { errorCode } from '../history/historyError';
import { LedgerFile } from './ledgerFile';

interface Deps {
  /** May not be there yet. */
  readonly folder: string;
  readonly log: Logger;
}

export interface LedgerContent {
  /** Of all windows, in the order in which they were asked for. */
  readonly entries: readonly UsageEntry[];
  /** Lines that say nothing. */
  readonly unreadable: number;
  /** Why some files could not be read: the system's name for it. */
  readonly readTrouble?: string;
  /** Entries of this window that are not on disk yet, and why. */
  readonly unwritten: number;
  readonly writeTrouble?: string;
}

const fileName = /^(\d{4}-\d\d)\.jsonl$/;
const day = 24 * 3_600_000;

/** The caller disposes it. */
export class UsageLedger {
  readonly #changed = new Emitter<void>();
  /** Fires for what this window records, and while it is {@link watch}ed for what others do. */
  readonly onDidChange = this.#changed.event;
  readonly #files = new Map<string, LedgerFile>();
  /** Could not be written; is tried again with the next, and when it is read. */
  readonly #unwritten = new Map<string, UsageEntry>();
  #writeTrouble: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #watch: FolderWatch;
  #watchers = 0;

  constructor(private readonly deps: Deps) {
    this.#watch = new FolderWatch(deps.folder, deps.log, () => {
      this.#changed.fire();
    });
  }

  /** On disk when it returns, since VS Code may end right after an answer. What cannot be written is kept until it can. */
  record(entry: UsageEntry): void {
    this.#unwritten.set(entry.id ?? crypto.randomUUID(), entry);
    this.#write();
    this.#changed.fire();
  }

  /** @param since Unix time in milliseconds; what was asked before is left out */
  async read(since = -Infinity): Promise<LedgerContent> {
    this.#write();
    const { files, code } = await this.#alone(() => this.#readFiles(since));
    const waiting = [...this.#unwritten.values()];
    const isWaiting = ({ id }: UsageEntry): boolean => id !== undefined && this.#unwritten.has(id);
    const written = files.flatMap(({ entries }) => (waiting.length === 0 ? entries : entries.filter((one) => !isWaiting(one))));
    return {
      entries: [...written, ...waiting].filter(({ at }) => at >= since).sort((one, other) => one.at - other.at),
      unreadable: files.reduce((sum, { unreadable }) => sum + unreadable, 0),
      ...(code === undefined ? {} : { readTrouble: code }),
      unwritten: waiting.length,
      ...(this.#writeTrouble === undefined ? {} : { writeTrouble: this.#writeTrouble }),
    };
  }

  /** Tells also what other windows record, until it is disposed. */
  watch(): Subscription {
    this.#watchers += 1;
    this.#watch.start();
    return {
      dispose: () => {
        this.#watchers -= 1;
        if (this.#watchers === 0) this.#watch.stop();
      },
    };
  }

  dispose(): void {
    this.#write();
    this.#watch.stop();
    this.#changed.dispose();
  }

  #write(): void {
    try {
      for (const [key, entry] of this.#unwritten) {
        mkdirSync(this.deps.folder, { recursive: true });
        // Its own line also behind one that was torn. A short write is not mixed with those of other windows.
        appendFileSync(this.#path(monthOf(entry.at)), `\n${entryLine(entry)}`);
        this.#unwritten.delete(key);
      }
      this.#writeTrouble = undefined;
    } catch (error) {
      if (this.#writeTrouble === undefined) this.deps.log.error(`Usage could not be written: ${String(error)}`);
      this.#writeTrouble = codeOf(error);
    }
  }

  async #readFiles(since: number): Promise<{ readonly files: readonly LedgerFile[]; readonly code: string | undefined }> {
    let code: string | undefined;
    const failed = (error: unknown): void => {
      if (errorCode(error) === 'ENOENT') return;
      code = codeOf(error);
      this.deps.log.error(`Usage could not be read: ${String(error)}`);
    };
    const names = await readdir(this.deps.folder).catch((error: unknown) => {
      failed(error);
      return [];
    });
    const months = names.flatMap((name) => fileName.exec(name)?.[1] ?? []).sort();
    // Who wrote it may have been in another time zone.
    const first = Number.isFinite(since) ? monthOf(since - day) : '';
    const files: LedgerFile[] = [];
    for (const month of months.filter((each) => each >= first)) {
      const file = this.#files.get(month) ?? new LedgerFile();
      this.#files.set(month, file);
      files.push(file);
      await file.readOn(this.#path(month)).catch(failed);
    }
    return { files, code };
  }

  /** One after the other: a line is read once. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  #path(month: string): string {
    return path.join(this.deps.folder, `${month}.jsonl`);
  }
}

function codeOf(error: unknown): string {
  return errorCode(error) || String(error);
}
