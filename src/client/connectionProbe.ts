/**
 * Tries the way to the endpoint step by step, over connections of its own: proxy, name, TCP, tunnel, TLS, and the free list of
 * models. A certificate that is refused is looked at once more without trust, with nothing sent.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import type { Connection } from '../core/connection';
import type { CertificateFacts, ProbeStep } from '../core/connectionProbe';
import { AssistantError, plainLine, toAssistantError } from '../core/errors';
import { collectText, maxBodyBytes } from './bodyText';
import { createTrust } from './certificates';
import { failureOf } from './failureOf';
import { exchange } from './httpExchange';
import { LinePool } from './linePool';
import { readModelIds } from './modelIds';
import { networkError } from './networkErrors';
import { bareHost, portOf } from './noProxy';
import { openSocket } from './openSocket';
import { chooseProxy, type ProxyRoute } from './proxy';

interface Way {
  readonly connection: Connection;
  readonly environment: NodeJS.ProcessEnv;
  readonly userAgent: string;
  readonly token: string | undefined;
}

type OnStep = (step: ProbeStep) => void;

/** Seconds; nobody watches a report for longer. Shorter ones of the settings count. */
const longest = { connect: 20, firstByte: 30, idle: 15 };

/** @throws AssistantError `canceled`; what else goes wrong is the error of its step */
export async function probeConnection(way: Way, signal: AbortSignal, onStep: OnStep): Promise<void> {
  await new Probe(way, signal, onStep).run();
}

class Probe {
  private readonly url: URL;
  private readonly timeouts: Connection['timeouts'];
  private trust: SecureContext | undefined;

  constructor(
    private readonly way: Way,
    private readonly signal: AbortSignal,
    private readonly onStep: OnStep,
  ) {
    const { baseUrl, timeouts } = way.connection;
    this.url = new URL(`${baseUrl}/models`);
    this.timeouts = {
      connect: shorter(timeouts.connect, longest.connect),
      firstByte: shorter(timeouts.firstByte, longest.firstByte),
      idle: shorter(timeouts.idle, longest.idle),
    };
  }

  async run(): Promise<void> {
    const { url } = this;
    const chosen = this.chosenProxy();
    if (chosen instanceof AssistantError) {
      return;
    }
    const { proxy } = chosen;
    const nearest = proxy?.url ?? url;
    const isEncrypted = url.protocol === 'https:';
    const isReached =
      (await this.name(nearest)) &&
      (await this.connect(nearest)) &&
      (nearest === url || nearest.protocol !== 'https:' || (await this.tls(nearest, undefined, 'proxy'))) &&
      (!isEncrypted || (await this.tls(url, proxy, 'endpoint')));
    if (isReached) {
      await this.models();
    }
  }

  private chosenProxy(): { readonly proxy: ProxyRoute | undefined } | AssistantError {
    try {
      const proxy = chooseProxy(this.url, this.way.connection.proxy, this.way.environment);
      const facts = proxy && { address: proxy.url.origin, source: proxy.source, hasLogin: proxy.authorization !== undefined };
      this.onStep({ id: 'proxy', ...(facts === undefined ? {} : { proxy: facts }) });
      return { proxy };
    } catch (thrown) {
      const error = toAssistantError(thrown);
      this.onStep({ id: 'proxy', error });
      return error;
    }
  }

  private async name(url: URL): Promise<boolean> {
    const host = bareHost(url);
    if (isIP(host) !== 0) {
      return true;
    }
    const [found, ms] = await this.timed(() => this.inTime(lookup(host, { all: true })));
    const isFound = !(found instanceof AssistantError);
    const addresses = isFound ? found.map(({ address }) => address) : [];
    this.onStep({ id: 'name', host, addresses, ms, ...(isFound ? {} : { error: found }) });
    return isFound;
  }

  private async connect(url: URL): Promise<boolean> {
    const [host, port] = [bareHost(url), portOf(url)];
    const address = new URL(url.origin);
    address.protocol = 'http:';
    address.port = port;
    const [socket, ms] = await this.timed(() => this.open(address, undefined, true));
    const isOpen = !(socket instanceof AssistantError);
    if (isOpen) socket.destroy();
    this.onStep({ id: 'connect', host, port, ms, ...(isOpen ? {} : { error: socket }) });
    return isOpen;
  }

  /** @param proxy that leads to `url` */
  private async tls(url: URL, proxy: ProxyRoute | undefined, of: 'proxy' | 'endpoint'): Promise<boolean> {
    const isChecked = this.way.connection.proxy.strictTls;
    const [socket, ms] = await this.timed(() => this.open(url, proxy, isChecked));
    if (proxy !== undefined) {
      const isLed = !(socket instanceof AssistantError && socket.kind === 'proxy');
      this.onStep({ id: 'tunnel', ms, ...(isLed ? {} : { error: socket }) });
      if (!isLed) {
        return false;
      }
    }
    if (socket instanceof AssistantError) {
      const seen = socket.kind === 'certificate' ? await this.lookAt(url, proxy) : {};
      this.onStep({ id: 'tls', of, ms, isChecked, ...seen, error: socket });
      return false;
    }
    this.onStep({ id: 'tls', of, ms, isChecked, ...factsOf(socket) });
    socket.destroy();
    return true;
  }

  /** What a refused certificate says of itself. */
  private async lookAt(url: URL, proxy: ProxyRoute | undefined): Promise<ReturnType<typeof factsOf>> {
    const [socket] = await this.timed(() => this.open(url, proxy, false));
    if (socket instanceof AssistantError) {
      return {};
    }
    const facts = factsOf(socket);
    socket.destroy();
    return facts;
  }

  private async models(): Promise<void> {
    const { token } = this.way;
    const hasToken = token !== undefined;
    let status: number | undefined;
    const [ids, ms] = await this.timed(() =>
      this.list((answered) => {
        status = answered;
      }),
    );
    const seen = status === undefined ? {} : { status };
    const outcome = ids instanceof AssistantError ? { error: ids } : { ids };
    this.onStep({ id: 'models', ms, hasToken, ...seen, ...outcome });
  }

  private async list(onStatus: (status: number) => void): Promise<readonly string[]> {
    const { connection, environment, userAgent, token } = this.way;
    const secrets = token === undefined ? [] : [token];
    const pool = new LinePool(environment);
    try {
      const answer = await exchange(pool, {
        method: 'GET',
        url: this.url,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          accept: 'application/json',
          'accept-encoding': 'identity',
          'user-agent': userAgent,
        },
        connection: { ...connection, timeouts: this.timeouts },
        signal: this.signal,
        secrets,
      });
      onStatus(answer.status);
      if (answer.status < 200 || answer.status > 299) {
        throw await failureOf(answer, secrets);
      }
      try {
        return readModelIds(await collectText(answer.body.bytes(), maxBodyBytes), { status: answer.status, secrets });
      } finally {
        answer.body.drop();
      }
    } finally {
      await pool.dispose();
    }
  }

  private open(url: URL, proxy: ProxyRoute | undefined, strictTls: boolean): Promise<Socket> {
    const trust = (): SecureContext => (this.trust ??= createTrust(this.way.environment));
    return openSocket({ url, proxy, strictTls, trust }, { timeoutMs: this.timeouts.connect * 1000, signal: this.signal });
  }

  /** What it gives, or why it failed, and how long that took in milliseconds. @throws AssistantError `canceled` */
  private async timed<T>(run: () => Promise<T>): Promise<readonly [T | AssistantError, number]> {
    const begun = performance.now();
    const outcome = await run().catch((error: unknown) =>
      networkError(error, this.way.token === undefined ? [] : [this.way.token]),
    );
    if (this.signal.aborted) {
      throw new AssistantError('canceled');
    }
    return [outcome, Math.round(performance.now() - begun)];
  }

  /** A look-up cannot be ended, only left. */
  private async inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let leave: (() => void) | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      leave = () => {
        reject(new AssistantError('canceled'));
      };
      this.signal.addEventListener('abort', leave, { once: true });
      timer = setTimeout(() => {
        reject(new AssistantError('timeout', { phase: 'connect' }));
      }, this.timeouts.connect * 1000);
    });
    try {
      return await Promise.race([work, end]);
    } finally {
      clearTimeout(timer);
      if (leave !== undefined) this.signal.removeEventListener('abort', leave);
    }
  }
}

function factsOf(socket: Socket): { readonly version?: string; readonly certificate?: CertificateFacts } {
  if (!(socket instanceof TLSSocket)) {
    return {};
  }
  const version = socket.getProtocol();
  // Empty where the other side has none.
  const {
    subject,
    issuer,
    valid_to: validTo,
  } = socket.getPeerCertificate() as Partial<ReturnType<TLSSocket['getPeerCertificate']>>;
  const certificate =
    validTo === undefined ? {} : { certificate: { subject: nameOf(subject), issuer: nameOf(issuer), validTo } };
  return { ...(version === null ? {} : { version }), ...certificate };
}

/** Its common name, or the organisation's where it has none. */
function nameOf(name: Partial<Record<'CN' | 'O' | 'OU', string | string[]>> | undefined): string {
  const { CN, O, OU } = name ?? {};
  return plainLine(
    [CN, CN === undefined ? OU : undefined, O]
      .flat()
      .filter((part) => part !== undefined)
      .join(', '),
  );
}

/** 0 stands for no time-out at all. */
function shorter(seconds: number, most: number): number {
  return seconds > 0 ? Math.min(seconds, most) : most;
}
