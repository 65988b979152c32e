/**
 * What an answer's status and body mean as an AssistantError: the endpoint's code first, its status second, its text never.
 * Bodies come from gateways, upstreams and proxies in many shapes; all of them are read here. Broken connections are
 * `networkErrors.ts`'s matter.
 */
import { AssistantError, plainLine, type AssistantErrorKind } from '../core/errors';
import { redact } from '../core/token';
import { arrayOf, isObject, numberOf, objectOf, parseJson, stringOf, type JsonObject } from './json';

const kindOfCode: Readonly<Record<string, AssistantErrorKind>> = {
  no_token: 'noToken',
  token_mismatched: 'tokenMismatch',
  not_applied: 'tokenMismatch',
  invalid_token: 'invalidToken',
  token_expired: 'invalidToken',
  invalid_api_key: 'invalidToken',
  unauthorized: 'invalidToken',
  used_up: 'usedUp',
  insufficient_quota: 'usedUp',
  insufficient_user_quota: 'usedUp',
  disabled: 'disabled',
  forbidden: 'moderated',
  content_filter: 'moderated',
  content_policy_violation: 'moderated',
  no_api: 'notFound',
  model_not_found: 'notFound',
  api_not_implemented: 'notImplemented',
  bad_request: 'badRequest',
  request_entity_too_large: 'tooLarge',
  content_too_large: 'tooLarge',
  context_length_exceeded: 'tooLarge',
  too_many_requests: 'rateLimit',
  rate_limit_exceeded: 'rateLimit',
  rate_limited: 'concurrency',
  api_error: 'server',
  busy: 'server',
  timeout: 'upstreamTimeout',
};

/** `error.type` says less than a code and is often wrong beside a status; it counts only where there is neither. */
const kindOfType: Readonly<Record<string, AssistantErrorKind>> = {
  authentication_error: 'invalidToken',
  permission_error: 'disabled',
  insufficient_quota: 'usedUp',
  not_found_error: 'notFound',
  invalid_request_error: 'badRequest',
  request_too_large: 'tooLarge',
  rate_limit_error: 'rateLimit',
  overloaded_error: 'server',
  timeout_error: 'upstreamTimeout',
};

const kindOfStatus: Readonly<Record<number, AssistantErrorKind>> = {
  401: 'invalidToken',
  402: 'usedUp',
  403: 'moderated',
  404: 'notFound',
  407: 'proxy',
  408: 'upstreamTimeout',
  409: 'server',
  413: 'tooLarge',
  429: 'rateLimit',
  501: 'notImplemented',
  504: 'upstreamTimeout',
  524: 'upstreamTimeout',
};

export interface HttpErrorContext {
  readonly status: number;
  /** Removed from whatever is kept of the body. */
  readonly secrets: readonly string[];
  readonly retryAfterMs?: number | undefined;
  /** The answer's header `PAYMENT-REQUIRED` was there: the token was not recognised as one. */
  readonly asksForPayment?: boolean;
  /** From the answer's headers, where its body names none. */
  readonly traceId?: string | undefined;
}

/** Of an answer whose status is no success. `body` may be cut. */
export function httpError(body: string, context: HttpErrorContext): AssistantError {
  if (looksLikeHtml(body)) {
    return htmlError(body, context);
  }
  const json = parseJson(body);
  const error = objectOf(json) ?? objectOf(arrayOf(json)[0]);
  return error === undefined ? makeError({ message: body }, context) : bodyError(error, context);
}

/** Whether a JSON value that came with a successful status says that something failed. */
export function isErrorBody(value: unknown, event?: string): value is JsonObject {
  if (!isObject(value)) {
    return false;
  }
  const isAnswer = ['choices', 'data', 'usage'].some((field) => field in value);
  return (
    Boolean(value['error']) ||
    value['type'] === 'error' ||
    value['success'] === false ||
    (event === 'error' && !isAnswer) ||
    (!isAnswer && (typeof value['detail'] === 'string' || (typeof value['message'] === 'string' && 'code' in value)))
  );
}

/** Of a body that {@link isErrorBody}, or of any JSON object that came with an error's status. */
export function bodyError(body: JsonObject, context: HttpErrorContext): AssistantError {
  const parts = errorParts(body);
  const details = objectOf(body['error']) ?? {};
  const code = parts
    .flatMap((part) => [part['code'], part['error']])
    .map(stringOf)
    .find((candidate) => /^[\w.-]+$/.test(candidate));
  const status = [context.status, body['status'], details['status'], details['code'], body['code']]
    .map(numberOf)
    .find((candidate) => candidate !== undefined && candidate >= 400 && candidate < 600);
  const texts = parts.flatMap((part) => [part['message'], part['error'], part['detail'], part['msg']]).map(stringOf);
  return makeError(
    {
      code,
      status,
      type: parts.map((part) => stringOf(part['type'])).find((type) => type !== '' && type !== 'error') ?? '',
      message: texts.find((text) => text !== '' && jsonIn(text) === undefined) ?? texts.find((text) => text !== ''),
      field: parts.map(fieldOf).find((field) => field !== ''),
      traceId: parts.map((part) => stringOf(part['trace_id'])).find((id) => id !== ''),
      asksForPayment: 'x402Version' in body,
    },
    context,
  );
}

const deepestPart = 4;

/**
 * What may say what went wrong, the innermost first where one wraps another: gateways pass on what an upstream said as an object, as
 * the first of a list, or as text that is JSON.
 */
function errorParts(body: JsonObject, depth = 0): readonly JsonObject[] {
  const inner = [body['error'], body['errors'], body['detail'], body['message']].flatMap((value) => {
    const part = objectOf(value) ?? objectOf(arrayOf(value)[0]) ?? jsonIn(stringOf(value));
    return part === undefined || depth >= deepestPart ? [] : errorParts(part, depth + 1);
  });
  return [...inner, body];
}

/** The object that a text ends with, if it is JSON: `400: {"error": …}`. */
function jsonIn(text: string): JsonObject | undefined {
  const start = text.indexOf('{');
  return start < 0 ? undefined : objectOf(parseJson(text.slice(start)));
}

/** Which part of the request is meant, in the words of whoever checked it: `temperature`, `body.stop.0`. */
function fieldOf(part: JsonObject): string {
  const place = [...arrayOf(part['loc']), ...arrayOf(part['path'])].filter(
    (step) => typeof step === 'string' || typeof step === 'number',
  );
  return stringOf(part['param']) || place.map(String).join('.');
}

/** What a page says in its title is kept; its markup is not. */
export function htmlError(body: string, context: HttpErrorContext): AssistantError {
  const title = /<title[^>]{0,200}>([^<]{1,500})/i.exec(body)?.[1];
  // A body limit is enforced by web servers, which know only pages, and the status says all there is to say.
  const kind = context.status === 413 ? 'tooLarge' : context.status === 407 ? 'proxy' : 'badResponse';
  return new AssistantError(kind, {
    status: context.status,
    code: 'html',
    traceId: cleanLine(context.traceId ?? '', context.secrets),
    retryAfterMs: context.retryAfterMs,
    detail: title === undefined ? undefined : cleanLine(title, context.secrets),
  });
}

export function looksLikeHtml(body: string): boolean {
  return /^\s*</.test(body);
}

/** Foreign text for the screen: one plain line without secrets, or undefined where nothing is left. */
export function cleanLine(text: string, secrets: readonly string[]): string | undefined {
  return plainLine(redact(text, secrets)) || undefined;
}

interface ErrorFacts {
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly type?: string;
  readonly message?: string | undefined;
  readonly field?: string | undefined;
  readonly traceId?: string | undefined;
  readonly asksForPayment?: boolean;
}

function makeError(facts: ErrorFacts, context: HttpErrorContext): AssistantError {
  const status = facts.status ?? context.status;
  const code = facts.code ?? facts.type;
  return new AssistantError(kindOf(facts, status, context), {
    code: code === undefined ? undefined : cleanLine(code, context.secrets)?.slice(0, 80),
    status,
    traceId: cleanLine(facts.traceId ?? context.traceId ?? '', context.secrets),
    retryAfterMs: context.retryAfterMs,
    detail: facts.message === undefined ? undefined : cleanLine(facts.message, context.secrets),
    field: facts.field === undefined ? undefined : cleanLine(facts.field, context.secrets)?.slice(0, 80),
  });
}

function kindOf(facts: ErrorFacts, status: number, context: HttpErrorContext): AssistantErrorKind {
  const byCode = lookUp(kindOfCode, facts.code?.toLowerCase());
  if (byCode !== undefined) {
    return byCode;
  }
  if (status === 402 && (facts.asksForPayment === true || context.asksForPayment === true)) {
    return 'noToken';
  }
  if (status < 400) {
    return lookUp(kindOfType, facts.type) ?? (status >= 300 ? 'badResponse' : 'server');
  }
  return kindOfStatus[status] ?? (status >= 500 ? 'server' : 'badRequest');
}

/** Names such as `constructor` must not find what every object has. */
function lookUp(table: Readonly<Record<string, AssistantErrorKind>>, key: string | undefined): AssistantErrorKind | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
