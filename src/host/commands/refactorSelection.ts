/** Changes what is selected as the user says, in a review. */
import type { SelectionEdits } from '../selection/selectionEdits';
import type { Command } from './command';

export function refactorSelection(edits: () => Promise<SelectionEdits>): Command {
  return {
    name: 'refactorSelection',
    run: async () => (await edits()).run('refactor'),
  };
}
