/**
 * What a commit would hold, and the state of its repository, as plain data. Reading it with Git is the host's
 * (`host/commit/repositoryChanges.ts`), what of it is sent is decided in `changesText.ts`.
 */
export type ChangeKind = 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'typeChanged' | 'unmerged' | 'untracked';

export interface ChangedFile {
  /** Relative to the repository's root, with `/`; as it is, not quoted. */
  readonly path: string;
  readonly oldPath?: string;
  readonly kind: ChangeKind;
  readonly isBinary: boolean;
  readonly isSubmodule: boolean;
  /** Lines; undefined for binary files, and where counting took too long. */
  readonly added?: number;
  readonly deleted?: number;
  /** Such as `100644`; where it changed: of what was added only the new one, of what was deleted only the old one. */
  readonly oldMode?: string;
  readonly newMode?: string;
  /** The hunks of the patch, without its header lines; absent where there are none or they were too much to read. */
  readonly patch?: string;
  /** There is more than `patch` holds, or hunks where it is absent: they were too much to read, or could not be read. */
  readonly isPatchCut?: boolean;
  /** The repository's `.gitattributes` says so (`linguist-generated`, `linguist-vendored`); absent where it says nothing. */
  readonly isGenerated?: boolean;
  /** The user's settings forbid sending its contents. */
  readonly isExcluded?: boolean;
}

export interface RepositoryState {
  /** What is under way. */
  readonly operation: 'none' | 'merge' | 'rebase' | 'cherryPick' | 'revert';
  readonly isFirstCommit: boolean;
  readonly branch?: string;
  /** Of the repository, newest first, and of this author. Subjects alone. */
  readonly recentSubjects: readonly string[];
  readonly ownSubjects: readonly string[];
  /** Text of `commit.template`, comments included. */
  readonly template?: string;
  /** What git prepared: MERGE_MSG or SQUASH_MSG, if any; the message of the commit that is amended. */
  readonly prepared?: string;
  /** Key of an issue in the branch's name, such as `ABC-12` or `#12`. */
  readonly issueKey?: string;
  /** git's comment character: `#` unless `core.commentChar` says otherwise. */
  readonly commentChar: string;
}

/** `branch`: what it has done since it left another. */
export type ChangesSource = 'index' | 'workingTree' | 'branch';

export interface Changes {
  readonly source: ChangesSource;
  readonly files: readonly ChangedFile[];
  readonly state: RepositoryState;
}
