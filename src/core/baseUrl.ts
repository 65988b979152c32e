/** Turns what users paste as base URL into the endpoint's addresses. Accepts the site, `…/v1` and the whole endpoint alike. */
import { AssistantError } from './errors';

export const defaultBaseUrl = 'https://api.acedata.cloud';

/**
 * @returns the address without query, fragment and trailing slash, up to where `/chat/completions` and `/models` are appended
 * @throws AssistantError `badSetting`
 */
export function normalizeBaseUrl(text: string): string {
  const trimmed = text.trim().replace(/^["'<]+|["'>]+$/g, '');
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  } catch (cause) {
    throw new AssistantError('badSetting', { code: 'baseUrl', detail: trimmed, cause });
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new AssistantError('badSetting', { code: 'baseUrl', detail: url.origin });
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|models)$/, '');
  // The gateway's sibling route has no version in it: `/openai/chat/completions`, and `/openai/v1/…` does not exist.
  const versioned = /\/(v\d+|openai)$/.test(path) ? path : `${path}/v1`;
  return `${url.origin}${versioned}`;
}

/** Scheme, host and port: what a token is bound to. */
export function originOf(baseUrl: string): string {
  return new URL(baseUrl).origin;
}

/** Whether what is sent there can be read on the way: plain HTTP to another machine. */
export function isUnencrypted(origin: string): boolean {
  const url = new URL(origin);
  return url.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}
