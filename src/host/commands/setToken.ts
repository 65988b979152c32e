/** Asks for the API token, checks it with the free list of models, and stores it for the endpoint's origin. */
import * as vscode from 'vscode';
import { isUnencrypted, originOf } from '../../core/baseUrl';
import type { ModelDirectory } from '../../core/chatModel';
import { isCancellation, toAssistantError, type AssistantError } from '../../core/errors';
import { cleanToken, isAccountToken, isUsableToken } from '../../core/token';
import { errorNotice } from '../platform/errorNotice';
import { linkButtons } from '../platform/links';
import { readBaseUrl } from '../platform/settings';
import type { TokenStore } from '../platform/tokenStore';
import type { Command } from './command';

interface Deps {
  readonly tokens: TokenStore;
  readonly directory: ModelDirectory;
}

export function setToken(deps: Deps): Command {
  return {
    name: 'setToken',
    async run() {
      const origin = originOf(readBaseUrl());
      if (isUnencrypted(origin) && !(await confirmUnencrypted(origin))) {
        return;
      }
      const token = await askForToken(origin, deps.directory);
      if (token === undefined) {
        return;
      }
      const kept = await deps.tokens.set(origin, token);
      if (kept === 'stored') {
        void vscode.window.showInformationMessage(vscode.l10n.t('The API token for {0} is stored.', origin));
      } else {
        void vscode.window.showWarningMessage(
          vscode.l10n.t(
            "This machine's secret storage failed. The API token for {0} is kept for this window only and must be entered again after a restart.",
            origin,
          ),
        );
      }
    },
  };
}

async function confirmUnencrypted(origin: string): Promise<boolean> {
  const goOn = vscode.l10n.t('Go On');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Anyone on the network can read what is sent to {0}, the API token too.', origin),
    { modal: true },
    goOn,
  );
  return answer === goOn;
}

/** The checked token, or undefined where the user gave up. */
function askForToken(origin: string, directory: ModelDirectory): Promise<string | undefined> {
  const input = vscode.window.createInputBox();
  const pages = linkButtons('console', 'status');
  input.title = vscode.l10n.t('API Token for {0}', origin);
  input.prompt = vscode.l10n.t('Stored in the secret storage of this machine and sent to {0} only.', origin);
  input.placeholder = vscode.l10n.t('Paste the token');
  input.password = true;
  input.ignoreFocusOut = true;
  input.buttons = pages.buttons;
  const abort = new AbortController();

  return new Promise((resolve) => {
    /** The token whose check could not be made; pressing Enter on it again stores it unchecked. */
    let unchecked: string | undefined;

    const accept = async (): Promise<void> => {
      const token = cleanToken(input.value);
      const problem = problemOf(token);
      if (problem !== undefined) {
        input.validationMessage = problem;
        return;
      }
      if (token === unchecked) {
        resolve(token);
        return;
      }
      input.busy = true;
      input.enabled = false;
      try {
        await directory.listModels(abort.signal, token);
        resolve(token);
      } catch (error) {
        if (!isCancellation(error)) {
          const failure = toAssistantError(error);
          unchecked = isRefusal(failure) ? undefined : token;
          input.validationMessage = refusalMessage(failure);
        }
      } finally {
        input.busy = false;
        input.enabled = true;
      }
    };

    input.onDidAccept(() => void accept());
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    input.onDidTriggerButton(pages.open);
    input.onDidHide(() => {
      resolve(undefined);
    });
    input.show();
  }).finally(() => {
    abort.abort();
    input.dispose();
  }) as Promise<string | undefined>;
}

function problemOf(token: string): vscode.InputBoxValidationMessage | string | undefined {
  if (token === '') {
    return vscode.l10n.t('Paste the token, or press Escape.');
  }
  if (!isUsableToken(token)) {
    return vscode.l10n.t('This is not a token: it has spaces or characters that no token has.');
  }
  if (isAccountToken(token)) {
    return vscode.l10n.t(
      'This is an account token (platform-…), which the API refuses. Take the API key of an application from the console.',
    );
  }
  return undefined;
}

/** Whether the endpoint itself said no to the token, rather than that it could not be asked. */
function isRefusal(error: AssistantError): boolean {
  return error.kind === 'invalidToken' || error.kind === 'noToken' || error.kind === 'disabled';
}

function refusalMessage(error: AssistantError): vscode.InputBoxValidationMessage {
  const { sentence, detail } = errorNotice(error, false);
  const said = detail === undefined ? sentence : `${sentence} (${detail})`;
  return isRefusal(error)
    ? { message: said, severity: vscode.InputBoxValidationSeverity.Error }
    : {
        message: `${said} ${vscode.l10n.t('Press Enter again to store the token unchecked.')}`,
        severity: vscode.InputBoxValidationSeverity.Warning,
      };
}
