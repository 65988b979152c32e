/** Stops what writes a commit message, and puts back what stood in the box. */
import type { CommitTools } from '../commit/commitTools';
import type { Command } from './command';

/** @param tools loaded with their first use */
export function stopCommitMessage(tools: () => Promise<CommitTools>): Command {
  return {
    name: 'stopCommitMessage',
    run: async (source?: unknown) => {
      (await tools()).messages.stop(source);
    },
  };
}
