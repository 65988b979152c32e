/** The chat in the side bar: its view, what is attached to questions, its tools, its options, its commands. */
import * as vscode from 'vscode';
import { chatViewId } from '../../core/contributions';
import type { AnswerOptions } from '../answers/answerOptions';
import type { App } from '../app';
import { addFileToChat } from '../commands/addFileToChat';
import { addSelectionToChat } from '../commands/addSelectionToChat';
import { answerOptions } from '../commands/answerOptions';
import { newChat } from '../commands/newChat';
import { openChat } from '../commands/openChat';
import { selectModel } from '../commands/selectModel';
import { selectTools } from '../commands/selectTools';
import { DraftAttachments } from '../context/draftAttachments';
import { PromptLibrary } from '../context/promptLibrary';
import { SourceReader } from '../context/sourceReader';
import { Suggestions } from '../context/suggestions';
import { ConversationStore } from '../history/conversationStore';
import { FileMemento } from '../history/fileMemento';
import { lazily } from '../platform/lazily';
import type { LoadReviews } from '../review/registerReviews';
import { ChatController } from './chatController';
import { ChatViewProvider } from './chatViewProvider';

/** What other features need of the chat. */
export interface Chat {
  readonly controller: ChatController;
  readonly store: ConversationStore;
  /** Shows it. */
  readonly reveal: () => Promise<void>;
}

export function registerChat(app: App, reviews: LoadReviews): Chat {
  const { context, log, exclusions, documents, live, endpoint } = app;
  const say = (sentence: string): void => void vscode.window.showWarningMessage(sentence);
  const attachments = new DraftAttachments({ reader: new SourceReader(exclusions), documents, log, say });
  const suggestions = new Suggestions({ attachments, exclusions, prompts: new PromptLibrary(), say });
  const store = new ConversationStore({ folder: context.globalStorageUri.fsPath, log });
  const answers = async (): Promise<AnswerOptions> => {
    const { AnswerOptions } = await import('../answers/answerOptions');
    return new AnswerOptions({ exclusions, state: context.workspaceState });
  };
  const model = app.modelFor('chat');
  const controller = new ChatController({
    model,
    log,
    store,
    attachments,
    tools: lazily(context.subscriptions, async () => {
      const { ChatTools } = await import('../tools/chatTools');
      return new ChatTools({ exclusions, reviews, state: context.globalState });
    }),
    state: new FileMemento(vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'chat.json').fsPath, log),
    together: async () => (await import('./answerTogether')).answerTogether(model, context.globalState),
    check: async (text, format) => (await answers()).check(text, format),
  });
  const view = new ChatViewProvider({
    extensionUri: context.extensionUri,
    controller,
    store,
    attachments,
    suggestions,
    preview: lazily(context.subscriptions, async () => {
      const { RequestPreview } = await import('../context/requestPreview');
      return new RequestPreview(documents);
    }),
    code: async () => {
      const { CodeActions } = await import('../edits/codeActions');
      return new CodeActions({ reviews });
    },
    answers,
    colorTheme: async (themeId) => (await import('./colorTheme')).loadColorTheme(themeId),
    ways: app.ways,
    live,
    log,
    prepare: () => {
      endpoint.prepare();
      suggestions.warmUp();
      void live.refresh();
    },
  });
  const reveal = async (): Promise<void> => {
    await controller.restore();
    await view.reveal();
  };
  app.own(
    view,
    controller,
    store,
    suggestions,
    attachments,
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    vscode.window.onDidChangeWindowState(({ focused }) => void (focused ? store.refresh() : undefined)),
  );
  app.addCommands(
    openChat(view),
    newChat(controller, view),
    addSelectionToChat({ attachments, reveal }),
    addFileToChat({ attachments, reveal }),
    selectModel({ controller, live }),
    answerOptions({ controller, answers, reveal }),
    selectTools({ controller, reveal }),
  );
  return { controller, store, reveal };
}
