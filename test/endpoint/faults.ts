/** Answers that go wrong: every documented error, errors inside a stream in each shape that gateways have been seen to send. */
import { randomUUID } from 'node:crypto';
import { pythonJson } from './pythonJson';
import { answer, errorAnswer, event, plainJson, type Scenario, type Step } from './scenario';

export interface DocumentedError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Every documented error. The documentation gives `token_mismatched` two statuses. */
export const documentedErrors: readonly DocumentedError[] = [
  { status: 400, code: 'bad_request', message: 'The request is malformed.' },
  { status: 400, code: 'no_token', message: 'No token was given.' },
  { status: 401, code: 'token_mismatched', message: 'The specified token is not matched with API.' },
  { status: 400, code: 'token_mismatched', message: 'The specified token is not matched with API.' },
  { status: 400, code: 'api_not_implemented', message: 'The API is not implemented.' },
  { status: 401, code: 'invalid_token', message: 'The specified token is invalid or wrong.' },
  { status: 401, code: 'token_expired', message: 'The specified token has expired.' },
  { status: 403, code: 'used_up', message: 'The balance of this token is used up.' },
  { status: 403, code: 'disabled', message: 'The credential or its application is disabled.' },
  { status: 403, code: 'forbidden', message: 'The content was refused by moderation.' },
  { status: 404, code: 'no_api', message: 'The API does not exist.' },
  { status: 413, code: 'request_entity_too_large', message: 'The request body is too large.' },
  { status: 429, code: 'too_many_requests', message: 'You have exceeded the rate limit.' },
  { status: 429, code: 'rate_limited', message: 'Concurrency limit exceeded for this token.' },
  { status: 500, code: 'api_error', message: 'Internal server error.' },
  { status: 504, code: 'timeout', message: 'The model did not answer in time.' },
];

/** @throws RangeError where nothing of that code (and status) is documented */
export function documentedError(code: string, status?: number): Scenario {
  const error = documentedErrors.find((row) => row.code === code && (status === undefined || row.status === status));
  if (error === undefined) {
    throw new RangeError(`no documented error ${code}`);
  }
  if (code === 'rate_limited') {
    // The one error whose documentation shows a `success` beside the envelope.
    const { message } = error;
    return plainJson(error.status, { success: false, error: { code, message }, trace_id: randomUUID() });
  }
  return errorAnswer(error.status, error.code, error.message);
}

/** 402 of the pay-per-call variant of the gateway: it has no code, and its `error` is a string. */
export function paymentRequired(): Scenario {
  return plainJson(402, { x402Version: 2, error: 'Payment Required', accepts: [] });
}

/**
 * How an error can look inside a stream that began with status 200: an error object or string as event, JSON that is no event,
 * an event with `type: error`, or nothing but the end.
 */
export type MidStreamShape = 'object' | 'string' | 'rawJson' | 'typed' | 'end';

/** An answer that breaks off after `text` with an error in the given shape. */
export function midStreamError(text: string, shape: MidStreamShape, message = 'The upstream failed.'): Scenario {
  const begun = answer(text, { finishReason: null, usage: null, done: false });
  return { ...begun, steps: [...begun.steps, ...midStreamEnding(shape, message)] };
}

/** The last steps of such a stream. */
export function midStreamEnding(shape: MidStreamShape, message = 'The upstream failed.'): readonly Step[] {
  switch (shape) {
    case 'object':
      return [{ send: event({ error: { code: 'api_error', message }, trace_id: randomUUID() }) }];
    case 'string':
      return [{ send: event({ error: message }) }];
    case 'rawJson':
      return [{ send: pythonJson({ error: { code: 'api_error', message }, trace_id: randomUUID() }) }];
    case 'typed':
      return [{ send: event({ type: 'error', message, status: 500, code: 'api_error' }) }];
    case 'end':
      return [];
  }
}

/** An answer whose connection breaks (`drop`) or falls silent (`stall`) after `text`. */
export function brokenOff(text: string, how: 'drop' | 'stall'): Scenario {
  const begun = answer(text, { finishReason: null, usage: null, done: false });
  return { ...begun, steps: [...begun.steps, how] };
}
