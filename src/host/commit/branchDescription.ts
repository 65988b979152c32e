/** Writes title and description of a pull request for the current branch, to the clipboard or into a new document. */
import * as vscode from 'vscode';
import { changesText } from '../../core/commit/changesText';
import { messageIn } from '../../core/commit/messageText';
import { describeBranchRequest } from '../../core/prompts/describeBranch';
import type { GitRepository } from '../context/git';
import { readSetting } from '../platform/settings';
import { readBranch, readBranchChanges, type Branch } from './branchChanges';
import type { CommitDeps } from './commitMessages';
import { readCommitModel } from './commitSettings';
import { CommitFailure, gitFailure } from './failureNotice';
import { findTemplates } from './pullRequestTemplates';
import { budgetTokens, readingOptions, sentWords } from './readForModel';
import { repositoryName } from './repositories';
import { mayBeSent } from './secretWarning';

/** Asks where it is to go first, so that nothing that was written can be dismissed. @throws CommitFailure, AssistantError */
export async function describeBranch(repository: GitRepository, deps: CommitDeps): Promise<void> {
  const { l10n } = vscode;
  const { rootUri } = repository;
  const { signal } = new AbortController();
  const fail = (error: unknown): never => gitFailure(error, rootUri.fsPath);
  const options = await readingOptions(rootUri, deps.exclusions);
  const branch = await readBranch(rootUri.fsPath, signal, options).catch(fail);
  const base = await chooseBase(branch);
  if (base === undefined) {
    return;
  }
  const changes = await readBranchChanges(rootUri.fsPath, base, signal, options).catch(fail);
  if (changes.messages.length === 0) {
    await deps.talk('info', l10n.t('The branch has no commits of its own since {0}.', base));
    return;
  }
  if (!(await mayBeSent(changes, rootUri, deps.talk, signal))) {
    return;
  }
  const templates = await findTemplates(rootUri.fsPath);
  const template =
    templates.size > 1
      ? await vscode.window.showQuickPick([...templates.keys()], { title: l10n.t('Choose a Template') })
      : [...templates.keys()][0];
  if (templates.size > 0 && template === undefined) {
    return;
  }
  const [toClipboard, toDocument] = [l10n.t('Copy to Clipboard'), l10n.t('Open as New Document')];
  const name = branch.name ?? repositoryName(repository);
  const target = await vscode.window.showQuickPick([toClipboard, toDocument], { title: l10n.t('Describe Branch {0}', name) });
  if (target === undefined) {
    return;
  }
  const text = templates.get(template ?? '');
  const sent = changesText(changes, budgetTokens);
  const notes = sentWords(changes.source, sent);
  if (notes.length > 0) {
    void deps.talk('info', notes.join(' '));
  }
  const request = describeBranchRequest({
    model: readCommitModel(rootUri),
    branch: name,
    base,
    messages: changes.messages,
    changes: sent.text,
    language: readSetting('commit.language', rootUri),
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
async function chooseBase({ candidates }: Branch): Promise<string | undefined> {
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
