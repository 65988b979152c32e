/**
 * The composition root: builds every part, wires them, and gives VS Code what to dispose. Activation does no I/O and loads no
 * HTTP client; that comes with the first request, or when the chat is opened.
 */
import * as vscode from 'vscode';
import type { SentAttachment } from './core/attachment';
import type { ChatModel, ModelDirectory } from './core/chatModel';
import type { ConnectionProbe } from './core/connectionProbe';
import { chatViewId } from './core/contributions';
import type { NoticeButton } from './core/conversation';
import { allCommands } from './host/allCommands';
import type { AnswerOptions } from './host/answers/answerOptions';
import { ChatController } from './host/chat/chatController';
import { ChatViewProvider } from './host/chat/chatViewProvider';
import { hasToken, settleNotice } from './host/chat/noticeActions';
import { registerCommands } from './host/commands/command';
import { DraftAttachments } from './host/context/draftAttachments';
import { Exclusions } from './host/context/exclusions';
import { PromptLibrary } from './host/context/promptLibrary';
import { ReadOnlyDocuments } from './host/context/readOnlyDocuments';
import { SourceReader } from './host/context/sourceReader';
import { Suggestions } from './host/context/suggestions';
import { ChatActions } from './host/history/chatActions';
import type { ChatArchive } from './host/history/chatArchive';
import { ConversationStore } from './host/history/conversationStore';
import { FileMemento } from './host/history/fileMemento';
import type { HistoryPick } from './host/history/historyPick';
import { registerNativeChat } from './host/nativeChat/registerNativeChat';
import { ConfiguredModel } from './host/platform/configuredModel';
import { GuardedModel } from './host/platform/guardedModel';
import { lazily } from './host/platform/lazily';
import { LiveModels } from './host/platform/liveModels';
import { Log } from './host/platform/log';
import { readConnection, readExclusions } from './host/platform/settings';
import { TokenStore } from './host/platform/tokenStore';
import { closeLostReviews } from './host/review/reviewTabs';
import { CodeActionProvider } from './host/selection/codeActionProvider';
import { UsageCounter } from './host/usage/usageCounter';

export function activate(context: vscode.ExtensionContext): void {
  const log: Log = new Log(() => tokens.seen);
  const tokens: TokenStore = new TokenStore(context.secrets, context.globalState, log);
  context.subscriptions.push(log, tokens);

  const loadClient = lazily(context.subscriptions, async () => {
    const { ChatClient } = await import('./client/chatClient');
    return new ChatClient({ source: { connection: readConnection, tokenFor: (origin) => tokens.tokenFor(origin) }, log });
  });
  const endpoint: ChatModel & ModelDirectory & ConnectionProbe = {
    async *stream(request, signal) {
      yield* (await loadClient()).stream(request, signal);
    },
    complete: async (request, signal) => (await loadClient()).complete(request, signal),
    listModels: async (signal, token) => (await loadClient()).listModels(signal, token),
    probe: async (token, signal, onStep) => (await loadClient()).probe(token, signal, onStep),
  };
  const live = new LiveModels({ directory: endpoint, state: context.globalState, hasToken: () => hasToken(tokens) });
  const configured = new ConfiguredModel({ model: endpoint, state: context.globalState });
  const model = new GuardedModel(configured);
  const counter = new UsageCounter({
    storage: context.globalStorageUri,
    log,
    loadBudget: async () => (await import('./host/usage/usageBudget')).UsageBudget,
    loadStatusBar: async () => (await import('./host/usage/usageStatusBar')).UsageStatusBar,
  });
  const ways = { tokens, parameters: configured, guard: model };
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
  const tools = lazily(context.subscriptions, async () => {
    const { ChatTools } = await import('./host/tools/chatTools');
    return new ChatTools({ exclusions, reviews, state: context.globalState });
  });
  const store = new ConversationStore({ folder: context.globalStorageUri.fsPath, log });
  const answers = async (): Promise<AnswerOptions> => {
    const { AnswerOptions } = await import('./host/answers/answerOptions');
    return new AnswerOptions({ exclusions, state: context.workspaceState });
  };
  const chatModel = counter.metered('chat', model);
  const controller = new ChatController({
    model: chatModel,
    log,
    store,
    attachments,
    tools,
    state: new FileMemento(vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'chat.json').fsPath, log),
    together: async () => (await import('./host/chat/answerTogether')).answerTogether(chatModel, context.globalState),
    check: async (text, format) => (await answers()).check(text, format),
  });
  const view = new ChatViewProvider({
    extensionUri: context.extensionUri,
    controller,
    store,
    attachments,
    suggestions,
    preview: lazily(context.subscriptions, async () => {
      const { RequestPreview } = await import('./host/context/requestPreview');
      return new RequestPreview(documents);
    }),
    code: async () => {
      const { CodeActions } = await import('./host/edits/codeActions');
      return new CodeActions({ reviews });
    },
    answers,
    colorTheme: async (themeId) => (await import('./host/chat/colorTheme')).loadColorTheme(themeId),
    ways,
    live,
    log,
    prepare: () => {
      // If it fails, the first question says so.
      loadClient().catch(() => undefined);
      suggestions.warmUp();
      void live.refresh();
    },
  });
  context.subscriptions.push(
    ...[configured, live, counter, view, controller, store, suggestions, attachments, documents],
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    vscode.window.onDidChangeWindowState(({ focused }) => void (focused ? store.refresh() : undefined)),
  );

  const act = (button: NoticeButton, asked: string): Promise<boolean> => settleNotice(ways, button, asked);
  const edits = lazily(context.subscriptions, async () => {
    const { SelectionEdits } = await import('./host/selection/selectionEdits');
    return new SelectionEdits({
      model: counter.metered('edit', model),
      reviews: { begin: async (request) => (await reviews()).begin(request) },
      documents,
      exclusions,
      act,
      log,
    });
  });
  context.subscriptions.push(vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new CodeActionProvider()));

  const nativeChat = lazily(context.subscriptions, async () => {
    void live.refresh();
    const { NativeChat } = await import('./host/nativeChat/nativeChat');
    return new NativeChat({ model: counter.metered('nativeChat', model), exclusions, act, log });
  });
  context.subscriptions.push(registerNativeChat({ load: nativeChat, tokens, hasToken: () => hasToken(tokens), live, act }));

  const reveal = async (): Promise<void> => {
    await controller.restore();
    await view.reveal();
  };
  const explanations = lazily(context.subscriptions, async () => {
    const { Explanations } = await import('./host/explain/explanations');
    return new Explanations({
      model: counter.metered('explain', model),
      log,
      store,
      exclusions,
      reveal,
      chat: controller,
    });
  });
  const usage = lazily(context.subscriptions, async () => {
    const { UsageView } = await import('./host/usage/usageView');
    return new UsageView({ ledger: counter.ledger, extensionUri: context.extensionUri });
  });
  const connection = lazily(context.subscriptions, async () => {
    const { ConnectionCheck } = await import('./host/connection/connectionCheck');
    const { version } = context.extension.packageJSON as { readonly version: string };
    return new ConnectionCheck({ probe: endpoint, tokens, documents, model: () => controller.conversation.model, version });
  });
  const actions = new ChatActions({ store, chat: controller, reveal, log });
  const history = async (): Promise<HistoryPick> => {
    const { HistoryPick } = await import('./host/history/historyPick');
    return new HistoryPick({ store, actions, chat: controller, state: context.workspaceState });
  };
  const archive = async (): Promise<ChatArchive> => {
    const { ChatArchive } = await import('./host/history/chatArchive');
    return new ChatArchive({ store, log });
  };
  const commits = lazily(context.subscriptions, async () => {
    const { CommitTools } = await import('./host/commit/commitTools');
    const ask = async (text: string, attached: readonly SentAttachment[]): Promise<void> => {
      await reveal();
      await controller.askInNewChat(text, attached);
    };
    // The changes are looked at for secrets before the message is asked for, line by line of their files.
    return new CommitTools({
      model: counter.metered('commit', configured),
      state: context.globalState,
      log,
      exclusions,
      documents,
      ask,
      act,
    });
  });
  const parts = { tokens, live, log, controller, view, attachments };
  context.subscriptions.push(
    registerCommands(
      allCommands({
        ...parts,
        actions,
        reveal,
        history,
        archive,
        answers,
        commits,
        explanations,
        edits,
        reviews,
        usage,
        connection,
        parameters: configured,
      }),
      log,
    ),
  );
}
