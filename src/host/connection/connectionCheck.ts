/**
 * "Check Connection": tries the way to the endpoint with progress that can be canceled, and shows what was found as a text that can
 * be copied, without the token. What is tried is the client's matter, the words are `connectionReport.ts`'s.
 */
import * as vscode from 'vscode';
import { originOf } from '../../core/baseUrl';
import type { ConnectionProbe, ProbeStep } from '../../core/connectionProbe';
import { isCancellation, toAssistantError, type AssistantError } from '../../core/errors';
import { redact } from '../../core/token';
import type { ReadOnlyDocuments } from '../context/readOnlyDocuments';
import { baseUrlSource, readConnection } from '../platform/settings';
import { signalOf } from '../platform/signalOf';
import type { TokenStore } from '../platform/tokenStore';
import { connectionReport, stepOutcome, type CheckedToken, type ConnectionFindings } from './connectionReport';

interface Deps {
  readonly probe: ConnectionProbe;
  readonly tokens: TokenStore;
  readonly documents: ReadOnlyDocuments;
  /** The chat's model. */
  readonly model: () => string;
  /** Of the extension, as its manifest states it. */
  readonly version: string;
}

export class ConnectionCheck {
  readonly #end = new AbortController();
  #running: Promise<void> | undefined;

  constructor(private readonly deps: Deps) {}

  /** Resolves when the report is shown, or the user has canceled. One that runs is not begun a second time. */
  run(): Promise<void> {
    return (this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    }));
  }

  dispose(): void {
    this.#end.abort();
  }

  async #run(): Promise<void> {
    const findings = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Checking the connection'), cancellable: true },
      async (progress, canceled) => {
        const stop = signalOf(canceled, this.#end.signal);
        try {
          return await this.#find(stop.signal, (message) => {
            progress.report({ message });
          });
        } catch (error) {
          if (isCancellation(error)) return undefined;
          throw error;
        } finally {
          stop.dispose();
        }
      },
    );
    if (findings === undefined) {
      return;
    }
    const { text, problems } = connectionReport(findings);
    const report = redact(text, this.deps.tokens.seen);
    await this.deps.documents.showText(`${vscode.l10n.t('Check Connection')}.md`, report, 'markdown');
    // The command is done with the report; the button waits for as long as the user likes.
    void this.#offerCopy(report, problems);
  }

  async #find(signal: AbortSignal, say: (step: string) => void): Promise<ConnectionFindings> {
    const { tokens, probe, model, version } = this.deps;
    const common = { at: new Date(), version, model: model(), source: baseUrlSource() };
    const steps: ProbeStep[] = [];
    let connection;
    try {
      connection = readConnection();
    } catch (error) {
      return { ...common, address: toAssistantError(error), token: 'unknown', steps };
    }
    const origin = originOf(connection.baseUrl);
    const [token, checked] = await tokenOf(tokens, origin);
    await probe.probe(token, signal, (step) => {
      steps.push(step);
      say(stepOutcome(step));
    });
    return { ...common, address: connection.baseUrl, timeouts: connection.timeouts, token: checked, steps };
  }

  async #offerCopy(report: string, problems: number): Promise<void> {
    const { l10n } = vscode;
    const copy = l10n.t('Copy Report');
    const chosen =
      problems === 0
        ? await vscode.window.showInformationMessage(l10n.t('The connection works.'), copy)
        : await vscode.window.showWarningMessage(l10n.t('The connection does not work yet. The report says what to do.'), copy);
    if (chosen === copy) {
      await vscode.env.clipboard.writeText(report);
    }
  }
}

async function tokenOf(tokens: TokenStore, origin: string): Promise<readonly [string | undefined, CheckedToken]> {
  try {
    const token = await tokens.tokenFor(origin);
    return [token, await tokens.sourceOf(origin)];
  } catch (error) {
    const failure: AssistantError = toAssistantError(error);
    return [undefined, failure];
  }
}
