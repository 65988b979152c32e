/**
 * One kept-alive connection to one place, through undici's `Client` over a socket of our own making. Carries one request at a
 * time; `linePool.ts` keeps lines between requests, `httpExchange.ts` speaks HTTP over them.
 */
import type { Dispatcher } from 'undici';
import { AssistantError } from '../core/errors';
import type { Undici } from './loadUndici';
import { openSocket, type SocketLimits, type SocketTarget } from './openSocket';

/** A dead connection is noticed before it is used only while it is young. */
const keepAliveMs = 15_000;

export interface LineUse extends SocketLimits {
  /** The connection stands. Not called where it stood already. */
  readonly onConnected: () => void;
}

type Client = InstanceType<Undici['Client']>;

export class Line {
  private readonly client: Client;
  private use: LineUse | undefined;
  private failure: AssistantError | undefined;
  private isStanding = false;

  /**
   * @param onLost called when the connection is gone while nobody uses it, or after its use
   */
  constructor(
    private readonly undici: Undici,
    readonly target: SocketTarget,
    /** Equal for lines that lead to the same place in the same way. */
    readonly key: string,
    private readonly onLost: (line: Line) => void,
  ) {
    const isPlainProxy = target.proxy !== undefined && target.url.protocol === 'http:';
    this.client = new undici.Client(isPlainProxy ? target.proxy.url.origin : target.url.origin, {
      connect: (_options, callback) => {
        this.connect().then(
          (socket) => {
            callback(null, socket);
          },
          (error: unknown) => {
            // Wrapped, since undici tries for ever again on some codes.
            callback(new Error('No connection', { cause: error }), null);
          },
        );
      },
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
      pipelining: 1,
      allowH2: false,
    });
    this.client.on('disconnect', () => {
      this.isStanding = false;
      this.onLost(this);
    });
  }

  get isConnected(): boolean {
    return this.isStanding && !this.client.destroyed;
  }

  /** Why {@link destroy} was called; it explains what the request throws. */
  get destroyedBy(): AssistantError | undefined {
    return this.failure;
  }

  /** To be called before each request. */
  begin(use: LineUse): void {
    this.use = use;
    if (this.isStanding) {
      use.onConnected();
    }
  }

  /** Resolves when an answer begins. @throws whatever undici does; {@link destroyedBy} explains it where it was asked for */
  request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> {
    return this.undici.request.call(this.client, options);
  }

  /** Closes the socket at once, whatever it is doing. Resolves when it is closed. */
  async destroy(reason: AssistantError): Promise<void> {
    this.failure ??= reason;
    if (!this.client.destroyed) {
      await this.client.destroy(reason);
    }
  }

  private async connect() {
    if (this.use === undefined) {
      throw new AssistantError('internal');
    }
    const socket = await openSocket(this.target, this.use);
    this.isStanding = true;
    this.use.onConnected();
    return socket;
  }
}
