/**
 * A server on this machine that speaks the endpoint's protocol, for tests and for trying the extension by hand. It owns sockets,
 * the record of requests and the queue of scenarios; `routes.ts` decides what is answered where nothing is queued.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { documentedError } from './faults';
import { play } from './player';
import type { ChoicesWay } from './practiceCommands';
import { refuseBody, route } from './routes';
import type { Scenario } from './scenario';

export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `undefined` where the body is no JSON. */
  readonly json: unknown;
  /** Resolves when the client has closed the socket or the response has ended (or was dropped). */
  readonly closed: Promise<'client' | 'server'>;
}

export interface Endpoint {
  /** `http://127.0.0.1:PORT`, with `https` where it has a certificate. */
  readonly origin: string;
  /** Every request whose body has arrived, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /**
   * One per coming POST, in order, whatever its path, token and model; without one the request is answered as documented.
   * A body that the specification does not allow is refused all the same, and the scenario stays queued.
   */
  enqueue(...scenarios: Scenario[]): void;
  /** Resolves with the next POST from now. */
  nextRequest(): Promise<RecordedRequest>;
  /** Destroys open sockets. */
  close(): Promise<void>;
}

export interface EndpointOptions {
  /** @defaultValue a free one */
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The accepted token. @defaultValue any that is not empty */
  readonly token?: string;
  /** Pace of answers that are not from a scenario; `Infinity`: all at once, without the delay before. @defaultValue 60 */
  readonly tokensPerSecond?: number;
  /** What becomes of `n` in answers that are not from a scenario. @defaultValue `'all'` */
  readonly choices?: ChoicesWay;
}

/** No limit is documented; this one leaves room for a few images. */
export const maxBodyBytes = 16 * 1024 * 1024;

/** Listens on 127.0.0.1 only. Whoever starts it closes it. @throws where the port is taken */
export async function startEndpoint(options: EndpointOptions = {}): Promise<Endpoint> {
  const queue: Scenario[] = [];
  const requests: RecordedRequest[] = [];
  let waiting: ((request: RecordedRequest) => void)[] = [];
  let isClosing = false;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    let isDropped = false;
    const closed = new Promise<'client' | 'server'>((resolve) => {
      response.once('close', () => {
        resolve(response.writableFinished || isDropped || isClosing ? 'server' : 'client');
        gone.abort();
      });
    });
    const body = await readBody(request);
    if (body === undefined) {
      return;
    }
    const { method = '', url: path = '', headers } = request;
    const recorded: RecordedRequest = { method, path, headers, body: body.text, json: parseJson(body.text), closed };
    requests.push(recorded);
    if (method === 'POST') {
      const resolvers = waiting;
      waiting = [];
      for (const resolve of resolvers) resolve(recorded);
    }
    const outcome = await play(answerTo(recorded, body.isTooLarge), response, gone.signal);
    if (outcome === 'drop') {
      isDropped = true;
      response.socket?.destroy();
    }
  }

  function answerTo(recorded: RecordedRequest, isTooLarge: boolean): Scenario {
    if (isTooLarge) {
      return documentedError('request_entity_too_large');
    }
    const [queued] = recorded.method === 'POST' ? queue : [];
    if (queued === undefined) {
      return route(recorded, options);
    }
    const refusal = refuseBody(recorded);
    if (refusal === undefined) {
      queue.shift();
    }
    return refusal ?? queued;
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
  const server: Server =
    options.tls === undefined
      ? createServer({ noDelay: true }, listener)
      : createTlsServer({ noDelay: true, key: options.tls.key, cert: options.tls.cert }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    origin: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`,
    requests,
    enqueue: (...scenarios) => {
      queue.push(...scenarios);
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve, reject) => {
        isClosing = true;
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** What is over the limit is read and thrown away, so that the client gets to see the answer. `undefined`: the client left. */
async function readBody(
  request: IncomingMessage,
): Promise<{ readonly text: string; readonly isTooLarge: boolean } | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= maxBodyBytes) {
        chunks.push(chunk);
      }
    }
  } catch {
    return undefined;
  }
  const isTooLarge = size > maxBodyBytes;
  return { text: isTooLarge ? '' : Buffer.concat(chunks).toString('utf8'), isTooLarge };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
