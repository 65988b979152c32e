/** An answer of the participant: what of its stream is shown in the chat, and in which words it ends. */
import * as vscode from 'vscode';
import type { ChatDelta } from '../../core/chatModel';
import type { Notice } from '../../core/conversation';
import { toAssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { finishNotice } from '../chat/finishNotice';
import { UnavailableError } from '../context/sourceContent';
import { errorNotice, retryNotice } from '../platform/errorNotice';
import type { TurnEnd } from './chatTurns';

/** One for each answer. */
export class ParticipantReply {
  /** Why it ended, where it did not simply end. */
  notice: Notice | undefined;
  #end: TurnEnd = 'none';
  #hasText = false;
  #isThinking = false;
  #reason: string | undefined;

  constructor(private readonly stream: vscode.ChatResponseStream) {}

  get end(): TurnEnd {
    return this.#hasText ? this.#end : 'none';
  }

  take(delta: ChatDelta): void {
    switch (delta.type) {
      case 'text':
      case 'refusal':
        this.#hasText ||= delta.text.trim() !== '';
        this.#end = 'cut';
        this.stream.markdown(delta.text);
        break;
      case 'reasoning':
        if (!this.#isThinking) this.stream.progress(vscode.l10n.t('Claude is thinking…'));
        this.#isThinking = true;
        break;
      case 'retry':
        this.stream.progress(retryNotice(delta.error, delta.attempt, delta.delayMs).sentence);
        break;
      case 'finish':
        this.#reason = delta.reason;
        break;
      default:
        break;
    }
  }

  complete(): void {
    this.notice = finishNotice(this.#reason, this.#hasText);
    this.#end = this.#reason === 'length' ? 'cut' : 'whole';
  }

  fail(thrown: unknown, log: Logger): void {
    if (thrown instanceof UnavailableError) {
      this.notice = { severity: 'error', sentence: thrown.message };
      return;
    }
    const error = toAssistantError(thrown);
    if (error.kind !== 'canceled') {
      log.error(`Participant: ${error.message}`);
      if (error.kind === 'internal' && error.cause instanceof Error) log.error(error.cause.stack ?? error.cause.message);
      this.notice = errorNotice(error, this.#hasText);
    }
  }
}
