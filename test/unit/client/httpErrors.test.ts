/** Bodies and statuses as the endpoint documents them, and as gateways, upstreams and proxies send them; and codes of lost connections. */
import assert from 'node:assert/strict';
import { bodyError, httpError, isErrorBody } from '../../../src/client/httpErrors';
import { networkError } from '../../../src/client/networkErrors';
import { AssistantError, maxDetailLength, type AssistantErrorKind } from '../../../src/core/errors';
import { fakeToken } from '../../support/clientFixture';

const errorOf = (status: number, body: unknown, extra: object = {}): AssistantError =>
  httpError(typeof body === 'string' ? body : JSON.stringify(body), { status, secrets: [fakeToken], ...extra });

const coded = (code: string) => ({ error: { code, message: 'Some words.' }, trace_id: 'trace-1' });

suite('httpErrors', () => {
  const documented: readonly [status: number, code: string, kind: AssistantErrorKind][] = [
    [400, 'bad_request', 'badRequest'],
    [400, 'no_token', 'noToken'],
    [400, 'token_mismatched', 'tokenMismatch'],
    [401, 'token_mismatched', 'tokenMismatch'],
    [400, 'api_not_implemented', 'notImplemented'],
    [401, 'invalid_token', 'invalidToken'],
    [401, 'token_expired', 'invalidToken'],
    [402, 'used_up', 'usedUp'],
    [403, 'used_up', 'usedUp'],
    [403, 'disabled', 'disabled'],
    [403, 'forbidden', 'moderated'],
    [404, 'no_api', 'notFound'],
    [413, 'request_entity_too_large', 'tooLarge'],
    [429, 'too_many_requests', 'rateLimit'],
    [429, 'rate_limited', 'concurrency'],
    [500, 'api_error', 'server'],
    [504, 'timeout', 'upstreamTimeout'],
  ];
  for (const [status, code, kind] of documented) {
    test(`makes ${kind} of ${String(status)} ${code}`, () => {
      const error = errorOf(status, coded(code));
      assert.deepEqual(
        { kind: error.kind, status: error.status, code: error.code, traceId: error.traceId, detail: error.detail },
        { kind, status, code, traceId: 'trace-1', detail: 'Some words.' },
      );
    });
  }

  const shapes: readonly [
    name: string,
    status: number,
    body: unknown,
    kind: AssistantErrorKind,
    code: string | undefined,
    detail: string | undefined,
  ][] = [
    [
      'success: false beside the error',
      429,
      { success: false, error: { code: 'rate_limited', message: 'm' } },
      'concurrency',
      'rate_limited',
      'm',
    ],
    ['an error that is text', 400, { error: 'What was that?' }, 'badRequest', undefined, 'What was that?'],
    ['an error that is a code', 400, { error: 'no_token' }, 'noToken', 'no_token', 'no_token'],
    ['a null error', 503, { error: null, trace_id: 't' }, 'server', undefined, undefined],
    ['no error', 429, { hello: 1 }, 'rateLimit', undefined, undefined],
    ['an empty object', 401, {}, 'invalidToken', undefined, undefined],
    ['an empty body', 404, '', 'notFound', undefined, undefined],
    [
      'detail and code at the top',
      401,
      { detail: 'Token expired', code: 'token_expired', trace_id: 't' },
      'invalidToken',
      'token_expired',
      'Token expired',
    ],
    [
      'a request for payment',
      402,
      { x402Version: 2, error: 'Payment Required', accepts: [] },
      'noToken',
      undefined,
      'Payment Required',
    ],
    ['402 of another kind', 402, { error: { message: 'Top up.' } }, 'usedUp', undefined, 'Top up.'],
    [
      "new-api's shape",
      400,
      { error: { message: 'm', type: 'new_api_error', param: '', code: 'bad_request' } },
      'badRequest',
      'bad_request',
      'm',
    ],
    [
      "new-api's shape without a code",
      401,
      { error: { message: 'm', type: 'invalid_request_error', param: '', code: null } },
      'invalidToken',
      'invalid_request_error',
      'm',
    ],
    [
      "an upstream's own shape",
      529,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      'server',
      'overloaded_error',
      'Overloaded',
    ],
    ['a code that every object has', 400, { error: { code: 'constructor', message: 'm' } }, 'badRequest', 'constructor', 'm'],
    ['a list', 500, [1, 2], 'server', undefined, '[1,2]'],
    ['plain text', 503, 'no healthy\n upstream', 'server', undefined, 'no healthy upstream'],
    ['an unknown code', 403, coded('something_new'), 'moderated', 'something_new', 'Some words.'],
    ['a status of a CDN', 524, {}, 'upstreamTimeout', undefined, undefined],
    ['an unknown status', 418, {}, 'badRequest', undefined, undefined],
    ["a proxy's", 407, 'Login!', 'proxy', undefined, 'Login!'],
    ['a strange success', 304, '', 'badResponse', undefined, undefined],
  ];
  for (const [name, status, body, kind, code, detail] of shapes) {
    test(`takes ${name}`, () => {
      const error = errorOf(status, body);
      assert.deepEqual(
        { kind: error.kind, code: error.code, detail: error.detail, status: error.status },
        { kind, code, detail, status },
      );
    });
  }

  const about: readonly [name: string, body: unknown, detail: string, field: string | undefined][] = [
    [
      'the parameter beside the words',
      {
        error: {
          message: 'Unsupported value.',
          type: 'invalid_request_error',
          param: 'temperature',
          code: 'unsupported_value',
        },
      },
      'Unsupported value.',
      'temperature',
    ],
    ['a parameter that is null', { error: { message: 'Bad.', param: null, code: 'bad_request' } }, 'Bad.', undefined],
    [
      'a list of what is wrong where',
      { detail: [{ loc: ['body', 'stop', 0], msg: 'String should have at least 1 character', type: 'string_too_short' }] },
      'String should have at least 1 character',
      'body.stop.0',
    ],
    [
      'a list of errors with paths',
      { success: false, errors: [{ path: ['top_p'], message: 'Too big.' }] },
      'Too big.',
      'top_p',
    ],
    [
      "an upstream's error inside the gateway's",
      { error: { error: { type: 'invalid_request_error', message: 'top_p: too big' } }, trace_id: 't' },
      'top_p: too big',
      undefined,
    ],
    [
      "an upstream's error as text",
      {
        error: {
          code: 'bad_request',
          message: 'upstream 400: {"type":"error","error":{"message":"top_p: too big","param":"top_p"}}',
        },
      },
      'top_p: too big',
      'top_p',
    ],
    [
      'a list with one error',
      [{ error: { code: 400, message: 'Bad seed.', status: 'INVALID_ARGUMENT' } }],
      'Bad seed.',
      undefined,
    ],
  ];
  for (const [name, body, detail, field] of about) {
    test(`reads ${name}`, () => {
      const error = errorOf(400, body);
      assert.deepEqual([error.kind, error.detail, error.field], ['badRequest', detail, field]);
    });
  }

  test('takes the trace id of the headers where the body has none', () => {
    assert.equal(errorOf(500, {}, { traceId: 'of-header' }).traceId, 'of-header');
    assert.equal(errorOf(502, '<html></html>', { traceId: 'of-header' }).traceId, 'of-header');
    assert.equal(errorOf(500, coded('api_error'), { traceId: 'of-header' }).traceId, 'trace-1');
    assert.equal(errorOf(500, { error: { message: 'm', trace_id: 'inner' } }).traceId, 'inner');
  });

  test('takes the header of a request for payment for a token that was not recognised', () => {
    assert.equal(errorOf(402, {}, { asksForPayment: true }).kind, 'noToken');
  });

  test('shows nothing of a page but its title', () => {
    for (const status of [200, 401, 502, 503, 524]) {
      const error = errorOf(
        status,
        '\n<!DOCTYPE html><html><head><TITLE lang="en">502\n Bad Gateway</TITLE></head><body><script>x</script></body></html>',
      );
      assert.deepEqual([error.kind, error.status, error.detail], ['badResponse', status, '502 Bad Gateway']);
    }
    assert.equal(errorOf(502, '<html><body>Secret</body></html>').detail, undefined);
  });

  test('believes the status of a page that says that the request was too large', () => {
    assert.equal(errorOf(413, '<html><head><title>413 Request Entity Too Large</title></head></html>').kind, 'tooLarge');
  });

  test('keeps the token, control characters and length out of what it keeps', () => {
    const error = errorOf(400, {
      error: {
        code: fakeToken,
        message: `Bad \u202e${fakeToken}\n\u0007Authorization: Bearer abcdef123456 ${'x'.repeat(5000)}`,
      },
      trace_id: `t-${fakeToken}`,
    });
    const kept = JSON.stringify([error.message, error.detail, error.code, error.traceId]);
    assert.ok(!kept.includes(fakeToken) && !kept.includes('abcdef123456'), kept);
    assert.match(error.detail ?? '', /^Bad \[token\] Authorization: Bearer \[token\] x+…$/);
    assert.equal(error.detail?.length, maxDetailLength);
  });

  test('tells answers from errors that came with a successful status', () => {
    for (const error of [
      { error: 'unauthorized' },
      { success: false },
      { type: 'error' },
      { detail: 'x' },
      { code: 1, message: 'x' },
    ]) {
      assert.ok(isErrorBody(error), JSON.stringify(error));
    }
    for (const answer of [
      { choices: [] },
      { error: null, choices: [] },
      { data: [], message: 'ok', code: 0 },
      {},
      [],
      'error',
      null,
    ]) {
      assert.ok(!isErrorBody(answer), JSON.stringify(answer));
    }
  });

  test('takes the status that an error in a successful answer names', () => {
    const error = bodyError({ type: 'error', message: 'm', status: 429 }, { status: 200, secrets: [] });
    assert.deepEqual([error.kind, error.status], ['rateLimit', 429]);
    assert.equal(bodyError({ error: {} }, { status: 200, secrets: [] }).kind, 'server');
  });
});

suite('networkErrors', () => {
  const withCode = (code: string, extra: object = {}, message = 'words'): Error =>
    Object.assign(new Error(message), { code, ...extra });
  const codes: readonly [code: string, kind: AssistantErrorKind][] = [
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'network'],
    ['EPIPE', 'network'],
    ['EHOSTUNREACH', 'network'],
    ['ENETUNREACH', 'network'],
    ['EPROTO', 'network'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'network'],
    ['UND_ERR_SOCKET', 'network'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['HPE_INVALID_CONSTANT', 'badResponse'],
    ['UND_ERR_HEADERS_OVERFLOW', 'badResponse'],
    ['UND_ERR_ABORTED', 'canceled'],
    ['UND_ERR_INVALID_ARG', 'internal'],
  ];
  for (const [code, kind] of codes) {
    test(`makes ${kind} of ${code}`, () => {
      const error = networkError(withCode(code));
      assert.deepEqual([error.kind, error.code, error.detail], [kind, code, 'words']);
    });
  }

  test('tells who gave up waiting', () => {
    assert.deepEqual(
      [
        networkError(withCode('ETIMEDOUT', { syscall: 'connect' })).phase,
        networkError(withCode('ETIMEDOUT', { syscall: 'read' })).kind,
      ],
      ['connect', 'network'],
    );
    assert.equal(networkError(withCode('UND_ERR_HEADERS_TIMEOUT')).phase, 'firstByte');
    assert.equal(networkError(withCode('UND_ERR_BODY_TIMEOUT')).phase, 'idle');
  });

  test('looks through causes and through the attempts for each address', () => {
    const attempts = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')], '');
    const error = networkError(new TypeError('fetch failed', { cause: attempts }));
    assert.deepEqual([error.kind, error.code], ['refused', 'ECONNREFUSED']);
  });

  test('prefers the code that says more to the one around it', () => {
    assert.equal(networkError(withCode('ERR_UNKNOWN', { cause: withCode('ENOTFOUND') })).kind, 'dns');
  });

  test('gives an AssistantError back as it is, wrapped or not', () => {
    const error = new AssistantError('proxy', { status: 407 });
    assert.equal(networkError(error), error);
    assert.equal(networkError(new Error('x', { cause: error })), error);
  });

  test('ends with causes that go in circles', () => {
    const error: Error & { cause?: unknown } = new Error('x');
    error.cause = error;
    assert.equal(networkError(error).kind, 'internal');
  });

  test('keeps secrets out of the message', () => {
    assert.equal(networkError(withCode('ECONNRESET', {}, `with ${fakeToken}`), [fakeToken]).detail, 'with [token]');
  });
});
