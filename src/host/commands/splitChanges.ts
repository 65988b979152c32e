/** Suggests which changed files belong in separate commits. */
import type { CommitTools } from '../commit/commitTools';
import type { Command } from './command';

/** @param tools loaded with their first use */
export function splitChanges(tools: () => Promise<CommitTools>): Command {
  return {
    name: 'splitChanges',
    run: async (source?: unknown) => (await tools()).split(source),
  };
}
