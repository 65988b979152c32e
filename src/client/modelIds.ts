/** Reads the list of models. Which of them chat, and which are known, is for the caller to say. */
import { AssistantError } from '../core/errors';
import { bodyError, htmlError, isErrorBody, looksLikeHtml, type HttpErrorContext } from './httpErrors';
import { arrayOf, isObject, objectOf, parseJson, stringOf } from './json';

/**
 * @param text undefined where it was too long to read
 * @throws AssistantError for an error in a successful answer, `badResponse` for what is no list
 */
export function readModelIds(text: string | undefined, context: HttpErrorContext): string[] {
  if (text !== undefined && looksLikeHtml(text)) {
    throw htmlError(text, context);
  }
  const body = text === undefined ? undefined : parseJson(text.replace(/^\uFEFF/, ''));
  if (isErrorBody(body)) {
    throw bodyError(body, context);
  }
  if (!isObject(body) || !Array.isArray(body['data'])) {
    throw new AssistantError('badResponse', { status: context.status, code: text === undefined ? 'bodyTooLarge' : 'json' });
  }
  return arrayOf(body['data'])
    .map((entry) => stringOf(objectOf(entry)?.['id']))
    .filter((id) => id !== '');
}
