/** Every code that the endpoint documents, and every way in which a connection fails: one sentence, the button that helps, the trace id. */
import assert from 'node:assert/strict';
import { httpError } from '../../src/client/httpErrors';
import { networkError } from '../../src/client/networkErrors';
import type { NoticeAction } from '../../src/core/conversation';
import { AssistantError } from '../../src/core/errors';
import { chatErrorNotice, errorNotice } from '../../src/host/platform/errorNotice';

type Expected = readonly [sentence: RegExp, action: NoticeAction | undefined];

const ofEndpoint: readonly (readonly [status: number, code: string, ...Expected])[] = [
  [400, 'no_token', /token is needed/, 'setToken'],
  [401, 'invalid_token', /does not accept this API token/, 'setToken'],
  [401, 'token_expired', /has expired\. Make a new one in the console/, 'setToken'],
  [400, 'token_mismatched', /does not cover Claude\. Use one for Claude, or one for all services/, 'setToken'],
  [401, 'token_mismatched', /does not cover Claude/, 'setToken'],
  [402, 'used_up', /credit .* used up/, 'openConsole'],
  [403, 'used_up', /credit .* used up/, 'openConsole'],
  [403, 'disabled', /disabled/, 'openConsole'],
  [403, 'forbidden', /moderation refused this\. Nothing was billed/, undefined],
  [400, 'api_not_implemented', /does not offer this model/, 'selectModel'],
  [404, 'no_api', /does not know this address or this model/, 'selectModel'],
  [400, 'bad_request', /refused the request/, 'retry'],
  [413, 'request_entity_too_large', /too large .* Send less text/, undefined],
  [429, 'too_many_requests', /Too many requests in a short time/, 'retry'],
  [429, 'rate_limited', /Too many requests at once/, 'retry'],
  [500, 'api_error', /internal error/, 'openStatusPage'],
  [504, 'timeout', /did not answer the endpoint in time/, 'retry'],
];

const ofConnection: readonly (readonly [name: string, error: AssistantError, ...Expected])[] = [
  ['an unknown name', coded('ENOTFOUND'), /could not be resolved/, 'checkConnection'],
  ['nobody there', coded('ECONNREFUSED'), /Nothing answers/, 'openSettings'],
  ['a lost connection', coded('ECONNRESET'), /was lost/, 'retry'],
  ['no way there in time', new AssistantError('timeout', { phase: 'connect' }), /not be reached in time/, 'checkConnection'],
  ['silence', new AssistantError('timeout', { phase: 'firstByte' }), /sent nothing for too long/, 'retry'],
  ['a stalled answer', new AssistantError('timeout', { phase: 'idle' }), /stalled/, 'retry'],
  ['a certificate', coded('CERT_HAS_EXPIRED'), /not trusted on this machine/, 'checkConnection'],
  ['a proxy that asks for a login', new AssistantError('proxy', { status: 407 }), /asks for a login/, 'openSettings'],
  ['a proxy', new AssistantError('proxy', { code: 'ECONNRESET' }), /proxy could not be used/, 'openSettings'],
  ['a redirect', new AssistantError('redirect', { detail: 'http://x.test' }), /redirects to http:\/\/x\.test/, 'openSettings'],
  ['a page', httpError('<html></html>', { status: 200, secrets: [] }), /not the endpoint answered/, 'checkConnection'],
  ['an answer that broke off', new AssistantError('interrupted'), /broke off/, 'retry'],
];

function coded(code: string): AssistantError {
  return networkError(Object.assign(new Error('words'), { code }));
}

suite('The notice of an error', () => {
  test('of a request that is too large offers a new chat, where it is one', () => {
    const { action, sentence } = chatErrorNotice(httpError('', { status: 413, secrets: [] }), false);
    assert.deepEqual(action, { id: 'newChat', label: 'New Chat' });
    assert.match(sentence, /fewer images/);
    assert.equal(chatErrorNotice(new AssistantError('noToken'), false).action?.id, 'setToken');
  });

  for (const [status, code, sentence, action] of ofEndpoint) {
    test(`of ${String(status)} ${code} says what it means and offers what helps`, () => {
      const body = JSON.stringify({ error: { code, message: 'Their words.' }, trace_id: 'trace-1' });
      const notice = errorNotice(httpError(body, { status, secrets: [] }), false);
      assert.match(notice.sentence, sentence);
      assert.deepEqual([notice.action?.id, notice.traceId, notice.detail], [action, 'trace-1', 'Their words.']);
      assert.notEqual(notice.action?.label, '');
    });
  }

  for (const [name, error, sentence, action] of ofConnection) {
    test(`of ${name} says what it means and offers what helps`, () => {
      const notice = errorNotice(error, false);
      assert.match(notice.sentence, sentence);
      assert.equal(notice.action?.id, action);
    });
  }
});
