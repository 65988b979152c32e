/**
 * Whether and when a request that failed before any byte of an answer is sent again. Sends nothing itself; that no delta was
 * yielded yet is for the caller to see to, since a second answer would be billed a second time.
 */
import { AssistantError } from '../core/errors';

const maxAttempts = 4;
/** Who asks to wait longer is told so to the user, who may do better than sit there. */
const maxRetryAfterMs = 60_000;

/**
 * @param attempt counts from 1, the first repetition
 * @param random gives 0 (inclusive) to 1
 * @returns milliseconds to wait before this repetition, or undefined where there should be none
 */
export function retryDelay(error: AssistantError, attempt: number, random: () => number): number | undefined {
  if (attempt > attemptsFor(error)) {
    return undefined;
  }
  if (error.retryAfterMs !== undefined) {
    return error.retryAfterMs > maxRetryAfterMs ? undefined : error.retryAfterMs;
  }
  return 1000 * 2 ** (attempt - 1) + Math.floor(random() * 1000);
}

function attemptsFor(error: AssistantError): number {
  switch (error.kind) {
    case 'dns':
    case 'refused':
      return maxAttempts;
    case 'network':
      // A peer that does not speak TLS will not learn it.
      return /^(EPROTO$|ERR_SSL_)/.test(error.code ?? '') ? 0 : maxAttempts;
    case 'timeout':
      // The user has waited the whole time that the setting allows; a lost packet is worth one more try.
      return error.phase === 'connect' ? 1 : 0;
    case 'proxy':
      return error.status === undefined || isPassing(error.status) ? maxAttempts : 0;
    case 'server':
    case 'upstreamTimeout':
    case 'rateLimit':
    case 'concurrency':
    case 'badResponse':
      if (error.status === 500) {
        return 1;
      }
      return error.status !== undefined && isPassing(error.status) ? maxAttempts : 0;
    default:
      return 0;
  }
}

/** The statuses besides 500 after which the same request may succeed. */
function isPassing(status: number): boolean {
  return [408, 409, 429, 502, 503, 504].includes(status) || (status >= 520 && status <= 529);
}

/**
 * The milliseconds of a `Retry-After` header: seconds, or a date.
 * @param now in milliseconds since 1970
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Math.round(Number(text) * 1000);
  }
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Waits. @throws AssistantError `canceled` as soon as `signal` is aborted */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    throw new AssistantError('canceled');
  }
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new AssistantError('canceled'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
