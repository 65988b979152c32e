/** Writes title and description of a pull request for the current branch. */
import type { CommitTools } from '../commit/commitTools';
import type { Command } from './command';

/** @param tools loaded with their first use */
export function describeBranch(tools: () => Promise<CommitTools>): Command {
  return {
    name: 'describeBranch',
    run: async (source?: unknown) => (await tools()).describe(source),
  };
}
