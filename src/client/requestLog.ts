/** What the log says of one request: method, address, status, durations, counts. Never a header, never a body. */
import type { ChatDelta } from '../core/chatModel';
import type { AssistantError } from '../core/errors';
import type { Logger } from '../core/logger';

export class RequestLog {
  private readonly begun = performance.now();
  private status: number | undefined;
  private id = '';
  private tokens = '';

  constructor(
    private readonly log: Logger,
    private readonly method: string,
    /** Without query, so without secrets. */
    private readonly address: string,
  ) {
    log.debug(`${method} ${address}`);
  }

  answered(status: number): void {
    this.status = status;
    this.log.debug(`${this.method} ${this.address}: ${String(status)} after ${this.elapsed()}`);
  }

  delta(delta: ChatDelta): void {
    if (delta.type === 'start') {
      this.id = delta.id === '' ? '' : `, ${delta.id}`;
    } else if (delta.type === 'usage') {
      const { prompt_tokens: prompt, completion_tokens: completion } = delta.usage;
      this.tokens = `, ${String(prompt)} + ${String(completion)} tokens`;
    }
  }

  end(): void {
    this.log.info(`${this.method} ${this.address}: ${String(this.status)} in ${this.elapsed()}${this.id}${this.tokens}`);
  }

  /** Returns the error, for the caller to throw. */
  failed(error: AssistantError): AssistantError {
    const line = `${this.method} ${this.address}: ${error.message} after ${this.elapsed()}${this.id}${this.tokens}`;
    if (error.kind === 'canceled') {
      this.log.debug(line);
    } else {
      this.log.warn(line);
    }
    return error;
  }

  private elapsed(): string {
    return `${String(Math.round(performance.now() - this.begun))} ms`;
  }
}
