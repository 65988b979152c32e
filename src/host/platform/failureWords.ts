/** One sentence for anything that was thrown, whoever threw it. */
import { toAssistantError } from '../../core/errors';
import { HistoryError } from '../history/historyError';
import { historyErrorWords } from '../history/historyWords';
import { errorNotice } from './errorNotice';

export function failureWords(error: unknown): string {
  return error instanceof HistoryError ? historyErrorWords(error) : errorNotice(toAssistantError(error), false).sentence;
}
