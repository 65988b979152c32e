/**
 * The port between "Check Connection" and the network: the way to the endpoint is tried step by step, each step a fact. Words are
 * the host's matter, sockets the client's.
 */
import type { AssistantError } from './errors';

/** Of whoever answered, trusted or not. Texts are foreign: plain lines. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** As the certificate states it. */
  readonly validTo: string;
}

/** A step that has an `error` failed, and is the last one; only `tls` of a refused certificate says more beside it. */
export type ProbeStep =
  | {
      readonly id: 'proxy';
      /** Absent: the endpoint is reached directly. */
      readonly proxy?: {
        /** Scheme, host and port. */
        readonly address: string;
        /** The setting or the environment variable that names it. */
        readonly source: string;
        readonly hasLogin: boolean;
      };
      readonly error?: AssistantError;
    }
  /** Of the proxy, where there is one, else of the endpoint. An address needs no such step. */
  | {
      readonly id: 'name';
      readonly host: string;
      readonly addresses: readonly string[];
      readonly ms: number;
      readonly error?: AssistantError;
    }
  /** TCP, to the same. */
  | {
      readonly id: 'connect';
      readonly host: string;
      readonly port: string;
      readonly ms: number;
      readonly error?: AssistantError;
    }
  /** Whether the proxy leads to the endpoint; only with encryption. */
  | { readonly id: 'tunnel'; readonly ms: number; readonly error?: AssistantError }
  | {
      readonly id: 'tls';
      readonly of: 'proxy' | 'endpoint';
      readonly ms: number;
      /** `TLSv1.3`; absent where the connection failed. */
      readonly version?: string;
      readonly certificate?: CertificateFacts;
      /** False: the settings have switched the check of certificates off. */
      readonly isChecked: boolean;
      readonly error?: AssistantError;
    }
  /** The free list of models. Without a token, only whether the endpoint answers. */
  | {
      readonly id: 'models';
      readonly ms: number;
      readonly hasToken: boolean;
      readonly status?: number;
      readonly ids?: readonly string[];
      readonly error?: AssistantError;
    };

export interface ConnectionProbe {
  /**
   * Tries the way to the endpoint, up to the first step that fails. Sends no question, costs nothing, and gives each step a time-out
   * of its own.
   * @param token undefined where there is none
   * @throws AssistantError `canceled`, `badSetting` for a base URL that cannot be used
   */
  probe(token: string | undefined, signal: AbortSignal, onStep: (step: ProbeStep) => void): Promise<void>;
}
