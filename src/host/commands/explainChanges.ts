/** Asks in the chat what the changes of a repository do. */
import type { CommitTools } from '../commit/commitTools';
import type { Command } from './command';

/** @param tools loaded with their first use */
export function explainChanges(tools: () => Promise<CommitTools>): Command {
  return {
    name: 'explainChanges',
    run: async (source?: unknown) => (await tools()).explain(source),
  };
}
