/**
 * What is being written in each conversation, beside the journals. The attachments have a file of their own: they can be large, and
 * rarely change while somebody types.
 */
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Attachment } from '../../core/attachment';
import { attachmentOf } from '../../core/attachmentShape';
import type { ReasoningEffort } from '../../core/chatCompletions';
import { chatOptionsOf, type ChatOptions } from '../../core/chatOptions';
import { countOf, given, idOf, listOf, objectOf, oneOf, parseJson, textOf } from '../../core/jsonShape';
import type { Logger } from '../../core/logger';
import type { ScrollPosition } from '../../core/protocol';
import { temporaryExtension, writeAtomically, writeAtomicallySync } from './atomicFile';
import { Emitter } from './emitter';
import { errorCode, troubleOf, type StorageTrouble } from './historyError';
import { isConversationId } from './journalName';

export interface Draft {
  readonly draft: string;
  readonly attachments: readonly Attachment[];
  /** Where the reader is; absent: at the end. */
  readonly scroll?: ScrollPosition;
  /** What is being written instead of earlier questions, by their ids. */
  readonly edits?: Readonly<Record<string, string>>;
  /** Chosen for a conversation that has no journal yet. */
  readonly effort?: ReasoningEffort;
  /** The same. */
  readonly options?: ChatOptions;
}

const delayMs = 300;
const retryMs = 10_000;
const keptMs = 90 * 24 * 3_600_000;
const draftVersion = 1;
const reasoningEfforts = ['minimal', 'low', 'medium', 'high'] as const satisfies readonly ReasoningEffort[];
const endings = ['.json', '.attachments.json', '.scroll.json'] as const;

export class DraftStore {
  readonly #trouble = new Emitter<undefined>();
  readonly onDidChangeTrouble = this.#trouble.event;
  /** What is not on disk yet, by the name of the file; empty: no file. */
  readonly #wanted = new Map<string, string>();
  /** What was last to be written of the attachments. */
  readonly #attachments = new Map<string, readonly Attachment[]>();
  /** What this window last read or wrote, by the name of the file: what it did not change, it leaves to others. */
  readonly #known = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #current: StorageTrouble | undefined;

  constructor(
    private readonly folder: string,
    private readonly log: Logger,
    private readonly now: () => number,
  ) {}

  /** Why drafts cannot be saved. */
  get trouble(): StorageTrouble | undefined {
    return this.#current;
  }

  /** An empty one where there is none. What cannot be read is put aside under another name. Never rejects. */
  async read(id: string): Promise<Draft> {
    if (!isConversationId(id)) {
      return { draft: '', attachments: [] };
    }
    const [content, list, place] = await Promise.all(endings.map((ending) => this.#readFile(id + ending)));
    const { draft, edits, effort, options } = objectOf(content);
    const { messageId, offset } = objectOf(objectOf(place)['scroll']);
    const [anchor, distance] = [idOf(messageId), countOf(offset)];
    const stored: Draft = {
      draft: textOf(draft) ?? '',
      attachments: listOf(objectOf(list)['attachments']).flatMap((item) => attachmentOf(item) ?? []),
      ...given('scroll', anchor === undefined || distance === undefined ? undefined : { messageId: anchor, offset: distance }),
      ...given('edits', edits === undefined ? undefined : textsOf(edits)),
      ...given('effort', oneOf(reasoningEfforts, effort)),
      ...given('options', chatOptionsOf(options)),
    };
    this.#attachments.set(id, stored.attachments);
    this.#known.set(id + endings[0], textContent(stored));
    this.#known.set(id + endings[2], scrollContent(stored));
    return stored;
  }

  /** Written soon, and for good with {@link flush}. What is as this window knows it is not written: another may have changed it. */
  write(id: string, draft: Draft): void {
    if (!isConversationId(id)) {
      return;
    }
    const { attachments } = draft;
    this.#want(id + endings[0], textContent(draft));
    this.#want(id + endings[2], scrollContent(draft));
    if (!isSameList(this.#attachments.get(id) ?? [], attachments)) {
      this.#attachments.set(id, [...attachments]);
      this.#want(id + endings[1], attachments.length === 0 ? '' : JSON.stringify({ version: draftVersion, attachments }));
    }
    if (this.#wanted.size > 0) {
      this.#timer ??= setTimeout(() => {
        void this.flush();
      }, delayMs);
    }
  }

  #want(name: string, content: string): void {
    if ((this.#known.get(name) ?? '') !== content) {
      this.#known.set(name, content);
      this.#wanted.set(name, content);
    }
  }

  /** Resolves when everything is written, or cannot be: then there is {@link trouble}. Never rejects. */
  async flush(): Promise<void> {
    this.#stopTimer();
    await this.#running;
    this.#running ??= this.#writeAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Removes the drafts of conversations that are gone, if nobody touched them for a quarter of a year. Never rejects. */
  async purge(existing: ReadonlySet<string>): Promise<void> {
    try {
      for (const name of await readdir(this.folder)) {
        const isStray = name.endsWith(temporaryExtension) || !existing.has(name.slice(0, name.indexOf('.')));
        const file = path.join(this.folder, name);
        if (isStray && this.now() - (await stat(file)).mtimeMs > keptMs) {
          await rm(file, { force: true });
        }
      }
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        this.log.debug(`History: drafts were not tidied up: ${String(error)}`);
      }
    }
  }

  /** Removes the draft of a conversation that is deleted for good. */
  forget(id: string): void {
    if (isConversationId(id)) {
      for (const ending of endings) {
        this.#known.delete(id + ending);
        this.#wanted.set(id + ending, '');
      }
      this.#attachments.delete(id);
      void this.flush();
    }
  }

  /** Writes at once what is not written. */
  dispose(): void {
    this.#stopTimer();
    for (const [name, content] of this.#wanted) {
      const file = path.join(this.folder, name);
      try {
        if (content === '') {
          rmSync(file, { force: true });
        } else {
          writeAtomicallySync(file, content);
        }
      } catch (error) {
        this.log.warn(`History: a draft could not be saved: ${String(error)}`);
      }
    }
    this.#wanted.clear();
    this.#trouble.dispose();
  }

  async #writeAll(): Promise<void> {
    let trouble: StorageTrouble | undefined;
    for (const [name, content] of [...this.#wanted]) {
      const file = path.join(this.folder, name);
      const isWanted = (): boolean => this.#wanted.get(name) === content;
      try {
        await (content === '' ? rm(file, { force: true }) : writeAtomically(file, content, isWanted));
        if (isWanted()) {
          this.#wanted.delete(name);
        }
      } catch (error) {
        // The others may go: what is too large for the disk keeps no line of text from it.
        trouble ??= troubleOf(error, file);
      }
    }
    this.#tell(trouble);
    if (trouble !== undefined) {
      this.#timer ??= setTimeout(() => {
        void this.flush();
      }, retryMs);
    }
  }

  async #readFile(name: string): Promise<unknown> {
    const wanted = this.#wanted.get(name);
    if (wanted !== undefined) {
      return parseJson(wanted);
    }
    const file = path.join(this.folder, name);
    try {
      const content = parseJson(await readFile(file, 'utf8'));
      if (content === undefined) {
        await rename(file, `${file}.${String(this.now())}.broken`);
        this.log.warn(`History: a draft could not be read, and was put aside: ${file}`);
      }
      return content;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        this.log.warn(`History: a draft could not be read: ${String(error)}`);
      }
      return undefined;
    }
  }

  #tell(trouble: StorageTrouble | undefined): void {
    const before = this.#current;
    this.#current = trouble;
    if (before?.kind !== trouble?.kind) {
      if (trouble !== undefined) {
        this.log.warn(`History: a draft could not be saved (${trouble.code}): ${trouble.path}`);
      }
      this.#trouble.fire(undefined);
    }
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Empty: no file. */
function textContent({ draft, edits = {}, effort, options }: Draft): string {
  const hasEdits = Object.keys(edits).length > 0;
  return draft === '' && !hasEdits && effort === undefined && options === undefined
    ? ''
    : JSON.stringify({
        version: draftVersion,
        draft,
        ...given('edits', hasEdits ? edits : undefined),
        ...given('effort', effort),
        ...given('options', options),
      });
}

/** Empty: no file. */
function scrollContent({ scroll }: Draft): string {
  return scroll === undefined ? '' : JSON.stringify({ version: draftVersion, scroll });
}

function isSameList(a: readonly Attachment[], b: readonly Attachment[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** The properties that are texts. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );
}
