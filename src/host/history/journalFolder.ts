/**
 * The summaries of all journals in a folder. Those of files that did not change since come from `index.json`, which is no more
 * than a cache: lost, broken or written by several windows, it costs time and nothing else.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { listOf, objectOf, parseJson, numberOf, textOf } from '../../core/jsonShape';
import type { Logger } from '../../core/logger';
import { temporaryExtension, writeAtomically } from './atomicFile';
import { summarize, summaryOf, unreadableSummary, type ConversationSummary } from './conversationSummary';
import { errorCode, toHistoryError } from './historyError';
import { inParallel, readBytes, readStats } from '../platform/inParallel';

export interface ListedJournal {
  readonly fileName: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** Absent: there is nothing in it worth showing. */
  readonly summary?: ConversationSummary;
}

/** Another one makes an index that nobody reads: raise it when summaries are made differently. */
const indexVersion = 1;
const indexName = 'index.json';
const statsAtOnce = 64;
const readsAtOnce = 16;
/** No window takes that long to write a file. */
const temporaryAgeMs = 3_600_000;

export class JournalFolder {
  #known: Map<string, ListedJournal> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting: Promise<readonly ListedJournal[]> | undefined;

  /** @param idOf the conversation of a file by its name; undefined for files of another kind */
  constructor(
    readonly folder: string,
    private readonly idOf: (fileName: string) => string | undefined,
    private readonly log: Logger,
  ) {}

  /**
   * In no order. A folder that is not there has none.
   * @throws HistoryError where the folder cannot be read
   */
  list(): Promise<readonly ListedJournal[]> {
    // Who asks while a listing is on its way gets the next one: the first may have passed what it is to see.
    this.#waiting ??= this.#last.then(() => {
      this.#waiting = undefined;
      return this.#list();
    });
    this.#last = this.#waiting.catch(() => undefined);
    return this.#waiting;
  }

  async #list(): Promise<readonly ListedJournal[]> {
    const names = await this.#names();
    const known = this.#known ?? (await this.#readIndex());
    const files = names.flatMap((fileName) => {
      const id = this.idOf(fileName);
      return id === undefined ? [] : [{ fileName, id }];
    });
    const stats = await inParallel(files, statsAtOnce, ({ fileName }) => readStats(this.#path(fileName)));
    const found: ListedJournal[] = [];
    const changed: { fileName: string; id: string; size: number; mtimeMs: number }[] = [];
    files.forEach(({ fileName, id }, index) => {
      const stat = stats[index];
      if (stat === undefined || stat instanceof Error || !stat.isFile()) {
        return;
      }
      const { size, mtimeMs } = stat;
      const same = known.get(fileName);
      if (same?.size === size && same.mtimeMs === mtimeMs) {
        found.push(same);
      } else {
        changed.push({ fileName, id, size, mtimeMs });
      }
    });
    const isUnreadable = new Set<string>();
    const read = await inParallel(changed, readsAtOnce, async ({ fileName, id, size, mtimeMs }): Promise<ListedJournal> => {
      const bytes = await readBytes(this.#path(fileName));
      if (bytes instanceof Error) {
        isUnreadable.add(fileName);
        return { fileName, size, mtimeMs, ...(isMissing(bytes) ? {} : { summary: unreadableSummary(id, mtimeMs) }) };
      }
      const summary = summarize(id, bytes, mtimeMs);
      // It may have grown since it was looked at: then it is read again the next time.
      return { fileName, size: bytes.length, mtimeMs, ...(summary === undefined ? {} : { summary }) };
    });
    const all = [...found, ...read];
    this.#known = new Map(all.filter(({ fileName }) => !isUnreadable.has(fileName)).map((item) => [item.fileName, item]));
    if (read.length > isUnreadable.size || known.size !== this.#known.size) {
      await this.#writeIndex(this.#known);
    }
    return all;
  }

  async #names(): Promise<readonly string[]> {
    try {
      const names = await readdir(this.folder);
      await this.#removeLeftovers(names);
      return names;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw toHistoryError(error, this.folder);
    }
  }

  async #readIndex(): Promise<ReadonlyMap<string, ListedJournal>> {
    const known = new Map<string, ListedJournal>();
    let text: string;
    try {
      text = await readFile(this.#path(indexName), 'utf8');
    } catch {
      return known;
    }
    const lineEnd = text.indexOf('\n');
    const { version, sha1 } = objectOf(parseJson(text.slice(0, lineEnd)));
    const body = text.slice(lineEnd + 1);
    if (version !== indexVersion || sha1 !== hash(body)) {
      this.log.debug('History: the index cannot be used, and is made anew.');
      return known;
    }
    for (const item of listOf(parseJson(body))) {
      const fields = objectOf(item);
      const [fileName, size, mtimeMs] = [textOf(fields['fileName']), numberOf(fields['size']), numberOf(fields['mtimeMs'])];
      const id = fileName === undefined ? undefined : this.idOf(fileName);
      if (fileName !== undefined && id !== undefined && size !== undefined && mtimeMs !== undefined) {
        const summary = summaryOf(id, fields['summary']);
        if (summary !== undefined || fields['summary'] === undefined) {
          known.set(fileName, { fileName, size, mtimeMs, ...(summary === undefined ? {} : { summary }) });
        }
      }
    }
    return known;
  }

  async #writeIndex(known: ReadonlyMap<string, ListedJournal>): Promise<void> {
    const body = JSON.stringify([...known.values()]);
    try {
      await writeAtomically(this.#path(indexName), `${JSON.stringify({ version: indexVersion, sha1: hash(body) })}\n${body}`);
    } catch (error) {
      this.log.debug(`History: the index could not be written: ${String(error)}`);
    }
  }

  /** What windows left that were killed while they wrote. */
  async #removeLeftovers(names: readonly string[]): Promise<void> {
    for (const name of names.filter((candidate) => candidate.endsWith(temporaryExtension))) {
      const stat = await readStats(this.#path(name));
      if (!(stat instanceof Error) && Date.now() - stat.mtimeMs > temporaryAgeMs) {
        await rm(this.#path(name), { force: true }).catch(() => undefined);
      }
    }
  }

  #path(fileName: string): string {
    return path.join(this.folder, fileName);
  }
}

function isMissing(error: Error): boolean {
  return errorCode(error) === 'ENOENT';
}

/** Tells damage, not forgery. */
function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
