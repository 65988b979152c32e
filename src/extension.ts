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
import { acceptHunk } from './host/commands/acceptHunk';
import { addFileToChat } from './host/commands/addFileToChat';
import { addSelectionToChat } from './host/commands/addSelectionToChat';
import { clearToken } from './host/commands/clearToken';
import { registerCommands } from './host/commands/command';
import { copyChat } from './host/commands/copyChat';
import { deleteChat } from './host/commands/deleteChat';
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
import { selectModel } from './host/commands/selectModel';
import { setToken } from './host/commands/setToken';
import { showHistory } from './host/commands/showHistory';
import { showLog } from './host/commands/showLog';
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
import { CodeActions } from './host/edits/codeActions';
import { ChatActions } from './host/history/chatActions';
import { ChatExport } from './host/history/chatExport';
import { ChatImport } from './host/history/chatImport';
import { ConversationStore } from './host/history/conversationStore';
import { Log } from './host/platform/log';
import { readConnection, readExclusions } from './host/platform/settings';
import { TokenStore } from './host/platform/tokenStore';
import type { Reviews } from './host/review/reviews';
import { closeLostReviews } from './host/review/reviewTabs';

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

  const say = (sentence: string): void => void vscode.window.showWarningMessage(sentence);
  const exclusions = new Exclusions(readExclusions);
  const documents = new ReadOnlyDocuments();
  const attachments = new DraftAttachments({ reader: new SourceReader(exclusions), documents, log, say });
  const suggestions = new Suggestions({ attachments, exclusions, prompts: new PromptLibrary(), say });
  let loadedReviews: Promise<Reviews> | undefined;
  const reviews = (): Promise<Reviews> =>
    (loadedReviews ??= import('./host/review/reviews').then(({ Reviews }) => new Reviews()));
  context.subscriptions.push({
    dispose: () =>
      void loadedReviews?.then((loaded) => {
        loaded.dispose();
      }),
  });
  void closeLostReviews();
  const store = new ConversationStore({ folder: context.globalStorageUri.fsPath, log });
  const controller = new ChatController({ model: endpoint, log, store, attachments, state: context.workspaceState });
  const view = new ChatViewProvider({
    extensionUri: context.extensionUri,
    controller,
    store,
    attachments,
    suggestions,
    preview: new RequestPreview(documents),
    code: new CodeActions({ reviews }),
    tokens,
    log,
    prepare: () => {
      // If it fails, the first question says so.
      loadClient().catch(() => undefined);
      suggestions.warmUp();
    },
  });
  context.subscriptions.push(
    ...[view, controller, store, suggestions, attachments, documents],
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    vscode.window.onDidChangeWindowState(({ focused }) => void (focused ? store.refresh() : undefined)),
  );

  const reveal = async (): Promise<void> => {
    await controller.restore();
    await view.reveal();
  };
  const actions = new ChatActions({ store, chat: controller, reveal, log });
  const chatExport = new ChatExport({ store, log });
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
        exportChat(controller, chatExport),
        importChats(new ChatImport({ store, log }), actions),
        copyChat(controller),
        addSelectionToChat({ attachments, reveal }),
        addFileToChat({ attachments, reveal }),
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
