/** What leads to the endpoint: the token, the check of the connection, the console, the log. */
import type { App } from '../app';
import type { Chat } from '../chat/registerChat';
import { checkConnection } from '../commands/checkConnection';
import { clearToken } from '../commands/clearToken';
import { openConsole } from '../commands/openConsole';
import { sendParametersAgain } from '../commands/sendParametersAgain';
import { setToken } from '../commands/setToken';
import { showLog } from '../commands/showLog';
import { lazily } from '../platform/lazily';

export function registerConnection(app: App, { controller }: Chat): void {
  const { context, tokens, documents, live, endpoint } = app;
  const connection = lazily(context.subscriptions, async () => {
    const { ConnectionCheck } = await import('./connectionCheck');
    const { version } = context.extension.packageJSON as { readonly version: string };
    return new ConnectionCheck({ probe: endpoint, tokens, documents, model: () => controller.conversation.model, version });
  });
  app.addCommands(
    setToken({ tokens, directory: live }),
    clearToken(tokens),
    checkConnection(connection),
    sendParametersAgain(app.parameters),
    openConsole(),
    showLog(app.log),
  );
}
