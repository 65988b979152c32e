/** When and how long to wait before the same request, without a request. That the client keeps to it is `chatClient.test.ts`'s matter. */
import assert from 'node:assert/strict';
import { parseRetryAfter, retryDelay, wait } from '../../../src/client/retry';
import { AssistantError, type AssistantErrorDetails, type AssistantErrorKind } from '../../../src/core/errors';
import { failureOf } from '../../support/clientFixture';

/** The waits before each repetition, until there is none. */
function waits(kind: AssistantErrorKind, details: AssistantErrorDetails = {}, random = 0): number[] {
  const found: number[] = [];
  for (let attempt = 1; attempt < 20; attempt += 1) {
    const delay = retryDelay(new AssistantError(kind, details), attempt, () => random);
    if (delay === undefined) break;
    found.push(delay);
  }
  return found;
}

suite('retryDelay', () => {
  const growing = [1000, 2000, 4000, 8000];
  const cases: readonly [name: string, kind: AssistantErrorKind, details: AssistantErrorDetails, expected: number[]][] = [
    ['a rate limit', 'rateLimit', { status: 429 }, growing],
    ['too many at once', 'concurrency', { status: 429 }, growing],
    ['408', 'upstreamTimeout', { status: 408 }, growing],
    ['409', 'server', { status: 409 }, growing],
    ['500', 'server', { status: 500, code: 'api_error' }, [1000]],
    ['502', 'server', { status: 502 }, growing],
    ['503', 'server', { status: 503 }, growing],
    ['504', 'upstreamTimeout', { status: 504 }, growing],
    ['520', 'server', { status: 520 }, growing],
    ['524', 'upstreamTimeout', { status: 524 }, growing],
    ['a page with 502', 'badResponse', { status: 502 }, growing],
    ['a page with 500', 'badResponse', { status: 500 }, [1000]],
    ['a page with 200', 'badResponse', { status: 200 }, []],
    ['a page with 403', 'badResponse', { status: 403 }, []],
    ['501', 'notImplemented', { status: 501 }, []],
    ['401', 'invalidToken', { status: 401 }, []],
    ['a code that no status excuses', 'usedUp', { status: 500 }, []],
    ['a server error without a status', 'server', {}, []],
    ['no such host', 'dns', { code: 'ENOTFOUND' }, growing],
    ['a refused connection', 'refused', { code: 'ECONNREFUSED' }, growing],
    ['a lost connection', 'network', { code: 'ECONNRESET' }, growing],
    ['a peer without TLS', 'network', { code: 'EPROTO' }, []],
    ['a connection that takes too long', 'timeout', { phase: 'connect' }, [1000]],
    ['an answer that takes too long', 'timeout', { phase: 'firstByte' }, []],
    ['silence', 'timeout', { phase: 'idle' }, []],
    ['a proxy that cannot be reached', 'proxy', { code: 'ECONNREFUSED' }, growing],
    ['a proxy that cannot reach the endpoint', 'proxy', { status: 502 }, growing],
    ['a proxy that wants a login', 'proxy', { status: 407 }, []],
    ['a certificate', 'certificate', {}, []],
    ['a redirect', 'redirect', { status: 307 }, []],
    ['an answer that broke off', 'interrupted', {}, []],
    ['a stop', 'canceled', {}, []],
  ];
  for (const [name, kind, details, expected] of cases) {
    test(`after ${name}: ${expected.length === 0 ? 'none' : expected.join(', ')}`, () => {
      assert.deepEqual(waits(kind, details), expected);
    });
  }

  test('adds up to a second by chance', () => {
    assert.deepEqual(waits('rateLimit', { status: 429 }, 0.9999), [1999, 2999, 4999, 8999]);
  });

  test('does as it is told by the other side, up to a minute', () => {
    assert.deepEqual(waits('rateLimit', { status: 429, retryAfterMs: 60_000 }, 0.5), [60_000, 60_000, 60_000, 60_000]);
    assert.deepEqual(waits('server', { status: 500, retryAfterMs: 0 }, 0.5), [0]);
    assert.deepEqual(waits('rateLimit', { status: 429, retryAfterMs: 60_001 }), []);
  });
});

suite('parseRetryAfter', () => {
  const now = Date.parse('2026-10-21T07:28:00Z');
  const cases: readonly [header: string | undefined, milliseconds: number | undefined][] = [
    [undefined, undefined],
    ['', undefined],
    ['7', 7000],
    [' 7 ', 7000],
    ['0', 0],
    ['0.5', 500],
    ['-1', undefined],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
    ['soon', undefined],
    ['2026', 2_026_000],
  ];
  for (const [header, milliseconds] of cases) {
    test(`reads ${String(header)}`, () => {
      assert.equal(parseRetryAfter(header, now), milliseconds);
    });
  }
});

suite('wait', () => {
  test('ends at once when it is aborted', async () => {
    const stop = new AbortController();
    const waiting = failureOf(wait(60_000, stop.signal));
    stop.abort();
    assert.equal((await waiting).kind, 'canceled');
    assert.equal((await failureOf(wait(60_000, stop.signal))).kind, 'canceled');
  });

  test('resolves', async () => {
    await wait(1, new AbortController().signal);
  });
});
