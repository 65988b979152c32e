/** Stages some of the changed files and nothing else, so that the index can be had back exactly as it was. */
import type { Git } from './branchChanges';

/** A command line can only take so many. */
const pathsAtOnce = 200;

/** The index as it is, as the name of a tree. @throws where it holds conflicts */
export async function saveIndex(git: Git): Promise<string> {
  return (await git(['write-tree'])).text.trim();
}

export async function restoreIndex(git: Git, tree: string): Promise<void> {
  await git(['read-tree', tree]);
}

/**
 * Makes the index what HEAD is but for these files, which get what they are in `tree`. No file on disk changes.
 * @param tree of {@link saveIndex}; undefined: the files are staged as they are on disk
 * @param paths with the former names of renamed files
 */
export async function stageOnly(git: Git, paths: readonly string[], isFirstCommit: boolean, tree?: string): Promise<void> {
  await git(['read-tree', isFirstCommit ? '--empty' : 'HEAD']);
  for (let start = 0; start < paths.length; start += pathsAtOnce) {
    const some = paths.slice(start, start + pathsAtOnce);
    if (tree === undefined) {
      await git(['--literal-pathspecs', 'add', '--all', '--', ...some]);
    } else {
      await git(['--literal-pathspecs', 'reset', '--quiet', tree, '--', ...some]);
    }
  }
}
