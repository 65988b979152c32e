/** What a question of the chat sends, and whether it fits what the model takes: instructions, path, draft and attachments put together. */
import type { SentAttachment } from '../../core/attachment';
import type { ChatRequest, ToolDefinition } from '../../core/chatCompletions';
import { fitToContext, MessageEstimates, type ContextFit, type DraftSize } from '../../core/contextBudget';
import { activePath, pathTo, type Answer, type Conversation, type Message, type Question } from '../../core/conversation';
import { given } from '../../core/jsonShape';
import { chatRequest, formatPrompt, type ChatInput } from '../../core/prompts/chat';
import { estimateTokens } from '../../core/tokens';
import { readOptionSettings } from '../platform/optionSettings';
import { readInstructions } from '../platform/settings';
import type { ChatTool } from '../tools/toolCatalog';
import type { PlannedRequest } from './answerRun';

type Tools = readonly ToolDefinition[];

export class RequestPlan {
  readonly #estimates = new MessageEstimates();

  /** With a draft after what is shown, whose attachments need not be read for that. */
  fitDraft(conversation: Conversation, draft: DraftSize, tools: Tools): ContextFit {
    return this.#fit(conversation, activePath(conversation), tools, draft);
  }

  /** With a question after what is shown, as it would be sent. */
  fitQuestion(conversation: Conversation, text: string, attachments: readonly SentAttachment[], tools: Tools): ContextFit {
    return this.#fit(conversation, [...activePath(conversation), draftQuestion(text, attachments)], tools);
  }

  /**
   * The same as a request, for a look at it; without a question where there is nothing in it.
   * @throws AssistantError `badSetting`
   */
  inputOf(conversation: Conversation, text: string, attachments: readonly SentAttachment[], tools: Tools): ChatInput {
    const isEmpty = text.trim() === '' && attachments.length === 0;
    const path = [...activePath(conversation), ...(isEmpty ? [] : [draftQuestion(text, attachments)])];
    return {
      conversation,
      path,
      instructions: readInstructions(),
      optionSettings: readOptionSettings(conversation.options ?? {}),
      tools,
      ...firstSent(this.#fit(conversation, path, tools)),
    };
  }

  /**
   * @param path ends with the question. @param continued the answer that is to be gone on with
   * @throws AssistantError `badSetting`
   */
  plan(
    conversation: Conversation,
    path: readonly Message[],
    continued: Answer | undefined,
    chosen: readonly ChatTool[],
  ): PlannedRequest {
    const tools = chosen.map(({ definition }) => definition);
    const fit = this.#fit(conversation, [...path, ...(continued === undefined ? [] : [continued])], tools);
    const request = chatRequest({
      conversation: continued === undefined ? conversation : inFormatOf(conversation, continued),
      path,
      instructions: readInstructions(),
      optionSettings: readOptionSettings(conversation.options ?? {}),
      tools,
      ...firstSent(fit),
      ...(continued === undefined ? {} : { continueAnswer: continued }),
    });
    return { request, isTooLong: fit.state === 'full', ...firstSent(fit) };
  }

  /**
   * The request of an answer made again from its conversation.
   * @throws AssistantError `badSetting`
   */
  again(
    conversation: Conversation,
    { model, effort, options, parentId = '', firstSentId, facts }: Answer,
    tools: Tools,
  ): ChatRequest {
    const n = facts?.choices === undefined ? undefined : options?.alternatives;
    const request = chatRequest({
      conversation: { model, ...(effort === undefined ? {} : { effort }), ...(options === undefined ? {} : { options }) },
      path: pathTo(conversation, parentId),
      instructions: readInstructions(),
      optionSettings: readOptionSettings(options ?? {}),
      tools,
      ...firstSent({ firstSentId }),
    });
    return { ...request, ...given('n', n) };
  }

  #fit(conversation: Conversation, path: readonly Message[], tools: Tools, draft?: DraftSize): ContextFit {
    const { model } = conversation;
    const toolTokens = tools.length === 0 ? 0 : estimateTokens(JSON.stringify(tools));
    const instructions = saidFirst(conversation);
    return fitToContext({ model, path, instructions, toolTokens, ...(draft === undefined ? {} : { draft }) }, this.#estimates);
  }
}

/** What a request says before its messages, to be estimated. */
function saidFirst({ options }: Conversation): readonly string[] {
  const format = options?.answerFormat;
  return [...readInstructions(), ...(format === undefined ? [] : [formatPrompt(format)])];
}

/** An answer is gone on with in its own format, whatever is chosen for the next. */
function inFormatOf(conversation: Conversation, { options }: Answer): Conversation {
  const { answerFormat: _, ...chosen } = conversation.options ?? {};
  const answerFormat = options?.answerFormat;
  return { ...conversation, options: { ...chosen, ...(answerFormat === undefined ? {} : { answerFormat }) } };
}

function firstSent({ firstSentId }: { readonly firstSentId?: string | undefined }): { readonly firstSentId?: string } {
  return firstSentId === undefined ? {} : { firstSentId };
}

/** The question that is being written, as it would be sent. */
function draftQuestion(text: string, attachments: readonly SentAttachment[]): Question {
  return { role: 'user', id: 'draft', at: Date.now(), text, attachments };
}
