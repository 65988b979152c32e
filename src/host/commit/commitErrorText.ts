/** Puts into words why the changes of a repository cannot be read, with a way out. */
import * as vscode from 'vscode';
import type { CommitError } from './commitError';

/** @param root of the repository, as it is shown */
export function commitErrorText({ kind, detail }: CommitError, root: string): string {
  const { l10n } = vscode;
  switch (kind) {
    case 'gitMissing':
      return l10n.t('Git could not be started. Install it, or name it in the setting git.path.');
    case 'noFolder':
      return l10n.t('The folder {0} cannot be opened. It may have been moved or deleted.', root);
    case 'notRepository':
      return l10n.t('{0} is not a Git repository.', root);
    case 'noWorkTree':
      return l10n.t('{0} is a bare Git repository: it has no files to commit.', root);
    case 'unsafeOwner':
      return l10n.t(
        'Git refuses to read {0}, because the folder belongs to another user. If you trust it, run: git config --global --add safe.directory "{0}"',
        root,
      );
    case 'shallow':
      return l10n.t('The commit before the last one is not in this shallow clone. Run git fetch --deepen=1, then try again.');
    case 'tooManyFiles':
      return l10n.t('So many files are changed that they cannot be listed. Stage only those that belong to the commit.');
    case 'tooSlow':
      return l10n.t('Git took too long to list the changed files. Try again, or stage only what belongs to the commit.');
    case 'failed':
      return l10n.t('Git could not list the changes: {0}', detail);
  }
}
