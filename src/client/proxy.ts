/** Which proxy, if any, leads to a host: the user's settings first, then the environment. Opens no connection. */
import type { ProxySettings } from '../core/connection';
import { AssistantError } from '../core/errors';
import { redact } from '../core/token';
import { bareHost, isExempt } from './noProxy';

export interface ProxyRoute {
  /** `http:` or `https:`, host and port; no login. */
  readonly url: URL;
  /** Value of the `Proxy-Authorization` header. */
  readonly authorization: string | undefined;
  /** The setting or the environment variable that names it. */
  readonly source: string;
}

/**
 * An explicit setting applies to every host that the settings do not exempt; one from the environment also spares this computer.
 * @throws AssistantError `badSetting` for a setting that is no HTTP proxy, `proxy` for an environment variable that is none
 */
export function chooseProxy(target: URL, settings: ProxySettings, environment: NodeJS.ProcessEnv): ProxyRoute | undefined {
  if (!settings.enabled || isExempt(target, settings.noProxy)) {
    return undefined;
  }
  const explicit = settings.url.trim();
  if (explicit !== '') {
    return routeOf(explicit, settings.authorization, 'http.proxy');
  }
  const [source, inherited] = inheritedProxy(target, environment);
  const noProxy = variable(environment, 'no_proxy').split(/[\s,;]+/);
  if (inherited === '' || isLoopback(target) || isExempt(target, noProxy)) {
    return undefined;
  }
  return routeOf(inherited, settings.authorization, source);
}

/** The variable's name as it is set, and its value; empty where none is. */
function inheritedProxy(target: URL, environment: NodeJS.ProcessEnv): readonly [string, string] {
  const names = target.protocol === 'https:' ? ['https_proxy', 'http_proxy', 'all_proxy'] : ['http_proxy', 'all_proxy'];
  const found = names.find((name) => variable(environment, name) !== '') ?? '';
  return [environment[found] === undefined ? found.toUpperCase() : found, variable(environment, found)];
}

/** By its name in lower case, which wins, as with other programs, or in upper case. */
function variable(environment: NodeJS.ProcessEnv, name: string): string {
  return (environment[name] ?? environment[name.toUpperCase()] ?? '').trim();
}

function isLoopback(target: URL): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|::1)$/.test(bareHost(target));
}

function routeOf(text: string, authorization: string, source: string): ProxyRoute {
  const fault = source === 'http.proxy' ? 'badSetting' : 'proxy';
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new AssistantError(fault, { code: 'proxyUrl', detail: redact(address) });
  }
  if (!/^https?:$/.test(url.protocol)) {
    throw new AssistantError(fault, { code: url.protocol.startsWith('socks') ? 'socks' : 'proxyUrl', detail: redact(address) });
  }
  const header = authorization.trim() === '' ? basicLogin(url) : authorization.trim();
  if (header !== undefined && !/^[\x20-\x7e]+$/.test(header)) {
    throw new AssistantError('badSetting', { code: 'proxyAuthorization' });
  }
  return { url: new URL(url.origin), authorization: header, source };
}

function basicLogin(url: URL): string | undefined {
  if (url.username === '' && url.password === '') {
    return undefined;
  }
  return `Basic ${Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString('base64')}`;
}

/** A `%` in a password that nobody encoded stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
