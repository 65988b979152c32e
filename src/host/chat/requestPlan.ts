/** What a question of the chat sends, and whether it fits what the model takes: instructions, path, draft and attachments put together. */
import type { SentAttachment } from '../../core/attachment';
import type { ChatRequest } from '../../core/chatCompletions';
import { fitToContext, MessageEstimates, type ContextFit, type DraftSize } from '../../core/contextBudget';
import { activePath, pathTo, type Answer, type Conversation, type Message, type Question } from '../../core/conversation';
import { chatRequest, formatPrompt, type ChatInput } from '../../core/prompts/chat';
import { readOptionSettings } from '../platform/optionSettings';
import { readInstructions } from '../platform/settings';
import type { PlannedRequest } from './chatSession';

export class RequestPlan {
  readonly #estimates = new MessageEstimates();

  /** With a draft after what is shown, whose attachments need not be read for that. */
  fitDraft(conversation: Conversation, draft: DraftSize): ContextFit {
    const path = activePath(conversation);
    return fitToContext({ model: conversation.model, path, instructions: saidFirst(conversation), draft }, this.#estimates);
  }

  /** With a question after what is shown, as it would be sent. */
  fitQuestion(conversation: Conversation, text: string, attachments: readonly SentAttachment[]): ContextFit {
    return this.#fit(conversation, [...activePath(conversation), draftQuestion(text, attachments)]);
  }

  /**
   * The same as a request, for a look at it; without a question where there is nothing in it.
   * @throws AssistantError `badSetting`
   */
  inputOf(conversation: Conversation, text: string, attachments: readonly SentAttachment[]): ChatInput {
    const isEmpty = text.trim() === '' && attachments.length === 0;
    const path = [...activePath(conversation), ...(isEmpty ? [] : [draftQuestion(text, attachments)])];
    return {
      conversation,
      path,
      instructions: readInstructions(),
      optionSettings: readOptionSettings(conversation.options ?? {}),
      ...firstSent(this.#fit(conversation, path)),
    };
  }

  /**
   * @param path ends with the question. @param continued the answer that is to be gone on with
   * @throws AssistantError `badSetting`
   */
  plan(conversation: Conversation, path: readonly Message[], continued?: Answer): PlannedRequest {
    const fit = this.#fit(conversation, [...path, ...(continued === undefined ? [] : [continued])]);
    const request = chatRequest({
      conversation: continued === undefined ? conversation : inFormatOf(conversation, continued),
      path,
      instructions: readInstructions(),
      optionSettings: readOptionSettings(conversation.options ?? {}),
      ...firstSent(fit),
      ...(continued === undefined ? {} : { continueAnswer: continued }),
    });
    return { request, isTooLong: fit.state === 'full', ...firstSent(fit) };
  }

  /**
   * The request of an answer made again from its conversation.
   * @throws AssistantError `badSetting`
   */
  again(conversation: Conversation, { model, effort, options, parentId = '', firstSentId }: Answer): ChatRequest {
    return chatRequest({
      conversation: { model, ...(effort === undefined ? {} : { effort }), ...(options === undefined ? {} : { options }) },
      path: pathTo(conversation, parentId),
      instructions: readInstructions(),
      optionSettings: readOptionSettings(options ?? {}),
      ...firstSent({ firstSentId }),
    });
  }

  #fit(conversation: Conversation, path: readonly Message[]): ContextFit {
    const { model } = conversation;
    return fitToContext({ model, path, instructions: saidFirst(conversation) }, this.#estimates);
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
