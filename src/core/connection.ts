/** Everything a request needs to reach the endpoint. The host reads it anew for every request, so that changed settings count at once. */

/** Seconds; 0 switches the time-out off. There is no time-out over the whole answer. */
export interface Timeouts {
  /** Until the connection stands: name, proxy, TCP and TLS. */
  readonly connect: number;
  /** From the request's last byte to the answer's first one. */
  readonly firstByte: number;
  /** Between two reads of an answer. Any byte counts, a comment too. */
  readonly idle: number;
}

export interface ProxySettings {
  /** A proxy of the user's settings, with `user:password@` where it needs a login. Empty: the environment decides. */
  readonly url: string;
  /** Hosts of the settings that are reached directly, as in `NO_PROXY`. */
  readonly noProxy: readonly string[];
  /** Value of the `Proxy-Authorization` header; wins over a login in the URL. Empty: none. */
  readonly authorization: string;
  /** False accepts any certificate, from the proxy and through it. */
  readonly strictTls: boolean;
  /** False: no proxy at all, whatever the environment says. */
  readonly enabled: boolean;
}

export interface Connection {
  /** Normalised by `baseUrl.ts`. */
  readonly baseUrl: string;
  readonly timeouts: Timeouts;
  readonly proxy: ProxySettings;
}

/** Where the client gets its connection and, bound to its origin, the token. */
export interface ConnectionSource {
  /** @throws AssistantError `badSetting` where the base URL cannot be used */
  connection(): Connection;
  /** @throws AssistantError `noToken`, or `tokenOrigin` where a token exists that was not given for this origin */
  tokenFor(origin: string): Promise<string>;
}
