/** Fixes the problems at the cursor, in a review. */
import type { SelectionEdits } from '../selection/selectionEdits';
import type { Command } from './command';

export function fixProblem(edits: () => Promise<SelectionEdits>): Command {
  return {
    name: 'fixProblem',
    run: async () => (await edits()).run('fix'),
  };
}
