/**
 * `@ace` in VS Code's own chat: answers a question with what is attached to it and what was said before. It asks the endpoint itself
 * rather than the model that VS Code hands over, so it needs no sign-in, and what goes wrong can be told with the button that helps.
 */
import * as vscode from 'vscode';
import type { ReasoningEffort } from '../../core/chatCompletions';
import type { ChatModel } from '../../core/chatModel';
import { fitToContext, MessageEstimates } from '../../core/contextBudget';
import {
  languageModelVendor,
  participantActionId,
  participantCommands,
  type ParticipantCommand,
} from '../../core/contributions';
import type { Message, NoticeButton, Question } from '../../core/conversation';
import { AssistantError } from '../../core/errors';
import { plainMarkdown } from '../../core/explain/commentMarkdown';
import type { Logger } from '../../core/logger';
import { nativeModel } from '../../core/nativeChat/nativeModel';
import { chatRequest } from '../../core/prompts/chat';
import { participantPrompt, participantQuestion } from '../../core/prompts/participant';
import type { Exclusions } from '../context/exclusions';
import { readInstructions, readSetting } from '../platform/settings';
import { signalOf } from '../platform/signalOf';
import { ChatReferences } from './chatReferences';
import { chatPath, rememberedTurn } from './chatTurns';
import { commandContext } from './commandContext';
import { noticeText } from './languageModelErrors';
import type { AskAgain } from './participantAction';
import { ParticipantReply } from './participantReply';

export interface ChatParticipantDeps {
  readonly model: ChatModel;
  readonly exclusions: Exclusions;
  readonly log: Logger;
  /** Aborted when all is over. */
  readonly ended: AbortSignal;
}

/** Where VS Code says which model is chosen. */
type AskedModel = Pick<vscode.LanguageModelChat, 'vendor' | 'id'>;

export class ChatParticipant {
  readonly #references: ChatReferences;
  readonly #estimates = new MessageEstimates();

  constructor(private readonly deps: ChatParticipantDeps) {
    this.#references = new ChatReferences(deps.exclusions);
  }

  /** Ends when the answer is settled, whatever became of it; never throws. */
  async answer(
    request: vscode.ChatRequest,
    { history }: vscode.ChatContext,
    stream: vscode.ChatResponseStream,
    token: vscode.CancellationToken,
  ): Promise<vscode.ChatResult> {
    const canceled = signalOf(token, this.deps.ended);
    const model = askedModel(request.model);
    let question: Question | undefined;
    const reply = new ParticipantReply(stream);
    try {
      question = await this.#question(request, stream, canceled.signal);
      const path = [...(await chatPath(history, this.#references)), question];
      await this.#stream(path, model, reply, canceled.signal);
    } catch (thrown) {
      reply.fail(thrown, this.deps.log);
    } finally {
      canceled.dispose();
    }
    const { notice, end } = reply;
    if (notice?.action !== undefined) {
      stream.button(buttonOf(notice.action, model.model, request));
    }
    return {
      metadata: question === undefined ? {} : rememberedTurn(question, request.command, end),
      ...(notice === undefined ? {} : { errorDetails: { message: asMarkdown(noticeText(notice)) } }),
    };
  }

  /** @throws UnavailableError where a command has nothing to be about */
  async #question(
    { prompt, command, references }: vscode.ChatRequest,
    stream: vscode.ChatResponseStream,
    signal: AbortSignal,
  ): Promise<Question> {
    const known = participantCommands.find((name) => name === command);
    const useful = references.filter(({ id }) => !id.startsWith(catalogue));
    const needsContext = known !== undefined && (known === 'commit' || !useful.some(isCodeOfUser));
    // The context of a command holds the file in front already, which VS Code may add by itself.
    const read = needsContext ? useful.filter(({ id }) => !id.startsWith(inFront)) : useful;
    const { attachments, texts, refusals } = await this.#references.read(read);
    for (const sentence of refusals) stream.markdown(`*${plainMarkdown(sentence)}*\n\n`);
    const context = needsContext ? await this.#context(known, stream, signal) : { texts: [], attachments: [] };
    return {
      role: 'user',
      id: 'question',
      at: Date.now(),
      text: [...context.texts, ...texts, participantQuestion(known, prompt)].join('\n\n'),
      attachments: [...attachments, ...context.attachments],
    };
  }

  async #context(command: ParticipantCommand, stream: vscode.ChatResponseStream, signal: AbortSignal) {
    const context = await commandContext(command, this.deps.exclusions, signal);
    if (context.location !== undefined) stream.reference(context.location);
    return context;
  }

  async #stream(
    path: readonly Message[],
    asked: { readonly model: string; readonly effort?: ReasoningEffort },
    reply: ParticipantReply,
    signal: AbortSignal,
  ): Promise<void> {
    const told = readInstructions();
    const fit = fitToContext({ model: asked.model, path, instructions: told }, this.#estimates);
    if (fit.state === 'full') {
      throw new AssistantError('tooLarge');
    }
    const request = chatRequest({
      conversation: asked,
      path,
      instructions: told,
      systemPrompt: participantPrompt(vscode.env.language),
      ...(fit.firstSentId === undefined ? {} : { firstSentId: fit.firstSentId }),
    });
    signal.throwIfAborted();
    for await (const delta of this.deps.model.stream(request, signal)) {
      if (!('choice' in delta) || delta.choice === 0) reply.take(delta);
    }
    reply.complete();
  }
}

/** The model that is chosen in the chat where it is one of ours, else the one of the settings. */
function askedModel({ vendor, id }: AskedModel): { readonly model: string; readonly effort?: ReasoningEffort } {
  if (vendor !== languageModelVendor) {
    return { model: readSetting('chat.model') };
  }
  const { facts, effort } = nativeModel(id);
  return { model: facts.id, ...(effort === undefined ? {} : { effort }) };
}

/** VS Code takes an error for Markdown, and some of it is the endpoint's. */
function asMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>&]/g, '\\$&');
}

/** What begins the ids of what VS Code attaches by itself: the file in front, or what of it is selected or visible; … */
const inFront = 'vscode.implicit';
/** … instructions for all chats; … */
const instructions = /^vscode\.(?:prompt\.)?instructions/;
/** … and a list of what an agent could load, which this one cannot. */
const catalogue = 'vscode.customizations';

function isCodeOfUser({ id, value }: vscode.ChatPromptReference): boolean {
  const isAutomatic = id.startsWith(inFront) || instructions.test(id);
  return !isAutomatic && (value instanceof vscode.Uri || value instanceof vscode.Location);
}

function buttonOf(button: NoticeButton, model: string, request: vscode.ChatRequest): vscode.Command {
  if (button.id === 'selectModel' && request.model.vendor === languageModelVendor) {
    // The model was chosen there, not in our settings.
    return { title: button.label, command: 'workbench.action.chat.openModelPicker' };
  }
  const { prompt, command = '', references } = request;
  const files = references.flatMap((reference) =>
    reference.value instanceof vscode.Uri && isCodeOfUser(reference) ? [reference.value] : [],
  );
  const again: AskAgain = { prompt, command, files };
  return { title: button.label, command: participantActionId, arguments: [button, model, again] };
}
