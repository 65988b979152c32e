/** Reads the body of an answer whose status is no success, and says what it means. */
import { toAssistantError, type AssistantError } from '../core/errors';
import { collectStart } from './bodyText';
import { httpError } from './httpErrors';
import type { HttpAnswer } from './httpExchange';
import { parseRetryAfter } from './retry';
import { traceIdIn } from './traceIdIn';

/** What of an error's body is read; the rest may be a page of any length. */
const maxErrorBytes = 64 * 1024;

/** @throws AssistantError `canceled`; the answer is closed or dropped in any case */
export async function failureOf(answer: HttpAnswer, secrets: readonly string[]): Promise<AssistantError> {
  let text = '';
  try {
    const start = await collectStart(answer.body.bytes(), maxErrorBytes);
    text = start.text;
    if (!start.isCut) {
      await answer.body.close();
    }
  } catch (error) {
    // The status says enough; a body that breaks off must not hide it.
    text = '';
    if (toAssistantError(error).kind === 'canceled') {
      throw error;
    }
  } finally {
    answer.body.drop();
  }
  return httpError(text, {
    status: answer.status,
    secrets,
    traceId: traceIdIn(answer.headers),
    retryAfterMs: parseRetryAfter(answer.headers['retry-after'], Date.now()),
    asksForPayment: answer.headers['payment-required'] !== undefined,
  });
}
