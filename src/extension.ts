/**
 * The composition root: builds every part, wires them, and gives VS Code what to dispose. Activation does no I/O and loads no
 * HTTP client; that comes with the first request, or when the chat is opened.
 */
import * as vscode from 'vscode';
import type { ChatClient } from './client/chatClient';
import type { ChatModel, ModelDirectory } from './core/chatModel';
import { chatViewId } from './core/contributions';
import type { NoticeAction } from './core/conversation';
import { ChatController } from './host/chat/chatController';
import { ChatViewProvider } from './host/chat/chatViewProvider';
import { settleNotice } from './host/chat/noticeActions';
import { acceptAllHunks } from './host/commands/acceptAllHunks';
import { addFileToChat } from './host/commands/addFileToChat';
import { addSelectionToChat } from './host/commands/addSelectionToChat';
import { clearToken } from './host/commands/clearToken';
import { registerCommands } from './host/commands/command';
import { copyChat } from './host/commands/copyChat';
import { deleteChat } from './host/commands/deleteChat';
import { documentSelection } from './host/commands/documentSelection';
import { exportChat } from './host/commands/exportChat';
import { fixProblem } from './host/commands/fixProblem';
import { generateTests } from './host/commands/generateTests';
import { importChats } from './host/commands/importChats';
import { newChat } from './host/commands/newChat';
import { openChat } from './host/commands/openChat';
import { refactorSelection } from './host/commands/refactorSelection';
import { rejectAllHunks } from './host/commands/rejectAllHunks';
import { renameChat } from './host/commands/renameChat';
import { selectModel } from './host/commands/selectModel';
import { setToken } from './host/commands/setToken';
import { showHistory } from './host/commands/showHistory';
import { showLog } from './host/commands/showLog';
import { stopEdit } from './host/commands/stopEdit';
import { DraftAttachments } from './host/context/draftAttachments';
import { Exclusions } from './host/context/exclusions';
import { PromptLibrary } from './host/context/promptLibrary';
import { ReadOnlyDocuments } from './host/context/readOnlyDocuments';
import { RequestPreview } from './host/context/requestPreview';
import { SourceReader } from './host/context/sourceReader';
import { Suggestions } from './host/context/suggestions';
import { CodeActions } from './host/edits/codeActions';
import { ProposalReview } from './host/edits/proposalReview';
import { ChatActions } from './host/history/chatActions';
import { ChatExport } from './host/history/chatExport';
import { ChatImport } from './host/history/chatImport';
import { ConversationStore } from './host/history/conversationStore';
import { Log } from './host/platform/log';
import { readConnection, readExclusions } from './host/platform/settings';
import { TokenStore } from './host/platform/tokenStore';
import { CodeActionProvider } from './host/selection/codeActionProvider';
import type { SelectionEdits } from './host/selection/selectionEdits';

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
  const reviews = new ProposalReview();
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
    ...[view, controller, store, suggestions, attachments, documents, reviews],
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    vscode.window.onDidChangeWindowState(({ focused }) => void (focused ? store.refresh() : undefined)),
  );

  let edits: Promise<SelectionEdits> | undefined;
  const loadEdits = (): Promise<SelectionEdits> =>
    (edits ??= Promise.all([import('./host/selection/selectionEdits'), import('./host/review/reviews')]).then(
      ([{ SelectionEdits }, { Reviews }]) => {
        const hunkReviews = new Reviews();
        context.subscriptions.push(hunkReviews);
        const act = (action: NoticeAction): Promise<boolean> => settleNotice(tokens, action);
        return new SelectionEdits({ model: endpoint, reviews: hunkReviews, documents, exclusions, act, log });
      },
    ));
  context.subscriptions.push(
    {
      dispose: () =>
        void edits?.then((loaded) => {
          loaded.dispose();
        }),
    },
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new CodeActionProvider()),
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
        refactorSelection(loadEdits),
        fixProblem(loadEdits),
        documentSelection(loadEdits),
        generateTests(loadEdits),
        stopEdit(loadEdits),
        acceptAllHunks(reviews),
        rejectAllHunks(reviews),
        selectModel({ controller, directory: endpoint }),
        showLog(log),
      ],
      log,
    ),
  );
}
