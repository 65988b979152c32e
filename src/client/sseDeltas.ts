/**
 * The event stream of an answer: bytes in, deltas out, however they are cut, terminated or garbled on the way. What a frame's
 * JSON means is `chunkReader.ts`'s matter, errors in it are `httpErrors.ts`'s, the connection is the caller's.
 */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { ChatDelta } from '../core/chatModel';
import { AssistantError, toAssistantError } from '../core/errors';
import type { Logger } from '../core/logger';
import { ChunkReader } from './chunkReader';
import { bodyError, isErrorBody } from './httpErrors';
import { isObject, parseJson } from './json';

/** Characters that one frame may have. An image or a sound in a frame stays far below. */
const maxFrameLength = 16 * 1024 * 1024;
/** Characters of lines outside any frame that are kept, to find an error in them. */
const maxStrayLength = 64 * 1024;
const maxStrayAttempts = 100;

export interface AnswerContext {
  readonly log: Logger;
  readonly status: number;
  /** Kept out of errors. */
  readonly secrets: readonly string[];
  /** From the answer's headers. */
  readonly traceId?: string | undefined;
  /** Makes an id for a tool call that has none. */
  readonly newCallId: () => string;
  /** How many choices were asked for. @defaultValue 1 */
  readonly choices?: number;
  /** Called once when nothing but usage and `[DONE]` may still come, so that nobody waits long for them. */
  readonly onFinished?: () => void;
}

/**
 * Stops reading at `[DONE]`.
 * @throws AssistantError `interrupted` where the stream ends before the answer did, `badResponse` where it is no such stream, what
 * an error frame says, or whatever `bytes` throws while the answer is incomplete
 */
export async function* sseDeltas(bytes: AsyncIterable<Uint8Array>, context: AnswerContext): AsyncGenerator<ChatDelta> {
  const frames = new FrameReader(context);
  const decoder = new TextDecoder();
  try {
    for await (const chunk of bytes) {
      yield* frames.read(decoder.decode(chunk, { stream: true }));
      if (frames.isDone) {
        return;
      }
    }
  } catch (error) {
    if (!frames.isComplete || toAssistantError(error).kind === 'canceled') {
      throw error;
    }
    context.log.debug(`The connection failed after the whole answer: ${toAssistantError(error).message}`);
  }
  yield* frames.end(decoder.decode());
}

class FrameReader {
  isDone = false;
  private readonly chunks: ChunkReader;
  private readonly parser;
  private pending: ChatDelta[] = [];
  private failure: AssistantError | undefined;
  private stray = '';
  private strayAttempts = 0;
  private hasStray = false;
  private hasGarbage = false;
  private isFinishTold = false;

  constructor(private readonly context: AnswerContext) {
    this.chunks = new ChunkReader(context.log, context.newCallId, context.traceId);
    this.parser = createParser({
      maxBufferSize: maxFrameLength,
      onEvent: (event) => {
        this.readEvent(event);
      },
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') {
          this.fail(new AssistantError('badResponse', { status: context.status, code: 'frameTooLarge' }));
        } else if (error.type === 'unknown-field') {
          this.readStrayLine(error.line ?? '');
        }
      },
    });
  }

  get isComplete(): boolean {
    return this.failure === undefined && (this.isDone || this.chunks.isFinished);
  }

  /** @throws AssistantError after the deltas that came before it */
  *read(text: string): Generator<ChatDelta> {
    this.parser.feed(text);
    const deltas = this.pending;
    this.pending = [];
    yield* deltas;
    if (this.failure !== undefined) {
      throw this.failure;
    }
    // One choice after the other may come, each after a time of thinking.
    const areAllThere = this.chunks.finishedChoices >= (this.context.choices ?? 1);
    if (this.chunks.isFinished && areAllThere && !this.isFinishTold) {
      this.isFinishTold = true;
      this.context.onFinished?.();
    }
  }

  /** @param rest what the decoder still held */
  *end(rest: string): Generator<ChatDelta> {
    // Ends an unfinished line and its frame; a parser that saw them end ignores it.
    yield* this.read(`${rest}\n\n`);
    if (!this.isDone) {
      this.tryStray();
      yield* this.read('');
    }
    if (this.isComplete) {
      return;
    }
    const isNothing = !this.chunks.isStarted && (this.hasGarbage || this.hasStray);
    throw new AssistantError(isNothing ? 'badResponse' : 'interrupted', { status: this.context.status });
  }

  private fail(error: AssistantError): void {
    this.failure ??= error;
  }

  private readEvent({ data, event }: EventSourceMessage): void {
    if (this.isDone || this.failure !== undefined) {
      return;
    }
    const text = data.trim();
    if (text === '[DONE]') {
      this.readDone();
    } else if (text !== '') {
      this.readFrame(parseJson(text), event);
    }
  }

  private readDone(): void {
    this.tryStray();
    if (this.failure !== undefined) {
      return;
    }
    if (this.chunks.isStarted) {
      this.isDone = true;
      this.pending.push(...this.chunks.finish());
    } else {
      this.fail(new AssistantError('badResponse', { status: this.context.status, code: 'empty' }));
    }
  }

  private readFrame(frame: unknown, event?: string): void {
    if (isErrorBody(frame, event)) {
      this.fail(bodyError(frame, this.context));
      return;
    }
    const deltas = this.chunks.read(frame);
    if (deltas === undefined) {
      this.hasGarbage = true;
      this.context.log.warn('Skipped a frame of the answer that is no chunk.');
    } else {
      this.pending.push(...deltas);
    }
  }

  /** A gateway that fails after the stream began may send its error as bare JSON, on one line or several. */
  private readStrayLine(line: string): void {
    if (line.startsWith('{')) {
      this.stray = '';
    }
    this.hasStray = true;
    if (this.isDone || this.stray.length + line.length > maxStrayLength) {
      return;
    }
    this.stray += `${line}\n`;
    if (line.trimEnd().endsWith('}') && this.strayAttempts < maxStrayAttempts) {
      this.strayAttempts += 1;
      this.tryStray();
    }
  }

  private tryStray(): void {
    const frame = parseJson(this.stray);
    if (isObject(frame) && this.failure === undefined) {
      this.stray = '';
      this.readFrame(frame);
    }
  }
}
