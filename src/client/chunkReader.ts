/**
 * Turns the JSON of one chunk, or of a whole completion, into deltas, and knows when every choice has said that it is finished.
 * Takes missing, null and unknown fields. Bytes and frames are `sseDeltas.ts`'s matter.
 */
import type { AudioAnswer, FinishReason, TokenLogprob, Usage } from '../core/chatCompletions';
import type { ChatDelta } from '../core/chatModel';
import type { Logger } from '../core/logger';
import { laterUsage } from '../core/usage/laterUsage';
import { webSourcesOf } from '../core/webSources';
import { arrayOf, isObject, numberOf, objectOf, stringOf, type JsonObject } from './json';
import { ToolCallTracker } from './toolCallTracker';
import { readUsage } from './usage';

type StartDelta = Extract<ChatDelta, { type: 'start' }>;

/** Of the year 9999. */
const latestSecond = 253_402_300_799;

/** What upstreams call the reasons that the endpoint documents, where a gateway has not translated them. */
const documentedReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['tool_use', 'tool_calls'],
  ['refusal', 'content_filter'],
  ['safety', 'content_filter'],
]);

interface OpenChoice {
  readonly calls: ToolCallTracker;
  isFinished: boolean;
}

export class ChunkReader {
  private start: StartDelta | undefined;
  private namedTraceId = '';
  private usage: Usage | undefined;
  private lastCited = '';
  private readonly choices = new Map<number, OpenChoice>();

  constructor(
    private readonly log: Logger,
    private readonly newCallId: () => string,
    /** From the answer's headers, where no chunk names one. */
    private readonly traceId?: string,
  ) {}

  /** Whether anything of this protocol has come. */
  get isStarted(): boolean {
    return this.start !== undefined;
  }

  /** How many choices have said that they are finished. */
  get finishedChoices(): number {
    return [...this.choices.values()].filter((choice) => choice.isFinished).length;
  }

  /** Whether a finish reason has come for every choice that has begun. */
  get isFinished(): boolean {
    return this.choices.size > 0 && [...this.choices.values()].every((choice) => choice.isFinished);
  }

  /** @returns undefined where the value is no chunk at all */
  read(chunk: unknown): ChatDelta[] | undefined {
    if (!isObject(chunk) || !['choices', 'usage', 'object', 'id'].some((field) => field in chunk)) {
      return undefined;
    }
    const deltas: ChatDelta[] = [];
    this.readFacts(chunk, deltas);
    const choices = arrayOf(chunk['choices']);
    const isMisnumbered = hasOneIndexTwice(choices);
    choices.forEach((choice, position) => {
      if (isObject(choice)) {
        this.readChoice(choice, isMisnumbered ? position : indexOf(choice, position), deltas);
      }
    });
    // Some backends name the pages that they cite beside the choices, and with every chunk again.
    const cited = JSON.stringify([chunk['citations'], chunk['search_results']]);
    if (cited !== this.lastCited) {
      this.lastCited = cited;
      addSources(0, [...arrayOf(chunk['citations']), ...arrayOf(chunk['search_results'])], deltas);
    }
    const usage = readUsage(chunk['usage']);
    if (usage !== undefined) {
      this.addUsage(usage, deltas);
    }
    return deltas;
  }

  /** The finish of each choice for which none came, for an answer that was declared complete. */
  finish(): ChatDelta[] {
    if (this.choices.size === 0) {
      this.choiceAt(0);
    }
    const deltas: ChatDelta[] = [];
    for (const [choice, open] of this.choices) {
      this.finishChoice(choice, open, open.calls.count > 0 ? 'tool_calls' : 'stop', deltas);
    }
    return deltas;
  }

  /** What is named first counts; what the first chunk did not name may come with any other. */
  private readFacts(chunk: JsonObject, deltas: ChatDelta[]): void {
    const known = this.start;
    const [id, model, serviceTier] = [
      textOrElse(known?.id, chunk['id']),
      textOrElse(known?.model, chunk['model']),
      textOrElse(known?.serviceTier, chunk['service_tier']),
    ];
    this.namedTraceId = textOrElse(this.namedTraceId, chunk['trace_id']);
    const traceId = textOrElse(this.namedTraceId, this.traceId);
    const isTimed = known !== undefined && known.created > 0;
    const start: StartDelta = {
      type: 'start',
      id,
      model,
      created: isTimed ? known.created : readTime(chunk['created']),
      systemFingerprint: known?.systemFingerprint ?? (stringOf(chunk['system_fingerprint']) || null),
      ...(serviceTier === '' ? {} : { serviceTier }),
      ...(traceId === '' ? {} : { traceId }),
    };
    if (known === undefined || JSON.stringify(known) !== JSON.stringify(start)) {
      this.start = start;
      deltas.push(start);
    }
  }

  private choiceAt(index: number): OpenChoice {
    let open = this.choices.get(index);
    if (open === undefined) {
      open = { calls: new ToolCallTracker(this.newCallId), isFinished: false };
      this.choices.set(index, open);
    }
    return open;
  }

  private readChoice(wire: JsonObject, choice: number, deltas: ChatDelta[]): void {
    if (choice > 0 && !this.choices.has(choice)) {
      deltas.push({ type: 'choice', choice });
    }
    const open = this.choiceAt(choice);
    const delta = objectOf(wire['delta']) ?? objectOf(wire['message']);
    if (delta !== undefined) {
      const reasoning = stringOf(delta['reasoning_content']) || stringOf(delta['reasoning']);
      // A lone line break stands for the signature of a block of thinking; it is no text.
      if (reasoning !== '' && reasoning !== '\n') {
        deltas.push({ type: 'reasoning', choice, text: reasoning });
      }
      const text = textOf(delta['content']);
      if (text !== '') {
        deltas.push({ type: 'text', choice, text });
      }
      const refusal = stringOf(delta['refusal']);
      if (refusal !== '') {
        deltas.push({ type: 'refusal', choice, text: refusal });
      }
      const entries = [...arrayOf(delta['tool_calls']), ...(isObject(delta['function_call']) ? [delta['function_call']] : [])];
      entries.forEach((entry, entryPosition) => {
        const fragment = open.calls.read(entry, entryPosition);
        if (fragment !== undefined) {
          deltas.push({ type: 'toolCall', choice, ...fragment });
        }
      });
      const audio = readAudio(delta['audio']);
      if (audio !== undefined) {
        deltas.push({ type: 'audio', choice, audio });
      }
    }
    const cited = [delta, ...arrayOf(delta?.['content']).map(objectOf)].flatMap((part) => [
      ...arrayOf(part?.['annotations']),
      ...arrayOf(part?.['citations']),
    ]);
    addSources(choice, cited, deltas);
    const { content, refusal } = objectOf(wire['logprobs']) ?? {};
    const logprobs = [...readLogprobs(content), ...readLogprobs(refusal)];
    if (logprobs.length > 0) {
      deltas.push({ type: 'logprobs', choice, content: logprobs });
    }
    const reason = stringOf(wire['finish_reason']);
    if (reason !== '') {
      this.finishChoice(choice, open, documentedReasons.get(reason.toLowerCase()) ?? reason, deltas);
    }
  }

  private finishChoice(choice: number, open: OpenChoice, reason: string, deltas: ChatDelta[]): void {
    if (open.isFinished) {
      return;
    }
    open.isFinished = true;
    if (reason === 'tool_calls' && open.calls.count === 0) {
      this.log.warn('The answer finished with tool_calls, but no tool call came.');
    }
    deltas.push({ type: 'finish', choice, reason });
  }

  private addUsage(now: Usage, deltas: ChatDelta[]): void {
    const usage = laterUsage(this.usage, now);
    // Some backends repeat it with every chunk.
    if (JSON.stringify(usage) !== JSON.stringify(this.usage)) {
      this.usage = usage;
      deltas.push({ type: 'usage', usage });
    }
  }
}

/** Of a whole completion: in a stream, two pieces of one choice may come in one chunk. */
function hasOneIndexTwice(choices: readonly unknown[]): boolean {
  const whole = choices.filter(isObject).filter(({ message }) => isObject(message));
  return new Set(whole.map(({ index }) => index)).size < whole.length;
}

function indexOf({ index }: JsonObject, position: number): number {
  return Number.isSafeInteger(index) && (index as number) >= 0 ? (index as number) : position;
}

function textOrElse(known: string | undefined, value: unknown): string {
  return known === undefined || known === '' ? stringOf(value) : known;
}

function addSources(choice: number, named: readonly unknown[], deltas: ChatDelta[]): void {
  const sources = webSourcesOf(named);
  if (sources.length > 0) {
    deltas.push({ type: 'sources', choice, sources });
  }
}

/** Unix time in seconds, also where it is given in milliseconds or as text; 0 where there is none. */
function readTime(value: unknown): number {
  const time = Number(typeof value === 'string' && value.trim() !== '' ? value : numberOf(value));
  const seconds = time > latestSecond ? time / 1000 : time;
  return seconds > 0 && seconds <= latestSecond ? Math.floor(seconds) : 0;
}

/** A string, or the text of an array of parts. */
function textOf(content: unknown): string {
  return Array.isArray(content) ? content.map((part) => stringOf(objectOf(part)?.['text'])).join('') : stringOf(content);
}

function readAudio(value: unknown): Partial<AudioAnswer> | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const id = stringOf(value['id']);
  const data = stringOf(value['data']);
  const transcript = stringOf(value['transcript']);
  const expiry = numberOf(value['expires_at']);
  const audio: Partial<AudioAnswer> = {
    ...(id === '' ? {} : { id }),
    ...(data === '' ? {} : { data }),
    ...(transcript === '' ? {} : { transcript }),
    ...(expiry === undefined ? {} : { expires_at: expiry }),
  };
  return Object.keys(audio).length === 0 ? undefined : audio;
}

function readLogprobs(value: unknown): TokenLogprob[] {
  return arrayOf(value).flatMap((entry) => {
    const pair = readLogprob(entry);
    if (pair === undefined || !isObject(entry)) {
      return [];
    }
    const top = arrayOf(entry['top_logprobs']).flatMap((alternative) => readLogprob(alternative) ?? []);
    const bytes = arrayOf(entry['bytes']).filter((byte) => typeof byte === 'number');
    return [{ ...pair, ...(bytes.length === 0 ? {} : { bytes }), ...(top.length === 0 ? {} : { top_logprobs: top }) }];
  });
}

function readLogprob(value: unknown): { token: string; logprob: number } | undefined {
  const token = objectOf(value)?.['token'];
  const logprob = numberOf(objectOf(value)?.['logprob']);
  return typeof token === 'string' && logprob !== undefined ? { token, logprob } : undefined;
}
