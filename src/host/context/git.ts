/** The part of the built-in Git extension's API that is used, and how to get at it. */
import * as vscode from 'vscode';

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  /** Its value can lag behind what was written last. */
  readonly inputBox: { value: string };
  readonly ui: { readonly selected: boolean };
  readonly state: {
    readonly onDidChange: vscode.Event<void>;
    readonly HEAD?: { readonly name?: string; readonly commit?: string } | undefined;
  };
}

export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  readonly git: { readonly path: string };
  /** In no order that means anything. */
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** After a start the extension takes seconds to find the repositories. */
const longestWaitMs = 10_000;

/** Undefined where Git is not there, or switched off. Waits until the repositories are known, but not for ever. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) {
    return undefined;
  }
  const { enabled, getAPI } = await extension
    .activate()
    .then((git) => ({ enabled: git.enabled, getAPI: git.getAPI.bind(git) }));
  if (!enabled) {
    return undefined;
  }
  const api = getAPI(1);
  await untilInitialized(api);
  return api;
}

/** What is known now: for a list that must not wait. */
export function knownRepositories(): readonly GitRepository[] {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  return extension?.isActive === true && extension.exports.enabled ? extension.exports.getAPI(1).repositories : [];
}

async function untilInitialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') {
    return;
  }
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(done, longestWaitMs);
    const listener = api.onDidChangeState((state) => {
      if (state === 'initialized') {
        done();
      }
    });
  });
}
