/** What a user can do about a step of "Check Connection" that failed, in one sentence. */
import * as vscode from 'vscode';
import type { ProbeStep } from '../../core/connectionProbe';
import type { AssistantError } from '../../core/errors';
import { links } from '../platform/links';

export function advice(error: AssistantError, step: ProbeStep['id'] | 'address' | 'token'): string {
  const { l10n } = vscode;
  switch (error.kind) {
    case 'badSetting':
      return l10n.t('Correct the setting; “Ace Claude: Show Log” has more.');
    case 'dns':
      return l10n.t('See whether you are online, with the VPN that you need, and whether the name is spelled right.');
    case 'refused':
      return l10n.t('See whether host and port are right, and whether a firewall blocks them.');
    case 'timeout':
      return step === 'models'
        ? l10n.t('The endpoint accepts connections but does not answer: look at {0}, and try again later.', links.status)
        : l10n.t(
            'A firewall may swallow the connection: name the proxy of your network in http.proxy, or try another network.',
          );
    case 'network':
      return l10n.t(
        'The other side hung up: see whether the address speaks https, and whether something on the way blocks it.',
      );
    case 'certificate':
      return certificateAdvice(error);
    case 'proxy':
      return proxyAdvice(error);
    case 'redirect':
      return l10n.t('Put the address that it redirects to into aceClaude.baseUrl if you trust it.');
    case 'badResponse':
      return l10n.t('Open any web page in a browser: a hotspot may want a login. Otherwise the address may be wrong.');
    case 'noToken':
    case 'tokenOrigin':
    case 'invalidToken':
      return l10n.t('Run “Ace Claude: Set API Token…”. Tokens are in the console: {0}', links.console);
    case 'tokenMismatch':
      return l10n.t('Make a token for Claude, or one for all services, in the console: {0}', links.console);
    case 'usedUp':
    case 'disabled':
    case 'moderated':
      return l10n.t('See the state of the token and its credit in the console: {0}', links.console);
    case 'notFound':
    case 'notImplemented':
      return l10n.t('The path in aceClaude.baseUrl may be wrong; the default needs none.');
    case 'rateLimit':
    case 'concurrency':
      return l10n.t('Wait a minute and check again.');
    default:
      return l10n.t('Look at the state of the service, {0}, and try again later.', links.status);
  }
}

function certificateAdvice({ code }: AssistantError): string {
  const { l10n } = vscode;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return l10n.t("See whether this computer's clock is right. If it is, who runs the server has to renew its certificate.");
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return l10n.t('Another server answers: a hotspot may want a login, or the address is wrong.');
    default:
      return l10n.t(
        'If your company inspects encrypted traffic, add its root certificate to the system, or name its file in NODE_EXTRA_CA_CERTS.',
      );
  }
}

function proxyAdvice({ status }: AssistantError): string {
  const { l10n } = vscode;
  return status === 407
    ? l10n.t('Put the login into http.proxy (http://name:password@host:port), or its header into http.proxyAuthorization.')
    : l10n.t('See whether the proxy is right and lets this host through; http.noProxy names hosts that need none.');
}
