/**
 * Failures as errors of VS Code's language model API: of the kind that a caller can act on, with the sentence that a user can read.
 * A chat that shows them has no buttons, so the one that helps is offered in a message beside it.
 */
import * as vscode from 'vscode';
import type { Notice, NoticeButton } from '../../core/conversation';
import type { AssistantError } from '../../core/errors';
import type { NativeProblem } from '../../core/nativeChat/nativeAnswer';
import { errorNotice } from '../platform/errorNotice';

/** @param model that was asked. @returns whether what failed may be tried again */
export type Act = (button: NoticeButton, model: string) => Promise<boolean>;

/** Sentence, what the endpoint said, and the trace id, as one text. */
export function noticeText({ sentence, detail, traceId }: Notice): string {
  const { l10n } = vscode;
  return [
    sentence,
    ...(detail === undefined ? [] : [l10n.t('Details: {0}', detail)]),
    ...(traceId === undefined ? [] : [l10n.t('Trace ID: {0}', traceId)]),
  ].join(' ');
}

/** What was canceled is said by nobody. */
export function languageModelError(error: AssistantError): Error {
  if (error.kind === 'canceled') {
    return new vscode.CancellationError();
  }
  const text = noticeText(errorNotice(error, false));
  switch (error.kind) {
    case 'noToken':
    case 'tokenOrigin':
    case 'invalidToken':
    case 'tokenMismatch':
    case 'disabled':
      return vscode.LanguageModelError.NoPermissions(text);
    case 'notFound':
    case 'notImplemented':
      return vscode.LanguageModelError.NotFound(text);
    case 'usedUp':
    case 'moderated':
    case 'rateLimit':
    case 'concurrency':
    case 'secret':
      return vscode.LanguageModelError.Blocked(text);
    default:
      return new Error(text);
  }
}

/** An answer that came, but not as one that can be used. */
export function problemError(problem: NativeProblem): Error {
  const { l10n } = vscode;
  switch (problem) {
    case 'empty':
      return new Error(l10n.t('The model sent an empty answer.'));
    case 'declined':
      return vscode.LanguageModelError.Blocked(l10n.t('The model declined, or the answer was filtered.'));
    case 'noCall':
      return new Error(l10n.t('The model meant to call a tool, but no call came. Try again.'));
    case 'brokenCall':
      return new Error(l10n.t('The model called a tool in a way that cannot be read. Try again.'));
    case 'cutCall':
      return new Error(l10n.t('The answer reached its length limit in the middle of a call of a tool.'));
  }
}

/** Offers what helps against failures, each only once at a time, however many requests fail of it. */
export class FailureOffers {
  readonly #open = new Set<string>();

  constructor(private readonly act: Act) {}

  /** Resolves when the user has decided. */
  async offer(error: AssistantError, model: string): Promise<void> {
    const { sentence, action } = errorNotice(error, false);
    // To ask again, or another model, is up to the chat; and a passing trouble is worth no message.
    const isOfChat = action !== undefined && ['retry', 'selectModel', 'openStatusPage'].includes(action.id);
    if (action === undefined || isOfChat || this.#open.has(sentence)) {
      return;
    }
    this.#open.add(sentence);
    try {
      const chosen = await vscode.window.showWarningMessage(sentence, action.label);
      if (chosen !== undefined && (await this.act(action, model))) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Now ask again in the chat.'));
      }
    } finally {
      this.#open.delete(sentence);
    }
  }
}
