/** Reads changes as they are sent: without what may never be sent, within the budget, and after the secret guard's look. */
import * as vscode from 'vscode';
import type { Changes, ChangesSource } from '../../core/commit/changes';
import { changesText, type ChangesText } from '../../core/commit/changesText';
import type { Exclusions } from '../context/exclusions';
import { gitApi, type GitRepository } from '../context/git';
import { wordList } from '../platform/wordList';
import { gitFailure } from './failureNotice';
import { readChanges, type ReadOptions } from './repositoryChanges';
import { mayBeSent } from './secretWarning';
import type { Talk } from './talk';

export interface ReadForModel {
  readonly changes: Changes;
  readonly sent: ChangesText;
}

interface ReadForModelOptions {
  readonly amend?: boolean;
  /** Whoever sends them looks for secrets. */
  readonly isGuarded?: boolean;
}

/** Tokens of changes in a request: more costs more than it helps. */
export const budgetTokens = 30_000;

/**
 * @returns `nothing`: there are no changes; `held`: the user did not want them sent
 * @throws CommitFailure, AssistantError `canceled`
 */
export async function readForModel(
  { rootUri }: GitRepository,
  { exclusions, talk }: { readonly exclusions: Exclusions; readonly talk: Talk },
  signal: AbortSignal,
  options: ReadForModelOptions = {},
): Promise<ReadForModel | 'nothing' | 'held'> {
  const { amend = false } = options;
  const reading = { amend, ...(await readingOptions(rootUri, exclusions)) };
  const changes = await readChanges(rootUri.fsPath, signal, reading).catch((error: unknown) =>
    gitFailure(error, rootUri.fsPath),
  );
  signal.throwIfAborted();
  if (changes.files.length === 0) {
    return 'nothing';
  }
  if (options.isGuarded !== true && !(await mayBeSent(changes, rootUri, talk, signal))) {
    signal.throwIfAborted();
    return 'held';
  }
  return { changes, sent: changesText(changes, budgetTokens) };
}

/** The user's Git, and what the user's settings forbid sending. */
export async function readingOptions(
  root: vscode.Uri,
  exclusions: Exclusions,
): Promise<Required<Pick<ReadOptions, 'git' | 'isExcluded'>>> {
  return {
    git: (await gitApi())?.git.path ?? 'git',
    isExcluded: (path) => exclusions.isExcluded(vscode.Uri.joinPath(root, path)),
  };
}

/** What the user should know of what is sent; empty where it is exactly what is staged, or the whole branch. */
export function sentWords(source: ChangesSource, sent: ChangesText): string[] {
  const { l10n } = vscode;
  const { shortened, leftOut } = sent;
  return [
    ...(source === 'workingTree' ? [l10n.t('Nothing is staged, so this is about all changes of the working tree.')] : []),
    ...(shortened.length > 0 ? [l10n.t('Contents that are sent shortened: {0}.', some(shortened))] : []),
    ...(leftOut.length > 0 ? [l10n.t('Contents that are not sent: {0}.', some(leftOut))] : []),
  ];
}

function some(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => path.replace(/\p{Cc}+/gu, ' '));
  const left = paths.length - shown.length;
  return wordList(left > 0 ? [...shown, vscode.l10n.t('{0} more', String(left))] : shown);
}
