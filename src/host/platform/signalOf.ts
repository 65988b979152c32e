/** VS Code's cancellation as a signal. */
import type * as vscode from 'vscode';

export interface TokenSignal {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Aborted with the token, or when `ended` is. The caller disposes it when the work is done. */
export function signalOf(token: vscode.CancellationToken, ended: AbortSignal): TokenSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) {
    abort.abort();
  }
  const listener = token.onCancellationRequested(() => {
    abort.abort();
  });
  return {
    signal: AbortSignal.any([abort.signal, ended]),
    dispose: () => {
      listener.dispose();
    },
  };
}
