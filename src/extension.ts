/**
 * The composition root, and the table of contents: what all features share, then each feature. Activation does no I/O and loads no
 * HTTP client; that comes with the first request, or when the chat is opened.
 */
import type * as vscode from 'vscode';
import { App, type Endpoint } from './host/app';
import { registerChat } from './host/chat/registerChat';
import { registerCommit } from './host/commit/registerCommit';
import { registerConnection } from './host/connection/registerConnection';
import { registerExplanations } from './host/explain/registerExplanations';
import { registerHistory } from './host/history/registerHistory';
import { registerNativeChat } from './host/nativeChat/registerNativeChat';
import { lazily } from './host/platform/lazily';
import { Log } from './host/platform/log';
import { readConnection } from './host/platform/settings';
import { TokenStore } from './host/platform/tokenStore';
import { registerReviews } from './host/review/registerReviews';
import { registerSelection } from './host/selection/registerSelection';
import { registerUsage } from './host/usage/registerUsage';

export function activate(context: vscode.ExtensionContext): void {
  const log: Log = new Log(() => tokens.seen);
  const tokens: TokenStore = new TokenStore(context.secrets, context.globalState, log);
  context.subscriptions.push(log, tokens);
  const app = new App({ context, log, tokens, endpoint: lazyEndpoint(context, tokens, log) });

  const reviews = registerReviews(app);
  const chat = registerChat(app, reviews);
  registerHistory(app, chat);
  registerSelection(app, reviews);
  registerExplanations(app, chat);
  registerCommit(app, chat);
  registerNativeChat(app);
  registerUsage(app);
  registerConnection(app, chat);
}

/** The client, loaded with the first request. */
function lazyEndpoint({ subscriptions }: vscode.ExtensionContext, tokens: TokenStore, log: Log): Endpoint {
  const load = lazily(subscriptions, async () => {
    const { ChatClient } = await import('./client/chatClient');
    return new ChatClient({ source: { connection: readConnection, tokenFor: (origin) => tokens.tokenFor(origin) }, log });
  });
  return {
    async *stream(request, signal) {
      yield* (await load()).stream(request, signal);
    },
    complete: async (request, signal) => (await load()).complete(request, signal),
    listModels: async (signal, token) => (await load()).listModels(signal, token),
    probe: async (token, signal, onStep) => (await load()).probe(token, signal, onStep),
    prepare: () => {
      // If it fails, the first question says so.
      load().catch(() => undefined);
    },
  };
}
