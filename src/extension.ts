/**
 * The composition root: builds every part, wires them, and gives VS Code what to dispose. Activation does no I/O and loads no
 * HTTP client; that comes with the first request, or when the chat is opened.
 */
import * as vscode from 'vscode';
import type { ChatClient } from './client/chatClient';
import type { ChatModel, ModelDirectory } from './core/chatModel';
import { chatViewId } from './core/contributions';
import { ChatController } from './host/chat/chatController';
import { ChatViewProvider } from './host/chat/chatViewProvider';
import { acceptAllHunks } from './host/commands/acceptAllHunks';
import { addFileToChat } from './host/commands/addFileToChat';
import { addSelectionToChat } from './host/commands/addSelectionToChat';
import { askAboutExplanation } from './host/commands/askAboutExplanation';
import { closeExplanation } from './host/commands/closeExplanation';
import { clearToken } from './host/commands/clearToken';
import { registerCommands } from './host/commands/command';
import { continueExplanation } from './host/commands/continueExplanation';
import { copyChat } from './host/commands/copyChat';
import { deleteChat } from './host/commands/deleteChat';
import { explainSelection } from './host/commands/explainSelection';
import { exportChat } from './host/commands/exportChat';
import { importChats } from './host/commands/importChats';
import { newChat } from './host/commands/newChat';
import { openChat } from './host/commands/openChat';
import { rejectAllHunks } from './host/commands/rejectAllHunks';
import { renameChat } from './host/commands/renameChat';
import { retryExplanation } from './host/commands/retryExplanation';
import { selectModel } from './host/commands/selectModel';
import { setToken } from './host/commands/setToken';
import { showHistory } from './host/commands/showHistory';
import { showLog } from './host/commands/showLog';
import { stopExplanation } from './host/commands/stopExplanation';
import { DraftAttachments } from './host/context/draftAttachments';
import { Exclusions } from './host/context/exclusions';
import { PromptLibrary } from './host/context/promptLibrary';
import { ReadOnlyDocuments } from './host/context/readOnlyDocuments';
import { RequestPreview } from './host/context/requestPreview';
import { SourceReader } from './host/context/sourceReader';
import { Suggestions } from './host/context/suggestions';
import { CodeActions } from './host/edits/codeActions';
import { ProposalReview } from './host/edits/proposalReview';
import type { Explanations } from './host/explain/explanations';
import { ChatActions } from './host/history/chatActions';
import type { ChatArchive } from './host/history/chatArchive';
import { ConversationStore } from './host/history/conversationStore';
import { ConfiguredModel } from './host/platform/configuredModel';
import { Log } from './host/platform/log';
import { readConnection, readExclusions } from './host/platform/settings';
import { TokenStore } from './host/platform/tokenStore';
import { SelectionContext } from './host/selection/selectionContext';

export function activate(context: vscode.ExtensionContext): void {
  const log: Log = new Log(() => tokens.seen);
  const tokens: TokenStore = new TokenStore(context.secrets, context.globalState, log);
  context.subscriptions.push(log, tokens);

  let client: Promise<ChatClient> | undefined;
  const loadClient = (): Promise<ChatClient> =>
    (client ??= import('./client/chatClient').then(
      ({ ChatClient }) =>
        new ChatClient({ source: { connection: readConnection, tokenFor: (origin) => tokens.tokenFor(origin) }, log }),
    ));
  const endpoint: ChatModel & ModelDirectory = {
    async *stream(request, signal) {
      yield* (await loadClient()).stream(request, signal);
    },
    complete: async (request, signal) => (await loadClient()).complete(request, signal),
    listModels: async (signal, token) => (await loadClient()).listModels(signal, token),
  };
  context.subscriptions.push({ dispose: () => void client?.then((loaded) => loaded.dispose()) });

  const model = new ConfiguredModel({ model: endpoint, state: context.globalState });
  const say = (sentence: string): void => void vscode.window.showWarningMessage(sentence);
  const exclusions = new Exclusions(readExclusions);
  const documents = new ReadOnlyDocuments();
  const attachments = new DraftAttachments({ reader: new SourceReader(exclusions), documents, log, say });
  const suggestions = new Suggestions({ attachments, exclusions, prompts: new PromptLibrary(), say });
  const reviews = new ProposalReview();
  const store = new ConversationStore({ folder: context.globalStorageUri.fsPath, log });
  const controller = new ChatController({ model, log, store, attachments, state: context.workspaceState });
  const view = new ChatViewProvider({
    extensionUri: context.extensionUri,
    controller,
    store,
    attachments,
    suggestions,
    preview: new RequestPreview(documents),
    code: new CodeActions({ reviews }),
    tokens,
    parameters: model,
    log,
    prepare: () => {
      // If it fails, the first question says so.
      loadClient().catch(() => undefined);
      suggestions.warmUp();
    },
  });
  context.subscriptions.push(
    ...[model, view, controller, store, suggestions, attachments, documents, reviews],
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    vscode.window.onDidChangeWindowState(({ focused }) => void (focused ? store.refresh() : undefined)),
  );

  const reveal = async (): Promise<void> => {
    await controller.restore();
    await view.reveal();
  };
  let explanations: Promise<Explanations> | undefined;
  const loadExplanations = (): Promise<Explanations> =>
    (explanations ??= import('./host/explain/explanations').then(({ Explanations }) => {
      const context = new SelectionContext();
      return new Explanations({ model, log, store, exclusions, reveal, chat: controller, context });
    }));
  context.subscriptions.push({
    dispose: () =>
      void explanations?.then((loaded) => {
        loaded.dispose();
      }),
  });

  const actions = new ChatActions({ store, chat: controller, reveal, log });
  let chatArchive: Promise<ChatArchive> | undefined;
  const archive = (): Promise<ChatArchive> =>
    (chatArchive ??= import('./host/history/chatArchive').then(({ ChatArchive }) => new ChatArchive({ store, log })));
  context.subscriptions.push(
    registerCommands(
      [
        setToken({ tokens, directory: endpoint }),
        clearToken(tokens),
        openChat(view),
        newChat(controller, view),
        showHistory({ store, chat: controller, actions, state: context.workspaceState }),
        renameChat(controller, actions),
        deleteChat(controller, actions),
        exportChat(controller, archive),
        importChats(archive, actions),
        copyChat(controller, archive),
        addSelectionToChat({ attachments, reveal }),
        addFileToChat({ attachments, reveal }),
        explainSelection(loadExplanations),
        askAboutExplanation(loadExplanations),
        stopExplanation(loadExplanations),
        retryExplanation(loadExplanations),
        continueExplanation(loadExplanations),
        closeExplanation(loadExplanations),
        acceptAllHunks(reviews),
        rejectAllHunks(reviews),
        selectModel({ controller, directory: endpoint }),
        showLog(log),
      ],
      log,
    ),
  );
}
