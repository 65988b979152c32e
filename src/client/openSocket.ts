/**
 * Opens the socket that a request goes through: name, TCP, the proxy's TLS and tunnel where there is one, the endpoint's TLS, all
 * under one time-out, and all destroyed at once on abort. What is sent through it is the caller's matter.
 */
import { once } from 'node:events';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { AssistantError } from '../core/errors';
import { networkError } from './networkErrors';
import { bareHost, portOf } from './noProxy';
import type { ProxyRoute } from './proxy';
import { requestTunnel } from './proxyTunnel';

export interface SocketTarget {
  /** Scheme, host and port count. */
  readonly url: URL;
  readonly proxy: ProxyRoute | undefined;
  /** False accepts any certificate. */
  readonly strictTls: boolean;
  /** Called only where TLS is spoken. */
  readonly trust: () => tls.SecureContext;
}

export interface SocketLimits {
  /** Milliseconds; 0 for none. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * For a plain `http:` target behind a proxy this is the connection to the proxy, which takes requests for whole addresses.
 * @throws AssistantError `timeout` with phase `connect`, `canceled`, `dns`, `refused`, `network`, `certificate`, `proxy`
 */
export async function openSocket(target: SocketTarget, limits: SocketLimits): Promise<net.Socket> {
  if (limits.signal.aborted) {
    throw new AssistantError('canceled');
  }
  const stop = new AbortController();
  const onAbort = (): void => {
    stop.abort(new AssistantError('canceled'));
  };
  const onTimeout = (): void => {
    stop.abort(new AssistantError('timeout', { phase: 'connect' }));
  };
  limits.signal.addEventListener('abort', onAbort, { once: true });
  const timer = limits.timeoutMs > 0 ? setTimeout(onTimeout, limits.timeoutMs) : undefined;
  const opening = new Opening(target, stop.signal);
  try {
    return await opening.run();
  } catch (error) {
    opening.destroy();
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(timer);
    limits.signal.removeEventListener('abort', onAbort);
  }
}

class Opening {
  private readonly sockets: net.Socket[] = [];

  constructor(
    private readonly target: SocketTarget,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<net.Socket> {
    const { url, proxy } = this.target;
    if (proxy === undefined) {
      return this.encryptedFor(url, await this.connect(url));
    }
    const socket = await this.toProxy(proxy, url.protocol === 'https:' ? `${url.hostname}:${portOf(url)}` : undefined);
    return url.protocol === 'https:' ? this.encrypted(url, socket) : socket;
  }

  destroy(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }

  private async toProxy(proxy: ProxyRoute, authority: string | undefined): Promise<net.Socket> {
    try {
      const socket = await this.encryptedFor(proxy.url, await this.connect(proxy.url));
      if (authority !== undefined) {
        await requestTunnel(socket, authority, proxy.authorization, this.signal);
      }
      return socket;
    } catch (error) {
      throw proxyError(error);
    }
  }

  private async connect(url: URL): Promise<net.Socket> {
    const socket = this.keep(net.connect({ host: bareHost(url), port: Number(portOf(url)) }));
    if (this.target.url.protocol === 'https:' || url.protocol === 'https:') {
      // Reading certificates holds everything up for a moment, the first time: the one in which the name is looked up anyway.
      this.target.trust();
    }
    await this.until(socket, 'connect');
    socket.setNoDelay(true);
    // Thinking can take minutes without a byte; gateways on the way forget connections that look dead.
    socket.setKeepAlive(true, 30_000);
    return socket;
  }

  private encryptedFor(url: URL, socket: net.Socket): Promise<net.Socket> {
    return url.protocol === 'https:' ? this.encrypted(url, socket) : Promise.resolve(socket);
  }

  private async encrypted(url: URL, inner: net.Socket): Promise<net.Socket> {
    const host = bareHost(url);
    const socket = this.keep(
      tls.connect({
        socket: inner,
        host,
        // A server name must not be an address.
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        secureContext: this.target.trust(),
        rejectUnauthorized: this.target.strictTls,
        ALPNProtocols: ['http/1.1'],
      }),
    );
    socket.once('close', () => inner.destroy());
    await this.until(socket, 'secureConnect');
    return socket;
  }

  private async until(socket: net.Socket, event: string): Promise<void> {
    try {
      await once(socket, event, { signal: this.signal });
    } catch (error) {
      throw networkError(error);
    }
  }

  private keep<S extends net.Socket>(socket: S): S {
    this.sockets.push(socket);
    // Between two steps nobody listens, and an error that nobody hears ends the process.
    socket.on('error', () => undefined);
    return socket;
  }
}

/** So that nobody looks for the fault at the endpoint. A certificate stays one: the remedy is the same. */
function proxyError(error: unknown): AssistantError {
  const known = networkError(error);
  const isOwn = known.kind === 'dns' || known.kind === 'refused' || known.kind === 'network';
  return isOwn ? new AssistantError('proxy', { code: known.code, detail: known.detail, cause: known }) : known;
}
