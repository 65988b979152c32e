/**
 * Reads a journal, whole or as it grows, and keeps what can be kept: torn and damaged lines are counted and skipped, messages whose
 * predecessor was lost find another place. The events it gives always fit together. Nothing throws, whatever the bytes are.
 */
import { joinBytes } from './bytes';
import { chatOptionsOf } from './chatOptions';
import {
  applyEvents,
  isUnfinished,
  type Answer,
  type AnswerEvent,
  type AnswerOutcome,
  type Conversation,
  type ConversationEvent,
  type Message,
} from './conversation';
import { journalFormat, journalVersion, type JournalHeader, type JournalWriterProcess } from './journal';
import { countOf, given, numberOf, objectOf, parseJson, textOf } from './jsonShape';
import { effortOf, eventOf, isEventType, outcomeOf } from './messageShape';
import { RecordNumbers } from './recordNumbers';

/** What is wrong with a journal that could be read all the same. */
export type JournalProblem =
  /** The last line was not written to its end. */
  | { readonly kind: 'torn' }
  | { readonly kind: 'damaged'; readonly records: number }
  /** Model and time of creation are taken from the messages. */
  | { readonly kind: 'headerLost' };

export interface JournalEntry {
  readonly event: ConversationEvent;
  /** The writer's tag; empty where it was not said. */
  readonly by: string;
}

export interface UnfinishedAnswer {
  /** The tag of the writer that last changed it. */
  readonly by: string;
  readonly outcome: AnswerOutcome;
}

interface KnownMessage {
  readonly role: Message['role'];
  readonly parentId: string | undefined;
  followers: number;
}

const answerRecord = /^\{"type":"(?:answer(?:Appended|Changed)|tool(?:UseChanged|ArgumentsAppended))"/;

export class JournalReader {
  /** Of a line that has no end yet, what came of it. Joined only once: there can be thousands of pieces. */
  #rest: Uint8Array[] = [];
  #header: JournalHeader | undefined;
  #isNewer = false;
  #isTorn = false;
  #damaged = 0;
  #records = 0;
  #firstTime: number | undefined;
  #lastId: string | undefined;
  readonly #decoder = new TextDecoder();
  readonly #numbers = new RecordNumbers();
  readonly #messages = new Map<string, KnownMessage>();
  /** Where what followed a message belongs, now that it is not there: by the id of one that was removed or lost. */
  readonly #successors = new Map<string, string | undefined>();
  readonly #removed = new Set<string>();
  readonly #writers = new Map<string, JournalWriterProcess>();
  readonly #left = new Set<string>();
  readonly #unfinished = new Map<string, UnfinishedAnswer>();

  /** @param isOutline answers are read without their text, at a fraction of the cost */
  constructor(private readonly isOutline = false) {}

  /** Of a version that this one cannot read: there are no entries, and the file is not to be written. */
  get isNewer(): boolean {
    return this.#isNewer;
  }

  /** Whether there was anything that belongs to a journal. */
  get isJournal(): boolean {
    return this.#header !== undefined || this.#records > 0;
  }

  get header(): JournalHeader | undefined {
    return this.#header;
  }

  /** Answers that somebody is writing, or was when it ended; by their id. */
  get unfinished(): ReadonlyMap<string, UnfinishedAnswer> {
    return this.#unfinished;
  }

  /** The process that writes under this tag; undefined where that is not known, `'left'` where it said that it writes no more. */
  writerOf(tag: string): JournalWriterProcess | 'left' | undefined {
    return this.#left.has(tag) ? 'left' : this.#writers.get(tag);
  }

  parentOf(id: string): string | undefined {
    return this.#messages.get(id)?.parentId;
  }

  /** An outline sees too little to know of damaged records. */
  problems(): readonly JournalProblem[] {
    const records = this.isOutline ? 0 : this.#damaged + this.#numbers.missing;
    return [
      ...(this.#header === undefined ? [{ kind: 'headerLost' } as const] : []),
      ...(records > 0 ? [{ kind: 'damaged', records } as const] : []),
      ...(this.#isTorn ? [{ kind: 'torn' } as const] : []),
    ];
  }

  /** What the next bytes of the file say. The beginning of a line that has no end yet is kept for the next call. */
  push(bytes: Uint8Array): readonly JournalEntry[] {
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end === 0) {
      this.#rest.push(bytes);
      return [];
    }
    const text = this.#decoder.decode(joinBytes([...this.#rest, bytes.subarray(0, end)]));
    // A copy: a buffer's own `slice` would keep all of it.
    this.#rest = [Uint8Array.from(bytes.subarray(end))];
    this.#isTorn = false;
    return this.pushLines(text.split('\n'));
  }

  /** At the end of what there is: a last line that only lacks its end counts; any other is torn, unless the rest comes later. */
  end(): readonly JournalEntry[] {
    const line = this.#decoder.decode(joinBytes(this.#rest));
    if (line.trim() === '') {
      return [];
    }
    if (parseJson(line) === undefined) {
      this.#isTorn = true;
      return [];
    }
    this.#rest = [];
    return this.pushLines([line]);
  }

  /** The file is read from its beginning again: what was seen does not count twice. */
  restart(): void {
    this.#rest = [];
  }

  /** The same for lines that are not in the file yet. */
  pushLines(lines: readonly string[]): readonly JournalEntry[] {
    const entries: JournalEntry[] = [];
    for (const line of lines) {
      if (line !== '' && !this.#isNewer && !(this.isOutline && answerRecord.test(line)) && line.trim() !== '') {
        this.#takeLine(line, entries);
      }
    }
    return this.#isNewer ? [] : entries;
  }

  /** The conversation of all entries, with what the header says or the messages tell. */
  conversation(id: string, entries: readonly JournalEntry[]): Conversation {
    const header = this.#header ?? { createdAt: this.#firstTime ?? 0, model: '' };
    const start: Conversation = { ...header, id, messages: [], selected: {} };
    const conversation = applyEvents(
      start,
      entries.map(({ event }) => event),
    );
    const { model } = conversation;
    const lastAnswer = conversation.messages.findLast((message) => message.role === 'assistant' && message.model !== '');
    return model === '' && lastAnswer?.role === 'assistant' ? { ...conversation, model: lastAnswer.model } : conversation;
  }

  #takeLine(line: string, entries: JournalEntry[]): void {
    const record = objectOf(parseJson(line));
    if (record['format'] === journalFormat) {
      this.#takeHeader(record);
      return;
    }
    const type = textOf(record['type']);
    if (type === undefined) {
      this.#numbers.takeTorn(line);
      return;
    }
    this.#records += 1;
    const time = numberOf(record['time']) ?? this.#firstTime ?? this.#header?.createdAt ?? 0;
    const by = textOf(record['by']) ?? '';
    this.#firstTime ??= time;
    const isKnown = isEventType(type);
    const event = isKnown ? eventOf(record, time) : undefined;
    const isNew = this.#numbers.take(line, by, countOf(record['n']));
    if (isKnown && event === undefined) {
      this.#damaged += 1;
    } else if (isNew) {
      if (event !== undefined) {
        this.#takeEvent(event, by, time, entries);
      } else if (type === 'writer') {
        this.#writers.set(by, {
          pid: countOf(record['pid']) ?? 0,
          host: textOf(record['host']) ?? '',
          stamp: textOf(record['stamp']) ?? '',
        });
      } else if (type === 'left') {
        this.#left.add(by);
      }
    }
  }

  #takeHeader(record: Readonly<Record<string, unknown>>): void {
    if (this.#header !== undefined) {
      return;
    }
    const { version = 0 } = record;
    // Anything but a whole number is none that this version has written.
    this.#isNewer = (countOf(version) ?? Infinity) > journalVersion;
    this.#header = {
      createdAt: numberOf(record['createdAt']) ?? this.#firstTime ?? 0,
      ...given('workspace', textOf(record['workspace'])),
      model: textOf(record['model']) ?? '',
      ...given('effort', effortOf(record['effort'])),
      ...given('options', chatOptionsOf(record['options'])),
    };
  }

  #takeEvent(event: ConversationEvent, by: string, time: number, entries: JournalEntry[]): void {
    switch (event.type) {
      case 'messageAdded':
        this.#takeMessage(event.message, by, entries);
        return;
      case 'messageRemoved':
        if (!this.#remove(event.id)) return;
        break;
      case 'versionSelected':
        if (!this.#messages.has(event.id)) return;
        break;
      case 'answerAppended':
      case 'answerChanged':
      case 'toolUseChanged':
      case 'toolArgumentsAppended':
        if (this.#removed.has(event.id) || this.#messages.get(event.id)?.role === 'user') return;
        if (!this.#messages.has(event.id)) {
          this.#takeMessage(lostAnswer(event.id, this.#lastId, time), by, entries);
        }
        this.#follow(event, by);
        break;
      default:
        break;
    }
    entries.push({ event, by });
  }

  #takeMessage(message: Message, by: string, entries: JournalEntry[]): void {
    if (this.#messages.has(message.id)) {
      return;
    }
    const { parentId: _, ...rest } = message;
    const parentId = this.#placeFor(message);
    const placed = { ...rest, ...given('parentId', parentId) };
    const parent = parentId === undefined ? undefined : this.#messages.get(parentId);
    if (parent !== undefined) {
      parent.followers += 1;
    }
    this.#messages.set(message.id, { role: message.role, parentId, followers: 0 });
    this.#removed.delete(message.id);
    this.#lastId = message.id;
    if (placed.role === 'assistant' && isUnfinished(placed)) {
      this.#unfinished.set(placed.id, { by, outcome: outcomeOf({ ...placed }) });
    }
    entries.push({ event: { type: 'messageAdded', message: placed }, by });
  }

  /** The message that it can follow: its own, or what stands for one that was lost or removed. So there are no cycles either. */
  #placeFor({ parentId }: Message): string | undefined {
    let place = parentId;
    while (place !== undefined && !this.#messages.has(place)) {
      if (!this.#successors.has(place)) {
        this.#successors.set(place, this.#lastId);
      }
      place = this.#successors.get(place);
    }
    return place;
  }

  /** @returns false for a message that is not there, or that something follows */
  #remove(id: string): boolean {
    const message = this.#messages.get(id);
    if (message === undefined || message.followers > 0) {
      return false;
    }
    const parent = message.parentId === undefined ? undefined : this.#messages.get(message.parentId);
    if (parent !== undefined) {
      parent.followers -= 1;
    }
    this.#messages.delete(id);
    this.#unfinished.delete(id);
    this.#removed.add(id);
    this.#successors.set(id, message.parentId);
    if (this.#lastId === id) {
      this.#lastId = message.parentId;
    }
    return true;
  }

  #follow(event: AnswerEvent, by: string): void {
    if (event.type === 'answerAppended') {
      const known = this.#unfinished.get(event.id);
      if (known?.by !== by) {
        this.#unfinished.set(event.id, { by, outcome: { ...known?.outcome, status: 'streaming' } });
      }
      return;
    }
    if (event.type !== 'answerChanged') {
      // Calls of tools come and go while the answer is unfinished, and do not end it.
      return;
    }
    const { type, id, ...outcome } = event;
    if (outcome.status === 'waiting' || outcome.status === 'streaming') {
      this.#unfinished.set(id, { by, outcome });
    } else {
      this.#unfinished.delete(id);
    }
  }
}

/** Stands for an answer whose beginning was lost, so that its text is seen. */
function lostAnswer(id: string, parentId: string | undefined, at: number): Answer {
  return {
    role: 'assistant',
    id,
    ...given('parentId', parentId),
    at,
    model: '',
    text: '',
    reasoning: '',
    status: 'interrupted',
  };
}

/** Both in one event, if the second begins where the first ends. */
export function join(first: ConversationEvent, second: ConversationEvent): ConversationEvent | undefined {
  return first.type === 'answerAppended' &&
    second.type === 'answerAppended' &&
    first.id === second.id &&
    second.offset === first.offset + first.text.length &&
    second.reasoningOffset === first.reasoningOffset + first.reasoning.length
    ? { ...first, text: first.text + second.text, reasoning: first.reasoning + second.reasoning }
    : undefined;
}
