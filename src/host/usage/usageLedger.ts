/**
 * The ledger of usage on disk: a file for each month under the extension's global storage, which every window appends to and reads.
 * What is in a line is `core/usage/usageEntry.ts`.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Logger } from '../../core/logger';
import { entryLine, readEntries, type UsageEntry } from '../../core/usage/usageEntry';
import { monthOf } from '../../core/usage/usageSummary';
import { errorCode } from '../history/historyError';

interface Deps {
  /** May not be there yet. */
  readonly folder: string;
  readonly log: Logger;
}

interface ReadFile {
  /** Bytes up to the end of the last whole line. */
  offset: number;
  entries: UsageEntry[];
  unreadable: number;
}

const fileName = /^(\d{4}-\d\d)\.jsonl$/;

/** The caller disposes it. */
export class UsageLedger implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<UsageEntry>();
  /** Fires for what this window records. */
  readonly onDidRecord = this.#changed.event;
  readonly #files = new Map<string, ReadFile>();
  /** Could not be written; is tried again with the next. */
  #unwritten: UsageEntry[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: Deps) {}

  /** On disk when it returns, since VS Code may end right after an answer. What cannot be written is kept until it can. */
  record(entry: UsageEntry): void {
    const waiting = [...this.#unwritten, entry];
    this.#unwritten = [];
    for (const each of waiting) {
      try {
        mkdirSync(this.deps.folder, { recursive: true });
        // Its own line also behind one that was torn. A short write is not mixed with those of other windows.
        appendFileSync(this.#path(monthOf(each.at)), `\n${entryLine(each)}`);
      } catch (error) {
        this.#unwritten.push(each);
        this.deps.log.error(`Usage could not be written: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.#changed.fire(entry);
  }

  /** Of all windows, in the order in which the answers ended. @param from a month such as `2026-11`; all before are left out */
  async read(from = ''): Promise<{ readonly entries: readonly UsageEntry[]; readonly unreadable: number }> {
    const files = await this.#alone(async () => {
      const months = (await this.#months()).filter((month) => month >= from);
      return Promise.all(months.map((month) => this.#readOn(month)));
    });
    const entries = files.flatMap((file) => file.entries);
    const waiting = this.#unwritten.filter(({ at }) => monthOf(at) >= from);
    return {
      entries: [...entries, ...waiting].sort((one, other) => one.at - other.at),
      unreadable: files.reduce((sum, file) => sum + file.unreadable, 0),
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #months(): Promise<readonly string[]> {
    try {
      return (await readdir(this.deps.folder)).flatMap((name) => fileName.exec(name)?.[1] ?? []).sort();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** Only what was appended since it was read last. */
  async #readOn(month: string): Promise<ReadFile> {
    let known = this.#files.get(month) ?? { offset: 0, entries: [], unreadable: 0 };
    const handle = await open(this.#path(month), 'r');
    try {
      const { size } = await handle.stat();
      // Somebody has put another file in its place.
      if (size < known.offset) known = { offset: 0, entries: [], unreadable: 0 };
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - known.offset), 0, size - known.offset, known.offset);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      const { entries, unreadable } = readEntries(buffer.toString('utf8', 0, end));
      known.offset += end;
      known.entries.push(...entries);
      known.unreadable += unreadable;
    } finally {
      await handle.close();
    }
    this.#files.set(month, known);
    return known;
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
