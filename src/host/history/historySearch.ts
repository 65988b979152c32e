/**
 * Full-text search over stored conversations. Journals are read whole: a prefilter over their raw bytes would miss the words that
 * are split between two records. What was read stays folded in memory for as long as somebody is searching.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Conversation, Message } from '../../core/conversation';
import { conversationTitle } from '../../core/conversationTitle';
import { countFound, fold, searchTerms, snippetOf, type Snippet } from '../../core/searchText';
import { readConversation, type ConversationSummary } from './conversationSummary';
import { readBytes } from '../platform/inParallel';

/** A conversation in which all words of a query occur. */
export interface SearchHit extends Snippet {
  readonly conversation: ConversationSummary;
  /** The message that has most of the words; absent where only the title has any. */
  readonly messageId?: string;
}

export interface SearchedJournal {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly summary: ConversationSummary;
}

interface Part {
  /** Absent: the title. */
  readonly messageId?: string;
  readonly folded: string;
}

interface Folded {
  readonly size: number;
  readonly mtimeMs: number;
  readonly parts: readonly Part[];
  readonly length: number;
}

const readsAtOnce = 16;
/** In characters, of which most take a byte. */
const longestCache = 64_000_000;
const cacheMs = 60_000;
/** How long it works without letting anything else happen. */
const sliceMs = 12;

export class HistorySearch {
  readonly #cache = new Map<string, Folded>();
  #cacheLength = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param journals in the order in which hits are wanted. Ends without an error when it is aborted. */
  async *search(query: string, journals: readonly SearchedJournal[], signal: AbortSignal): AsyncGenerator<SearchHit> {
    const terms = searchTerms(query);
    if (terms.length === 0) {
      return;
    }
    clearTimeout(this.#timer);
    const ahead: Promise<SearchHit | undefined>[] = [];
    let sliceEnd = performance.now() + sliceMs;
    try {
      for (let next = 0; next < journals.length || ahead.length > 0;) {
        const more = journals.slice(next, next + readsAtOnce - ahead.length);
        next += more.length;
        ahead.push(...more.map((journal) => this.#find(journal, terms)));
        const hit = await ahead.shift();
        if (signal.aborted) {
          return;
        }
        if (hit !== undefined) {
          yield hit;
        }
        if (performance.now() > sliceEnd) {
          await nextTurn();
          sliceEnd = performance.now() + sliceMs;
        }
      }
    } finally {
      this.#timer = setTimeout(() => {
        this.clear();
      }, cacheMs).unref();
    }
  }

  /** Gives the memory back. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#cache.clear();
    this.#cacheLength = 0;
  }

  /** Never rejects: a file that cannot be read has no hits. */
  async #find(journal: SearchedJournal, terms: readonly string[]): Promise<SearchHit | undefined> {
    const known = this.#cache.get(journal.path);
    if (known?.size === journal.size && known.mtimeMs === journal.mtimeMs) {
      if (!hasAll(known.parts, terms)) {
        return undefined;
      }
    }
    const bytes = await readBytes(journal.path);
    if (bytes instanceof Error) {
      return undefined;
    }
    const { summary } = journal;
    const texts = textsOf(readConversation(summary.id, bytes, false));
    const parts = texts.map(({ text, ...part }) => ({ ...part, folded: fold(text) }));
    this.#remember(journal, parts);
    if (!hasAll(parts, terms)) {
      return undefined;
    }
    const counts = parts.map(({ messageId, folded }) => (messageId === undefined ? 0 : countFound(folded, terms)));
    const most = Math.max(...counts);
    const best = most === 0 ? undefined : texts[counts.indexOf(most)];
    return best?.messageId === undefined
      ? { conversation: summary, ...snippetOf(summary.preview, terms) }
      : { conversation: summary, messageId: best.messageId, ...snippetOf(best.text, terms) };
  }

  #remember({ path, size, mtimeMs }: SearchedJournal, parts: readonly Part[]): void {
    const length = parts.reduce((sum, { folded }) => sum + folded.length, 0);
    this.#cacheLength += length - (this.#cache.get(path)?.length ?? 0);
    // The newest are searched first and kept: what does not fit is read again.
    if (this.#cacheLength <= longestCache) {
      this.#cache.set(path, { size, mtimeMs, parts, length });
    } else {
      this.#cacheLength -= length;
      this.#cache.delete(path);
    }
  }
}

function hasAll(parts: readonly Part[], terms: readonly string[]): boolean {
  return terms.every((term) => parts.some(({ folded }) => folded.includes(term)));
}

function textsOf(conversation: Conversation): readonly { readonly messageId?: string; readonly text: string }[] {
  return [
    { text: conversationTitle(conversation) },
    ...conversation.messages.flatMap((message) => [
      { messageId: message.id, text: message.text },
      ...toolTexts(message).map((text) => ({ messageId: message.id, text })),
      ...(message.role === 'user' ? (message.attachments ?? []) : []).map(({ label }) => ({
        messageId: message.id,
        text: label,
      })),
    ]),
  ];
}

/** What was called, with what, and what came of it. */
function toolTexts(message: Message): readonly string[] {
  const uses = message.role === 'assistant' ? (message.toolUses ?? []) : [];
  return uses.flatMap((use) => [`${use.name} ${unescaped(use.arguments)}`, ...(use.result === undefined ? [] : [use.result])]);
}

/** JSON as it is read, not as it is escaped: with line breaks and letters of any alphabet, also where it was cut off. */
function unescaped(json: string): string {
  return json.replace(/\\(?:u([\da-f]{4})|([^]))/gi, (_, code: string | undefined, letter = '') =>
    code === undefined ? (escapes[letter as string] ?? String(letter)) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };
