/** Writes title and description of a pull request for the current branch, to the clipboard or into a new document. */
import * as vscode from 'vscode';
import { messageIn } from '../../core/commit/messageText';
import { describeBranchRequest } from '../../core/prompts/describeBranch';
import { gitApi, type GitRepository } from '../context/git';
import { runGit } from '../context/runGit';
import { readSetting } from '../platform/settings';
import { baseCandidates, findTemplates, readBranchChanges, type Git } from './branchChanges';
import type { CommitDeps } from './commitMessages';
import { readCommitModel } from './commitSettings';
import { CommitFailure, gitFailure } from './failureNotice';
import { repositoryName } from './repositories';

const mostBytes = 2_000_000;

/** @throws CommitFailure with what Git said */
export async function gitOf({ rootUri }: GitRepository): Promise<Git> {
  const git = (await gitApi())?.git.path ?? 'git';
  return (args, maxBytes = mostBytes) => runGit(git, rootUri.fsPath, args, maxBytes).catch(gitFailure);
}

/** Asks where it is to go first, so that nothing that was written can be dismissed. @throws CommitFailure, AssistantError */
export async function describeBranch(repository: GitRepository, deps: CommitDeps): Promise<void> {
  const { l10n } = vscode;
  const git = await gitOf(repository);
  // Git's own word: what VS Code knows of a branch that was switched elsewhere can be old.
  const head = await git(['rev-parse', '--abbrev-ref', 'HEAD']);
  const branch = head.text.trim() === 'HEAD' ? undefined : head.text.trim();
  const base = await chooseBase(git, branch);
  if (base === undefined) {
    return;
  }
  const changes = await readBranchChanges(git, repository.rootUri, base, deps.exclusions);
  if (changes === undefined) {
    await deps.talk('info', l10n.t('The branch has no commits of its own since {0}.', base));
    return;
  }
  const templates = await findTemplates(repository.rootUri.fsPath);
  const template =
    templates.size > 1
      ? await vscode.window.showQuickPick([...templates.keys()], { title: l10n.t('Choose a Template') })
      : [...templates.keys()][0];
  if (templates.size > 0 && template === undefined) {
    return;
  }
  const [toClipboard, toDocument] = [l10n.t('Copy to Clipboard'), l10n.t('Open as New Document')];
  const name = branch ?? repositoryName(repository);
  const target = await vscode.window.showQuickPick([toClipboard, toDocument], { title: l10n.t('Describe Branch {0}', name) });
  if (target === undefined) {
    return;
  }
  const text = templates.get(template ?? '');
  const request = describeBranchRequest({
    model: readCommitModel(repository.rootUri),
    branch: name,
    base,
    messages: changes.messages,
    changes: changes.text,
    language: readSetting('commit.language', repository.rootUri),
    ...(text === undefined ? {} : { template: text }),
  });
  const description = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t('Describing the branch…'), cancellable: true },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      const { choices } = await deps.model.complete(request, abort.signal);
      return unfenced(choices[0]?.message.content ?? '');
    },
  );
  if (description === '') {
    throw new CommitFailure(l10n.t('The model wrote no message.'));
  }
  if (target === toDocument) {
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: description, language: 'markdown' }),
    );
    return;
  }
  await vscode.env.clipboard.writeText(description);
  const [title = ''] = description.split('\n');
  await deps.talk('info', l10n.t('Title and description are in the clipboard: {0}', title));
}

/** The branch that a hosting service calls its default is not asked about. */
async function chooseBase(git: Git, branch: string | undefined): Promise<string | undefined> {
  const candidates = await baseCandidates(git, branch);
  const [first] = candidates;
  if (first === undefined) {
    throw new CommitFailure(vscode.l10n.t('There is no branch to compare with.'));
  }
  return candidates.length === 1 || /^(?:origin|upstream)\/(?:main|master|develop)$|^(?:main|master)$/.test(first)
    ? first
    : vscode.window.showQuickPick([...candidates], { title: vscode.l10n.t('Choose the Branch to Compare With') });
}

/** A description may hold fences of its own: only one around all of it goes, and what introduces its title. */
function unfenced(answer: string): string {
  const text = answer.trim();
  const [, , inside] = /^(`{3,}|~{3,})\w*\n([\s\S]*)\n\1$/.exec(text) ?? [];
  const whole = inside ?? text;
  const [first = '', ...rest] = whole.split('\n');
  const title = messageIn(first, true);
  return (title === '' ? rest.join('\n').trim() : [title, ...rest].join('\n')).trim();
}
