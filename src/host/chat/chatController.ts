/**
 * Owns the conversation of this window and the one answer that may be coming. Asks the model through the port, turns deltas into
 * conversation events, and batches them. Who shows the events, it does not know.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ReasoningEffort, Usage } from '../../core/chatCompletions';
import type { ChatDelta, ChatModel } from '../../core/chatModel';
import {
  applyEvent,
  type Answer,
  type AnswerStatus,
  type Conversation,
  type ConversationEvent,
  type Notice,
  type Question,
} from '../../core/conversation';
import { isCancellation, toAssistantError, type AssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { modelFacts } from '../../core/models';
import { chatRequest } from '../../core/prompts/chat';
import { errorNotice, retryNotice } from '../platform/errorNotice';
import { readSetting, writeSetting } from '../platform/settings';
import { DeltaBatch } from './deltaBatch';
import { finishNotice } from './finishNotice';

interface Deps {
  readonly model: ChatModel;
  readonly log: Logger;
}

export class ChatController implements vscode.Disposable {
  readonly #event = new vscode.EventEmitter<ConversationEvent>();
  /** Each change of the conversation, after it was applied. */
  readonly onDidChangeConversation = this.#event.event;
  readonly #replaced = new vscode.EventEmitter<void>();
  /** The conversation is another one. */
  readonly onDidReplaceConversation = this.#replaced.event;
  readonly #choice = new vscode.EventEmitter<void>();
  /** Its model or effort is another one. */
  readonly onDidChangeChoice = this.#choice.event;
  #conversation = emptyConversation();
  #running: AbortController | undefined;

  constructor(private readonly deps: Deps) {}

  get conversation(): Conversation {
    return this.#conversation;
  }

  get isAnswering(): boolean {
    return this.#running !== undefined;
  }

  /** Asks `text`. Does nothing while an answer is coming, or where there is nothing to ask. */
  async send(text: string): Promise<void> {
    if (this.isAnswering || text.trim() === '') {
      return;
    }
    const question: Question = { role: 'user', id: randomUUID(), text };
    this.#apply({ type: 'messageAdded', message: question });
    await this.#answer(question.id);
  }

  /** Asks the question of this answer again. An answer without any text gives way; one with text stays above the new one. */
  async retry(answerId: string): Promise<void> {
    const answer = this.#conversation.messages.find((message) => message.id === answerId);
    if (this.isAnswering || answer?.role !== 'assistant') {
      return;
    }
    if (answer.text === '') {
      this.#apply({ type: 'messageRemoved', id: answer.id });
    }
    await this.#answer(answer.questionId);
  }

  /** Ends the answer that is coming; what came stays. */
  stop(): void {
    this.#running?.abort();
  }

  newChat(): void {
    this.stop();
    this.#running = undefined;
    this.#conversation = emptyConversation();
    this.#replaced.fire();
  }

  /** The model of this conversation and of later ones. */
  async selectModel(model: string): Promise<void> {
    const { effort, ...conversation } = this.#conversation;
    const isTaken = effort !== undefined && modelFacts(model).efforts.includes(effort);
    this.#conversation = { ...conversation, model, ...(isTaken ? { effort } : {}) };
    this.#choice.fire();
    await writeSetting('chat.model', model);
  }

  selectEffort(chosen: ReasoningEffort | ''): void {
    const { effort, ...conversation } = this.#conversation;
    this.#conversation = { ...conversation, ...(chosen === '' ? {} : { effort: chosen }) };
    this.#choice.fire();
  }

  dispose(): void {
    this.stop();
    this.#event.dispose();
    this.#replaced.dispose();
    this.#choice.dispose();
  }

  async #answer(questionId: string): Promise<void> {
    const abort = new AbortController();
    this.#running = abort;
    const conversationId = this.#conversation.id;
    const answer: Answer = {
      role: 'assistant',
      id: randomUUID(),
      questionId,
      model: this.#conversation.model,
      text: '',
      reasoning: '',
      status: 'waiting',
    };
    /** After New Chat the old answer has nobody to report to. */
    const apply = (event: ConversationEvent): void => {
      if (this.#conversation.id === conversationId) {
        this.#apply(event);
      }
    };
    apply({ type: 'messageAdded', message: answer });
    const batch = new DeltaBatch((text, reasoning) => {
      apply({ type: 'answerAppended', id: answer.id, text, reasoning });
    });
    let usage: Usage | undefined;
    let finish: string | undefined;
    const settle = (status: AnswerStatus, notice: Notice | undefined): void => {
      batch.flush();
      if (this.#running === abort) {
        this.#running = undefined;
      }
      apply({
        type: 'answerChanged',
        id: answer.id,
        status,
        ...(notice === undefined ? {} : { notice }),
        ...(usage === undefined ? {} : { usage }),
      });
    };
    try {
      for await (const delta of this.deps.model.stream(chatRequest(this.#conversation, questionId), abort.signal)) {
        if (delta.type === 'usage') {
          usage = delta.usage;
        } else if (delta.type === 'finish' && delta.choice === 0) {
          finish = delta.reason;
        } else {
          this.#take(delta, answer.id, batch, apply);
        }
      }
      settle('complete', finishNotice(finish, batch.hasText));
    } catch (thrown) {
      const error = toAssistantError(thrown);
      if (isCancellation(error)) {
        settle('stopped', stoppedNotice(batch.hasText));
      } else {
        this.#logFailure(error);
        settle('failed', errorNotice(error, batch.hasText));
      }
    }
  }

  #take(delta: ChatDelta, answerId: string, batch: DeltaBatch, apply: (event: ConversationEvent) => void): void {
    switch (delta.type) {
      case 'text':
      case 'refusal':
        if (delta.choice === 0) {
          batch.append(delta.text, '');
        }
        break;
      case 'reasoning':
        if (delta.choice === 0) {
          batch.append('', delta.text);
        }
        break;
      case 'retry': {
        const notice = retryNotice(delta.error, delta.attempt, delta.delayMs);
        apply({ type: 'answerChanged', id: answerId, status: 'waiting', notice });
        break;
      }
      default:
        break;
    }
  }

  #apply(event: ConversationEvent): void {
    this.#conversation = applyEvent(this.#conversation, event);
    this.#event.fire(event);
  }

  #logFailure(error: AssistantError): void {
    this.deps.log.error(`Chat: ${error.message}`);
    if (error.kind === 'internal' && error.cause instanceof Error) {
      this.deps.log.error(error.cause.stack ?? error.cause.message);
    }
  }
}

function emptyConversation(): Conversation {
  return { id: randomUUID(), messages: [], model: readSetting('chat.model') };
}

function stoppedNotice(hasText: boolean): Notice {
  return {
    severity: 'info',
    sentence: hasText
      ? vscode.l10n.t('Stopped. What had come is kept, and may be billed.')
      : vscode.l10n.t('Stopped before anything came.'),
    action: { id: 'retry', label: vscode.l10n.t('Retry') },
  };
}
