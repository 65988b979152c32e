/**
 * One HTTP request and its answer over a line of the pool: time-outs, abort, redirects within the origin, decoding. Does not know
 * what the bytes mean, and does not try again.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Connection } from '../core/connection';
import { AssistantError } from '../core/errors';
import { AnswerBody } from './answerBody';
import type { Line } from './line';
import type { LinePool } from './linePool';
import { networkError } from './networkErrors';

const maxRedirects = 3;
/** Pieces in which a body is handed over, so that it shows when the last one has left. */
const uploadPieceBytes = 64 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly connection: Connection;
  readonly signal: AbortSignal;
  /** Kept out of errors. */
  readonly secrets: readonly string[];
}

export interface HttpAnswer {
  /** Any but a redirect that was followed. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** To be closed or dropped by the caller, always. */
  readonly body: AnswerBody;
}

/**
 * @throws AssistantError where no answer began: `timeout` with phase `connect` or `firstByte`, `redirect`, `canceled`, what
 * `openSocket.ts` and `proxy.ts` throw, `network` for a connection that was lost
 */
export async function exchange(pool: LinePool, request: HttpRequest): Promise<HttpAnswer> {
  let url = request.url;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await send(pool, { ...request, url });
    if (![301, 302, 303, 307, 308].includes(answer.status)) {
      return answer;
    }
    await answer.body.close();
    url = redirectTarget(request.method, url, answer);
    if (redirects === maxRedirects) {
      throw new AssistantError('redirect', { status: answer.status, code: 'tooManyRedirects', detail: url.origin });
    }
  }
}

/** The token was given for one origin; nothing makes the client take it, or the question, to another. */
function redirectTarget(method: HttpRequest['method'], from: URL, answer: HttpAnswer): URL {
  const { status } = answer;
  const location = answer.headers.location ?? '';
  if (!URL.canParse(location, from.href)) {
    throw new AssistantError('redirect', { status, code: 'noLocation' });
  }
  const target = new URL(location, from.href);
  const keepsMethod = method === 'GET' || status === 307 || status === 308;
  if (target.origin !== from.origin || !keepsMethod) {
    throw new AssistantError('redirect', { status, detail: target.origin === 'null' ? target.protocol : target.origin });
  }
  target.username = '';
  target.password = '';
  return target;
}

async function send(pool: LinePool, request: HttpRequest): Promise<HttpAnswer> {
  const { connection, signal } = request;
  const line = await pool.take(request.url, connection);
  if (signal.aborted) {
    pool.put(line);
    throw new AssistantError('canceled');
  }
  const onAbort = (): void => {
    pool.discard(line, new AssistantError('canceled'));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const firstByte = new FirstByteClock(connection.timeouts.firstByte * 1000, request.body !== undefined, () => {
    pool.discard(line, new AssistantError('timeout', { phase: 'firstByte' }));
  });
  const timeoutMs = connection.timeouts.connect * 1000;
  line.begin({
    signal,
    timeoutMs,
    onConnected: () => {
      firstByte.connected();
    },
  });
  try {
    const response = await line.request(optionsFor(line, request, firstByte));
    firstByte.stop();
    return {
      status: response.statusCode,
      headers: response.headers,
      body: new AnswerBody(response, {
        line,
        pool,
        idleMs: connection.timeouts.idle * 1000,
        release: () => {
          signal.removeEventListener('abort', onAbort);
        },
      }),
    };
  } catch (error) {
    firstByte.stop();
    signal.removeEventListener('abort', onAbort);
    const failure = line.destroyedBy ?? networkError(error, request.secrets);
    pool.discard(line, failure);
    throw failure;
  }
}

function optionsFor(line: Line, request: HttpRequest, clock: FirstByteClock): Dispatcher.RequestOptions {
  const { url, body, method } = request;
  const { proxy } = line.target;
  const headers: Record<string, string> = { ...request.headers };
  let path = `${url.pathname}${url.search}`;
  if (proxy !== undefined && url.protocol === 'http:') {
    // Without encryption there is no tunnel: proxies take the whole address.
    path = `${url.origin}${path}`;
    headers['host'] = url.host;
    if (proxy.authorization !== undefined) {
      headers['proxy-authorization'] = proxy.authorization;
    }
  }
  if (body === undefined) {
    return { method, path, headers };
  }
  const bytes = Buffer.from(body);
  headers['content-length'] = String(bytes.length);
  return { method, path, headers, body: clock.upload(bytes) };
}

/** Runs from when the connection stands and the whole request has been handed over. */
class FirstByteClock {
  private timer: NodeJS.Timeout | undefined;
  private isConnected = false;
  private isStopped = false;

  constructor(
    private readonly milliseconds: number,
    private isUploading: boolean,
    private readonly onPassed: () => void,
  ) {}

  connected(): void {
    this.isConnected = true;
    this.start();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** The body as a stream, which undici reads only as fast as the connection takes it. */
  upload(bytes: Buffer): Readable {
    const body = Readable.from(pieces(bytes), { objectMode: false, highWaterMark: uploadPieceBytes });
    body.once('end', () => {
      this.isUploading = false;
      this.start();
    });
    return body;
  }

  private start(): void {
    if (this.isConnected && !this.isUploading && !this.isStopped && this.milliseconds > 0) {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.onPassed, this.milliseconds);
    }
  }
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += uploadPieceBytes) {
    yield bytes.subarray(start, start + uploadPieceBytes);
  }
}
