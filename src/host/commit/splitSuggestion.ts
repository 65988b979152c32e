/**
 * Suggests which files belong in separate commits, and stages those of one of them once the user has agreed. The index can be had
 * back as it was; no file on disk is touched.
 */
import * as vscode from 'vscode';
import type { Changes } from '../../core/commit/changes';
import { splitChangesRequest, suggestedCommits, type SuggestedCommit } from '../../core/prompts/splitChanges';
import { gitApi, type GitRepository } from '../context/git';
import { readSetting } from '../platform/settings';
import type { CommitDeps } from './commitMessages';
import { readCommitModel } from './commitSettings';
import { CommitFailure, gitFailure } from './failureNotice';
import { readForModel } from './readForModel';
import { repositoryName } from './repositories';
import { gitIn, restoreIndex, saveIndex, stageOnly, type Git } from './stagedTree';

interface Suggestion {
  /** What is left of it. */
  readonly commits: readonly SuggestedCommit[];
  readonly changes: Changes;
  /** The index as it was, if the suggestion is about what was staged. */
  readonly tree: string | undefined;
  /** The index as it was left: with another one the suggestion is out of date. */
  readonly index: string;
}

export class SplitSuggestion {
  /** By root: what is left of a suggestion, to go on with after a commit, or after another look at the changes. */
  readonly #left = new Map<string, Suggestion>();

  constructor(private readonly deps: CommitDeps) {}

  /** @throws CommitFailure, AssistantError */
  async suggest(repository: GitRepository): Promise<void> {
    const key = repository.rootUri.toString();
    const suggestion = (await this.#stored(repository)) ?? (await this.#ask(repository));
    if (suggestion === undefined) {
      return;
    }
    this.#left.set(key, suggestion);
    const chosen = await choose(repository, suggestion.commits);
    if (chosen === 'again') {
      this.#left.delete(key);
      await this.suggest(repository);
    } else if (chosen !== undefined) {
      await this.#stage(repository, suggestion, chosen);
    }
  }

  async #stored(repository: GitRepository): Promise<Suggestion | undefined> {
    const stored = this.#left.get(repository.rootUri.toString());
    if (stored === undefined) {
      return undefined;
    }
    const index = await saveIndex(await gitOf(repository));
    return stored.index === index ? stored : undefined;
  }

  async #ask(repository: GitRepository): Promise<Suggestion | undefined> {
    const { l10n } = vscode;
    const { rootUri } = repository;
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: l10n.t('Looking for commits that belong apart…'),
        cancellable: true,
      },
      async (_, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
          abort.abort();
        });
        const read = await readForModel(repository, this.deps, abort.signal);
        if (read === 'nothing') {
          void this.deps.talk('info', l10n.t('There is nothing to commit in {0}.', repositoryName(repository)));
        }
        if (read === 'nothing' || read === 'held') {
          return undefined;
        }
        const { changes, sent } = read;
        const request = splitChangesRequest({
          model: readCommitModel(rootUri),
          changes: sent.text,
          recentSubjects: changes.state.recentSubjects,
          language: readSetting('commit.language', rootUri),
        });
        const { choices } = await this.deps.model.complete(request, abort.signal);
        const paths = changes.files.map(({ path }) => path);
        const commits = suggestedCommits(choices[0]?.message.content ?? '', paths);
        if (commits === undefined) {
          throw new CommitFailure(l10n.t('The answer could not be read as a list of commits.'));
        }
        if (commits.length === 1) {
          void this.deps.talk('info', l10n.t('The model sees one commit in these changes: nothing is to be split.'));
          return undefined;
        }
        const index = await saveIndex(await gitOf(repository));
        return { commits, changes, tree: changes.source === 'index' ? index : undefined, index };
      },
    );
  }

  async #stage(repository: GitRepository, suggestion: Suggestion, commit: SuggestedCommit): Promise<void> {
    const { l10n } = vscode;
    const { talk } = this.deps;
    const [subject = ''] = commit.message.split('\n');
    const stage = l10n.t('Stage These Files');
    const question = l10n.t(
      'Stage only these files ({0}) for “{1}”? Everything else is unstaged; no file changes on disk.',
      String(commit.paths.length),
      subject,
    );
    if ((await talk('warning', question, stage)) !== stage) {
      return;
    }
    const git = await gitOf(repository);
    const before = await saveIndex(git);
    const box = repository.inputBox.value;
    const all = pathsOf(suggestion.changes);
    const paths = pathsOf(suggestion.changes, commit.paths);
    const staged = new Set(paths);
    const others = all.filter((path) => !staged.has(path));
    try {
      await stageOnly(git, paths, others, suggestion.tree);
    } catch (error) {
      await restoreIndex(git, before, all);
      throw error;
    }
    repository.inputBox.value = commit.message;
    const commits = suggestion.commits.filter((other) => other !== commit);
    const key = repository.rootUri.toString();
    if (commits.length > 0) {
      this.#left.set(key, { ...suggestion, commits, index: await saveIndex(git) });
    } else {
      this.#left.delete(key);
    }
    // Not waited for: the notification can stay for long.
    void this.#offerNext(repository, suggestion, before, box, subject, commit.paths.length);
  }

  async #offerNext(
    repository: GitRepository,
    suggestion: Suggestion,
    before: string,
    box: string,
    subject: string,
    count: number,
  ): Promise<void> {
    const { l10n } = vscode;
    const undo = l10n.t('Undo');
    const sentence = l10n.t('Files staged for “{1}”: {0}. Commit them, then go on.', String(count), subject);
    if ((await this.deps.talk('info', sentence, undo)) === undo) {
      await restoreIndex(await gitOf(repository), before, pathsOf(suggestion.changes));
      repository.inputBox.value = box;
      this.#left.set(repository.rootUri.toString(), suggestion);
    }
  }
}

/** @throws CommitFailure with what Git said */
async function gitOf({ rootUri }: GitRepository): Promise<Git> {
  const git = gitIn((await gitApi())?.git.path ?? 'git', rootUri.fsPath);
  return (args, input) => git(args, input).catch(gitFailure);
}

/** Of these files, or of all; with the former names of renamed ones. */
function pathsOf({ files }: Changes, some?: readonly string[]): readonly string[] {
  const wanted = some === undefined ? undefined : new Set(some);
  return files.flatMap(({ path, oldPath, kind }) =>
    wanted?.has(path) === false ? [] : kind === 'renamed' && oldPath !== undefined ? [path, oldPath] : [path],
  );
}

async function choose(
  repository: GitRepository,
  commits: readonly SuggestedCommit[],
): Promise<SuggestedCommit | 'again' | undefined> {
  const { l10n } = vscode;
  const items: (vscode.QuickPickItem & { readonly commit?: SuggestedCommit })[] = commits.map((commit, index) => ({
    label: `${String(index + 1)}. ${(commit.message.split('\n')[0] ?? '').replaceAll('$(', '$ (')}`,
    detail: commit.paths.map((path) => path.replace(/\p{Cc}+/gu, ' ')).join(', '),
    commit,
  }));
  const picked = await vscode.window.showQuickPick([...items, { label: `$(refresh) ${l10n.t('Ask Again')}` }], {
    title: l10n.t('Split the Changes of {0}', repositoryName(repository)),
    placeHolder: l10n.t('Choose a commit to stage; nothing changes before'),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked === undefined ? undefined : (picked.commit ?? 'again');
}
