/**
 * The composition root: builds every part, wires them, and gives VS Code what to dispose. Activation does no I/O and loads no
 * HTTP client; that comes with the first request, or when the chat is opened.
 */
import * as vscode from 'vscode';
import type { ChatModel, ModelDirectory } from './core/chatModel';
import { chatViewId } from './core/contributions';
import { ChatController } from './host/chat/chatController';
import { ChatViewProvider } from './host/chat/chatViewProvider';
import { acceptAllHunks } from './host/commands/acceptAllHunks';
import { acceptHunk } from './host/commands/acceptHunk';
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
import { nextHunk } from './host/commands/nextHunk';
import { nextProposal } from './host/commands/nextProposal';
import { openChat } from './host/commands/openChat';
import { previousHunk } from './host/commands/previousHunk';
import { previousProposal } from './host/commands/previousProposal';
import { rejectAllHunks } from './host/commands/rejectAllHunks';
import { rejectHunk } from './host/commands/rejectHunk';
import { renameChat } from './host/commands/renameChat';
import { retryExplanation } from './host/commands/retryExplanation';
import { selectModel } from './host/commands/selectModel';
import { setToken } from './host/commands/setToken';
import { showHistory } from './host/commands/showHistory';
import { showLog } from './host/commands/showLog';
import { stopExplanation } from './host/commands/stopExplanation';
import { showProposalAsDiff } from './host/commands/showProposalAsDiff';
import { stopProposal } from './host/commands/stopProposal';
import { tryProposalAgain } from './host/commands/tryProposalAgain';
import { DraftAttachments } from './host/context/draftAttachments';
import { Exclusions } from './host/context/exclusions';
import { PromptLibrary } from './host/context/promptLibrary';
import { ReadOnlyDocuments } from './host/context/readOnlyDocuments';
import { RequestPreview } from './host/context/requestPreview';
import { SourceReader } from './host/context/sourceReader';
import { Suggestions } from './host/context/suggestions';
import { ChatActions } from './host/history/chatActions';
import type { ChatArchive } from './host/history/chatArchive';
import { ConversationStore } from './host/history/conversationStore';
import { ConfiguredModel } from './host/platform/configuredModel';
import { lazily } from './host/platform/lazily';
import { Log } from './host/platform/log';
import { readConnection, readExclusions } from './host/platform/settings';
import { TokenStore } from './host/platform/tokenStore';
import { SelectionContext } from './host/selection/selectionContext';
import { closeLostReviews } from './host/review/reviewTabs';

export function activate(context: vscode.ExtensionContext): void {
  const log: Log = new Log(() => tokens.seen);
  const tokens: TokenStore = new TokenStore(context.secrets, context.globalState, log);
  context.subscriptions.push(log, tokens);

  const loadClient = lazily(context.subscriptions, async () => {
    const { ChatClient } = await import('./client/chatClient');
    return new ChatClient({ source: { connection: readConnection, tokenFor: (origin) => tokens.tokenFor(origin) }, log });
  });
  const endpoint: ChatModel & ModelDirectory = {
    async *stream(request, signal) {
      yield* (await loadClient()).stream(request, signal);
    },
    complete: async (request, signal) => (await loadClient()).complete(request, signal),
    listModels: async (signal, token) => (await loadClient()).listModels(signal, token),
  };
  const model = new ConfiguredModel({ model: endpoint, state: context.globalState });
  const say = (sentence: string): void => void vscode.window.showWarningMessage(sentence);
  const exclusions = new Exclusions(readExclusions);
  const documents = new ReadOnlyDocuments();
  const attachments = new DraftAttachments({ reader: new SourceReader(exclusions), documents, log, say });
  const suggestions = new Suggestions({ attachments, exclusions, prompts: new PromptLibrary(), say });
  const reviews = lazily(context.subscriptions, async () => {
    const { Reviews } = await import('./host/review/reviews');
    return new Reviews();
  });
  void closeLostReviews();
  const store = new ConversationStore({ folder: context.globalStorageUri.fsPath, log });
  const controller = new ChatController({ model, log, store, attachments, state: context.workspaceState });
  const view = new ChatViewProvider({
    extensionUri: context.extensionUri,
    controller,
    store,
    attachments,
    suggestions,
    preview: new RequestPreview(documents),
    code: async () => {
      const { CodeActions } = await import('./host/edits/codeActions');
      return new CodeActions({ reviews });
    },
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
    ...[model, view, controller, store, suggestions, attachments, documents],
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    vscode.window.onDidChangeWindowState(({ focused }) => void (focused ? store.refresh() : undefined)),
  );

  const reveal = async (): Promise<void> => {
    await controller.restore();
    await view.reveal();
  };
  const explanations = lazily(context.subscriptions, async () => {
    const { Explanations } = await import('./host/explain/explanations');
    return new Explanations({ model, log, store, exclusions, reveal, chat: controller, context: new SelectionContext() });
  });
  const actions = new ChatActions({ store, chat: controller, reveal, log });
  const archive = async (): Promise<ChatArchive> => {
    const { ChatArchive } = await import('./host/history/chatArchive');
    return new ChatArchive({ store, log });
  };
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
        explainSelection(explanations),
        askAboutExplanation(explanations),
        stopExplanation(explanations),
        retryExplanation(explanations),
        continueExplanation(explanations),
        closeExplanation(explanations),
        acceptAllHunks(reviews),
        rejectAllHunks(reviews),
        acceptHunk(reviews),
        rejectHunk(reviews),
        nextHunk(reviews),
        previousHunk(reviews),
        stopProposal(reviews),
        tryProposalAgain(reviews),
        showProposalAsDiff(reviews),
        previousProposal(reviews),
        nextProposal(reviews),
        selectModel({ controller, directory: endpoint }),
        showLog(log),
      ],
      log,
    ),
  );
}
