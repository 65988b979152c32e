/**
 * What a failure of the endpoint is about, so that the user can act on it: found in the words of the endpoint, where it has no code.
 * And what is said of a parameter that a model is known to refuse.
 */
import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chatCompletions';
import { optionOf } from '../../core/chatOptions';
import { AssistantError, type AssistantErrorKind } from '../../core/errors';
import { modelFacts } from '../../core/models';
import { parameterIn } from '../../core/refusedParameter';
import { refusableParameters, type RefusableParameter, type Refusal } from '../../core/requestParameters';
import { imagesCode } from './errorNotice';

/** What endpoints answer for a model that is no more: their words differ too much to go by. */
const retiredKinds: readonly AssistantErrorKind[] = ['notFound', 'notImplemented', 'badRequest', 'server', 'upstreamTimeout'];

const tooLong = /\b(?:prompt|input|request|messages?) (?:is|are) too (?:long|large)\b|\bcontext (?:window|length|limit)\b/i;

/**
 * Names the parameter that a refusal is about, where it is one that the settings or the options of a chat put in, or the successor of a
 * retired model; tells what is refused for its images or its length.
 * @param request as a feature made it. @param configured as it was sent
 */
export function explained(error: AssistantError, request: ChatRequest, configured: ChatRequest): AssistantError {
  if (!retiredKinds.includes(error.kind)) {
    return error;
  }
  const { kind, code, status, traceId, detail = '', retryAfterMs, field } = error;
  const facts = { status, traceId, detail: error.detail, cause: error };
  const parameter = kind === 'badRequest' ? parameterIn(detail, addedParameters(request, configured), field) : undefined;
  if (kind === 'badRequest' && parameter === undefined) {
    if (refusesImages(request, detail)) {
      return new AssistantError(kind, { ...facts, code: imagesCode });
    }
    if (tooLong.test(detail)) {
      return new AssistantError('tooLarge', { ...facts, code });
    }
  }
  const { successor } = modelFacts(request.model);
  if (parameter === undefined && successor === undefined) {
    return error;
  }
  return new AssistantError(kind, {
    ...facts,
    code,
    retryAfterMs,
    ...(parameter === undefined ? { successor } : { parameter }),
  });
}

/** What was sent because the user has set or chosen it. */
function addedParameters(request: ChatRequest, configured: ChatRequest): readonly RefusableParameter[] {
  return refusableParameters.filter(
    (name) =>
      configured[name] !== undefined && (isChosen(name) || optionOf(name) !== undefined || configured[name] !== request[name]),
  );
}

/** What a feature puts in because the user has chosen it, not a request setting. */
function isChosen(name: RefusableParameter): boolean {
  return name === 'reasoning_effort' || name === 'prediction';
}

/** There is no code for it: only the words tell that a model takes no images. */
function refusesImages({ messages }: ChatRequest, said: string): boolean {
  const hasImages = messages.some(
    ({ content }) => typeof content === 'object' && content.some(({ type }) => type === 'image_url'),
  );
  return hasImages && /\b(?:images?|image_url|vision|multi-?modal)\b/i.test(said);
}

/** Tells the user, without waiting for more than that it is shown. */
export function sayLeftOut(model: string, refusal: Refusal): void {
  const { name } = modelFacts(model);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} was not sent to {1}: {2}', refusal.name, name, refusalWords(refusal, model)),
  );
}

function refusalWords({ name, reason }: Refusal, model: string): string {
  const { l10n } = vscode;
  const limit = modelFacts(model).outputTokens.toLocaleString(vscode.env.language);
  switch (reason) {
    case 'fixedSampling':
      return l10n.t('this model refuses any value but its default.');
    case 'oneOfTwo':
      return l10n.t('this model takes temperature or top_p, not both.');
    case 'upToOne':
      return l10n.t('this model takes a temperature up to 1.');
    case 'whileReasoning':
      return name === 'temperature'
        ? l10n.t('with a reasoning effort, it takes the default temperature only.')
        : l10n.t('with a reasoning effort, it takes a top_p from 0.95 on only.');
    case 'overLimit':
      return l10n.t('this model answers with at most {0} tokens, so the limit of the answer is no more than that.', limit);
    case 'noRoom':
      return l10n.t('the limit of the answer that is set leaves no room for reasoning.');
    case 'otherName':
      return l10n.t('it is another name of max_tokens, which is set as well.');
    case 'blankStop':
      return l10n.t('it refuses texts of blanks or line breaks alone; any others were sent.');
    case 'needsTools':
      return l10n.t('only a request with tools may have it.');
  }
}
