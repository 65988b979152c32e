/** Turns an error's kind into a sentence, and the one button that helps. The only place that words errors. */
import * as vscode from 'vscode';
import { optionOf } from '../../core/chatOptions';
import type { Notice, NoticeAction } from '../../core/conversation';
import type { AssistantError } from '../../core/errors';
import { modelFacts } from '../../core/models';

/** Code of a `badRequest` that is about the images of the request. */
export const imagesCode = 'images';

interface Words {
  readonly sentence: string;
  readonly action?: NoticeAction;
}

/** @param hasText whether a part of the answer had come, which stays */
export function errorNotice(error: AssistantError, hasText: boolean): Notice {
  const { sentence, action } = words(error);
  const kept = hasText ? ` ${vscode.l10n.t('What had come is kept.')}` : '';
  return {
    severity: 'error',
    sentence: sentence + kept,
    ...(error.detail === undefined || isInSentence(error) ? {} : { detail: error.detail }),
    ...(error.traceId === undefined ? {} : { traceId: error.traceId }),
    ...(action === undefined
      ? {}
      : {
          action: {
            id: action,
            label: actionLabel(action, error),
            ...(error.parameter === undefined ? {} : { parameter: error.parameter }),
            ...(error.successor === undefined ? {} : { model: error.successor }),
            ...(error.finding === undefined ? {} : { finding: error.finding }),
          },
        }),
  };
}

/** The same under an answer of a chat, where there is more that can be done. */
export function chatErrorNotice(error: AssistantError, hasText: boolean): Notice {
  const notice = errorNotice(error, hasText);
  return error.kind === 'tooLarge' ? { ...notice, action: { id: 'newChat', label: actionLabel('newChat', error) } } : notice;
}

/** While a repetition waits. */
export function retryNotice(error: AssistantError, attempt: number, delayMs: number): Notice {
  const seconds = String(Math.max(1, Math.round(delayMs / 1000)));
  return {
    severity: 'info',
    sentence: vscode.l10n.t('{0} Trying again in {1} s (repetition {2}).', words(error).sentence, seconds, String(attempt)),
  };
}

function actionLabel(action: NoticeAction, { parameter, successor }: AssistantError): string {
  switch (action) {
    case 'continue':
      return vscode.l10n.t('Continue');
    case 'retry':
      return vscode.l10n.t('Retry');
    case 'setToken':
      return vscode.l10n.t('Set API Token');
    case 'useEnvironmentToken':
      return vscode.l10n.t('Use It Here Too');
    case 'selectModel':
      return vscode.l10n.t('Select Model');
    case 'turnOffParameter':
      return optionOf(parameter ?? '') === undefined
        ? vscode.l10n.t('Do Not Send {0} to This Model', parameter ?? '')
        : vscode.l10n.t('Ask Without {0}', parameter ?? '');
    case 'useSuccessor':
      return vscode.l10n.t('Ask {0} Instead', modelFacts(successor ?? '').name);
    case 'newChat':
      return vscode.l10n.t('New Chat');
    case 'sendAnyway':
      return vscode.l10n.t('Send Anyway');
    case 'openRequestSettings':
    case 'openSettings':
      return vscode.l10n.t('Open Settings');
    case 'openConsole':
      return vscode.l10n.t('Open Console');
    case 'openStatusPage':
      return vscode.l10n.t('Open Status Page');
    case 'checkConnection':
      return vscode.l10n.t('Check Connection');
    case 'showLog':
      return vscode.l10n.t('Show Log');
  }
}

/** The kinds whose sentence already holds the detail. */
function isInSentence(error: AssistantError): boolean {
  return ['tokenOrigin', 'redirect', 'badSetting', 'secret'].includes(error.kind) || error.code === 'proxyUrl';
}

function words(error: AssistantError): Words {
  return error.successor === undefined
    ? kindWords(error)
    : { sentence: `${kindWords(error).sentence} ${vscode.l10n.t('This model is retired.')}`, action: 'useSuccessor' };
}

function kindWords(error: AssistantError): Words {
  const { l10n } = vscode;
  const detail = error.detail ?? '';
  switch (error.kind) {
    case 'noToken':
      return { sentence: l10n.t('An Ace Data Cloud API token is needed.'), action: 'setToken' };
    case 'tokenOrigin':
      return error.code === 'environment'
        ? {
            sentence: l10n.t('The token in ACEDATACLOUD_API_TOKEN was not given for {0}, so it was not sent there.', detail),
            action: 'useEnvironmentToken',
          }
        : {
            sentence: l10n.t('The stored token was not given for {0}, so it was not sent there.', detail),
            action: 'setToken',
          };
    case 'invalidToken':
      return error.code === 'token_expired'
        ? { sentence: l10n.t('This API token has expired. Make a new one in the console.'), action: 'setToken' }
        : { sentence: l10n.t('The endpoint does not accept this API token.'), action: 'setToken' };
    case 'tokenMismatch':
      return {
        sentence: l10n.t('This API token does not cover Claude. Use one for Claude, or one for all services.'),
        action: 'setToken',
      };
    case 'usedUp':
      return { sentence: l10n.t('The credit of this API token is used up.'), action: 'openConsole' };
    case 'disabled':
      return { sentence: l10n.t('This API token or its application is disabled.'), action: 'openConsole' };
    case 'moderated':
      return { sentence: l10n.t("The endpoint's content moderation refused this. Nothing was billed. Change the question.") };
    case 'notFound':
      return {
        sentence: l10n.t('The endpoint does not know this address or this model.'),
        action: 'selectModel',
      };
    case 'notImplemented':
      return { sentence: l10n.t('The endpoint does not offer this model.'), action: 'selectModel' };
    case 'badRequest':
      if (error.code === imagesCode) {
        return {
          sentence: l10n.t(
            'The endpoint refused the images: perhaps this model takes none. Select another one, or ask without them.',
          ),
          action: 'selectModel',
        };
      }
      return error.parameter === undefined
        ? { sentence: l10n.t('The endpoint refused the request.'), action: 'retry' }
        : { sentence: l10n.t('The endpoint refused {0}.', error.parameter), action: 'turnOffParameter' };
    case 'tooLarge':
      return {
        sentence: l10n.t('The request is too large for the endpoint. Send less text or fewer images, or start a new chat.'),
      };
    case 'rateLimit':
      return { sentence: waitWords(l10n.t('Too many requests in a short time.'), error), action: 'retry' };
    case 'concurrency':
      return { sentence: waitWords(l10n.t('Too many requests at once with this API token.'), error), action: 'retry' };
    case 'secret':
      return {
        sentence: l10n.t('Nothing was sent, because of what looks like a secret: {0}.', error.detail ?? ''),
        action: 'sendAnyway',
      };
    case 'server':
      return { sentence: waitWords(l10n.t('The endpoint had an internal error.'), error), action: 'openStatusPage' };
    case 'upstreamTimeout':
      return { sentence: l10n.t('The model did not answer the endpoint in time.'), action: 'retry' };
    default:
      return connectionWords(error);
  }
}

/** What went wrong on the way, rather than at the endpoint. */
function connectionWords(error: AssistantError): Words {
  const { l10n } = vscode;
  const detail = error.detail ?? '';
  switch (error.kind) {
    case 'dns':
      return { sentence: l10n.t('The name of the endpoint could not be resolved. Are you online?'), action: 'checkConnection' };
    case 'refused':
      return { sentence: l10n.t('Nothing answers at the address of the endpoint.'), action: 'openSettings' };
    case 'network':
      return { sentence: l10n.t('The connection to the endpoint was lost.'), action: 'retry' };
    case 'timeout':
      return { sentence: timeoutWords(error), action: error.phase === 'connect' ? 'checkConnection' : 'retry' };
    case 'certificate':
      return {
        sentence: l10n.t('The certificate of the endpoint, or of a proxy in between, is not trusted on this machine.'),
        action: 'checkConnection',
      };
    case 'proxy':
      return error.status === 407
        ? { sentence: l10n.t('The proxy asks for a login, or does not accept the one it got.'), action: 'openSettings' }
        : { sentence: proxyWords(error), action: 'openSettings' };
    case 'redirect':
      return {
        sentence: l10n.t('The endpoint redirects to {0}. The token is not sent there.', detail),
        action: 'openSettings',
      };
    case 'badResponse':
      return {
        sentence: l10n.t('Something that is not the endpoint answered: a proxy, a login page, or a wrong address.'),
        action: 'checkConnection',
      };
    case 'interrupted':
      return { sentence: l10n.t('The answer broke off before it was complete. It may be billed.'), action: 'retry' };
    case 'badSetting':
      return { sentence: settingWords(error), action: error.code === 'request' ? 'openRequestSettings' : 'openSettings' };
    default:
      return { sentence: l10n.t('Something went wrong inside Ace Claude.'), action: 'showLog' };
  }
}

function proxyWords(error: AssistantError): string {
  return error.code === 'socks' || error.code === 'proxyUrl'
    ? settingWords(error)
    : vscode.l10n.t('The proxy could not be used.');
}

function settingWords(error: AssistantError): string {
  const { l10n } = vscode;
  const detail = error.detail ?? '';
  switch (error.code) {
    case 'baseUrl':
      return l10n.t('The address in aceClaude.baseUrl cannot be used: {0}', detail);
    case 'request':
      return l10n.t('Nothing was sent: the value of a setting cannot be used. {0}', detail);
    case 'socks':
      return l10n.t('SOCKS proxies are not supported. Name an HTTP proxy in http.proxy.');
    case 'proxyAuthorization':
      return l10n.t('The value of http.proxyAuthorization cannot be sent: it has characters that no header has.');
    default:
      return l10n.t('The proxy in http.proxy or in the environment cannot be used: {0}', detail);
  }
}

function timeoutWords(error: AssistantError): string {
  const { l10n } = vscode;
  switch (error.phase) {
    case 'connect':
      return l10n.t('The endpoint could not be reached in time.');
    case 'idle':
      return l10n.t('The answer stalled: nothing came for too long.');
    default:
      return l10n.t('The endpoint accepted the request but sent nothing for too long.');
  }
}

function waitWords(sentence: string, error: AssistantError): string {
  return error.retryAfterMs === undefined
    ? sentence
    : `${sentence} ${vscode.l10n.t('It asks to wait {0} s.', String(Math.ceil(error.retryAfterMs / 1000)))}`;
}
