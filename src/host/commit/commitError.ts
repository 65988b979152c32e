/** Why the changes of a repository cannot be read. Put into words by `commitErrorText.ts`. */

/**
 * - `gitMissing`: Git cannot be started
 * - `noFolder`, `notRepository`, `noWorkTree` (a bare repository): there is nothing to commit from
 * - `unsafeOwner`: the folder belongs to somebody else, and Git refuses to look at it (`safe.directory`)
 * - `shallow`: the commit to amend has a parent that is not here
 * - `tooManyFiles`: the names alone are tens of megabytes
 * - `tooSlow`: Git did not even list the files within the time
 * - `failed`: anything else that Git complains about
 */
export type CommitErrorKind =
  | 'gitMissing'
  | 'noFolder'
  | 'notRepository'
  | 'noWorkTree'
  | 'unsafeOwner'
  | 'shallow'
  | 'tooManyFiles'
  | 'tooSlow'
  | 'failed';

export class CommitError extends Error {
  override readonly name = 'CommitError';

  /** @param detail what Git said; one line, not for branching */
  constructor(
    readonly kind: CommitErrorKind,
    readonly detail = '',
  ) {
    super(detail === '' ? kind : `${kind}: ${detail}`);
  }
}
