/** Writes the commit message of a repository into its box: of the one whose button it was, or of the one that is picked. */
import type { CommitTools } from '../commit/commitTools';
import type { Command } from './command';

/** @param tools loaded with their first use */
export function generateCommitMessage(tools: () => Promise<CommitTools>): Command {
  return {
    name: 'generateCommitMessage',
    run: async (source?: unknown) => (await tools()).generate(source),
  };
}
