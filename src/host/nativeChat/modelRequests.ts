/**
 * Requests to the models that VS Code lists: from its own chat, and from any extension that selects one. Everything that belongs to
 * one request is local to it, so that any number can run at once.
 */
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chatCompletions';
import type { ChatModel } from '../../core/chatModel';
import { toAssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { NativeAnswer } from '../../core/nativeChat/nativeAnswer';
import { nativeModel } from '../../core/nativeChat/nativeModel';
import { mostRequestTokens, nativeRequest, requestTokens } from '../../core/nativeChat/nativeRequest';
import { messageTokens } from '../../core/nativeChat/nativeTokens';
import { ToolNames } from '../../core/nativeChat/toolNames';
import { LearnedRatios } from '../../core/tokenRatio';
import { estimateTokens } from '../../core/tokens';
import { signalOf } from '../platform/signalOf';
import { FailureOffers, languageModelError, problemError, type Act } from './languageModelErrors';
import { nativeMessageOf, nativeOptionsOf, nativePartsOf, responsePartOf } from './nativeParts';

export interface ModelRequestsDeps {
  readonly model: ChatModel;
  readonly act: Act;
  readonly log: Logger;
  /** Aborted when all is over. */
  readonly ended: AbortSignal;
}

/**
 * Milliseconds between the last part and a failure. VS Code collects parts for 30, and throws away what a caller has not read when
 * the failure comes.
 */
const readingMs = 500;

/** A larger request is not estimated only to learn of it. */
const mostToLearnFrom = 200_000;

export class ModelRequests {
  readonly #ratios = new LearnedRatios();
  readonly #offers: FailureOffers;

  constructor(private readonly deps: ModelRequestsDeps) {
    this.#offers = new FailureOffers(deps.act);
  }

  /** Resolves when the answer is complete. @throws LanguageModelError or Error with a sentence for the user; CancellationError */
  async respond(
    { id }: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const names = new ToolNames();
    const request = nativeRequest(id, messages.map(nativeMessageOf), nativeOptionsOf(options), names);
    if (request === undefined) {
      throw new Error(vscode.l10n.t('There is no text to send.'));
    }
    const answer = new NativeAnswer(names);
    const canceled = signalOf(token, this.deps.ended);
    try {
      for await (const delta of this.deps.model.stream(request, canceled.signal)) {
        for (const output of answer.take(delta)) progress.report(responsePartOf(output));
        if (delta.type === 'usage') this.#learn(request, delta.usage.prompt_tokens);
      }
    } catch (thrown) {
      const error = toAssistantError(thrown);
      if (error.kind !== 'canceled') {
        this.deps.log.error(`Language model: ${error.message}`);
        void this.#offers.offer(error, request.model);
        if (answer.hasOutput) await setTimeout(readingMs);
      }
      throw languageModelError(error);
    } finally {
      canceled.dispose();
    }
    if (answer.problem !== undefined) {
      this.deps.log.warn(`Language model: the answer is ${answer.problem}`);
      if (answer.hasOutput) await setTimeout(readingMs);
      throw problemError(answer.problem);
    }
  }

  /** Estimated at once, corrected by what the endpoint counted for earlier requests to the model. */
  countTokens(id: string, text: string | vscode.LanguageModelChatRequestMessage): number {
    const tokens = typeof text === 'string' ? estimateTokens(text) : messageTokens(nativePartsOf(text.content));
    return Math.ceil(tokens * this.#ratios.ratio(nativeModel(id).facts.id));
  }

  #learn(request: ChatRequest, counted: number): void {
    if (!hasImages(request) && mostRequestTokens(request) <= mostToLearnFrom) {
      this.#ratios.learn(request.model, counted, requestTokens(request));
    }
  }
}

/** Their tokens depend on sizes that are not known here. */
function hasImages({ messages }: ChatRequest): boolean {
  return messages.some(
    ({ content }) => Array.isArray(content) && content.some((part: { type: string }) => part.type === 'image_url'),
  );
}
