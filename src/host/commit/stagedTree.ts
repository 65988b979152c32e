/**
 * Stages some of the changed files in place of others, so that the index can be had back. Only entries of these files are touched:
 * what else the index knows, such as the borders of a sparse checkout, stays. No file on disk changes.
 */
import { streamGit } from '../context/runGit';

/** @param input paths, for commands that take them so. @throws with what Git said */
export type Git = (args: readonly string[], input?: readonly string[]) => Promise<string>;

export function gitIn(git: string, cwd: string): Git {
  return async (args, input = []) => {
    const output: Buffer[] = [];
    await streamGit({ git, cwd, args, input: input.map((each) => `${each}\0`).join('') }, (chunk) => output.push(chunk) > 0);
    return Buffer.concat(output).toString();
  };
}

/** The index as it is, as the name of a tree. @throws where it holds conflicts */
export async function saveIndex(git: Git): Promise<string> {
  return (await git(['write-tree'])).trim();
}

/** Makes the entries of these files what they are in `tree`. */
export async function restoreIndex(git: Git, tree: string, paths: readonly string[]): Promise<void> {
  // Without a path all would be meant.
  if (paths.length > 0) {
    await git([...literally('reset'), '--quiet', tree], paths);
  }
}

/**
 * @param paths are staged: as they are in `tree`, or on disk
 * @param others are unstaged
 * @param tree of {@link saveIndex}
 */
export async function stageOnly(
  git: Git,
  paths: readonly string[],
  others: readonly string[],
  tree: string | undefined,
): Promise<void> {
  await restoreIndex(git, await headTree(git), others);
  if (tree === undefined) {
    await git([...literally('add'), '--all'], paths);
  } else {
    await restoreIndex(git, tree, paths);
  }
}

/** Before the first commit it is empty. */
async function headTree(git: Git): Promise<string> {
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '');
  return head.trim() || (await git(['hash-object', '-t', 'tree', '--stdin'])).trim();
}

/** Names are no patterns, and there may be more of them than a command line takes. */
function literally(command: string): readonly string[] {
  return ['--literal-pathspecs', command, '--pathspec-from-file=-', '--pathspec-file-nul'];
}
