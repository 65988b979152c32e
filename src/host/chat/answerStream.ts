/**
 * One answer as it comes: asks the model through the port and turns its deltas into conversation events, batched, timed and, for
 * a continuation, joined to what was there. Which question is answered, and what is done with the events, is the session's.
 */
import * as vscode from 'vscode';
import type { ChatRequest, Usage } from '../../core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import { Seam } from '../../core/continuation';
import type { Answer, AnswerOutcome, AnswerTiming, ConversationEvent, Notice, ResponseFacts } from '../../core/conversation';
import { isCancellation, toAssistantError, type AssistantError } from '../../core/errors';
import { given } from '../../core/jsonShape';
import type { Logger } from '../../core/logger';
import { endsWithTools } from '../../core/tools/toolUse';
import { addUsage } from '../../core/usage/addUsage';
import { joinSources } from '../../core/webSources';
import { chatErrorNotice, retryNotice } from '../platform/errorNotice';
import { AnswerExtras, type ExtraFiles } from './answerExtras';
import { DeltaBatch } from './deltaBatch';
import { finishNotice } from './finishNotice';
import { ToolCallStream } from './toolCallStream';

interface Deps {
  readonly model: Pick<ChatModel, 'stream'>;
  readonly log: Logger;
  readonly apply: (event: ConversationEvent) => void;
  /** The request as it goes out. */
  readonly sent: (request: ChatRequest) => void;
  /** Of the conversation; absent: nothing beside the text is kept. */
  readonly files?: ExtraFiles;
}

/**
 * Asks for an answer, or for the rest of one that has text or calls of tools. Ends when the answer is settled, or when there are calls
 * to be run: then it is still `streaming`. Never throws.
 */
export async function streamAnswer(deps: Deps, answer: Answer, request: ChatRequest, signal: AbortSignal): Promise<void> {
  const stream = new AnswerStream(deps, answer, request);
  let error: AssistantError | undefined;
  try {
    for await (const delta of deps.model.stream(request, signal)) {
      stream.take(delta);
    }
  } catch (thrown) {
    error = toAssistantError(thrown);
  }
  await stream.keepExtras();
  if (error === undefined) {
    stream.complete();
  } else {
    stream.fail(error);
  }
}

class AnswerStream {
  readonly #batch: DeltaBatch;
  readonly #calls: ToolCallStream;
  #seam: Seam | undefined;
  /** Between what was said before the tools ran and what is said after. */
  #gap: string;
  #startedAt = performance.now();
  #textLength: number;
  #reasoningLength: number;
  #firstTokenAt: number | undefined;
  #firstTextAt: number | undefined;
  #hasReasoning = false;
  #usage: Usage | undefined;
  #facts: ResponseFacts = {};
  readonly #extras: AnswerExtras;
  #isAllKept = true;

  constructor(
    private readonly deps: Deps,
    private readonly before: Answer,
    request: ChatRequest,
  ) {
    this.#extras = new AnswerExtras(before, deps.files, request.audio?.format, () => {
      this.#settle('streaming', undefined);
    });
    this.#textLength = before.text.length;
    this.#reasoningLength = before.reasoning.length;
    const isAfterTools = endsWithTools(before);
    this.#seam = before.text === '' || isAfterTools ? undefined : new Seam(before.text);
    this.#gap = isAfterTools && before.text !== '' ? '\n\n' : '';
    this.#calls = new ToolCallStream(before, deps.apply);
    this.#batch = new DeltaBatch((text, reasoning) => {
      const [offset, reasoningOffset] = [this.#textLength, this.#reasoningLength];
      this.#textLength += text.length;
      this.#reasoningLength += reasoning.length;
      deps.apply({ type: 'answerAppended', id: before.id, offset, text, reasoningOffset, reasoning });
    });
  }

  take(delta: ChatDelta): void {
    if ('choice' in delta && delta.choice !== 0) {
      return;
    }
    switch (delta.type) {
      case 'sent':
        this.#startedAt = performance.now();
        this.deps.sent(delta.request);
        break;
      case 'start':
        this.#facts = {
          ...this.#facts,
          id: delta.id,
          model: delta.model,
          ...given('created', delta.created === 0 ? undefined : delta.created),
          ...(delta.systemFingerprint === null ? {} : { systemFingerprint: delta.systemFingerprint }),
          ...given('serviceTier', delta.serviceTier),
          ...given('traceId', delta.traceId),
        };
        break;
      case 'text':
      case 'refusal':
        this.#takeText(delta.type === 'text' ? this.#extras.takeText(delta.text) : delta.text);
        break;
      case 'audio':
        this.#takeText(this.#extras.takeAudio(delta.audio));
        break;
      case 'logprobs':
        this.#extras.takeTokens(delta.content);
        break;
      case 'reasoning':
        this.#markToken();
        // The reasoning of a continuation is a paragraph of its own.
        this.#batch.append('', (this.#hasReasoning || this.before.reasoning === '' ? '' : '\n\n') + delta.text);
        this.#hasReasoning = true;
        break;
      case 'toolCall':
        this.#markToken();
        this.#endText();
        this.#calls.take(delta, this.#textLength);
        break;
      case 'sources': {
        const known = this.#facts.sources ?? this.before.facts?.sources ?? [];
        this.#facts = { ...this.#facts, sources: joinSources(known, delta.sources) };
        break;
      }
      case 'finish':
        this.#facts = { ...this.#facts, finishReason: delta.reason };
        break;
      case 'usage':
        this.#usage = delta.usage;
        break;
      case 'retry':
        this.#settle('waiting', retryNotice(delta.error, delta.attempt, delta.delayMs));
        break;
      default:
        break;
    }
  }

  /** Before the end is told, so that what is told is there. */
  async keepExtras(): Promise<void> {
    this.#isAllKept = await this.#extras.keep();
  }

  complete(): void {
    this.#finishText();
    this.#calls.end(this.#textLength);
    if (!this.#calls.isEmpty) {
      this.#settleCalls();
      return;
    }
    const hasNothingToAdd = this.#seam !== undefined && !this.#batch.hasText;
    const hasAnything = this.#hasText || this.#extras.hasSound;
    const notice = hasNothingToAdd ? nothingToAddNotice() : finishNotice(this.#facts.finishReason, hasAnything);
    this.#settle('complete', notice ?? (this.#isAllKept ? undefined : notKeptNotice()));
  }

  /** Calls that were cut off are not run: asked again at once, the model would be cut off again, and that is billed. */
  #settleCalls(): void {
    const isCut = this.#facts.finishReason === 'length';
    if (isCut) {
      this.#calls.breakOff();
    }
    this.#settle(isCut ? 'complete' : 'streaming', isCut ? finishNotice('length', true) : undefined);
  }

  fail(error: AssistantError): void {
    this.#finishText();
    this.#calls.breakOff();
    if (error.traceId !== undefined) {
      this.#facts = { ...this.#facts, traceId: error.traceId };
    }
    if (isCancellation(error)) {
      this.#settle('stopped', stoppedNotice(this.#hasText));
      return;
    }
    this.deps.log.error(`Chat: ${error.message}`);
    if (error.kind === 'internal' && error.cause instanceof Error) {
      this.deps.log.error(error.cause.stack ?? error.cause.message);
    }
    this.#settle('failed', chatErrorNotice(error, this.#hasText));
  }

  get #hasText(): boolean {
    return this.before.text !== '' || this.#batch.hasText;
  }

  /** @param text empty: it is the same as one that was shown */
  #takeText(text: string): void {
    this.#markToken();
    this.#firstTextAt ??= performance.now();
    if (text !== '') {
      this.#append(text);
    }
  }

  #append(piece: string): void {
    const text = this.#gap + piece;
    this.#gap = '';
    const joined = this.#seam === undefined ? { offset: this.#textLength, text } : this.#seam.push(text);
    this.#appendJoined(joined);
  }

  /** What is called now stands behind all that was said. */
  #endText(): void {
    this.#finishText();
    this.#seam = undefined;
  }

  #finishText(): void {
    const rest = this.#extras.restOfText();
    if (rest !== '') {
      this.#append(rest);
    }
    this.#appendJoined(this.#seam?.finish());
    this.#batch.flush();
  }

  #appendJoined(joined: { readonly offset: number; readonly text: string } | undefined): void {
    if (joined === undefined) {
      return;
    }
    if (!this.#batch.hasText) {
      // Only the first piece of a continuation may take something back.
      this.#textLength = joined.offset;
    }
    this.#batch.append(joined.text, '');
  }

  #markToken(): void {
    this.#firstTokenAt ??= performance.now();
  }

  #settle(status: AnswerOutcome['status'], notice: Notice | undefined): void {
    const usage = addUsage(this.before.usage, this.#usage);
    const { firstSentId } = this.before;
    this.deps.apply({
      type: 'answerChanged',
      id: this.before.id,
      status,
      facts: { ...this.before.facts, ...this.#facts },
      timing: this.#timing(),
      ...(notice === undefined ? {} : { notice }),
      ...(usage === undefined ? {} : { usage }),
      ...given('audio', this.#extras.audios),
      ...(firstSentId === undefined ? {} : { firstSentId }),
    });
  }

  #timing(): AnswerTiming {
    const { timing = {} } = this.before;
    const first = this.#firstTokenAt;
    if (first === undefined) {
      return timing;
    }
    const now = performance.now();
    const reasoning = this.#hasReasoning ? (this.#firstTextAt ?? now) - first : 0;
    const reasoningMs = Math.round((timing.reasoningMs ?? 0) + reasoning);
    return {
      firstTokenMs: timing.firstTokenMs ?? Math.round(first - this.#startedAt),
      streamMs: Math.round((timing.streamMs ?? 0) + now - first),
      ...(reasoningMs === 0 ? {} : { reasoningMs }),
    };
  }
}

function notKeptNotice(): Notice {
  const sentence = vscode.l10n.t(
    'The sound of this answer, or the probabilities of its tokens, could not be saved. The log says why.',
  );
  return { severity: 'error', sentence, action: { id: 'showLog', label: vscode.l10n.t('Show Log') } };
}

function nothingToAddNotice(): Notice {
  return { severity: 'info', sentence: vscode.l10n.t('The model had nothing to add.') };
}

function stoppedNotice(hasText: boolean): Notice {
  return {
    severity: 'info',
    sentence: hasText
      ? vscode.l10n.t('Stopped. What had come is kept, and may be billed.')
      : vscode.l10n.t('Stopped before anything came.'),
  };
}
