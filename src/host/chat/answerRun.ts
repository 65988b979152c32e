/**
 * One answer from its first request to its end: asks, runs the tools that the model calls, and asks again with their results, until
 * it calls none, the limit of rounds is reached, or the user ends it. What is asked is the plan's, how an answer comes
 * `answerStream.ts`'s, and what a call does `host/tools`'.
 */
import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chatCompletions';
import type { ChatModel } from '../../core/chatModel';
import {
  isUnfinished,
  outcomeOf,
  type Answer,
  type ConversationEvent,
  type Message,
  type Notice,
} from '../../core/conversation';
import { AssistantError, toAssistantError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import type { ToolDecision } from '../../core/tools/toolDecision';
import { isSettled, type ToolUse } from '../../core/tools/toolUse';
import { chatErrorNotice } from '../platform/errorNotice';
import { readToolLimits } from '../platform/settings';
import type { ChatTools } from '../tools/chatTools';
import type { ChatTool } from '../tools/toolCatalog';
import type { ToolRound } from '../tools/toolRound';
import type { ExtraFiles } from './answerExtras';
import { streamAnswer } from './answerStream';

export interface PlannedRequest {
  readonly request: ChatRequest;
  /** Even the last question alone does not fit what the model takes. */
  readonly isTooLong: boolean;
  /** The oldest of the path's messages in it, if not all are. */
  readonly firstSentId?: string;
}

export interface AnswerRunDeps {
  readonly chatId: string;
  readonly model: Pick<ChatModel, 'stream'>;
  readonly log: Logger;
  readonly apply: (event: ConversationEvent) => void;
  /** The request as it goes out. */
  readonly sent: (request: ChatRequest) => void;
  /** The answer as it is now; undefined once it is gone. */
  readonly current: () => Answer | undefined;
  /** @param path ends with the question. @throws AssistantError where a setting cannot be used */
  readonly plan: (path: readonly Message[], continued: Answer | undefined, tools: readonly ChatTool[]) => PlannedRequest;
  /** Absent: there are none. */
  readonly tools?: () => Promise<ChatTools>;
  /** Where sounds and tokens of the answer are kept. */
  readonly files?: ExtraFiles;
  /** Names of the tools that are switched on. */
  readonly toolNames: readonly string[];
}

export class AnswerRun {
  #round: ToolRound | undefined;

  /** @param signal ends it; what came stays */
  constructor(
    private readonly deps: AnswerRunDeps,
    private readonly signal: AbortSignal,
  ) {}

  /** What the user says of a call that asks, or runs. */
  decide(useId: string, decision: ToolDecision): void {
    this.#round?.decide(useId, decision);
  }

  /**
   * Ends when the answer is settled; never throws.
   * @param answer as it is before more comes. @param path ends with the question. @param continued the answer, if it is gone on with
   */
  async run(answer: Answer, path: readonly Message[], continued?: Answer): Promise<void> {
    try {
      await this.#run(answer, path, continued);
    } catch (thrown) {
      const error = toAssistantError(thrown);
      this.deps.log.error(`Chat: ${error.message}`);
      const now = this.deps.current() ?? answer;
      this.#settle(now, 'failed', chatErrorNotice(error, now.text !== ''));
    }
  }

  async #run(answer: Answer, path: readonly Message[], continued?: Answer): Promise<void> {
    const { apply, model, log, sent, plan, current, files } = this.deps;
    const { signal } = this;
    const limit = readToolLimits().rounds;
    const tools = await this.#tools();
    let [before, going] = [answer, continued];
    for (let round = 1; ; round += 1) {
      const { request, isTooLong, firstSentId } = plan(path, going, tools);
      if (isTooLong) {
        throw new AssistantError('tooLarge');
      }
      sent(request);
      if (firstSentId !== before.firstSentId) {
        before = withFirstSent(before, firstSentId);
        apply(waitingAgain(before));
      }
      await streamAnswer({ model, log, apply, sent, ...(files === undefined ? {} : { files }) }, before, request, signal);
      const asked = current();
      const uses = asked?.toolUses?.filter((use) => !isSettled(use)) ?? [];
      if (asked === undefined || !isUnfinished(asked) || uses.length === 0) {
        return;
      }
      await this.#runTools(uses, asked, tools);
      const answered = current();
      if (answered === undefined) {
        return;
      }
      if (signal.aborted || round >= limit) {
        this.#settle(answered, 'stopped', signal.aborted ? stoppedNotice() : limitNotice(limit));
        return;
      }
      apply(waitingAgain(answered));
      [before, going] = [answered, answered];
    }
  }

  async #tools(): Promise<readonly ChatTool[]> {
    const { tools, toolNames } = this.deps;
    return toolNames.length === 0 ? [] : ((await tools?.())?.chosen(toolNames) ?? []);
  }

  async #runTools(uses: readonly ToolUse[], answer: Answer, tools: readonly ChatTool[]): Promise<void> {
    const { apply, chatId } = this.deps;
    const chatTools = await this.deps.tools?.();
    if (chatTools === undefined) {
      throw new AssistantError('badResponse', { detail: 'The model called a tool where there are none.' });
    }
    this.#round = chatTools.run({
      chatId,
      tools,
      uses,
      signal: this.signal,
      changed: (use) => {
        apply({ type: 'toolUseChanged', id: answer.id, use });
      },
    });
    await this.#round.done;
    this.#round = undefined;
  }

  #settle(answer: Answer, status: 'failed' | 'stopped', notice: Notice): void {
    this.deps.apply({ type: 'answerChanged', id: answer.id, ...outcomeOf(answer), status, notice });
  }
}

/** An answer waits for more: what was said of its end is void, what it cost is not. */
export function waitingAgain(answer: Answer): ConversationEvent {
  const { notice, ...outcome } = outcomeOf(answer);
  return { type: 'answerChanged', id: answer.id, ...outcome, status: 'waiting' };
}

function withFirstSent({ firstSentId: _, ...answer }: Answer, firstSentId: string | undefined): Answer {
  return firstSentId === undefined ? answer : { ...answer, firstSentId };
}

function stoppedNotice(): Notice {
  return {
    severity: 'info',
    sentence: vscode.l10n.t('Stopped while tools were running. What had come is kept.'),
  };
}

function limitNotice(limit: number): Notice {
  const sentence =
    limit === 1
      ? vscode.l10n.t('Tools have run, and one round is the limit (aceClaude.tools.rounds). Continue sends their results.')
      : vscode.l10n.t(
          'Tools have run for {0} rounds, which is the limit (aceClaude.tools.rounds). Continue sends their results.',
          String(limit),
        );
  return { severity: 'info', sentence };
}
