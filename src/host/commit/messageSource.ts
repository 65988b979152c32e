/** One commit message from the model: streamed, cleaned, wrapped, checked against the rules and, if it fails, repaired once. */
import * as vscode from 'vscode';
import type { ChatModel } from '../../core/chatModel';
import { checkMessage, type BrokenRule } from '../../core/commit/commitlint';
import { messageIn } from '../../core/commit/messageText';
import { withTrailers } from '../../core/commit/trailers';
import { wrapMessage } from '../../core/commit/wrapMessage';
import { plainLine } from '../../core/errors';
import { commitMessageRequest, repairRequest, type CommitMessageInput } from '../../core/prompts/commitMessage';
import { tooLongSubject, type CommitSettings } from './commitSettings';
import { CommitFailure } from './failureNotice';

export interface WrittenMessage {
  readonly message: string;
  /** Rules that it still breaks. */
  readonly broken: readonly BrokenRule[];
  /** It ended at the limit of its length. */
  readonly isCut: boolean;
}

export class MessageSource {
  readonly #width: number;
  readonly #offered: string[] = [];

  constructor(
    private readonly model: ChatModel,
    private readonly input: CommitMessageInput,
    private readonly settings: CommitSettings,
    /** What the message ends with in any case. */
    private readonly trailers: readonly string[],
  ) {
    const limits = input.rules.flatMap(({ name, value }) =>
      name === 'body-max-line-length' && typeof value === 'number' && Number.isFinite(value) ? [value] : [],
    );
    this.#width = Math.min(...[settings.bodyWidth, ...limits].filter((width) => width > 0)) || 0;
  }

  /** Every message that was complete. */
  get offered(): readonly string[] {
    return this.#offered;
  }

  /**
   * @param show gets the message so far, each time there is more of it
   * @param model that is asked for this one of several
   * @throws AssistantError, CommitFailure
   */
  async stream(
    alternative: number,
    signal: AbortSignal,
    show: (message: string) => void,
    model: Pick<ChatModel, 'stream'> = this.model,
  ): Promise<WrittenMessage> {
    let answer = '';
    let refusal = '';
    let isCut = false;
    for await (const delta of model.stream(commitMessageRequest({ ...this.input, alternative }), signal)) {
      if (delta.type === 'text' && delta.choice === 0) {
        answer += delta.text;
        show(this.#wrapped(messageIn(answer, false)));
      } else if (delta.type === 'refusal' && delta.choice === 0) {
        refusal += delta.text;
      } else if (delta.type === 'finish' && delta.choice === 0) {
        isCut = delta.reason === 'length';
      }
    }
    const message = messageIn(answer, true);
    if (message === '') {
      throw new CommitFailure(
        refusal === ''
          ? vscode.l10n.t('The model wrote no message.')
          : vscode.l10n.t('The model refused to write a message: {0}', plainLine(refusal)),
      );
    }
    const written = { ...this.#finished(message), isCut };
    this.#offered.push(written.message);
    return written;
  }

  /** The same, or one that breaks fewer rules. @throws AssistantError */
  async repair(written: WrittenMessage, signal: AbortSignal): Promise<WrittenMessage> {
    const errors = written.broken.filter(({ level }) => level === 'error');
    if (errors.length === 0) {
      return written;
    }
    const { choices } = await this.model.complete(repairRequest(this.input, written.message, errors), signal);
    const message = messageIn(choices[0]?.message.content ?? '', true);
    const repaired = { ...this.#finished(message), isCut: choices[0]?.finish_reason === 'length' };
    const isBetter = repaired.broken.filter(({ level }) => level === 'error').length < errors.length;
    return message !== '' && isBetter ? repaired : written;
  }

  #finished(message: string): Pick<WrittenMessage, 'message' | 'broken'> {
    const whole = this.#wrapped(withTrailers(message, this.trailers));
    return { message: whole, broken: [...tooLongSubject(whole, this.settings), ...checkMessage(whole, this.input.rules)] };
  }

  #wrapped(message: string): string {
    return wrapMessage(message, Number.isFinite(this.#width) ? this.#width : 0);
  }
}
