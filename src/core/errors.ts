/**
 * The one error type that features see. Client code makes it, `host/platform/errorNotice.ts` turns its kind into words.
 * Nothing branches on message text.
 */
import type { RefusableParameter } from './requestParameters';

/**
 * What went wrong, by what the user can do about it.
 * - `noToken`, `invalidToken`, `tokenMismatch`, `usedUp`, `disabled`, `moderated`: the endpoint's word on the token or the account
 * - `notFound`, `notImplemented`, `badRequest`, `tooLarge`: the request as sent will never work
 * - `rateLimit` (requests per time), `concurrency` (requests at once), `server`, `upstreamTimeout`: may work later
 * - `dns`, `refused`, `network`, `timeout`, `certificate`, `proxy`, `redirect`: nothing, or something else, answered
 * - `badResponse`: an answer that is not this protocol, such as an HTML page
 * - `interrupted`: the stream ended without saying that it was complete; what came before stays valid
 * - `badSetting`, `secret`: nothing was sent, because of a setting or of what the request holds
 * - `canceled`: the caller aborted; never shown
 */
export type AssistantErrorKind =
  | 'noToken'
  | 'tokenOrigin'
  | 'invalidToken'
  | 'tokenMismatch'
  | 'usedUp'
  | 'disabled'
  | 'moderated'
  | 'notFound'
  | 'notImplemented'
  | 'badRequest'
  | 'tooLarge'
  | 'rateLimit'
  | 'concurrency'
  | 'server'
  | 'upstreamTimeout'
  | 'dns'
  | 'refused'
  | 'network'
  | 'timeout'
  | 'certificate'
  | 'proxy'
  | 'redirect'
  | 'badResponse'
  | 'interrupted'
  | 'canceled'
  | 'badSetting'
  | 'secret'
  | 'internal';

export interface AssistantErrorDetails {
  /** The endpoint's `error.code`, or the system's (`ECONNRESET`). */
  readonly code?: string | undefined;
  /** HTTP status, where there was one. */
  readonly status?: number | undefined;
  /** The endpoint's `trace_id`, for its support. */
  readonly traceId?: string | undefined;
  /** How long the endpoint asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Which time-out passed, where `kind` is `timeout`. */
  readonly phase?: 'connect' | 'firstByte' | 'idle' | undefined;
  /** What the other side said: plain text, one line, at most {@link maxDetailLength} characters, without the token. */
  readonly detail?: string | undefined;
  /** What of the request the endpoint found wrong, in its own words: `temperature`, `body.stop.0`. */
  readonly field?: string | undefined;
  /** The request parameter that the endpoint refused, where it is known to be one that the user has set or chosen. */
  readonly parameter?: RefusableParameter | undefined;
  /** The model to ask instead of one that is retired, which may be why it failed. */
  readonly successor?: string | undefined;
  /** Of a `secret`: by what the guard knows what it has found. */
  readonly finding?: string | undefined;
  readonly cause?: unknown;
}

export const maxDetailLength = 300;

export class AssistantError extends Error {
  /** By name: the client is a bundle of its own, with its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'AssistantError';
  }

  override readonly name = 'AssistantError';
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly traceId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly phase: AssistantErrorDetails['phase'];
  readonly detail: string | undefined;
  readonly field: string | undefined;
  readonly parameter: RefusableParameter | undefined;
  readonly successor: string | undefined;
  readonly finding: string | undefined;

  constructor(
    readonly kind: AssistantErrorKind,
    details: AssistantErrorDetails = {},
  ) {
    super(describe(kind, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
    this.traceId = details.traceId;
    this.retryAfterMs = details.retryAfterMs;
    this.phase = details.phase;
    this.detail = details.detail;
    this.field = details.field;
    this.parameter = details.parameter;
    this.successor = details.successor;
    this.finding = details.finding;
  }
}

/** For the log only: users read the localised sentence of the kind. */
function describe(kind: AssistantErrorKind, details: AssistantErrorDetails): string {
  const facts = [
    details.status === undefined ? undefined : `HTTP ${String(details.status)}`,
    details.code,
    details.phase,
    details.detail,
    details.traceId === undefined ? undefined : `trace ${details.traceId}`,
  ].filter((fact) => fact !== undefined);
  return facts.length === 0 ? kind : `${kind} (${facts.join(', ')})`;
}

/** Any thrown value as an AssistantError; what is none becomes `canceled` or `internal`. */
export function toAssistantError(error: unknown): AssistantError {
  if (error instanceof AssistantError) {
    return error;
  }
  const isAbort = error instanceof Error && error.name === 'AbortError';
  return new AssistantError(isAbort ? 'canceled' : 'internal', {
    detail: isAbort ? undefined : plainLine(error instanceof Error ? error.message : String(error)),
    cause: error,
  });
}

export function isCancellation(error: unknown): boolean {
  return toAssistantError(error).kind === 'canceled';
}

/** One line of plain text, cut to {@link maxDetailLength}: what came from outside may hold markup, control characters or megabytes. */
export function plainLine(text: string): string {
  const line = text
    .slice(0, maxDetailLength * 4)
    // Control and direction-changing characters from the network must not reach the screen.
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > maxDetailLength ? `${line.slice(0, maxDetailLength - 1)}…` : line;
}
