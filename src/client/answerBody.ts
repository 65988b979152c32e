/** The bytes of one answer, with the idle time-out, and what becomes of the connection when nobody wants more of them. */
import type { Dispatcher } from 'undici';
import { AssistantError } from '../core/errors';
import { decodeBody } from './decodeBody';
import type { Line } from './line';
import type { LinePool } from './linePool';
import { networkError } from './networkErrors';

/** What may still come after an answer's logical end before its connection is given up, so that it can be used again. */
const drainMs = 1000;
const drainBytes = 64 * 1024;
/** Silence that is borne once an answer is known to be finished. */
const finishedIdleMs = 5000;

export interface AnswerBodyOptions {
  readonly line: Line;
  readonly pool: LinePool;
  /** 0 for no time-out. */
  readonly idleMs: number;
  /** Called once, when the body will not be read any more. */
  readonly release: () => void;
}

export class AnswerBody {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private readonly contentEncoding: string;
  private idleMs: number;
  private isAtEnd = false;
  private isOver = false;

  constructor(
    response: Dispatcher.ResponseData,
    private readonly options: AnswerBodyOptions,
  ) {
    // An error that nobody hears ends the process, and after `drop` nobody reads.
    response.body.on('error', () => undefined);
    this.iterator = response.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    this.contentEncoding = String(response.headers['content-encoding'] ?? '');
    this.idleMs = options.idleMs;
  }

  /**
   * The decoded bytes, once. Ending the iteration early leaves the connection open: call {@link close} or {@link drop}.
   * @throws AssistantError `timeout` with phase `idle`, `canceled`, `interrupted` for a connection that was lost, `badResponse`
   */
  bytes(): AsyncIterable<Uint8Array> {
    return decodeBody(this.read(), this.contentEncoding);
  }

  /** From now on a short silence is the end. */
  expectEnd(): void {
    this.idleMs = this.idleMs > 0 ? Math.min(this.idleMs, finishedIdleMs) : finishedIdleMs;
  }

  /**
   * The answer was complete: keeps the connection if its rest comes soon. Does not wait for that, except for what is there already,
   * so that a request that follows at once finds the connection free.
   */
  async close(): Promise<void> {
    if (!this.isOver) {
      this.end();
      await Promise.race([this.drain(), new Promise((resolve) => setImmediate(resolve))]);
    }
  }

  /** Closes the socket at once. */
  drop(): void {
    if (!this.isOver) {
      this.end();
      this.options.pool.discard(this.options.line, new AssistantError('canceled'));
    }
  }

  private end(): void {
    this.isOver = true;
    this.options.release();
  }

  private async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const result = await this.next();
      if (result.done === true) {
        this.isAtEnd = true;
        return;
      }
      yield result.value;
    }
  }

  private async next(): Promise<IteratorResult<Uint8Array>> {
    const { line, pool } = this.options;
    let last: NodeJS.Immediate | undefined;
    const onPassed = (): void => {
      // After a time in which the process could not run, what has arrived is read first.
      last = setImmediate(() => {
        pool.discard(line, new AssistantError('timeout', { phase: 'idle' }));
      });
    };
    const timer = this.idleMs > 0 ? setTimeout(onPassed, this.idleMs) : undefined;
    try {
      return await this.iterator.next();
    } catch (error) {
      throw line.destroyedBy ?? interrupted(error);
    } finally {
      clearTimeout(timer);
      clearImmediate(last);
    }
  }

  private async drain(): Promise<void> {
    const { line, pool } = this.options;
    const timer = setTimeout(() => {
      pool.discard(line, new AssistantError('canceled'));
    }, drainMs);
    timer.unref();
    try {
      for (let size = 0; !this.isAtEnd && size <= drainBytes;) {
        const result = await this.iterator.next();
        this.isAtEnd ||= result.done === true;
        size += result.done === true ? 0 : result.value.length;
      }
      if (this.isAtEnd) {
        pool.put(line);
      }
    } catch {
      // The rest is of no interest, and neither is how it failed.
    }
    clearTimeout(timer);
    if (!this.isAtEnd) {
      pool.discard(line, new AssistantError('canceled'));
    }
  }
}

/** The answer had begun, so its end is what is missing, whatever became of the connection. */
function interrupted(error: unknown): AssistantError {
  const failure = networkError(error);
  const isForeign = failure.kind === 'badResponse' || failure.kind === 'canceled';
  return isForeign
    ? failure
    : new AssistantError('interrupted', { code: failure.code, detail: failure.detail, cause: failure });
}
