/**
 * A bare HTTP server whose test decides about every byte, where the practice endpoint would be too well behaved. Records what was
 * asked and which sockets the other side closed.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface RawRequest {
  readonly method: string;
  readonly url: string;
  /** Names and values as they came. */
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Resolves when the socket is closed. */
  readonly socketClosed: Promise<void>;
  /** Equal for requests over one connection. */
  readonly socket: Socket;
}

export type Responder = (response: ServerResponse, request: RawRequest) => void | Promise<void>;

export class RawServer {
  readonly requests: RawRequest[] = [];
  /** Connections that were made, with or without a request. */
  connectionCount = 0;
  private waiting: ((request: RawRequest) => void)[] = [];

  private constructor(
    readonly origin: string,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  /** @param responders in turn; the last one answers all that follow */
  static async start(responders: readonly Responder[], tls?: { key: string; cert: string }): Promise<RawServer> {
    const listener = (message: IncomingMessage, response: ServerResponse): void => {
      void readBody(message).then(async (body) => {
        const request = recordOf(message, body);
        const responder = responders[Math.min(raw.requests.length, responders.length - 1)];
        raw.requests.push(request);
        raw.waiting.forEach((resolve) => {
          resolve(request);
        });
        raw.waiting = [];
        await responder?.(response, request);
      });
    };
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const raw: RawServer = new RawServer(`${tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`, server);
    server.on('connection', () => {
      raw.connectionCount += 1;
    });
    return raw;
  }

  nextRequest(): Promise<RawRequest> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

/** Answers with a body and ends. */
export function reply(status: number, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Responder {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

/** Answers with an event stream of these pieces, each a write of its own, and ends. */
export function replyEvents(...pieces: readonly (string | Uint8Array)[]): Responder {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    pieces.forEach((piece) => response.write(piece));
    response.end();
  };
}

function recordOf(message: IncomingMessage, body: string): RawRequest {
  return {
    method: message.method ?? '',
    url: message.url ?? '',
    rawHeaders: message.rawHeaders,
    headers: message.headers,
    body,
    socket: message.socket,
    socketClosed: new Promise((resolve) => {
      if (message.socket.destroyed) resolve();
      message.socket.once('close', () => {
        resolve();
      });
    }),
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of message) {
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString();
}
