/**
 * The endpoint as features see it: makes requests of questions, tries again where nothing was lost or billed, and gives deltas.
 * HTTP is `httpExchange.ts`'s matter, the meaning of bytes `answerDeltas.ts`'s.
 */
import { originOf } from '../core/baseUrl';
import type { ChatCompletion, ChatRequest } from '../core/chatCompletions';
import { streamParameters, type ChatDelta, type ChatModel, type ModelDirectory } from '../core/chatModel';
import type { Connection, ConnectionSource } from '../core/connection';
import type { ConnectionProbe, ProbeStep } from '../core/connectionProbe';
import { AssistantError, toAssistantError } from '../core/errors';
import { gatherCompletion } from '../core/gatherCompletion';
import type { Logger } from '../core/logger';
import { isUsableToken } from '../core/token';
import { answerDeltas } from './answerDeltas';
import { collectText, maxBodyBytes } from './bodyText';
import { probeConnection } from './connectionProbe';
import { failureOf } from './failureOf';
import { exchange, type HttpAnswer } from './httpExchange';
import { LinePool } from './linePool';
import { readModelIds } from './modelIds';
import { RequestLog } from './requestLog';
import { retryDelay, wait } from './retry';
import { traceIdIn } from './traceIdIn';

export interface ChatClientDeps {
  readonly source: ConnectionSource;
  readonly log: Logger;
  /** Proxies and certificates are read from it. @defaultValue `process.env` */
  readonly environment?: NodeJS.ProcessEnv;
  /** Jitter of repetitions, 0 (inclusive) to 1. @defaultValue `Math.random` */
  readonly random?: () => number;
  /** @defaultValue `'ace-claude'` */
  readonly userAgent?: string;
}

interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept: string;
  readonly body?: string;
  readonly token?: string | undefined;
}

/** An answer with a successful status, and what is needed to read it. */
interface Reply {
  readonly answer: HttpAnswer;
  readonly secrets: readonly string[];
  readonly log: RequestLog;
}

export class ChatClient implements ChatModel, ModelDirectory, ConnectionProbe {
  private readonly pool: LinePool;
  private readonly random: () => number;
  private readonly userAgent: string;

  constructor(private readonly deps: ChatClientDeps) {
    this.pool = new LinePool(deps.environment ?? process.env);
    this.random = deps.random ?? Math.random;
    this.userAgent = deps.userAgent ?? 'ace-claude';
  }

  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatDelta> {
    return {
      [Symbol.asyncIterator]: () => {
        const stop = new AbortController();
        const deltas = this.run(request, signal, stop);
        return {
          next: () => deltas.next(),
          // A generator would finish what it is waiting for before it ends.
          return: () => {
            stop.abort();
            return deltas.return(undefined);
          },
        };
      },
    };
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const deltas: ChatDelta[] = [];
    for await (const delta of this.stream(request, signal)) {
      deltas.push(delta);
    }
    return gatherCompletion(deltas);
  }

  async listModels(signal: AbortSignal, token?: string): Promise<readonly string[]> {
    const ask: Ask = { method: 'GET', path: '/models', accept: 'application/json', token };
    const { answer, secrets, log } = await this.request(ask, signal);
    try {
      const text = await collectText(answer.body.bytes(), maxBodyBytes);
      const ids = readModelIds(text, { status: answer.status, secrets });
      await answer.body.close();
      log.end();
      return ids;
    } catch (error) {
      throw log.failed(signal.aborted ? new AssistantError('canceled', { cause: error }) : toAssistantError(error));
    } finally {
      answer.body.drop();
    }
  }

  async probe(token: string | undefined, signal: AbortSignal, onStep: (step: ProbeStep) => void): Promise<void> {
    const environment = this.deps.environment ?? process.env;
    await probeConnection(
      { connection: this.deps.source.connection(), environment, userAgent: this.userAgent, token },
      signal,
      onStep,
    );
  }

  /** Ends every request and closes every connection. */
  dispose(): Promise<void> {
    return this.pool.dispose();
  }

  /** @param stop is aborted with `caller`, or when nobody wants more deltas */
  private async *run(request: ChatRequest, caller: AbortSignal, stop: AbortController): AsyncGenerator<ChatDelta> {
    const { signal } = stop;
    const onAbort = (): void => {
      stop.abort();
    };
    if (caller.aborted) {
      onAbort();
    }
    caller.addEventListener('abort', onAbort, { once: true });
    try {
      const body = JSON.stringify({ ...request, ...streamParameters });
      for (let attempt = 1; ; attempt += 1) {
        const reply = await this.tryOnce(body, signal);
        if (!(reply instanceof AssistantError)) {
          yield* this.read(reply, signal, request.n ?? 1);
          return;
        }
        const delayMs = retryDelay(reply, attempt, this.random);
        if (delayMs === undefined) {
          throw reply;
        }
        yield { type: 'retry', attempt, delayMs, error: reply };
        await wait(delayMs, signal);
      }
    } finally {
      caller.removeEventListener('abort', onAbort);
    }
  }

  private async tryOnce(body: string, signal: AbortSignal): Promise<Reply | AssistantError> {
    const ask: Ask = { method: 'POST', path: '/chat/completions', accept: 'text/event-stream, application/json', body };
    try {
      return await this.request(ask, signal);
    } catch (error) {
      return toAssistantError(error);
    }
  }

  private async *read({ answer, secrets, log }: Reply, signal: AbortSignal, choices: number): AsyncGenerator<ChatDelta> {
    try {
      const deltas = answerDeltas(answer.body.bytes(), {
        log: this.deps.log,
        status: answer.status,
        secrets,
        choices,
        traceId: traceIdIn(answer.headers),
        newCallId: () => `call_${crypto.randomUUID().replaceAll('-', '')}`,
        onFinished: () => {
          answer.body.expectEnd();
        },
      });
      for await (const delta of deltas) {
        log.delta(delta);
        yield delta;
      }
      await answer.body.close();
      log.end();
    } catch (error) {
      throw log.failed(signal.aborted ? new AssistantError('canceled', { cause: error }) : toAssistantError(error));
    } finally {
      // Where the answer was complete it is closed already; else nobody will read on.
      answer.body.drop();
    }
  }

  /** @throws AssistantError for whatever is no success */
  private async request(ask: Ask, signal: AbortSignal): Promise<Reply> {
    const connection = this.deps.source.connection();
    const log = new RequestLog(this.deps.log, ask.method, `${connection.baseUrl}${ask.path}`);
    const secrets: string[] = [];
    try {
      const token = await this.tokenFor(connection, ask.token);
      secrets.push(token);
      const answer = await exchange(this.pool, {
        method: ask.method,
        url: new URL(`${connection.baseUrl}${ask.path}`),
        headers: {
          authorization: `Bearer ${token}`,
          accept: ask.accept,
          'accept-encoding': 'identity',
          'user-agent': this.userAgent,
          ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(ask.body === undefined ? {} : { body: ask.body }),
        connection,
        signal,
        secrets,
      });
      log.answered(answer.status);
      if (answer.status < 200 || answer.status > 299) {
        throw await failureOf(answer, secrets);
      }
      return { answer, secrets, log };
    } catch (error) {
      throw log.failed(signal.aborted ? new AssistantError('canceled', { cause: error }) : toAssistantError(error));
    }
  }

  private async tokenFor(connection: Connection, given: string | undefined): Promise<string> {
    const token = given ?? (await this.deps.source.tokenFor(originOf(connection.baseUrl)));
    if (token === '') {
      throw new AssistantError('noToken');
    }
    if (!isUsableToken(token)) {
      throw new AssistantError('invalidToken', { code: 'characters' });
    }
    return token;
  }
}
