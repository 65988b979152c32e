/**
 * What a failed connection means as an AssistantError, by the codes of Node and undici along `cause` and `errors`.
 * What an answer says is `httpErrors.ts`'s matter.
 */
import { AssistantError, type AssistantErrorDetails, type AssistantErrorKind } from '../core/errors';
import { cleanLine } from './httpErrors';
import { isObject } from './json';

interface Failure {
  readonly kind: AssistantErrorKind;
  readonly phase?: AssistantErrorDetails['phase'];
}

/** @returns the error itself, or the one that it wraps, where it is an AssistantError already; `internal` for what has no known code */
export function networkError(error: unknown, secrets: readonly string[] = []): AssistantError {
  if (error instanceof AssistantError) {
    return error;
  }
  const chain = causesOf(error);
  const own = chain.find((link) => link instanceof AssistantError);
  if (own !== undefined) {
    return own;
  }
  const coded = chain.find((link) => codeOf(link) !== undefined && failureOf(link) !== undefined);
  const told = coded ?? chain.find((link) => codeOf(link) !== undefined) ?? error;
  const failure = (coded === undefined ? undefined : failureOf(coded)) ?? { kind: 'internal' };
  return new AssistantError(failure.kind, {
    code: codeOf(told),
    phase: failure.phase,
    detail: told instanceof Error ? cleanLine(told.message, secrets) : undefined,
    cause: error,
  });
}

/** The error, what it wraps and what that wraps, outermost first. */
function causesOf(error: unknown): unknown[] {
  const found: unknown[] = [];
  const waiting = [error];
  while (waiting.length > 0 && found.length < 20) {
    const next = waiting.shift();
    if (typeof next !== 'object' || next === null || found.includes(next)) {
      continue;
    }
    found.push(next);
    if (next instanceof AggregateError) {
      waiting.push(...(next.errors as unknown[]));
    }
    if ('cause' in next) {
      waiting.push(next.cause);
    }
  }
  return found;
}

function codeOf(error: unknown): string | undefined {
  // Its own code is not always filled in.
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return 'HPE_INVALID';
  }
  return isObject(error) && typeof error['code'] === 'string' && error['code'] !== '' ? error['code'] : undefined;
}

function failureOf(error: unknown): Failure | undefined {
  const code = codeOf(error);
  switch (code) {
    case undefined:
      return undefined;
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NONAME':
      return { kind: 'dns' };
    case 'ECONNREFUSED':
      return { kind: 'refused' };
    case 'ETIMEDOUT':
      // On a connection that stands, it is the network that gave up.
      return isObject(error) && error['syscall'] === 'connect' ? { kind: 'timeout', phase: 'connect' } : { kind: 'network' };
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { kind: 'timeout', phase: 'connect' };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { kind: 'timeout', phase: 'firstByte' };
    case 'UND_ERR_BODY_TIMEOUT':
      return { kind: 'timeout', phase: 'idle' };
    case 'ABORT_ERR':
    case 'UND_ERR_ABORTED':
      return { kind: 'canceled' };
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
      return { kind: 'badResponse' };
    case 'UND_ERR_INVALID_ARG':
      return { kind: 'internal' };
    default:
      return failureOfFamily(code);
  }
}

function failureOfFamily(code: string): Failure | undefined {
  if (
    /^(CERT|CRL)_|^(DEPTH_ZERO_)?SELF_SIGNED|^UNABLE_TO_|_CERT_|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/.test(code)
  ) {
    return { kind: 'certificate' };
  }
  if (code.startsWith('HPE_')) {
    return { kind: 'badResponse' };
  }
  return /^(E[A-Z]+|ERR_SSL_\w+|ERR_STREAM_\w+|UND_ERR_\w+)$/.test(code) ? { kind: 'network' } : undefined;
}
