/** Which repository a command means: that of the button that was pressed, the only one, or the one that is picked. */
import path from 'node:path';
import * as vscode from 'vscode';
import { gitApi, type GitApi, type GitRepository } from '../context/git';
import { nameOf } from '../context/sourceContent';

/** @param source what the menu handed over; undefined: nothing was chosen, or there is none, which is said */
export async function chooseRepository(source: unknown): Promise<GitRepository | undefined> {
  const api = await gitApi();
  const repositories = api?.repositories ?? [];
  const rootUri = rootOf(source);
  const named = rootUri === undefined ? undefined : sameRoot(api, rootUri);
  if (named !== undefined) {
    return named;
  }
  if (repositories.length === 0) {
    sayNone();
  }
  if (repositories.length <= 1) {
    return repositories[0];
  }
  // The one that is selected in the view comes first.
  const sorted = [...repositories].sort((one, other) => Number(other.ui.selected) - Number(one.ui.selected));
  const items = sorted.map((repository) => ({
    label: repositoryName(repository),
    description: repository.state.HEAD?.name ?? '',
    detail: repository.rootUri.fsPath,
    repository,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose a Repository'), matchOnDetail: true });
  return picked?.repository;
}

/** All that are open; that there is none is said. */
export async function allRepositories(): Promise<readonly GitRepository[]> {
  const repositories = (await gitApi())?.repositories ?? [];
  if (repositories.length === 0) {
    sayNone();
  }
  return repositories;
}

export function repositoryName({ rootUri }: GitRepository): string {
  return nameOf(rootUri);
}

/** `SourceControl` as menus hand it over, or a repository's URI. */
export function rootOf(source: unknown): vscode.Uri | undefined {
  if (source instanceof vscode.Uri) {
    return source;
  }
  const root = typeof source === 'object' && source !== null && 'rootUri' in source ? source.rootUri : undefined;
  return root instanceof vscode.Uri ? root : undefined;
}

/** The one with this very root: `getRepository` also finds one that only contains it. */
function sameRoot(api: GitApi | undefined, rootUri: vscode.Uri): GitRepository | undefined {
  const isSame = ({ rootUri: other }: GitRepository): boolean => path.relative(other.fsPath, rootUri.fsPath) === '';
  return api?.repositories.find(isSame) ?? api?.getRepository(rootUri) ?? undefined;
}

function sayNone(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('There is no Git repository. Open the folder of one, and switch Git on in the settings.'),
  );
}
