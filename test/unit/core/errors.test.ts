import assert from 'node:assert/strict';
import { AssistantError, isCancellation, maxDetailLength, plainLine, toAssistantError } from '../../../src/core/errors';

suite('Errors', () => {
  test('name their kind and their facts for the log', () => {
    const error = new AssistantError('rateLimit', { status: 429, code: 'too_many_requests', traceId: 't-1' });
    assert.equal(error.message, 'rateLimit (HTTP 429, too_many_requests, trace t-1)');
  });

  test('of other kinds become cancellations or internal ones', () => {
    const abort = new DOMException('aborted', 'AbortError');
    assert.equal(isCancellation(abort), true);
    assert.equal(toAssistantError(new TypeError('x is not a function')).kind, 'internal');
    assert.equal(toAssistantError('text').detail, 'text');
    const own = new AssistantError('usedUp');
    assert.equal(toAssistantError(own), own);
  });
});

suite('What the other side said', () => {
  test('becomes one line without control and direction-changing characters', () => {
    assert.equal(plainLine(' a\r\n\tb\u0000c\u202edlrow\u2066 '), 'a b c dlrow');
  });

  test('is cut to its limit', () => {
    const line = plainLine('x'.repeat(1_000_000));
    assert.equal(line.length, maxDetailLength);
    assert.ok(line.endsWith('…'));
  });
});
