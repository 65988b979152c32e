/** Writes the commit message of every repository that has changes. */
import type { CommitTools } from '../commit/commitTools';
import type { Command } from './command';

/** @param tools loaded with their first use */
export function generateAllCommitMessages(tools: () => Promise<CommitTools>): Command {
  return {
    name: 'generateAllCommitMessages',
    run: async () => (await tools()).messages.generateAll(),
  };
}
